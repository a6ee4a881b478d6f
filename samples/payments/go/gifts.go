package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"example.com/payments/internal/fraud"
	"example.com/payments/internal/ledger"
	"example.com/payments/internal/money"
)

const (
	maxGifts     = 50
	maxCount     = 999
	maxMessage   = 200 // characters
	maxReference = 64
	day          = 24 * 60 * 60
)

type catalogue struct {
	Gifts     []gift            `json:"gifts"`
	Discounts []decimal.Decimal `json:"discounts"` // by tier
	byID      map[string]gift
}

type gift struct {
	ID       string          `json:"id"`
	PriceUSD decimal.Decimal `json:"priceUSD"`
	Share    decimal.Decimal `json:"share"` // of the price, for the receiver
}

type batchRequest struct {
	Sender    string     `json:"sender"`
	Currency  string     `json:"currency"`
	Reference string     `json:"reference"`
	Device    string     `json:"device"`
	Gifts     []giftLine `json:"gifts"`
}

type giftLine struct {
	Receiver string `json:"receiver"`
	Gift     string `json:"gift"`
	Count    int    `json:"count"`
	Message  string `json:"message"`
}

type batchResponse struct {
	ID        string       `json:"id"`
	Reference string       `json:"reference,omitempty"`
	Sender    string       `json:"sender"`
	Currency  string       `json:"currency"`
	Total     string       `json:"total"`
	Balance   string       `json:"balance"`
	Risk      risk         `json:"risk"`
	Gifts     []giftResult `json:"gifts"`
	At        string       `json:"at"`
}

type risk struct {
	Score    int      `json:"score"`
	Decision string   `json:"decision"`
	Rules    []string `json:"rules"`
}

type giftResult struct {
	Receiver       string   `json:"receiver"`
	Gift           string   `json:"gift"`
	Count          int      `json:"count"`
	Price          string   `json:"price"`
	Payout         string   `json:"payout"`
	PayoutCurrency string   `json:"payoutCurrency"`
	Status         string   `json:"status"`
	Rules          []string `json:"rules,omitempty"`
}

func loadCatalogue(path string) (*catalogue, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	c := &catalogue{byID: map[string]gift{}}
	if err := json.Unmarshal(text, c); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for _, g := range c.Gifts {
		c.byID[g.ID] = g
	}
	return c, nil
}

// giftBatch sends many gifts of one sender at once.
func (s *service) giftBatch(w http.ResponseWriter, c *call) error {
	var request batchRequest
	if err := c.decode(&request); err != nil {
		return err
	}
	sender, ok := s.ledger.User(request.Sender)
	if !ok {
		return &apiError{status: http.StatusNotFound, Code: "unknown_user", Message: "there is no such user", Field: "sender"}
	}
	return s.once(w, c, sender, func() (any, error) { return s.priceBatch(&request, sender, c) })
}

func (s *service) priceBatch(request *batchRequest, sender *ledger.User, c *call) (*batchResponse, error) {
	currency, ok := s.table.Lookup(request.Currency)
	switch {
	case !ok:
		return nil, invalid("currency", "unknown currency")
	case len(request.Reference) > maxReference:
		return nil, invalid("reference", "at most 64 bytes")
	case len(request.Gifts) == 0 || len(request.Gifts) > maxGifts:
		return nil, invalid("gifts", "1 to 50 gifts")
	}
	gross := decimal.Zero
	results := make([]giftResult, len(request.Gifts))
	prices := make([]decimal.Decimal, len(request.Gifts))
	credits := make([]ledger.Credit, len(request.Gifts))
	assessments := make([]fraud.Assessment, len(request.Gifts))
	for i, line := range request.Gifts {
		receiver, chosen, err := s.checkLine(i, line, sender)
		if err != nil {
			return nil, err
		}
		home, _ := s.table.Lookup(receiver.Home)
		unit := money.Convert(chosen.PriceUSD, money.USD, currency)
		full := unit.Mul(decimal.NewFromInt(int64(line.Count)))
		prices[i] = full.Sub(full.Mul(s.gifts.Discounts[sender.Tier]).Round(currency.Decimals))
		payout := money.Convert(full.Mul(chosen.Share), currency, home)
		gross = gross.Add(prices[i])
		credits[i] = ledger.Credit{User: receiver, Currency: receiver.Home, Amount: payout}
		assessments[i] = s.fraud.Text(line.Message)
		corridor := s.fraud.Corridor(sender.Country, receiver.Country)
		assessments[i].Score += corridor.Score
		assessments[i].Hits = append(assessments[i].Hits, corridor.Hits...)
		results[i] = giftResult{
			Receiver: receiver.ID, Gift: chosen.ID, Count: line.Count, Price: currency.Format(prices[i]),
			Payout: home.Format(payout), PayoutCurrency: home.Code, Rules: assessments[i].Hits,
		}
	}
	whole := s.fraud.Request(fraud.Request{
		User: sender.ID, Device: request.Device, AmountUSD: money.Convert(gross, currency, money.USD),
		AgeDays: (c.unix - sender.Joined) / day, Unix: c.unix,
	})
	total := decimal.Zero
	paid := credits[:0]
	for i := range results {
		results[i].Status = s.fraud.Decide(whole.Score + assessments[i].Score)
		if results[i].Status != "rejected" {
			total = total.Add(prices[i])
		}
		if results[i].Status == "accepted" {
			paid = append(paid, credits[i])
		}
	}
	balance, err := s.ledger.Transfer(c.unix, sender, currency.Code, total, paid)
	switch {
	case errors.Is(err, ledger.ErrNoWallet):
		return nil, invalid("currency", err.Error())
	case errors.Is(err, ledger.ErrFunds):
		return nil, &apiError{status: http.StatusPaymentRequired, Code: "insufficient_funds", Message: err.Error()}
	}
	return &batchResponse{
		ID: batchID(sender.ID, c.key), Reference: request.Reference, Sender: sender.ID, Currency: currency.Code,
		Total: currency.Format(total), Balance: currency.Format(balance),
		Risk: s.risk(whole), Gifts: results, At: time.Unix(c.unix, 0).UTC().Format(time.RFC3339),
	}, nil
}

func (s *service) checkLine(i int, line giftLine, sender *ledger.User) (*ledger.User, gift, error) {
	chosen, ok := s.gifts.byID[line.Gift]
	if !ok {
		return nil, gift{}, invalid(fmt.Sprintf("gifts[%d].gift", i), "unknown gift")
	}
	if line.Count < 1 || line.Count > maxCount {
		return nil, gift{}, invalid(fmt.Sprintf("gifts[%d].count", i), "1 to 999")
	}
	if utf8.RuneCountInString(line.Message) > maxMessage {
		return nil, gift{}, invalid(fmt.Sprintf("gifts[%d].message", i), "at most 200 characters")
	}
	receiver, ok := s.ledger.User(line.Receiver)
	if !ok {
		return nil, gift{}, invalid(fmt.Sprintf("gifts[%d].receiver", i), "unknown user")
	}
	if receiver == sender {
		return nil, gift{}, invalid(fmt.Sprintf("gifts[%d].receiver", i), "nobody sends gifts to themselves")
	}
	return receiver, chosen, nil
}

func (s *service) risk(a fraud.Assessment) risk {
	rules := a.Hits
	if rules == nil {
		rules = []string{}
	}
	return risk{Score: a.Score, Decision: s.fraud.Decide(a.Score), Rules: rules}
}

func batchID(user, key string) string {
	sum := sha256.Sum256([]byte(user + "/" + key))
	return "gb_" + hex.EncodeToString(sum[:6])
}
