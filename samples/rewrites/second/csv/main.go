// Command csv takes reports of sales as CSV, keeps the rows that count and totals them by region. What is not rewritten is
// the check of the report and the answer, JSON with the rows that were kept as compressed CSV.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"math/rand/v2"

	"example.com/rewrites/harness"
	"example.com/rewrites/wire"
)

type report struct {
	Report  uint32  `json:"report"`
	Regions []total `json:"regions"`
	Skipped uint32  `json:"skipped"`
	Bytes   int     `json:"bytes"`
	Rows    []byte  `json:"rows"`
}

type total struct {
	Region string `json:"region"`
	Rows   uint32 `json:"rows"`
	Pieces int64  `json:"pieces"`
	Cents  int64  `json:"cents"`
}

// compressor is used again and again, since a new one takes much memory; a process handles one request at a time.
var compressor = gzip.NewWriter(nil)

func main() { harness.Main(harness.Program{Kind: "csv", Request: request, Handle: handle}) }

func handle(message []byte) []byte {
	if len(message) < 4 || crc32.ChecksumIEEE(message[4:]) != binary.LittleEndian.Uint32(message) {
		return []byte(`{"error":"damaged report"}`)
	}
	kept := wire.Reader{Rest: hot(message[4:])}
	if len(kept.Rest) == 0 {
		return []byte(`{"error":"malformed report"}`)
	}
	result := report{Report: binary.LittleEndian.Uint32(message), Skipped: kept.Uint32(), Regions: make([]total, kept.Uint32())}
	for i := range result.Regions {
		result.Regions[i] = total{kept.Text(), kept.Uint32(), kept.Int64(), kept.Int64()}
	}
	var rows bytes.Buffer
	compressor.Reset(&rows)
	if _, err := compressor.Write(kept.Rest); err != nil {
		panic(err) // a buffer takes everything
	}
	if err := compressor.Close(); err != nil {
		panic(err)
	}
	result.Bytes, result.Rows = len(kept.Rest), rows.Bytes()
	out, err := json.Marshal(result)
	if err != nil {
		return []byte(`{"error":"unencodable"}`)
	}
	return out
}

var (
	regions   = []string{"north", "south", "east", "west", "overseas, air", "overseas, sea"}
	customers = []string{"Weiß, Söhne & Co", "O'Neill Ltd.", "\"Nord\" Möbel", "Café Central", "Prado e Filhos", "Hale, Hale, Lind"}
	products  = []string{"Kettle, 1.7 l", "Desk lamp \"Nord\"", "Café cups (6)", "Rope and hooks", "Notebook A5", "Shelf, 80 \" wide"}
	remarks   = []string{"", "", "", "call before delivery", "two boxes,\none \"fragile\"", "gift; no invoice"}
)

// request makes a report of some 300 rows; one in thirty is malformed or damaged, and in one row of a hundred a number is none.
func request(random *rand.Rand) []byte {
	var body bytes.Buffer
	body.Write(make([]byte, 4))
	writer := csv.NewWriter(&body)
	write := func(fields ...string) {
		if err := writer.Write(fields); err != nil {
			panic(err)
		}
	}
	write("date", "order", "region", "customer", "product", "quantity", "price", "discount", "status", "remark")
	for range 280 + random.IntN(41) {
		price := fmt.Sprintf("%d.%02d", random.IntN(200), random.IntN(100))
		if random.IntN(100) == 0 {
			price = "n/a"
		}
		write(fmt.Sprintf("2026-03-%02d", 1+random.IntN(31)), fmt.Sprintf("ord-%08d", random.IntN(100_000_000)), pick(random, regions),
			pick(random, customers), pick(random, products), fmt.Sprint(1+random.IntN(20)), price, fmt.Sprintf("%.1f", float64(random.IntN(60))/2),
			pick(random, []string{"paid", "paid", "paid", "open", "cancelled"}), pick(random, remarks))
	}
	if random.IntN(60) == 0 {
		write("end of report")
	}
	writer.Flush()
	message := body.Bytes()
	binary.LittleEndian.PutUint32(message, crc32.ChecksumIEEE(message[4:]))
	if random.IntN(60) == 0 {
		message[len(message)/2] ^= 1
	}
	return message
}

func pick(random *rand.Rand, from []string) string { return from[random.IntN(len(from))] }
