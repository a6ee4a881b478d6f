//go:build !rust

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

type order struct {
	ID         string            `json:"id"`
	CustomerID int64             `json:"customer_id"`
	Email      string            `json:"email"`
	Currency   string            `json:"currency"`
	TotalCents int64             `json:"total_cents"`
	Items      []item            `json:"items"`
	Address    *address          `json:"address,omitempty"`
	Labels     map[string]string `json:"labels,omitempty"`
	Note       string            `json:"note,omitempty"`
}

type item struct {
	SKU       string `json:"sku"`
	Title     string `json:"title"`
	Quantity  int64  `json:"quantity"`
	UnitCents int64  `json:"unit_cents"`
	Gift      bool   `json:"gift,omitempty"`
}

type address struct {
	Street    string  `json:"street"`
	City      string  `json:"city"`
	Country   string  `json:"country"`
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

type rejection struct {
	ID     string   `json:"id"`
	Errors []string `json:"errors"`
}

type outcome struct {
	Accepted []order          `json:"accepted"`
	Rejected []rejection      `json:"rejected"`
	Totals   map[string]int64 `json:"totals"`
}

var currencies = []string{"EUR", "GBP", "JPY", "USD"}

// hot decodes a list of orders, checks each of them, and encodes what is accepted and what is not.
//
//go:noinline
func hot(input []byte) []byte {
	var orders []order
	if err := json.Unmarshal(input, &orders); err != nil {
		return []byte(`{"error":"malformed"}`)
	}
	result := outcome{Accepted: []order{}, Rejected: []rejection{}, Totals: map[string]int64{}}
	for _, o := range orders {
		if errors := o.check(); len(errors) > 0 {
			result.Rejected = append(result.Rejected, rejection{o.ID, errors})
			continue
		}
		result.Accepted = append(result.Accepted, o)
		result.Totals[o.Currency] += o.TotalCents
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(result); err != nil {
		return []byte(`{"error":"unencodable"}`)
	}
	return out.Bytes()
}

func (o *order) check() []string {
	var errors []string
	if len(o.ID) != 12 || !strings.HasPrefix(o.ID, "ord-") {
		errors = append(errors, "id is malformed")
	}
	if name, domain, found := strings.Cut(o.Email, "@"); !found || name == "" || !strings.Contains(domain, ".") {
		errors = append(errors, "email is malformed")
	}
	if !slices.Contains(currencies, o.Currency) {
		errors = append(errors, fmt.Sprintf("currency %s is not taken", o.Currency))
	}
	if o.Address != nil && (o.Address.Latitude < -90 || o.Address.Latitude > 90) {
		errors = append(errors, "latitude is not on earth")
	}
	var sum int64
	for _, i := range o.Items {
		if i.Quantity < 1 || i.Quantity > 100 {
			errors = append(errors, fmt.Sprintf("quantity of %s is %d", i.SKU, i.Quantity))
		}
		sum += i.Quantity * i.UnitCents
	}
	if sum != o.TotalCents {
		errors = append(errors, fmt.Sprintf("total is %d where the items make %d", o.TotalCents, sum))
	}
	return errors
}
