// Command sorting lists the tickets of a help desk, of which two shards hold a part each. What is not rewritten is the
// request, the check of what the shards sent, and the page as JSON.
package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"time"

	"example.com/rewrites/harness"
	"example.com/rewrites/wire"
)

type query struct {
	Desk  string `json:"desk"`
	Page  int    `json:"page"`
	CRC32 uint32 `json:"crc32"`
}

type row struct {
	ID       uint32    `json:"id"`
	Due      time.Time `json:"due"`
	Amount   float64   `json:"amount"`
	Region   string    `json:"region"`
	Customer string    `json:"customer"`
}

type page struct {
	Desk    string   `json:"desk"`
	Rows    []row    `json:"rows"`
	Largest []uint32 `json:"largest"`
	Total   int      `json:"total"`
}

func main() { harness.Main(harness.Program{Kind: "sorting", Request: request, Handle: handle}) }

func handle(message []byte) []byte {
	head, shards, _ := bytes.Cut(message, []byte{'\n'})
	var q query
	if err := json.Unmarshal(head, &q); err != nil || crc32.ChecksumIEEE(shards) != q.CRC32 {
		return []byte(`{"error":"malformed"}`)
	}
	input := wire.AppendUint32(make([]byte, 0, 4+len(shards)), uint32(q.Page))
	sorted := wire.Reader{Rest: hot(append(input, shards...))}
	result := page{Desk: q.Desk, Rows: make([]row, q.Page)}
	for i := range result.Rows {
		result.Rows[i] = row{sorted.Uint32(), time.Unix(sorted.Int64(), 0).UTC(), float64(sorted.Int64()) / 100, sorted.Text(), sorted.Text()}
	}
	result.Total = len(sorted.Rest) / 4
	for range 20 {
		result.Largest = append(result.Largest, sorted.Uint32())
	}
	out, err := json.Marshal(result)
	if err != nil {
		return []byte(`{"error":"unencodable"}`)
	}
	return out
}

// request makes two shards of 350 tickets and asks for a page of 80.
func request(random *rand.Rand) []byte {
	var shards []byte
	for shard := range 2 {
		shards = binary.LittleEndian.AppendUint32(shards, 350)
		for i := range 350 {
			shards = wire.AppendUint32(shards, uint32(2*i+shard))
			shards = append(shards, byte(random.IntN(4)))
			shards = wire.AppendInt64(shards, 1_760_000_000+random.Int64N(90*24*3600))
			shards = wire.AppendInt64(shards, 100*random.Int64N(3000))
			shards = wire.AppendText(shards, []string{"eu-central", "eu-west", "us-east", "us-west", "ap-south", "sa-east"}[random.IntN(6)])
			shards = wire.AppendText(shards, fmt.Sprintf("customer-%04d", random.IntN(90)))
		}
	}
	head, err := json.Marshal(query{"returns", 80, crc32.ChecksumIEEE(shards)})
	if err != nil {
		panic(err)
	}
	return append(append(head, '\n'), shards...)
}
