// Package money knows the currencies, their decimals and rates, and converts amounts exactly.
package money

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"

	"github.com/shopspring/decimal"
)

// Currency is one row of the rate table.
type Currency struct {
	Code     string          `json:"code"`
	Decimals int32           `json:"decimals"`
	PerUSD   decimal.Decimal `json:"perUSD"`
}

// Method is a way to pay: its fees and the spread taken on the rate.
type Method struct {
	Name     string          `json:"name"`
	Percent  decimal.Decimal `json:"percent"`
	FixedUSD decimal.Decimal `json:"fixedUSD"`
	Spread   decimal.Decimal `json:"spread"`
}

// Table is the rate table of the day.
type Table struct {
	Currencies []Currency `json:"currencies"`
	Methods    []Method   `json:"methods"`
	byCode     map[string]Currency
}

// USD is the currency of limits and list prices.
var USD = Currency{Code: "USD", Decimals: 2, PerUSD: decimal.NewFromInt(1)}

var (
	ErrAmount    = errors.New("amount must be a plain positive decimal")
	ErrPrecision = errors.New("amount has more decimals than its currency")

	plainAmount = regexp.MustCompile(`^[0-9]{1,9}(?:\.[0-9]{1,6})?$`)
)

// Load reads the rate table.
func Load(path string) (*Table, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	t := &Table{byCode: map[string]Currency{}}
	if err := json.Unmarshal(text, t); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for _, c := range t.Currencies {
		if !c.PerUSD.IsPositive() {
			return nil, fmt.Errorf("%s: %s has no positive rate", path, c.Code)
		}
		t.byCode[c.Code] = c
	}
	return t, nil
}

// Lookup finds a currency by its code.
func (t *Table) Lookup(code string) (Currency, bool) {
	c, ok := t.byCode[code]
	return c, ok
}

// Parse reads an amount as clients send it: a string, so that no digit passes through a float.
func Parse(text string, c Currency) (decimal.Decimal, error) {
	if !plainAmount.MatchString(text) {
		return decimal.Zero, ErrAmount
	}
	amount, err := decimal.NewFromString(text)
	if err != nil || !amount.IsPositive() {
		return decimal.Zero, ErrAmount
	}
	if !amount.Equal(amount.Truncate(c.Decimals)) {
		return decimal.Zero, ErrPrecision
	}
	return amount, nil
}

// Convert rounds half away from zero to the decimals of the target, as the contracts with the payout banks say.
func Convert(amount decimal.Decimal, from, to Currency) decimal.Decimal {
	if from.Code == to.Code {
		return amount.Round(to.Decimals)
	}
	return amount.Mul(to.PerUSD).DivRound(from.PerUSD, to.Decimals)
}

// Format prints an amount with all decimals of its currency.
func (c Currency) Format(amount decimal.Decimal) string {
	return amount.StringFixed(c.Decimals)
}
