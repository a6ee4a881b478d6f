//go:build !rust

package main

import (
	"encoding/xml"
	"maps"
	"slices"

	"example.com/rewrites/wire"
)

type feed struct {
	Source string  `xml:"source,attr"`
	Orders []order `xml:"order"`
}

type order struct {
	ID       string   `xml:"id,attr"`
	Placed   string   `xml:"placed,attr"`
	Customer buyer    `xml:"customer"`
	Lines    []line   `xml:"line"`
	Shipping shipping `xml:"shipping"`
}

type buyer struct {
	Number string `xml:"number,attr"`
	Name   string `xml:"name"`
}

type line struct {
	SKU      string `xml:"sku,attr"`
	Quantity int64  `xml:"quantity,attr"`
	Title    string `xml:"title"`
	Cents    int64  `xml:"cents"`
}

type shipping struct {
	Express bool   `xml:"express,attr"`
	Cents   int64  `xml:"cents,attr"`
	Country string `xml:"country,attr"`
}

type totals struct {
	name          string
	pieces, cents int64
	dearest       line
	orders        []sum
}

type sum struct {
	*order
	cents int64
}

// hot reads a feed of orders and sums it up: customers in the order of their numbers, with the orders of each. It returns
// nothing if the feed is malformed.
//
//go:noinline
func hot(input []byte) []byte {
	var f feed
	if err := xml.Unmarshal(input, &f); err != nil {
		return nil
	}
	customers := map[string]*totals{}
	for i := range f.Orders {
		o := &f.Orders[i]
		customer, found := customers[o.Customer.Number]
		if !found {
			customer = &totals{name: o.Customer.Name}
			customers[o.Customer.Number] = customer
		}
		cents := o.Shipping.Cents
		if o.Shipping.Express {
			cents += 500
		}
		for _, l := range o.Lines {
			customer.pieces += l.Quantity
			cents += l.Quantity * l.Cents
			if l.Cents > customer.dearest.Cents {
				customer.dearest = l
			}
		}
		customer.cents += cents
		customer.orders = append(customer.orders, sum{o, cents})
	}
	out := wire.AppendText(nil, f.Source)
	for _, number := range slices.Sorted(maps.Keys(customers)) {
		customer := customers[number]
		out = wire.AppendText(out, number)
		out = wire.AppendText(out, customer.name)
		out = wire.AppendText(out, customer.dearest.SKU)
		out = wire.AppendText(out, customer.dearest.Title)
		out = wire.AppendInt64(out, customer.pieces)
		out = wire.AppendInt64(out, customer.cents)
		out = wire.AppendUint32(out, uint32(len(customer.orders)))
		for _, o := range customer.orders {
			out = wire.AppendText(out, o.ID)
			out = wire.AppendText(out, o.Placed)
			out = wire.AppendText(out, o.Shipping.Country)
			out = wire.AppendInt64(out, o.cents)
		}
	}
	return out
}
