package main

import (
	"fmt"
	"math/big"

	"example.com/shop/internal/catalog"
)

// basket is what the quote and order endpoints take.
type basket struct {
	Customer string       `json:"customer"`
	Email    string       `json:"email"`
	Country  string       `json:"country"`
	Currency string       `json:"currency"`
	Coupon   string       `json:"coupon"` // percent off, decimal text; empty for none
	Address  string       `json:"address"`
	Note     string       `json:"note"`
	Lines    []basketLine `json:"lines"`
}

type basketLine struct {
	SKU      string `json:"sku"`
	Quantity int64  `json:"quantity"`
}

type pricedBasket struct {
	Currency string       `json:"currency"`
	Lines    []pricedLine `json:"lines"`
	Net      string       `json:"net"`
	Tax      string       `json:"tax"`
	Total    string       `json:"total"`
}

type pricedLine struct {
	SKU      string `json:"sku"`
	Name     string `json:"name"`
	Quantity int64  `json:"quantity"`
	Net      string `json:"net"`
	Tax      string `json:"tax"`
}

var (
	one      = big.NewRat(1, 1)
	hundred  = big.NewRat(100, 1)
	taxRates = map[string]*big.Rat{"DE": big.NewRat(19, 100), "FR": big.NewRat(20, 100), "DK": big.NewRat(25, 100)}
	rates    = map[string]*big.Rat{"EUR": one, "USD": big.NewRat(10873, 10000), "DKK": big.NewRat(74604, 10000)}
)

// priceBasket prices each line exactly, rounds it to cents and adds up.
func priceBasket(products *catalog.Catalog, b *basket) (*pricedBasket, error) {
	rate, known := rates[b.Currency]
	if !known {
		return nil, fmt.Errorf("currency %q is not sold in", b.Currency)
	}
	taxRate, known := taxRates[b.Country]
	if !known {
		return nil, fmt.Errorf("country %q is not delivered to", b.Country)
	}
	coupon, err := couponFactor(b.Coupon)
	if err != nil {
		return nil, err
	}
	priced := &pricedBasket{Currency: b.Currency, Lines: make([]pricedLine, 0, len(b.Lines))}
	netSum, taxSum := new(big.Rat), new(big.Rat)
	for _, line := range b.Lines {
		product := products.Find(line.SKU)
		if product == nil || line.Quantity < 1 {
			return nil, fmt.Errorf("line %q x %d cannot be sold", line.SKU, line.Quantity)
		}
		net := new(big.Rat).Mul(product.Price, big.NewRat(line.Quantity, 1))
		net.Mul(net, volumeFactor(line.Quantity))
		net.Mul(net, coupon)
		net.Mul(net, rate)
		net = roundCents(net)
		tax := roundCents(new(big.Rat).Mul(net, taxRate))
		netSum.Add(netSum, net)
		taxSum.Add(taxSum, tax)
		priced.Lines = append(priced.Lines, pricedLine{line.SKU, product.Name, line.Quantity, net.FloatString(2), tax.FloatString(2)})
	}
	priced.Net, priced.Tax = netSum.FloatString(2), taxSum.FloatString(2)
	priced.Total = new(big.Rat).Add(netSum, taxSum).FloatString(2)
	return priced, nil
}

func couponFactor(percent string) (*big.Rat, error) {
	if percent == "" {
		return one, nil
	}
	off, ok := new(big.Rat).SetString(percent)
	if !ok || off.Sign() < 0 || off.Cmp(hundred) > 0 {
		return nil, fmt.Errorf("coupon %q is not a percentage", percent)
	}
	return off.Sub(one, off.Quo(off, hundred)), nil
}

func volumeFactor(quantity int64) *big.Rat {
	switch {
	case quantity >= 50:
		return big.NewRat(90, 100)
	case quantity >= 10:
		return big.NewRat(95, 100)
	}
	return one
}

// roundCents rounds an amount of zero or more to two decimals, halves up.
func roundCents(amount *big.Rat) *big.Rat {
	twice := new(big.Int).Mul(amount.Num(), big.NewInt(200))
	twice.Add(twice, amount.Denom())
	cents := twice.Quo(twice, new(big.Int).Lsh(amount.Denom(), 1))
	return new(big.Rat).SetFrac(cents, big.NewInt(100))
}
