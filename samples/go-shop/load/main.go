// Sends a bounded mix of requests to the shop on the loopback interface: 45 % quote, 40 % order, 5 % search, 10 % health.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"math/rand"
	"net/http"
	"os"
	"strconv"
	"sync"
	"time"
)

func main() {
	base := "http://" + os.Getenv("SHOP_ADDRESS")
	seconds, err := strconv.Atoi(os.Args[1])
	if err != nil || seconds > 120 {
		log.Fatal("usage: load SECONDS (at most 120)")
	}
	deadline := time.Now().Add(time.Duration(seconds) * time.Second)
	var wait sync.WaitGroup
	var mu sync.Mutex
	total := 0
	for worker := 0; worker < 4; worker++ {
		wait.Add(1)
		go func(seed int64) {
			defer wait.Done()
			random := rand.New(rand.NewSource(seed))
			sent := 0
			for time.Now().Before(deadline) {
				send(base, random)
				sent++
			}
			mu.Lock()
			total += sent
			mu.Unlock()
		}(int64(worker))
	}
	wait.Wait()
	fmt.Printf("%d requests in %d s\n", total, seconds)
}

func send(base string, random *rand.Rand) {
	items := make([]map[string]any, 40)
	for i := range items {
		items[i] = map[string]any{"sku": fmt.Sprintf("SKU-%05d", random.Intn(5000)), "price": fmt.Sprintf("%d.%02d", random.Intn(500), random.Intn(100)), "quantity": 1 + random.Intn(20)}
	}
	body, _ := json.Marshal(map[string]any{"customer": fmt.Sprintf("c%d", random.Intn(16000)), "currency": "EUR", "note": "please leave the parcel with the neighbour, thank you; order number 48291", "items": items})
	var response *http.Response
	var err error
	switch p := random.Intn(100); {
	case p < 45:
		response, err = http.Post(base+"/quote", "application/json", bytes.NewReader(body))
	case p < 85:
		response, err = http.Post(base+"/order", "application/json", bytes.NewReader(body))
	case p < 90:
		response, err = http.Get(base + "/search?q=blue")
	default:
		response, err = http.Get(base + "/health")
	}
	if err != nil {
		log.Fatal(err)
	}
	io.Copy(io.Discard, response.Body)
	response.Body.Close()
}
