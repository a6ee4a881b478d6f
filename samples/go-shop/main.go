// A small shop service: quotes, orders, receipts and a catalogue search. Ordinary Go, standard library only.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	_ "net/http/pprof" // serves /debug/pprof/ on the default mux
	"runtime/pprof"

	"example.com/shop/internal/catalog"
)

func main() {
	address := flag.String("address", "127.0.0.1:8080", "where to listen; port 0 takes a free one")
	key := flag.String("key", "demo-key", "shared key of the signatures")
	flag.Parse()
	s := &shop{products: catalog.New(1000), key: []byte(*key)}
	mux := http.NewServeMux()
	handle(mux, "POST /quote", "quote", s.quote)
	handle(mux, "POST /order", "order", s.order)
	handle(mux, "GET /receipts/{id}", "receipts", s.receipt)
	handle(mux, "GET /search", "search", s.search)
	handle(mux, "GET /health", "health", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.Handle("/debug/pprof/", http.DefaultServeMux)
	listener, err := net.Listen("tcp", *address)
	if err != nil {
		log.Fatal(err)
	}
	log.Printf("listening on %s", listener.Addr())
	log.Fatal(http.Serve(listener, mux))
}

// handle adds a route whose work carries the profiler label endpoint.
func handle(mux *http.ServeMux, route, endpoint string, handler http.HandlerFunc) {
	labels := pprof.Labels("endpoint", endpoint)
	mux.HandleFunc(route, func(w http.ResponseWriter, r *http.Request) {
		pprof.Do(r.Context(), labels, func(ctx context.Context) { handler(w, r.WithContext(ctx)) })
	})
}
