// Command template answers orders with a page that confirms them. What is not rewritten is the server around it: the HTTP
// message, the order as JSON, and the answer with its ETag.
package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"

	"example.com/rewrites/harness"
	"example.com/rewrites/wire"
)

type order struct {
	Number   string `json:"number"`
	Customer string `json:"customer"`
	Currency string `json:"currency"`
	Note     string `json:"note,omitempty"`
	Shipping int64  `json:"shipping_cents"`
	Express  bool   `json:"express,omitempty"`
	Lines    []line `json:"lines"`
}

type line struct {
	SKU       string `json:"sku"`
	Title     string `json:"title"`
	Quantity  int64  `json:"quantity"`
	UnitCents int64  `json:"unit_cents"`
	Percent   int64  `json:"discount_percent,omitempty"`
	Days      int64  `json:"delivery_days,omitempty"`
	Gift      bool   `json:"gift,omitempty"`
}

// stored is an order as the shop keeps it, with more than the page shows.
type stored struct {
	order
	Lines []storedLine `json:"lines"`
}

type storedLine struct {
	line
	Category  string   `json:"category"`
	Warehouse string   `json:"warehouse"`
	Grams     int64    `json:"weight_grams"`
	Tags      []string `json:"tags"`
	Reserved  string   `json:"reserved_at"`
}

func main() { harness.Main(harness.Program{Kind: "template", Request: request, Handle: handle}) }

func handle(message []byte) []byte {
	request, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(message)))
	if err != nil {
		return answer(http.StatusBadRequest, []byte("malformed request\n"))
	}
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return answer(http.StatusBadRequest, []byte("malformed request\n"))
	}
	var o order
	if err := json.Unmarshal(body, &o); err != nil {
		return answer(http.StatusBadRequest, []byte("malformed order\n"))
	}
	return answer(http.StatusOK, hot(o.wire()))
}

func (o *order) wire() []byte {
	var out []byte
	for _, text := range []string{o.Number, o.Customer, o.Currency, o.Note} {
		out = wire.AppendText(out, text)
	}
	out = wire.AppendInt64(out, o.Shipping)
	out = appendBool(out, o.Express)
	for _, l := range o.Lines {
		out = wire.AppendText(out, l.SKU)
		out = wire.AppendText(out, l.Title)
		for _, number := range []int64{l.Quantity, l.UnitCents, l.Percent, l.Days} {
			out = wire.AppendInt64(out, number)
		}
		out = appendBool(out, l.Gift)
	}
	return out
}

func appendBool(b []byte, v bool) []byte {
	if v {
		return append(b, 1)
	}
	return append(b, 0)
}

func answer(status int, body []byte) []byte {
	sum := sha256.Sum256(body)
	response := http.Response{StatusCode: status, ProtoMajor: 1, ProtoMinor: 1, ContentLength: int64(len(body)),
		Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}, "Etag": {`"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`}},
		Body:   io.NopCloser(bytes.NewReader(body))}
	var out bytes.Buffer
	if err := response.Write(&out); err != nil {
		panic(err) // a buffer takes everything
	}
	return out.Bytes()
}

// Quotes are escaped alike by html/template and askama, &, <, > and + are not: so these names have only quotes.
var (
	titles    = []string{"Kettle 1.7 l", "Desk lamp \"Nord\"", "Café cups, set of 6", "Rope, 10 m", "Notebook A5", "Gläser", "Kid's chair"}
	customers = []string{"Zoë Müller", "Conan O'Brien", "José García", "Ann \"Andy\" Smith", "Łukasz Nowak"}
)

// request makes an order of some 30 lines. One of forty has no lines, one of fifty is malformed.
func request(random *rand.Rand) []byte {
	o := stored{order: order{Number: fmt.Sprintf("ord-%08d", random.IntN(100_000_000)), Customer: customers[random.IntN(len(customers))],
		Currency: []string{"EUR", "USD", "GBP"}[random.IntN(3)], Shipping: random.Int64N(3) * 490, Express: random.IntN(4) == 0}}
	if random.IntN(3) == 0 {
		o.Note = "Please ring twice.\nThe bell is \"broken\" sometimes, it's old."
	}
	lines := 25 + random.IntN(11)
	if random.IntN(40) == 0 {
		lines = 0
	}
	for range lines {
		l := line{SKU: fmt.Sprintf("sku-%06d", random.IntN(1_000_000)),
			Title:    fmt.Sprintf("%s, no. %d", titles[random.IntN(len(titles))], random.IntN(500)),
			Quantity: 1 + random.Int64N(9), UnitCents: 50 + random.Int64N(300_000), Gift: random.IntN(6) == 0}
		if random.IntN(4) == 0 {
			l.Percent = 5 * (1 + random.Int64N(6))
		}
		if random.IntN(5) == 0 {
			l.Days = 2 + random.Int64N(20)
		}
		o.Lines = append(o.Lines, storedLine{l, fmt.Sprintf("household/%d/%d", random.IntN(20), random.IntN(90)),
			fmt.Sprintf("hall-%d-%03d", random.IntN(4), random.IntN(400)), random.Int64N(30_000),
			[]string{"catalogue", "spring", "returnable"}, fmt.Sprintf("2026-03-%02dT%02d:15:00Z", 1+random.IntN(28), random.IntN(24))})
	}
	body, err := json.Marshal(o)
	if err != nil {
		panic(err)
	}
	if random.IntN(50) == 0 {
		body[len(body)-1] = ']'
	}
	head := fmt.Sprintf("POST /v1/confirmations HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: outlet/2.4\r\nAccept: text/html\r\n"+
		"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n", len(body))
	return append([]byte(head), body...)
}
