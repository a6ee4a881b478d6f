package main

import (
	"errors"
	"testing"

	"github.com/shopspring/decimal"
)

var (
	eur = currency{Code: "EUR", Decimals: 2, PerUSD: decimal.RequireFromString("0.925")}
	jpy = currency{Code: "JPY", Decimals: 0, PerUSD: decimal.RequireFromString("149.5")}
)

func TestConvertRoundsTiesAwayFromZero(t *testing.T) {
	for _, row := range []struct {
		amount   string
		from, to currency
		want     string
	}{
		{"1", usd, eur, "0.93"},
		{"5", usd, eur, "4.63"},
		{"1", usd, jpy, "150"},
		{"1", jpy, usd, "0.01"},
		{"10.01", usd, usd, "10.01"},
	} {
		got := row.to.format(convert(decimal.RequireFromString(row.amount), row.from, row.to))
		if got != row.want {
			t.Errorf("%s %s in %s is %s, want %s", row.amount, row.from.Code, row.to.Code, got, row.want)
		}
	}
}

func TestParse(t *testing.T) {
	const plain = "amount must be a plain positive decimal"
	for text, want := range map[string]string{
		"1": "", "0.01": "", "10.10": "", "999999999.99": "", "1.500": "",
		"": plain, "0": plain, "-1": plain, "1e3": plain, ".5": plain, "1000000000": plain,
		"1.005": "amount has more decimals than its currency",
	} {
		_, err := usd.parse(text)
		if refused, _ := errors.AsType[*apiError](err); (refused == nil) != (want == "") || refused != nil && refused.Message != want {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
