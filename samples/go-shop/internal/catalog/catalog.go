// Package catalog holds the products of the shop, in memory.
package catalog

import (
	"fmt"
	"math/big"
	"math/rand"
	"sort"
	"strings"
)

// Product is one article; Price is an exact decimal in euro.
type Product struct {
	SKU   string
	Name  string
	Price *big.Rat
}

// Catalog finds products by SKU or by words; it does not change after New.
type Catalog struct {
	products []Product
	bySKU    map[string]*Product
}

// New makes a catalogue of count products, the same ones for the same count.
func New(count int) *Catalog {
	colours := []string{"Red", "Blue", "Green", "Black", "White"}
	materials := []string{"Oak", "Steel", "Linen", "Glass"}
	kinds := []string{"Lamp", "Chair", "Table", "Shelf", "Mirror", "Book"}
	random := rand.New(rand.NewSource(1))
	c := &Catalog{products: make([]Product, count), bySKU: make(map[string]*Product, count)}
	for i := range c.products {
		kind := kinds[random.Intn(len(kinds))]
		product := &c.products[i]
		*product = Product{
			SKU:   fmt.Sprintf("SKU-%05d", i),
			Name:  fmt.Sprintf("%s %s %s %d", colours[random.Intn(len(colours))], materials[random.Intn(len(materials))], kind, i),
			Price: big.NewRat(int64(100+random.Intn(40000)), 100),
		}
		c.bySKU[product.SKU] = product
	}
	return c
}

// Find returns the product with this SKU, or nil.
func (c *Catalog) Find(sku string) *Product {
	return c.bySKU[sku]
}

// Search returns at most limit products whose names contain the words, cheapest first.
func (c *Catalog) Search(words string, limit int) []*Product {
	words = strings.ToLower(words)
	var found []*Product
	for i := range c.products {
		if strings.Contains(strings.ToLower(c.products[i].Name), words) {
			found = append(found, &c.products[i])
		}
	}
	sort.SliceStable(found, func(i, j int) bool { return found[i].Price.Cmp(found[j].Price) < 0 })
	return found[:min(limit, len(found))]
}
