package money

import (
	"errors"
	"testing"

	"github.com/shopspring/decimal"
)

var (
	eur = Currency{Code: "EUR", Decimals: 2, PerUSD: decimal.RequireFromString("0.925")}
	jpy = Currency{Code: "JPY", Decimals: 0, PerUSD: decimal.RequireFromString("149.5")}
)

func TestConvertRoundsTiesAwayFromZero(t *testing.T) {
	for _, row := range []struct {
		amount   string
		from, to Currency
		want     string
	}{
		{"1", USD, eur, "0.93"},
		{"5", USD, eur, "4.63"},
		{"1", USD, jpy, "150"},
		{"1", jpy, USD, "0.01"},
		{"10.01", USD, USD, "10.01"},
	} {
		got := row.to.Format(Convert(decimal.RequireFromString(row.amount), row.from, row.to))
		if got != row.want {
			t.Errorf("%s %s in %s is %s, want %s", row.amount, row.from.Code, row.to.Code, got, row.want)
		}
	}
}

func TestParse(t *testing.T) {
	for text, want := range map[string]error{
		"1": nil, "0.01": nil, "10.10": nil, "999999999.99": nil, "1.500": nil,
		"": ErrAmount, "0": ErrAmount, "-1": ErrAmount, "1e3": ErrAmount, ".5": ErrAmount, "1000000000": ErrAmount,
		"1.005": ErrPrecision,
	} {
		if _, err := Parse(text, USD); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", text, err, want)
		}
	}
}
