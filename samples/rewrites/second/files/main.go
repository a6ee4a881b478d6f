// Command files verifies what a manifest says of small files: what it does, the kernel does. What is not rewritten is the
// request and the answer, which are JSON.
package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"

	"example.com/rewrites/harness"
	"example.com/rewrites/wire"
)

type manifest struct {
	ID    string `json:"id"`
	Shelf string `json:"shelf"` // the sub-folder to list
	Files []item `json:"files"`
}

type item struct {
	Path      string            `json:"path"`
	Size      int64             `json:"size"`
	MediaType string            `json:"media_type"`
	Owner     string            `json:"owner"`
	Labels    map[string]string `json:"labels,omitempty"`
}

type report struct {
	ID      string  `json:"id"`
	Entries []entry `json:"entries"`
	Files   []check `json:"files"`
	Missing int     `json:"missing"`
	Changed int     `json:"changed"`
}

type entry struct {
	Name   string `json:"name"`
	Folder bool   `json:"folder,omitempty"`
}

type check struct {
	item
	Missing bool   `json:"missing,omitempty"`
	Found   int64  `json:"found"`
	CRC32   uint32 `json:"crc32"`
}

var folder string

func main() {
	var err error
	if folder, err = fill(); err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	harness.Main(harness.Program{Kind: "files", Request: request, Handle: handle})
}

func handle(message []byte) []byte {
	var m manifest
	if err := json.Unmarshal(message, &m); err != nil {
		return []byte(`{"error":"malformed"}`)
	}
	input := wire.AppendText(nil, folder)
	for _, path := range append([]string{m.Shelf}, paths(m.Files)...) {
		if !filepath.IsLocal(path) {
			return []byte(`{"error":"path is not within the folder"}`)
		}
		input = wire.AppendText(input, path)
	}
	found := wire.Reader{Rest: hot(input)}
	if len(found.Rest) == 0 {
		return []byte(`{"error":"unreadable"}`)
	}
	answered := report{ID: m.ID, Entries: make([]entry, found.Uint32()), Files: make([]check, len(m.Files))}
	for i := range answered.Entries {
		answered.Entries[i] = entry{found.Text(), found.Uint8() == 1}
	}
	for i, file := range m.Files {
		c := check{item: file, Found: found.Int64(), CRC32: found.Uint32()}
		if c.Missing = c.Found < 0; c.Missing {
			answered.Missing++
		} else if c.Found != file.Size {
			answered.Changed++
		}
		answered.Files[i] = c
	}
	out, err := json.Marshal(answered)
	if err != nil {
		return []byte(`{"error":"unencodable"}`)
	}
	return out
}

func paths(files []item) []string {
	out := make([]string, len(files))
	for i, file := range files {
		out[i] = file.Path
	}
	return out
}

const (
	shelves = 20
	kept    = 400
)

func path(number int) string {
	return fmt.Sprintf("shelf-%02d/document-%04d.txt", number%shelves, number)
}

func size(number int) int64 { return 1024 + int64(number*7919%5120) }

// fill makes the folder, in the one that TMPDIR names: 400 files of 1 to 6 KiB on 20 shelves, the same in every run. Each
// shelf has an empty folder besides.
func fill() (string, error) {
	folder, err := os.MkdirTemp("", "files-")
	if err != nil {
		return "", err
	}
	for shelf := range shelves {
		if err := os.MkdirAll(filepath.Join(folder, fmt.Sprintf("shelf-%02d/drafts", shelf)), 0o700); err != nil {
			return "", err
		}
	}
	for number := range kept {
		random := rand.New(rand.NewPCG(3, uint64(number)))
		text := make([]byte, size(number))
		for i := range text {
			text[i] = "abcdefghijklmnopqrstuvwxyz 0123456789"[random.IntN(37)]
		}
		if err := os.WriteFile(filepath.Join(folder, path(number)), text, 0o600); err != nil {
			return "", err
		}
	}
	return folder, nil
}

// request makes a manifest of 12 files. One of thirty is missing and one of forty has another size than it says; one
// manifest of fifty names a path outside of the folder, and one shelf of thirty is not there.
func request(random *rand.Rand) []byte {
	m := manifest{ID: fmt.Sprintf("m-%08d", random.IntN(100_000_000)), Shelf: fmt.Sprintf("shelf-%02d", random.IntN(shelves))}
	if random.IntN(30) == 0 {
		m.Shelf = "shelf-99"
	}
	for range 12 {
		number := random.IntN(kept)
		file := item{path(number), size(number), "text/plain; charset=utf-8", fmt.Sprintf("user%d@example.com", random.IntN(1000)),
			map[string]string{"project": fmt.Sprintf("p-%d", random.IntN(90)), "retention": "7y", "state": "final"}}
		if random.IntN(30) == 0 {
			file.Path = path(kept + number)
		}
		if random.IntN(40) == 0 {
			file.Size++
		}
		m.Files = append(m.Files, file)
	}
	if random.IntN(50) == 0 {
		m.Files[5].Path = "../secret.txt"
	}
	out, err := json.Marshal(m)
	if err != nil {
		panic(err)
	}
	return out
}
