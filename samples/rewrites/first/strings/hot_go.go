//go:build !rust

package main

import (
	"fmt"
	"html"
	"strconv"
	"strings"

	"example.com/rewrites/wire"
)

// hot writes rows of a stock list as CSV and, after an empty line, as a table of HTML.
//
//go:noinline
func hot(input []byte) []byte {
	var csv, page strings.Builder
	csv.WriteString("sku;name;supplier;stock;price;weight;updated\n")
	page.WriteString("<table>\n")
	for rows := (wire.Reader{Rest: input}); len(rows.Rest) > 0; {
		sku, stock := rows.Uint32(), rows.Int64()
		cents, grams, updated := rows.Int64(), rows.Int64(), rows.Int64()
		name, supplier := rows.Text(), rows.Text()
		price := money(cents)
		weight := float64(grams) / 1000
		at := clock(updated)

		csv.WriteString("SKU-")
		csv.WriteString(strconv.Itoa(int(sku)))
		csv.WriteByte(';')
		csv.WriteString(quote(name))
		csv.WriteByte(';')
		csv.WriteString(quote(strings.ToUpper(supplier)))
		csv.WriteByte(';')
		csv.WriteString(strconv.FormatInt(stock, 10))
		fmt.Fprintf(&csv, ";%s;%.2f;%s\n", price, weight, at)

		class := "ok"
		if stock < 10 {
			class = "low"
		}
		fmt.Fprintf(&page, "<tr class=\"%s\" id=\"sku-%08x\"><td>%s</td><td>%s</td>", class, sku, html.EscapeString(name), html.EscapeString(supplier))
		fmt.Fprintf(&page, "<td>%6d</td><td>%s EUR</td><td>%.2f kg</td><td>%s</td></tr>\n", stock, price, weight, at)
	}
	page.WriteString("</table>\n")
	return []byte(csv.String() + "\n" + page.String())
}

// quote is what a field of CSV needs.
func quote(field string) string {
	if !strings.ContainsAny(field, ";\"\n") {
		return field
	}
	return `"` + strings.ReplaceAll(field, `"`, `""`) + `"`
}

// money separates thousands, as 1'234.50.
func money(cents int64) string {
	units := strconv.FormatInt(cents/100, 10)
	var out strings.Builder
	for i, digit := range units {
		if i > 0 && (len(units)-i)%3 == 0 {
			out.WriteByte('\'')
		}
		out.WriteRune(digit)
	}
	fmt.Fprintf(&out, ".%02d", cents%100)
	return out.String()
}

// clock is the time of day of a number of seconds.
func clock(seconds int64) string {
	return fmt.Sprintf("%02d:%02d:%02d", seconds/3600%24, seconds/60%60, seconds%60)
}
