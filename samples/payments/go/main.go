// A payments service: quotes, gift batches, wallets, top-ups and rates over HTTP and JSON.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"log/slog"
	"net/http"
	_ "net/http/pprof" // serves /debug/pprof/ on the default mux
	"os"
	"time"

	"example.com/payments/internal/fraud"
	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/shopspring/decimal"
)

// table is what payments.json holds: rates, fees, prices and rules of the day.
type table struct {
	Currencies []currency        `json:"currencies"`
	Methods    []method          `json:"methods"`
	Gifts      map[string]gift   `json:"gifts"`
	Discounts  []decimal.Decimal `json:"discounts"` // by tier of the sender
	Fraud      fraud.Engine      `json:"fraud"`
}

type service struct {
	log        *slog.Logger
	key        []byte // of the signatures
	skew       time.Duration
	table      table
	currencies map[string]currency
	ledger     *ledger
	responses  *lru.Cache[string, *remembered] // by user and idempotency key
}

func main() {
	address := flag.String("address", "127.0.0.1:8080", "where to listen")
	data := flag.String("data", "payments.json", "file of rates, fees, prices and rules")
	key := flag.String("key", "demo-key", "shared key of the request signatures")
	skew := flag.Duration("skew", 5*time.Minute, "how far a request's timestamp may be off")
	flag.Parse()
	s, err := newService(*data)
	if err != nil {
		log.Fatal(err)
	}
	s.key, s.skew = []byte(*key), *skew
	server := &http.Server{Addr: *address, Handler: s.routes(), ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(server.ListenAndServe())
}

func newService(data string) (*service, error) {
	text, err := os.ReadFile(data)
	if err != nil {
		return nil, err
	}
	s := &service{log: slog.New(slog.NewJSONHandler(os.Stderr, nil)), currencies: map[string]currency{}}
	if err := json.Unmarshal(text, &s.table); err != nil {
		return nil, fmt.Errorf("%s: %w", data, err)
	}
	for _, c := range s.table.Currencies {
		s.currencies[c.Code] = c
	}
	s.ledger = newLedger(16_000, s.table.Currencies)
	s.responses, err = lru.New[string, *remembered](10_000)
	return s, err
}

func (s *service) routes() http.Handler {
	mux := http.NewServeMux()
	s.handle(mux, "POST /v1/gifts/batch", "gifts-batch", s.signed(s.giftBatch))
	s.handle(mux, "POST /v1/payments/quote", "payments-quote", s.signed(s.quote))
	s.handle(mux, "GET /v1/users/{id}/balance", "balance", s.signed(s.balance))
	s.handle(mux, "GET /v1/users/{id}/history", "history", s.signed(s.history))
	s.handle(mux, "POST /v1/users/{id}/top-ups", "top-up", s.signed(s.topUp))
	s.handle(mux, "GET /v1/rates", "rates", s.rates)
	s.handle(mux, "GET /healthz", "health", s.health)
	mux.Handle("/debug/pprof/", http.DefaultServeMux)
	return mux
}
