// Writes signed requests of a mix, out of a seed: as vegeta's JSON targets, and as lines of tab-separated fields
// (method, path, timestamp, key, signature, body) for wrk.
// Usage: traffic -mix hot -seed 1 -requests 20000 -vegeta targets.json -plain targets.tsv
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"time"

	"example.com/payments-load/internal/requests"
)

// target is vegeta's JSON target format.
type target struct {
	Method string              `json:"method"`
	URL    string              `json:"url"`
	Body   []byte              `json:"body,omitempty"`
	Header map[string][]string `json:"header"`
}

func main() {
	base := flag.String("base", "http://127.0.0.1:18471", "where the service listens")
	mix := flag.String("mix", "full", "full, hot, rest, batch or quote")
	seed := flag.Uint64("seed", 1, "seed of the requests")
	secret := flag.String("key", "demo-key", "shared key of the signatures")
	count := flag.Int("requests", 20_000, "how many requests")
	now := flag.Int64("now", 0, "time of the first request in Unix seconds; 0 is now")
	rate := flag.Int("rate", 1000, "requests a second that the timestamps follow")
	vegeta := flag.String("vegeta", "", "file of vegeta targets")
	plain := flag.String("plain", "", "file of tab-separated lines")
	flag.Parse()
	if *now == 0 {
		*now = time.Now().Unix()
	}
	maker := requests.NewMaker(*seed, 16_000, *secret)
	made := make([]requests.Request, *count)
	for i := range made {
		var err error
		if made[i], err = maker.Draw(*mix, *now+int64(i / *rate)); err != nil {
			log.Fatal(err)
		}
	}
	write(*vegeta, func(out *bufio.Writer) error {
		encoder := json.NewEncoder(out)
		for _, r := range made {
			header := map[string][]string{"X-Timestamp": {r.Timestamp}, "X-Signature": {r.Signature}}
			if r.Body != nil {
				header["Content-Type"] = []string{"application/json"}
			}
			if r.Key != "" {
				header["Idempotency-Key"] = []string{r.Key}
			}
			if err := encoder.Encode(target{r.Method, *base + r.Path, r.Body, header}); err != nil {
				return err
			}
		}
		return nil
	})
	write(*plain, func(out *bufio.Writer) error {
		for _, r := range made {
			fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\t%s\n", r.Method, r.Path, r.Timestamp, r.Key, r.Signature, r.Body)
		}
		return nil
	})
}

func write(path string, lines func(*bufio.Writer) error) {
	if path == "" {
		return
	}
	file, err := os.Create(path)
	if err != nil {
		log.Fatal(err)
	}
	out := bufio.NewWriter(file)
	if err := lines(out); err != nil {
		log.Fatal(err)
	}
	if err := out.Flush(); err != nil {
		log.Fatal(err)
	}
	if err := file.Close(); err != nil {
		log.Fatal(err)
	}
}
