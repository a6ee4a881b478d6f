// Command inflate takes compressed logs and counts their lines by level and by service. What is not rewritten is the
// message around the log, JSON with the log in base64, the log's SHA-256, and the answer as JSON.
package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"

	"example.com/rewrites/harness"
	"example.com/rewrites/wire"
)

type delivery struct {
	Account string `json:"account"`
	Stream  string `json:"stream"`
	SHA256  string `json:"sha256"`
	Log     []byte `json:"log"`
}

type summary struct {
	Stream    string            `json:"stream"`
	SHA256    string            `json:"sha256"`
	Continued uint32            `json:"continued"`
	Levels    map[string]uint32 `json:"levels"`
	Services  []service         `json:"services"`
}

type service struct {
	Name   string `json:"name"`
	Lines  uint32 `json:"lines"`
	Errors uint32 `json:"errors"`
	Bytes  int64  `json:"bytes"`
}

func main() { harness.Main(harness.Program{Kind: "inflate", Request: request, Handle: handle}) }

func handle(message []byte) []byte {
	var d delivery
	if err := json.Unmarshal(message, &d); err != nil {
		return []byte(`{"error":"malformed message"}`)
	}
	sum := sha256.Sum256(d.Log)
	if hex.EncodeToString(sum[:]) != d.SHA256 {
		return []byte(`{"error":"not the log that was sent"}`)
	}
	counts := wire.Reader{Rest: hot(d.Log)}
	if len(counts.Rest) == 0 {
		return []byte(`{"error":"damaged log"}`)
	}
	result := summary{Stream: d.Stream, SHA256: d.SHA256, Continued: counts.Uint32(), Levels: map[string]uint32{}, Services: []service{}}
	for range counts.Uint32() {
		level := counts.Text()
		result.Levels[level] = counts.Uint32()
	}
	for len(counts.Rest) > 0 {
		result.Services = append(result.Services, service{counts.Text(), counts.Uint32(), counts.Uint32(), counts.Int64()})
	}
	out, err := json.Marshal(result)
	if err != nil {
		return []byte(`{"error":"unencodable"}`)
	}
	return out
}

var (
	levels   = []string{"DEBUG", "INFO", "INFO", "INFO", "INFO", "INFO", "WARN", "ERROR"}
	services = []string{"cart", "checkout", "catalog", "identity", "mailer", "payments", "search", "stock"}
	paths    = []string{"/v1/cart", "/v1/cart/items", "/v1/orders", "/v1/products/search", "/v1/login", "/healthz", "/v2/stock/levels"}
)

// request makes a log of 300 to 600 lines, some with a stack under them; of one in thirty something is wrong.
func request(random *rand.Rand) []byte {
	var log bytes.Buffer
	compressor := gzip.NewWriter(&log)
	millis := 36_000_000 + random.IntN(10_000_000)
	for range 300 + random.IntN(301) {
		millis += random.IntN(400)
		level := levels[random.IntN(len(levels))]
		fmt.Fprintf(compressor, "2026-03-02T%02d:%02d:%02d.%03dZ %s %s request=%08x method=GET path=%s status=%d bytes=%d took=%dms user=u-%05d\n",
			millis/3_600_000, millis/60_000%60, millis/1000%60, millis%1000, level, services[random.IntN(len(services))], random.Uint32(),
			paths[random.IntN(len(paths))], []int{200, 200, 200, 304, 404}[random.IntN(5)], random.IntN(50_000), random.IntN(900), random.IntN(20_000))
		if level == "ERROR" && random.IntN(3) == 0 {
			for range 2 + random.IntN(4) {
				fmt.Fprintf(compressor, "\tat worker.run (worker.go:%d)\n", random.IntN(900))
			}
		}
	}
	if err := compressor.Close(); err != nil {
		panic(err)
	}
	d := delivery{Account: fmt.Sprintf("%012d", random.IntN(1_000_000)), Stream: fmt.Sprintf("shop/%08x", random.Uint32()), Log: log.Bytes()}
	switch random.IntN(90) {
	case 0:
		d.Log = d.Log[:len(d.Log)*2/3]
	case 1:
		d.Log[len(d.Log)-8]++ // the checksum of the text
	}
	sum := sha256.Sum256(d.Log)
	d.SHA256 = hex.EncodeToString(sum[:])
	if random.IntN(90) == 0 {
		d.Log = d.Log[1:]
	}
	out, err := json.Marshal(d)
	if err != nil {
		panic(err)
	}
	return out
}
