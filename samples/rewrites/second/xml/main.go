// Command xml takes feeds of orders, which are XML, from a queue and sums them up by customer. What is not rewritten is the
// message around the feed, which is JSON, the check of the feed, and the answer as JSON.
package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"strings"

	"example.com/rewrites/harness"
	"example.com/rewrites/wire"
)

type delivery struct {
	ID    string `json:"id"`
	Queue string `json:"queue"`
	CRC32 uint32 `json:"crc32"`
	Feed  string `json:"feed"`
}

type summary struct {
	ID        string     `json:"id"`
	Source    string     `json:"source"`
	Customers []customer `json:"customers"`
	Cents     int64      `json:"cents"`
}

type customer struct {
	Number string   `json:"number"`
	Name   string   `json:"name"`
	SKU    string   `json:"dearest_sku"`
	Title  string   `json:"dearest_title"`
	Pieces int64    `json:"pieces"`
	Cents  int64    `json:"cents"`
	Orders []placed `json:"orders"`
}

type placed struct {
	ID      string `json:"id"`
	Placed  string `json:"placed"`
	Country string `json:"country"`
	Cents   int64  `json:"cents"`
}

func main() { harness.Main(harness.Program{Kind: "xml", Request: request, Handle: handle}) }

func handle(message []byte) []byte {
	var d delivery
	if err := json.Unmarshal(message, &d); err != nil {
		return []byte(`{"error":"malformed message"}`)
	}
	input := []byte(d.Feed)
	if crc32.ChecksumIEEE(input) != d.CRC32 {
		return []byte(`{"error":"damaged feed"}`)
	}
	sums := wire.Reader{Rest: hot(input)}
	if len(sums.Rest) == 0 {
		return []byte(`{"error":"malformed feed"}`)
	}
	result := summary{ID: d.ID, Source: sums.Text(), Customers: []customer{}}
	for len(sums.Rest) > 0 {
		c := customer{Number: sums.Text(), Name: sums.Text(), SKU: sums.Text(), Title: sums.Text(), Pieces: sums.Int64(), Cents: sums.Int64()}
		c.Orders = make([]placed, sums.Uint32())
		for i := range c.Orders {
			c.Orders[i] = placed{ID: sums.Text(), Placed: sums.Text(), Country: sums.Text(), Cents: sums.Int64()}
		}
		result.Customers = append(result.Customers, c)
		result.Cents += c.Cents
	}
	out, err := json.Marshal(result)
	if err != nil {
		return []byte(`{"error":"unencodable"}`)
	}
	return out
}

var (
	companies = []string{"Weiß & Söhne", "O'Neill Ltd.", "\"Nord\" Möbel", "Café <Central>", "Prado e Filhos", "Hale, Hale & Lind"}
	titles    = []string{"Kettle, 1.7 l", "Desk lamp \"Nord\"", "Café cups (6)", "Rope & hooks", "Notebook A5", "Gläser <bruchfest>"}
	countries = []string{"AT", "CH", "DE", "FR", "PT", "SE"}
)

// request makes a feed of some 25 orders of a dozen customers; one in twenty is malformed or damaged.
func request(random *rand.Rand) []byte {
	var feed strings.Builder
	fmt.Fprintf(&feed, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed source=\"outlet &amp; shop %d\" version=\"2.1\">\n", random.IntN(9))
	orders := 20 + random.IntN(11)
	odd := random.IntN(orders * 40) // the order of one feed in forty in which a quantity is no number
	for i := range orders {
		number := random.IntN(12)
		fmt.Fprintf(&feed, "  <order id=\"ord-%08d\" placed=\"2026-03-%02dT%02d:%02d:00Z\">\n", random.IntN(100_000_000),
			1+random.IntN(31), random.IntN(24), random.IntN(60))
		fmt.Fprintf(&feed, "    <customer number=\"c-%04d\"><name>%s</name></customer>\n", number*37, escape(companies[number%6]))
		for range 1 + random.IntN(3) {
			quantity := fmt.Sprint(1 + random.IntN(9))
			if i == odd {
				quantity = "some"
			}
			fmt.Fprintf(&feed, "    <line sku=\"SKU-%06d\" quantity=\"%s\"><title>%s</title><cents>%d</cents></line>\n",
				random.IntN(1_000_000), quantity, escape(titles[random.IntN(len(titles))]), 100+random.IntN(20_000))
		}
		if random.IntN(4) == 0 {
			feed.WriteString("    <!-- by phone -->\n    <note>Ring twice &#8211; the bell is &quot;slow&quot;.</note>\n")
		}
		fmt.Fprintf(&feed, "    <shipping express=\"%t\" cents=\"%d\" country=\"%s\"/>\n  </order>\n", random.IntN(5) == 0,
			random.IntN(1500), countries[random.IntN(len(countries))])
	}
	feed.WriteString("</feed>\n")
	text := feed.String()
	if random.IntN(60) == 0 {
		text = text[:strings.LastIndex(text, "</line>")]
	}
	d := delivery{ID: fmt.Sprintf("%016x", random.Uint64()), Queue: "orders.in", CRC32: crc32.ChecksumIEEE([]byte(text)), Feed: text}
	if random.IntN(100) == 0 {
		d.CRC32++
	}
	out, err := json.Marshal(d)
	if err != nil {
		panic(err)
	}
	return out
}

func escape(text string) string {
	var out bytes.Buffer
	if err := xml.EscapeText(&out, []byte(text)); err != nil {
		panic(err) // a buffer takes everything
	}
	return out.String()
}
