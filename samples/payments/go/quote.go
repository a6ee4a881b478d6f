package main

import (
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"example.com/payments/internal/fraud"
	"github.com/shopspring/decimal"
)

const rateDecimals = 8

// method is a way to pay: its fees and the spread taken on the rate.
type method struct {
	Name                      string
	Percent, FixedUSD, Spread decimal.Decimal
}

type quoteRequest struct {
	User     string   `json:"user"`
	Amount   string   `json:"amount"`
	Currency string   `json:"currency"`
	Targets  []string `json:"targets"`
	Device   string   `json:"device"`
	Note     string   `json:"note"`
}

type quoteResponse struct {
	User     string           `json:"user"`
	Amount   string           `json:"amount"`
	Currency string           `json:"currency"`
	Note     string           `json:"note,omitempty"`
	Risk     fraud.Assessment `json:"risk"`
	Quotes   []targetQuote    `json:"quotes"`
	Expires  string           `json:"expires"`
}

type targetQuote struct {
	Currency string   `json:"currency"`
	Best     *string  `json:"best"` // null when the amount does not cover any fee
	Options  []option `json:"options"`
}

type option struct {
	Method  string `json:"method"`
	Fee     string `json:"fee"`
	Rate    string `json:"rate"`
	Receive string `json:"receive"`
	receive decimal.Decimal
}

// quote prices a payment into several currencies by every method, best first. It moves no money.
func (s *service) quote(c *call) (*response, error) {
	var request quoteRequest
	if err := c.decode(&request); err != nil {
		return nil, err
	}
	payer, ok := s.ledger.users[request.User]
	if !ok {
		return nil, unknownUser("user")
	}
	from, ok := s.currencies[request.Currency]
	switch {
	case !ok:
		return nil, invalid("currency", "unknown currency")
	case len(request.Targets) == 0 || len(request.Targets) > 12:
		return nil, invalid("targets", "1 to 12 currencies")
	case utf8.RuneCountInString(request.Note) > 200:
		return nil, invalid("note", "at most 200 characters")
	}
	amount, err := from.parse(request.Amount)
	if err != nil {
		return nil, err
	}
	quotes := make([]targetQuote, len(request.Targets))
	for i, code := range request.Targets {
		to, ok := s.currencies[code]
		if !ok {
			return nil, invalid(fmt.Sprintf("targets[%d]", i), "unknown currency")
		}
		quotes[i] = s.quoteTarget(amount, from, to)
	}
	amountUSD, ageDays := convert(amount, from, usd), (c.unix-payer.joined)/86_400
	risk := s.table.Fraud.Request(payer.id, request.Device, request.Note, amountUSD, ageDays, c.unix)
	expires := time.Unix(c.unix, 0).Add(90 * time.Second).UTC().Format(time.RFC3339)
	return success(quoteResponse{payer.id, from.format(amount), from.Code, request.Note, risk, quotes, expires})
}

func (s *service) quoteTarget(amount decimal.Decimal, from, to currency) targetQuote {
	quote := targetQuote{Currency: to.Code, Options: []option{}}
	for _, method := range s.table.Methods {
		fee := amount.Mul(method.Percent).Round(from.Decimals).Add(convert(method.FixedUSD, usd, from))
		net := amount.Sub(fee)
		if !net.IsPositive() {
			continue
		}
		rate := to.PerUSD.DivRound(from.PerUSD, rateDecimals)
		rate = rate.Sub(rate.Mul(method.Spread)).Round(rateDecimals)
		receive := net.Mul(rate).Round(to.Decimals)
		quote.Options = append(quote.Options, option{
			method.Name, from.format(fee), rate.StringFixed(rateDecimals), to.format(receive), receive,
		})
	}
	slices.SortStableFunc(quote.Options, func(a, b option) int { return b.receive.Cmp(a.receive) })
	if len(quote.Options) > 0 {
		quote.Best = &quote.Options[0].Method
	}
	return quote
}
