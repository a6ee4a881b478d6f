package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"strconv"
	"sync"
	"text/template"

	"example.com/shop/internal/catalog"
	"example.com/shop/internal/fraud"
)

const (
	maxBody     = 1 << 20
	maxReceipts = 1000 // the oldest are overwritten
	tooRisky    = 50
)

type shop struct {
	products *catalog.Catalog
	key      []byte

	mu       sync.RWMutex
	receipts [maxReceipts]receipt
	orders   int
}

type receipt struct {
	ID       int
	Customer string
	Priced   *pricedBasket
}

var receiptText = template.Must(template.New("receipt").Parse(`Receipt {{.ID}} for {{.Customer}}
{{range .Priced.Lines}}{{printf "%4d x %-32s %12s" .Quantity .Name .Net}}
{{end}}Net {{.Priced.Net}} + tax {{.Priced.Tax}} = {{.Priced.Total}} {{.Priced.Currency}}
`))

// quote prices a basket and signs the answer.
func (s *shop) quote(w http.ResponseWriter, r *http.Request) {
	_, b, err := readBasket(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	priced, err := priceBasket(s.products, b)
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	s.writeSigned(w, priced)
}

// order checks the sender's signature, screens the texts, prices the basket and keeps a receipt.
func (s *shop) order(w http.ResponseWriter, r *http.Request) {
	body, b, err := readBasket(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if !hmac.Equal([]byte(s.sign(body)), []byte(r.Header.Get("X-Signature"))) {
		http.Error(w, "the signature does not match", http.StatusForbidden)
		return
	}
	points, reasons := fraud.Score(b.Customer, b.Email, b.Address, b.Note)
	if points >= tooRisky {
		s.writeSigned(w, map[string]any{"accepted": false, "reasons": reasons})
		return
	}
	priced, err := priceBasket(s.products, b)
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	id := s.keep(b.Customer, priced)
	w.Header().Set("Location", fmt.Sprintf("/receipts/%d", id))
	s.writeSigned(w, map[string]any{"accepted": true, "receipt": id, "total": priced.Total})
}

// receipt prints a kept receipt as plain text.
func (s *shop) receipt(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.Atoi(r.PathValue("id"))
	if err != nil || id < 0 {
		http.Error(w, "a receipt has a number", http.StatusBadRequest)
		return
	}
	s.mu.RLock()
	kept := s.receipts[id%maxReceipts]
	s.mu.RUnlock()
	if kept.Priced == nil || kept.ID != id {
		http.NotFound(w, r)
		return
	}
	if err := receiptText.Execute(w, kept); err != nil {
		log.Print(err)
	}
}

// search lists products by the words of their names.
func (s *shop) search(w http.ResponseWriter, r *http.Request) {
	hits := []map[string]string{}
	for _, product := range s.products.Search(r.URL.Query().Get("q"), 20) {
		hits = append(hits, map[string]string{"sku": product.SKU, "name": product.Name, "price": product.Price.FloatString(2)})
	}
	s.writeSigned(w, hits)
}

func readBasket(r *http.Request) ([]byte, *basket, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if err != nil {
		return nil, nil, err
	}
	b := new(basket)
	return body, b, json.Unmarshal(body, b)
}

func (s *shop) keep(customer string, priced *pricedBasket) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.orders
	s.receipts[id%maxReceipts] = receipt{id, customer, priced}
	s.orders++
	return id
}

func (s *shop) sign(body []byte) string {
	mac := hmac.New(sha256.New, s.key)
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

func (s *shop) writeSigned(w http.ResponseWriter, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Signature", s.sign(body))
	w.Write(body)
}
