// A small shop service: prices baskets, screens orders, lists the catalogue. Ordinary Go, standard library only.
package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"math/big"
	"net/http"
	_ "net/http/pprof"
	"os"
	"regexp"
	"runtime/pprof"
	"sort"
	"strings"
	"sync"
)

// Item is one line of a basket; prices are decimal text, as money must be.
type Item struct {
	SKU      string `json:"sku"`
	Price    string `json:"price"`
	Quantity int64  `json:"quantity"`
}

// Basket is what the quote and order endpoints take.
type Basket struct {
	Customer string `json:"customer"`
	Currency string `json:"currency"`
	Note     string `json:"note"`
	Items    []Item `json:"items"`
}

type quoteLine struct {
	SKU   string `json:"sku"`
	Total string `json:"total"`
}

type shop struct {
	mu      sync.RWMutex
	catalog map[string]string
	rules   []*regexp.Regexp
	key     []byte
}

func newShop() *shop {
	s := &shop{catalog: map[string]string{}, key: []byte("demo-key")}
	for i := 0; i < 5000; i++ {
		s.catalog[fmt.Sprintf("SKU-%05d", i)] = fmt.Sprintf("%s %s no. %d", [...]string{"red", "blue", "green"}[i%3], [...]string{"lamp", "chair", "table", "shelf"}[i%4], i)
	}
	for _, rule := range []string{`(?i)gift\s*card`, `\b\d{4}[- ]?\d{4}[- ]?\d{4}[- ]?\d{4}\b`, `(?i)(urgent|asap).*(ship|send)`, `[A-Z]{2}\d{2}[A-Z0-9]{10,30}`} {
		s.rules = append(s.rules, regexp.MustCompile(rule))
	}
	return s
}

// priceBasket multiplies and adds exact decimals, with a discount by quantity and tax by currency.
func priceBasket(b *Basket) ([]quoteLine, *big.Rat) {
	lines := make([]quoteLine, 0, len(b.Items))
	sum := new(big.Rat)
	for _, item := range b.Items {
		price, ok := new(big.Rat).SetString(item.Price)
		if !ok {
			continue
		}
		total := new(big.Rat).Mul(price, new(big.Rat).SetInt64(item.Quantity))
		if item.Quantity >= 10 {
			total.Mul(total, big.NewRat(95, 100))
		}
		total.Mul(total, taxOf(b.Currency))
		lines = append(lines, quoteLine{item.SKU, total.FloatString(2)})
		sum.Add(sum, total)
	}
	return lines, sum
}

func taxOf(currency string) *big.Rat {
	if currency == "EUR" {
		return big.NewRat(119, 100)
	}
	return big.NewRat(107, 100)
}

// fraudScore counts the rules that a customer's text meets.
func (s *shop) fraudScore(b *Basket) int {
	score := 0
	for _, rule := range s.rules {
		if rule.MatchString(b.Note) {
			score += 10
		}
		for _, item := range b.Items {
			if rule.MatchString(item.SKU) {
				score++
			}
		}
	}
	return score
}

func (s *shop) sign(body []byte) string {
	mac := hmac.New(sha256.New, s.key)
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

func (s *shop) searchCatalog(words string) []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var found []string
	for sku, name := range s.catalog {
		if strings.Contains(strings.ToLower(name), words) {
			found = append(found, sku)
		}
	}
	sort.Strings(found)
	if len(found) > 20 {
		found = found[:20]
	}
	return found
}

func readBasket(r *http.Request) (*Basket, []byte, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		return nil, nil, err
	}
	basket := new(Basket)
	return basket, body, json.Unmarshal(body, basket)
}

func (s *shop) quote(w http.ResponseWriter, r *http.Request) {
	basket, body, err := readBasket(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	lines, sum := priceBasket(basket)
	writeJSON(w, map[string]any{"customer": basket.Customer, "lines": lines, "total": sum.FloatString(2), "signature": s.sign(body)})
}

func (s *shop) order(w http.ResponseWriter, r *http.Request) {
	basket, body, err := readBasket(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	score := s.fraudScore(basket)
	_, sum := priceBasket(basket)
	writeJSON(w, map[string]any{"accepted": score < 30, "score": score, "total": sum.FloatString(2), "signature": s.sign(body)})
}

func (s *shop) search(w http.ResponseWriter, r *http.Request) {
	writeJSON(w, s.searchCatalog(strings.ToLower(r.URL.Query().Get("q"))))
}

func writeJSON(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(value); err != nil {
		log.Print(err)
	}
}

func labelled(name string, handler http.HandlerFunc) {
	http.HandleFunc(name, func(w http.ResponseWriter, r *http.Request) {
		pprof.Do(r.Context(), pprof.Labels("endpoint", name), func(context.Context) { handler(w, r) })
	})
}

func main() {
	s := newShop()
	labelled("/quote", s.quote)
	labelled("/order", s.order)
	labelled("/search", s.search)
	labelled("/health", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	log.Fatal(http.ListenAndServe(os.Getenv("SHOP_ADDRESS"), nil))
}
