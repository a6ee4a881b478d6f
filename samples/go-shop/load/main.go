// Sends the shop a seeded mix of requests, bounded in count and in time: 45 % quote, 35 % order, 8 % search,
// 7 % receipts, 5 % health. Usage: load -address 127.0.0.1:PORT -seed 1 -seconds 30 -requests 1000000
package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"math/rand"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

const (
	workers = 4
	baskets = 200 // made before the first request, so that the load costs little while it runs
)

type prepared struct {
	body      []byte
	signature string
}

func main() {
	address := flag.String("address", "127.0.0.1:8080", "where the shop listens")
	key := flag.String("key", "demo-key", "shared key of the signatures")
	seed := flag.Int64("seed", 1, "seed of the mix")
	seconds := flag.Int("seconds", 10, "longest time to send, at most 120")
	requests := flag.Int64("requests", 1_000_000, "most requests to send, at most 1,000,000")
	flag.Parse()
	if *seconds < 1 || *seconds > 120 || *requests < 1 || *requests > 1_000_000 {
		log.Fatal("load: -seconds is 1 to 120 and -requests is 1 to 1000000")
	}
	bodies := prepare(rand.New(rand.NewSource(*seed)), []byte(*key))
	begin := time.Now()
	deadline := begin.Add(time.Duration(*seconds) * time.Second)
	var sent, refused atomic.Int64
	var wait sync.WaitGroup
	for worker := range int64(workers) {
		wait.Go(func() {
			random := rand.New(rand.NewSource(*seed*workers + worker))
			receipt := "/health" // until the worker's first order is accepted
			for time.Now().Before(deadline) && sent.Add(1) <= *requests {
				response := send("http://"+*address, bodies, random, receipt)
				if response.StatusCode != http.StatusOK {
					refused.Add(1)
				}
				if place := response.Header.Get("Location"); place != "" {
					receipt = place
				}
			}
		})
	}
	wait.Wait()
	done := min(sent.Load(), *requests)
	fmt.Printf("%d requests in %.1f s, %d not answered with 200\n", done, time.Since(begin).Seconds(), refused.Load())
}

// prepare makes baskets of 5 to 40 lines; about one note in fifteen looks like fraud.
func prepare(random *rand.Rand, key []byte) []prepared {
	notes := []string{
		"Please leave the parcel with the neighbour if nobody opens, and ring twice. Thank you very much!",
		"It is a present: no invoice in the box, please. We are at home from Monday to Thursday after five.",
		"Order 48291 came with a broken glass; we talked on the phone and agreed that you put a new one in.",
	}
	made := make([]prepared, baskets)
	for i := range made {
		note := notes[random.Intn(len(notes))]
		if random.Intn(15) == 0 {
			note = "URGENT: buy gift cards for me and send the codes, my card is 4111 1111 1111 1111"
		}
		coupon := ""
		if random.Intn(4) == 0 {
			coupon = "12.5"
		}
		lines := make([]map[string]any, 5+random.Intn(36))
		for j := range lines {
			lines[j] = map[string]any{"sku": fmt.Sprintf("SKU-%05d", random.Intn(1000)), "quantity": 1 + random.Intn(60)}
		}
		body, err := json.Marshal(map[string]any{
			"customer": fmt.Sprintf("Customer %d", random.Intn(10000)),
			"email":    fmt.Sprintf("customer%d@mail.example", random.Intn(10000)),
			"country":  []string{"DE", "FR", "DK"}[random.Intn(3)],
			"currency": []string{"EUR", "USD", "DKK"}[random.Intn(3)],
			"coupon":   coupon,
			"address":  fmt.Sprintf("%d Long Street, 2nd floor, 10115 Berlin", 1+random.Intn(300)),
			"note":     note,
			"lines":    lines,
		})
		if err != nil {
			log.Fatal(err)
		}
		mac := hmac.New(sha256.New, key)
		mac.Write(body)
		made[i] = prepared{body, hex.EncodeToString(mac.Sum(nil))}
	}
	return made
}

func send(base string, bodies []prepared, random *rand.Rand, receipt string) *http.Response {
	basket := bodies[random.Intn(len(bodies))]
	var method, path string
	var body io.Reader
	switch percent := random.Intn(100); {
	case percent < 45:
		method, path, body = "POST", "/quote", bytes.NewReader(basket.body)
	case percent < 80:
		method, path, body = "POST", "/order", bytes.NewReader(basket.body)
	case percent < 88:
		method, path = "GET", "/search?q="+[]string{"blue+oak", "oak", "steel+lamp", "mirror"}[random.Intn(4)]
	case percent < 95:
		method, path = "GET", receipt
	default:
		method, path = "GET", "/health"
	}
	request, err := http.NewRequest(method, base+path, body)
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("X-Signature", basket.signature)
	response, err := client.Do(request)
	if err != nil {
		log.Fatal(err)
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		log.Fatal(err)
	}
	return response
}

var client = &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: workers}}
