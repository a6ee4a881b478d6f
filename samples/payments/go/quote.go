package main

import (
	"fmt"
	"net/http"
	"sort"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"example.com/payments/internal/fraud"
	"example.com/payments/internal/money"
)

const (
	maxTargets    = 12
	rateDecimals  = 8
	quoteLifetime = 90 * time.Second
)

type quoteRequest struct {
	User     string   `json:"user"`
	Amount   string   `json:"amount"`
	Currency string   `json:"currency"`
	Targets  []string `json:"targets"`
	Device   string   `json:"device"`
	Note     string   `json:"note"`
}

type quoteResponse struct {
	User     string        `json:"user"`
	Amount   string        `json:"amount"`
	Currency string        `json:"currency"`
	Note     string        `json:"note,omitempty"`
	Risk     risk          `json:"risk"`
	Quotes   []targetQuote `json:"quotes"`
	Expires  string        `json:"expires"`
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
func (s *service) quote(w http.ResponseWriter, c *call) error {
	var request quoteRequest
	if err := c.decode(&request); err != nil {
		return err
	}
	user, ok := s.ledger.User(request.User)
	if !ok {
		return &apiError{status: http.StatusNotFound, Code: "unknown_user", Message: "there is no such user", Field: "user"}
	}
	from, ok := s.table.Lookup(request.Currency)
	switch {
	case !ok:
		return invalid("currency", "unknown currency")
	case len(request.Targets) == 0 || len(request.Targets) > maxTargets:
		return invalid("targets", "1 to 12 currencies")
	case utf8.RuneCountInString(request.Note) > maxMessage:
		return invalid("note", "at most 200 characters")
	}
	amount, err := money.Parse(request.Amount, from)
	if err != nil {
		return invalid("amount", err.Error())
	}
	quotes := make([]targetQuote, len(request.Targets))
	for i, code := range request.Targets {
		to, ok := s.table.Lookup(code)
		if !ok {
			return invalid(fmt.Sprintf("targets[%d]", i), "unknown currency")
		}
		quotes[i] = s.quoteTarget(amount, from, to)
	}
	assessment := s.fraud.Request(fraud.Request{
		User: user.ID, Device: request.Device, AmountUSD: money.Convert(amount, from, money.USD),
		AgeDays: (c.unix - user.Joined) / day, Unix: c.unix,
	})
	note := s.fraud.Text(request.Note)
	assessment.Score += note.Score
	assessment.Hits = append(assessment.Hits, note.Hits...)
	return writeJSON(w, http.StatusOK, quoteResponse{
		User: user.ID, Amount: from.Format(amount), Currency: from.Code, Note: request.Note,
		Risk: s.risk(assessment), Quotes: quotes,
		Expires: time.Unix(c.unix, 0).Add(quoteLifetime).UTC().Format(time.RFC3339),
	})
}

func (s *service) quoteTarget(amount decimal.Decimal, from, to money.Currency) targetQuote {
	quote := targetQuote{Currency: to.Code, Options: []option{}}
	for _, method := range s.table.Methods {
		fee := amount.Mul(method.Percent).Round(from.Decimals).Add(money.Convert(method.FixedUSD, money.USD, from))
		net := amount.Sub(fee)
		if !net.IsPositive() {
			continue
		}
		rate := to.PerUSD.DivRound(from.PerUSD, rateDecimals)
		rate = rate.Sub(rate.Mul(method.Spread)).Round(rateDecimals)
		receive := net.Mul(rate).Round(to.Decimals)
		quote.Options = append(quote.Options, option{
			Method: method.Name, Fee: from.Format(fee), Rate: rate.StringFixed(rateDecimals),
			Receive: to.Format(receive), receive: receive,
		})
	}
	sort.SliceStable(quote.Options, func(i, j int) bool {
		return quote.Options[i].receive.GreaterThan(quote.Options[j].receive)
	})
	if len(quote.Options) > 0 {
		quote.Best = &quote.Options[0].Method
	}
	return quote
}
