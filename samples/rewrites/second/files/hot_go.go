//go:build !rust

package main

import (
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"example.com/rewrites/wire"
)

// hot lists a sub-folder of a folder, in the order of names, and reads files of it: the answer has the size of each, by
// stat, and the checksum of what was read. A file that is missing has size -1, a missing sub-folder no entries. It answers
// nothing if something else goes wrong.
//
//go:noinline
func hot(input []byte) []byte {
	out, err := verify(input)
	if err != nil {
		return nil
	}
	return out
}

func verify(input []byte) ([]byte, error) {
	paths := wire.Reader{Rest: input}
	folder := paths.Text()
	entries, err := os.ReadDir(filepath.Join(folder, paths.Text()))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	out := wire.AppendUint32(nil, uint32(len(entries)))
	for _, entry := range entries {
		out = wire.AppendText(out, entry.Name())
		var isFolder byte
		if entry.IsDir() {
			isFolder = 1
		}
		out = append(out, isFolder)
	}
	for len(paths.Rest) > 0 {
		size, sum, err := read(filepath.Join(folder, paths.Text()))
		if errors.Is(err, fs.ErrNotExist) {
			size, sum, err = -1, 0, nil
		}
		if err != nil {
			return nil, err
		}
		out = wire.AppendInt64(out, size)
		out = wire.AppendUint32(out, sum)
	}
	return out, nil
}

func read(path string) (size int64, sum uint32, err error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, 0, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return 0, 0, err
	}
	data, err := io.ReadAll(file)
	if err != nil {
		return 0, 0, err
	}
	return info.Size(), crc32.ChecksumIEEE(data), nil
}
