// Command regexp takes private data out of the messages of log entries, which come and go as JSON. What is not rewritten
// is that JSON, with the fields beside the message, and the summary.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"example.com/rewrites/harness"
)

type entry struct {
	Time    time.Time         `json:"time"`
	Level   string            `json:"level"`
	Service string            `json:"service"`
	Host    string            `json:"host"`
	Trace   string            `json:"trace,omitempty"`
	Labels  map[string]string `json:"labels,omitempty"`
	Message string            `json:"message"`
}

type batch struct {
	Source  string  `json:"source"`
	Entries []entry `json:"entries"`
	Found   string  `json:"found,omitempty"`
}

func main() { harness.Main(harness.Program{Kind: "regexp", Request: request, Handle: handle}) }

func handle(message []byte) []byte {
	var b batch
	if err := json.Unmarshal(message, &b); err != nil {
		return []byte(`{"error":"malformed"}`)
	}
	var text bytes.Buffer
	for i, e := range b.Entries {
		if i > 0 {
			text.WriteByte('\n')
		}
		text.WriteString(strings.ReplaceAll(e.Message, "\n", " "))
	}
	lines := strings.Split(string(hot(text.Bytes())), "\n")
	for i := range b.Entries {
		b.Entries[i].Message = lines[i]
	}
	b.Found = strings.TrimSpace(lines[len(lines)-1])
	out, err := json.Marshal(b)
	if err != nil {
		return []byte(`{"error":"unencodable"}`)
	}
	return out
}

var messages = []func(random *rand.Rand) string{
	func(r *rand.Rand) string {
		return fmt.Sprintf("connection from %d.%d.%d.%d closed after %d ms", r.IntN(256), r.IntN(256), r.IntN(256), r.IntN(256), r.IntN(9000))
	},
	func(r *rand.Rand) string {
		return fmt.Sprintf("mail to user.%d@mail.example.com was deferred: mailbox is full, try %d of 5", r.IntN(10_000), 1+r.IntN(5))
	},
	func(r *rand.Rand) string {
		return fmt.Sprintf("job %08x-%04x-4%03x-8%03x-%012x finished, %d rows written", r.Uint32(), r.IntN(1<<16), r.IntN(1<<12), r.IntN(1<<12), r.Int64N(1<<48), r.IntN(100_000))
	},
	func(r *rand.Rand) string {
		return fmt.Sprintf("payment refused for card %04d-%04d-%04d-%04d, amount %d.%02d EUR", r.IntN(10_000), r.IntN(10_000), r.IntN(10_000), r.IntN(10_000), r.IntN(900), r.IntN(100))
	},
	func(r *rand.Rand) string {
		return fmt.Sprintf("retrying upstream with Token=%x, region=eu-west-1", r.Uint64())
	},
	func(r *rand.Rand) string {
		return fmt.Sprintf("customer café %d called from +41 44 %03d %02d %02d about order %d", r.IntN(99), r.IntN(1000), r.IntN(100), r.IntN(100), r.IntN(1_000_000))
	},
	func(r *rand.Rand) string {
		return fmt.Sprintf("cache miss for catalogue page %d, rebuilt in %d.%02d ms from %d parts", r.IntN(5000), r.IntN(50), r.IntN(100), r.IntN(40))
	},
	func(r *rand.Rand) string {
		return fmt.Sprintf("GET /api/v2/products/%d?sort=price&page=%d 200 %d bytes", r.IntN(90_000), r.IntN(30), r.IntN(60_000))
	},
}

// request makes a batch of 16 entries; more than half of the messages have nothing private in them.
func request(random *rand.Rand) []byte {
	b := batch{Source: "collector-3"}
	for range 16 {
		pick := random.IntN(2 * len(messages))
		e := entry{Time: time.Unix(1_750_000_000+random.Int64N(1_000_000), random.Int64N(1e9)).UTC(), Level: []string{"INFO", "WARN", "ERROR"}[random.IntN(3)],
			Service: []string{"checkout", "catalogue", "mailer", "gateway"}[random.IntN(4)], Host: fmt.Sprintf("node-%02d", random.IntN(40)),
			Labels: map[string]string{"zone": fmt.Sprintf("eu-%d", random.IntN(3)), "version": "1.24." + fmt.Sprint(random.IntN(9)), "pod": fmt.Sprintf("pod-%05x", random.IntN(1<<20))}}
		if random.IntN(2) == 0 {
			e.Trace = fmt.Sprintf("%016x", random.Uint64())
		}
		e.Message = messages[min(pick, len(messages)-1-pick%2)](random)
		b.Entries = append(b.Entries, e)
	}
	out, err := json.Marshal(b)
	if err != nil {
		panic(err)
	}
	return out
}
