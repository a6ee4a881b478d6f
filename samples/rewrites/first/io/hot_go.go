//go:build !rust

package main

import (
	"encoding/binary"
	"hash/crc32"
	"os"

	"example.com/rewrites/wire"
)

// hot spools messages to a file of its own, each with a write for its length and one for its text, as what must not be lost
// is written; reads each of them back from its place, and removes the file. The answer has the place and the checksum
// of each as it was read.
//
//go:noinline
func hot(input []byte) []byte {
	out, err := spool(input)
	if err != nil {
		return []byte("failed")
	}
	return out
}

func spool(input []byte) ([]byte, error) {
	messages := wire.Reader{Rest: input}
	name := messages.Text()
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var places []int64
	var end int64
	for len(messages.Rest) > 0 {
		message := messages.Bytes()
		var length [4]byte
		binary.LittleEndian.PutUint32(length[:], uint32(len(message)))
		if _, err := file.Write(length[:]); err != nil {
			return nil, err
		}
		if _, err := file.Write(message); err != nil {
			return nil, err
		}
		places = append(places, end)
		end += int64(len(length) + len(message))
	}
	var out []byte
	for _, place := range places {
		var length [4]byte
		if _, err := file.ReadAt(length[:], place); err != nil {
			return nil, err
		}
		message := make([]byte, binary.LittleEndian.Uint32(length[:]))
		if _, err := file.ReadAt(message, place+int64(len(length))); err != nil {
			return nil, err
		}
		out = wire.AppendInt64(out, place)
		out = wire.AppendUint32(out, crc32.ChecksumIEEE(message))
	}
	return out, os.Remove(name)
}
