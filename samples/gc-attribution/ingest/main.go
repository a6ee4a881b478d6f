// Ingest reads order events as JSON, checks their signatures, joins them with customers, keeps totals and writes rows.
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"strings"

	"example.com/gcattribution/internal/measure"
)

type item struct {
	SKU      string            `json:"sku"`
	Quantity int               `json:"quantity"`
	Price    float64           `json:"price"`
	Options  map[string]string `json:"options,omitempty"`
}

type event struct {
	ID       string   `json:"id"`
	Customer string   `json:"customer"`
	Country  string   `json:"country"`
	Day      string   `json:"day"`
	Tags     []string `json:"tags"`
	Items    []*item  `json:"items"`
}

type customer struct {
	ID, Name, Segment string
	Orders            []*order
	ByDay             map[string]int
}

type order struct {
	ID    string
	Total float64
	Next  *order
}

type line struct {
	Key    string  `json:"key"`
	SKU    string  `json:"sku"`
	Amount float64 `json:"amount"`
}

type row struct {
	ID      string            `json:"id"`
	Name    string            `json:"name"`
	Segment string            `json:"segment"`
	Labels  map[string]string `json:"labels"`
	Lines   []*line           `json:"lines"`
	Total   float64           `json:"total"`
}

type total struct {
	count  int
	amount float64
}

// stored is one input with what every function makes of it.
type stored struct {
	raw       []byte
	signature string
	event     *event
	row       *row
	encoded   []byte
}

type ingester struct {
	customers map[string]*customer
	totals    map[string]*total
	key       []byte
}

func main() {
	measure.Run(measure.Program{
		Name:      "ingest",
		Functions: []string{"decodeEvent", "signEvent", "joinCustomer", "addTotals", "encodeRow"},
		Items:     120_000,
		Prepare: func(on func(string) bool, workers int) func(i, w int) uint64 {
			all := make([]*ingester, workers)
			customers := makeCustomers(24_000)
			for w := range all {
				all[w] = &ingester{customers, map[string]*total{}, []byte("signing key of the source")}
			}
			inputs := all[0].makeInputs(2_000)
			for _, in := range inputs {
				for _, s := range all {
					s.addTotals(in.event, in.row) // no key is new later
				}
			}
			decode, sign, join, add, encode := on("decodeEvent"), on("signEvent"), on("joinCustomer"), on("addTotals"), on("encodeRow")
			return func(i, w int) uint64 {
				s, in := all[w], inputs[i%len(inputs)]
				signature, e, r, encoded := in.signature, in.event, in.row, in.encoded
				if sign {
					signature = s.signEvent(in.raw)
				}
				if decode {
					e = decodeEvent(in.raw)
				}
				if join {
					r = s.joinCustomer(e)
				}
				if add {
					s.addTotals(e, r)
				}
				if encode {
					encoded = encodeRow(r)
				}
				return uint64(crc32.ChecksumIEEE(encoded)) + uint64(signature[3]) + uint64(len(e.Items)) + uint64(len(r.Labels))
			}
		},
	})
}

func decodeEvent(raw []byte) *event {
	e := &event{}
	if err := json.Unmarshal(raw, e); err != nil {
		panic(err)
	}
	return e
}

func (s *ingester) signEvent(raw []byte) string {
	mac := hmac.New(sha256.New, s.key)
	mac.Write(raw)
	mac.Write([]byte{'\n'})
	first := mac.Sum(nil)
	mac.Reset()
	mac.Write(first)
	mac.Write(raw)
	return hex.EncodeToString(mac.Sum(first[:0]))
}

func (s *ingester) joinCustomer(e *event) *row {
	c := s.customers[e.Customer]
	r := &row{ID: e.ID, Name: c.Name, Segment: c.Segment, Labels: map[string]string{}}
	for _, tag := range e.Tags {
		name, value, _ := strings.Cut(tag, "=")
		r.Labels["tag."+strings.ToLower(name)] = value
	}
	r.Labels["country"] = strings.ToUpper(e.Country)
	r.Labels["segment"] = c.Segment
	for _, it := range e.Items {
		amount := float64(it.Quantity) * it.Price
		r.Total += amount
		parts := []string{e.Country, e.Day, it.SKU}
		for name, value := range it.Options {
			if name == "size" {
				parts = append(parts, value)
			}
		}
		r.Lines = append(r.Lines, &line{Key: strings.Join(parts, "/"), SKU: it.SKU, Amount: amount})
	}
	return r
}

func (s *ingester) addTotals(e *event, r *row) {
	for _, l := range r.Lines {
		for _, key := range []string{"sku:" + l.SKU, "day:" + e.Day + ":" + l.SKU, "segment:" + r.Segment, "key:" + l.Key} {
			t := s.totals[key]
			if t == nil {
				t = &total{}
				s.totals[key] = t
			}
			t.count++
			t.amount += l.Amount
		}
	}
}

func encodeRow(r *row) []byte {
	encoded, err := json.Marshal(r)
	if err != nil {
		panic(err)
	}
	return encoded
}

func makeCustomers(count int) map[string]*customer {
	random := rand.New(rand.NewPCG(1, 2))
	customers := make(map[string]*customer, count)
	for n := range count {
		c := &customer{ID: fmt.Sprintf("c%06d", n), Name: fmt.Sprintf("Customer %d of %d", n, count), ByDay: map[string]int{}}
		c.Segment = []string{"retail", "trade", "public", "export"}[random.IntN(4)]
		customers[c.ID] = c
	}
	for n := range 6 * count { // as orders come in: neighbours in memory belong to different customers
		c := customers[fmt.Sprintf("c%06d", random.IntN(count))]
		o := &order{ID: fmt.Sprintf("o%07d", n), Total: random.Float64() * 900}
		if k := len(c.Orders); k > 0 {
			o.Next = c.Orders[k-1]
		}
		c.Orders = append(c.Orders, o)
		c.ByDay[fmt.Sprintf("2026-%02d", 1+random.IntN(12))]++
	}
	return customers
}

func (s *ingester) makeInputs(count int) []*stored {
	random := rand.New(rand.NewPCG(3, 4))
	inputs := make([]*stored, count)
	for n := range inputs {
		e := &event{
			ID:       fmt.Sprintf("e%08d", n),
			Customer: fmt.Sprintf("c%06d", random.IntN(len(s.customers))),
			Country:  []string{"de", "fr", "it", "es", "pl"}[random.IntN(5)],
			Day:      fmt.Sprintf("2026-11-%02d", 1+random.IntN(28)),
			Tags:     []string{"Channel=web", "Campaign=" + fmt.Sprint(random.IntN(40)), "Device=phone"},
		}
		for range 2 + random.IntN(5) {
			it := &item{SKU: fmt.Sprintf("sku-%04d", random.IntN(500)), Quantity: 1 + random.IntN(9), Price: float64(random.IntN(9000)) / 100}
			if random.IntN(2) == 0 {
				it.Options = map[string]string{"size": []string{"S", "M", "L", "XL"}[random.IntN(4)], "gift": "yes"}
			}
			e.Items = append(e.Items, it)
		}
		raw, err := json.Marshal(e)
		if err != nil {
			panic(err)
		}
		in := &stored{raw: raw, signature: s.signEvent(raw), event: decodeEvent(raw)}
		in.row = s.joinCustomer(in.event)
		in.encoded = encodeRow(in.row)
		inputs[n] = in
	}
	return inputs
}
