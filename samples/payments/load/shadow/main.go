// Sends the same signed requests to two services, one pair at a time, and logs every pair of answers as a JSON line.
// Every user sends one batch of gifts or one quote; some send it twice with the same key, some an odd request more.
// Usage: shadow -primary http://127.0.0.1:18471 -candidate http://127.0.0.1:18472 -seed 7 -log pairs.jsonl
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"math"
	"net/http"
	"os"
	"time"
	"unicode/utf8"

	"example.com/payments-load/internal/requests"
)

const users = 16_000

type pair struct {
	ID        string   `json:"id"`
	TS        string   `json:"ts"`
	Endpoint  string   `json:"endpoint"`
	Key       string   `json:"key"` // the user
	Request   request  `json:"request"`
	Primary   response `json:"primary"`
	Candidate response `json:"candidate"`
}

type request struct {
	Method string            `json:"method"`
	Path   string            `json:"path"`
	Header map[string]string `json:"headers,omitempty"` // without signature and time
	Body   any               `json:"body,omitempty"`
	Base64 []byte            `json:"bodyBase64,omitempty"`
}

type response struct {
	Status    int               `json:"status"`
	Headers   map[string]string `json:"headers"`
	Body      any               `json:"body,omitempty"`
	LatencyMs float64           `json:"latencyMs"`
}

// kept are the response headers that a client may depend on.
var kept = map[string]string{
	"Content-Type": "content-type", "Idempotency-Replayed": "idempotency-replayed", "Allow": "allow",
}

var client = &http.Client{Timeout: 10 * time.Second}

func main() {
	primary := flag.String("primary", "http://127.0.0.1:18471", "the service in use")
	candidate := flag.String("candidate", "http://127.0.0.1:18472", "the service that is to replace it")
	seed := flag.Uint64("seed", 7, "seed of the requests")
	secret := flag.String("key", "demo-key", "shared key of the signatures")
	file := flag.String("log", "pairs.jsonl", "file of the pairs")
	flag.Parse()
	out, err := os.Create(*file)
	if err != nil {
		log.Fatal(err)
	}
	buffer := bufio.NewWriter(out)
	encoder := json.NewEncoder(buffer)
	encoder.SetEscapeHTML(false)
	made := draw(requests.NewMaker(*seed, users, *secret), time.Now().Unix())
	different := 0
	for i, r := range made {
		p := pair{
			ID: fmt.Sprint(i + 1), Endpoint: r.Method + " " + r.Path, Key: r.User,
			TS:        time.Now().UTC().Format("2006-01-02T15:04:05Z"),
			Request:   described(r),
			Primary:   send(*primary, r),
			Candidate: send(*candidate, r),
		}
		if p.Primary.Status != p.Candidate.Status || !same(p.Primary.Body, p.Candidate.Body) {
			different++
		}
		if err := encoder.Encode(p); err != nil {
			log.Fatal(err)
		}
	}
	if err := buffer.Flush(); err != nil {
		log.Fatal(err)
	}
	if err := out.Close(); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d pairs, %d of them differ in status or bytes of the body\n", len(made), different)
}

// draw makes the requests of all users in order.
func draw(m *requests.Maker, unix int64) []requests.Request {
	var made []requests.Request
	for i, person := range m.People {
		var r requests.Request
		if i%2 == 0 {
			b := m.Batch(person, 1+m.Random.IntN(3))
			b.Device = short(b.Device, i)
			for j := range b.Gifts {
				b.Gifts[j].Message = m.Worldly(b.Gifts[j].Message)
			}
			r = m.SignBatch(person, b, unix)
		} else {
			q := m.Quote(person, 1+m.Random.IntN(2))
			q.Device = short(q.Device, i)
			q.Note = m.Worldly(q.Note)
			r = m.SignQuote(person, q, unix)
		}
		made = append(made, r)
		if m.Random.IntN(25) == 0 {
			made = append(made, r)
		}
		if r.Key != "" && m.Random.IntN(60) == 0 { // the key again, with another body
			other := m.Batch(person, 1)
			made = append(made, m.Sign(requests.Request{Method: r.Method, Path: r.Path, Endpoint: r.Endpoint, User: r.User, Key: r.Key}, other, unix))
		}
		if m.Random.IntN(12) == 0 {
			made = append(made, requests.Edges[m.Random.IntN(len(requests.Edges))](m, person, unix))
		}
		if m.Random.IntN(2000) == 0 { // a busy minute
			for range 14 {
				made = append(made, r)
			}
		}
	}
	return made
}

// short leaves most devices out, so that the log stays small.
func short(device string, i int) string {
	if i%10 == 0 {
		return device
	}
	return ""
}

func described(r requests.Request) request {
	d := request{Method: r.Method, Path: r.Path}
	if r.Key != "" {
		d.Header = map[string]string{"idempotency-key": r.Key}
	}
	if !utf8.Valid(r.Body) {
		d.Base64 = r.Body
		return d
	}
	d.Body = body(r.Body)
	return d
}

func send(base string, r requests.Request) response {
	sent, err := http.NewRequest(r.Method, base+r.Path, bytes.NewReader(r.Body))
	if err != nil {
		log.Fatal(err)
	}
	sent.Header.Set("Content-Type", "application/json")
	sent.Header.Set("X-Timestamp", r.Timestamp)
	sent.Header.Set("X-Signature", r.Signature)
	if r.Key != "" {
		sent.Header.Set("Idempotency-Key", r.Key)
	}
	begin := time.Now()
	received, err := client.Do(sent)
	if err != nil {
		log.Fatal(err)
	}
	defer received.Body.Close()
	text, err := io.ReadAll(received.Body)
	if err != nil {
		log.Fatal(err)
	}
	took := time.Since(begin)
	headers := map[string]string{}
	for name, logged := range kept {
		if value := received.Header.Get(name); value != "" {
			headers[logged] = value
		}
	}
	return response{received.StatusCode, headers, body(text), math.Round(took.Seconds()*1e4) / 10}
}

// body is JSON as it came, or else text.
func body(text []byte) any {
	if json.Valid(text) {
		return json.RawMessage(text)
	}
	return string(text)
}

func same(a, b any) bool {
	first, one := a.(json.RawMessage)
	second, two := b.(json.RawMessage)
	if one && two {
		return bytes.Equal(first, second)
	}
	return a == b
}
