// Command io spools messages to files and reads them back: what it does, the kernel does. What is not rewritten is the
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

type batch struct {
	Queue    string   `json:"queue"`
	Messages []string `json:"messages"`
}

type receipt struct {
	Queue string  `json:"queue"`
	Kept  []place `json:"kept"`
}

type place struct {
	Offset int64  `json:"offset"`
	CRC32  uint32 `json:"crc32"`
}

func main() { harness.Main(harness.Program{Kind: "io", Request: request, Handle: handle}) }

// spoolFile is in the folder that TMPDIR names; a process handles one request at a time.
var spoolFile = filepath.Join(os.TempDir(), fmt.Sprintf("spool-%d", os.Getpid()))

func handle(message []byte) []byte {
	var b batch
	if err := json.Unmarshal(message, &b); err != nil {
		return []byte(`{"error":"malformed"}`)
	}
	input := wire.AppendText(nil, spoolFile)
	for _, text := range b.Messages {
		input = wire.AppendText(input, text)
	}
	kept := hot(input)
	if len(kept) != 12*len(b.Messages) {
		return []byte(`{"error":"not spooled"}`)
	}
	answered := receipt{Queue: b.Queue}
	for places := (wire.Reader{Rest: kept}); len(places.Rest) > 0; {
		answered.Kept = append(answered.Kept, place{places.Int64(), places.Uint32()})
	}
	out, err := json.Marshal(answered)
	if err != nil {
		return []byte(`{"error":"unencodable"}`)
	}
	return out
}

// request makes a batch of 24 messages of 50 to 400 bytes.
func request(random *rand.Rand) []byte {
	b := batch{Queue: fmt.Sprintf("queue-%02d", random.IntN(100))}
	for range 24 {
		text := make([]byte, 50+random.IntN(350))
		for i := range text {
			text[i] = "abcdefghijklmnopqrstuvwxyz 0123456789"[random.IntN(37)]
		}
		b.Messages = append(b.Messages, string(text))
	}
	out, err := json.Marshal(b)
	if err != nil {
		panic(err)
	}
	return out
}
