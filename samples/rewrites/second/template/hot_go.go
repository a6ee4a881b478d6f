//go:build !rust

package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"example.com/rewrites/wire"
)

//go:embed confirmation.html
var source string

var page = template.Must(template.New("confirmation").Funcs(template.FuncMap{"money": money}).Parse(source))

type confirmation struct {
	Number, Customer, Currency, Note string
	Express                          bool
	Lines                            []row
	Goods, Saved, Shipping, Total    int64
}

type row struct {
	SKU, Title                                 string
	Quantity, UnitCents, Percent, Days, Amount int64
	Gift                                       bool
}

// hot renders the page that confirms an order.
//
//go:noinline
func hot(input []byte) []byte {
	order := wire.Reader{Rest: input}
	c := confirmation{Number: order.Text(), Customer: order.Text(), Currency: order.Text(), Note: order.Text(),
		Shipping: order.Int64(), Express: order.Uint8() == 1}
	for len(order.Rest) > 0 {
		r := row{SKU: order.Text(), Title: order.Text(), Quantity: order.Int64(), UnitCents: order.Int64(),
			Percent: order.Int64(), Days: order.Int64(), Gift: order.Uint8() == 1}
		full := r.Quantity * r.UnitCents
		saved := full * r.Percent / 100
		r.Amount = full - saved
		c.Goods += r.Amount
		c.Saved += saved
		c.Lines = append(c.Lines, r)
	}
	c.Total = c.Goods + c.Shipping
	var out bytes.Buffer
	if err := page.Execute(&out, c); err != nil {
		return []byte("unrenderable\n")
	}
	return out.Bytes()
}

// money separates thousands, as 1,234.50.
func money(cents int64) string {
	units := strconv.FormatInt(cents/100, 10)
	var out strings.Builder
	for i, digit := range units {
		if i > 0 && (len(units)-i)%3 == 0 {
			out.WriteByte(',')
		}
		out.WriteRune(digit)
	}
	fmt.Fprintf(&out, ".%02d", cents%100)
	return out.String()
}
