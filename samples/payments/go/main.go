// A payments service: quotes, gift batches, wallets, top-ups and rates over HTTP and JSON.
package main

import (
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	_ "net/http/pprof" // serves /debug/pprof/ on the default mux
	"os"
	"path/filepath"
	"time"

	"example.com/payments/internal/fraud"
	"example.com/payments/internal/ledger"
	"example.com/payments/internal/money"
)

const (
	seededUsers        = 16_000
	rememberedRequests = 10_000
)

type service struct {
	log       *slog.Logger
	key       []byte
	skew      time.Duration
	table     *money.Table
	gifts     *catalogue
	fraud     *fraud.Engine
	ledger    *ledger.Ledger
	responses *ledger.Idempotency
}

func main() {
	address := flag.String("address", "127.0.0.1:8080", "where to listen; port 0 takes a free one")
	data := flag.String("data", "data", "folder of currencies.json, gifts.json and rules.json")
	key := flag.String("key", "demo-key", "shared key of the request signatures")
	skew := flag.Duration("skew", 5*time.Minute, "how far a request's timestamp may be off")
	seed := flag.Uint64("seed", 1, "seed of the users")
	logFile := flag.String("log", "", "file of the request log; standard error without it")
	flag.Parse()
	if err := run(*address, *data, *key, *skew, *seed, *logFile); err != nil {
		fmt.Fprintln(os.Stderr, "payments:", err)
		os.Exit(1)
	}
}

func run(address, data, key string, skew time.Duration, seed uint64, logFile string) error {
	out := os.Stderr
	if logFile != "" {
		file, err := os.OpenFile(logFile, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
		if err != nil {
			return err
		}
		defer file.Close()
		out = file
	}
	table, err := money.Load(filepath.Join(data, "currencies.json"))
	if err != nil {
		return err
	}
	gifts, err := loadCatalogue(filepath.Join(data, "gifts.json"))
	if err != nil {
		return err
	}
	rules, err := fraud.Load(filepath.Join(data, "rules.json"))
	if err != nil {
		return err
	}
	s := &service{
		log:       slog.New(slog.NewJSONHandler(out, nil)),
		key:       []byte(key),
		skew:      skew,
		table:     table,
		gifts:     gifts,
		fraud:     rules,
		ledger:    ledger.Seed(seed, seededUsers, table),
		responses: ledger.NewIdempotency(rememberedRequests),
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "listening on %s\n", listener.Addr())
	server := &http.Server{Handler: s.routes(), ReadHeaderTimeout: 5 * time.Second}
	return server.Serve(listener)
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
