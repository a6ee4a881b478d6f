package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"
	"unicode/utf8"

	"example.com/payments/internal/fraud"
	"github.com/shopspring/decimal"
)

// gift has a price, of which the receiver gets a share.
type gift struct {
	PriceUSD, Share decimal.Decimal
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
	ID        string           `json:"id"`
	Reference string           `json:"reference,omitempty"`
	Sender    string           `json:"sender"`
	Currency  string           `json:"currency"`
	Total     string           `json:"total"`
	Balance   string           `json:"balance"`
	Risk      fraud.Assessment `json:"risk"`
	Gifts     []giftResult     `json:"gifts"`
	At        string           `json:"at"`
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
	price          decimal.Decimal
	credit         credit
	score          int
}

// giftBatch sends many gifts of one sender at once.
func (s *service) giftBatch(c *call) (*response, error) {
	var request batchRequest
	if err := c.decode(&request); err != nil {
		return nil, err
	}
	sender, ok := s.ledger.users[request.Sender]
	if !ok {
		return nil, unknownUser("sender")
	}
	return s.once(c, sender, func() (*response, error) { return s.payBatch(c, &request, sender) })
}

func (s *service) payBatch(c *call, request *batchRequest, sender *user) (*response, error) {
	from, ok := s.currencies[request.Currency]
	switch {
	case !ok:
		return nil, invalid("currency", "unknown currency")
	case len(request.Reference) > 64:
		return nil, invalid("reference", "at most 64 bytes")
	case len(request.Gifts) == 0 || len(request.Gifts) > 50:
		return nil, invalid("gifts", "1 to 50 gifts")
	}
	var gross, total decimal.Decimal
	gifts := make([]giftResult, len(request.Gifts))
	for i, line := range request.Gifts {
		var err error
		if gifts[i], err = s.priceGift(i, line, sender, from); err != nil {
			return nil, err
		}
		gross = gross.Add(gifts[i].price)
	}
	grossUSD, ageDays := convert(gross, from, usd), (c.unix-sender.joined)/86_400
	risk := s.table.Fraud.Request(sender.id, request.Device, "", grossUSD, ageDays, c.unix)
	credits := make([]credit, 0, len(gifts))
	for i := range gifts {
		g := &gifts[i]
		g.Status = s.table.Fraud.Decide(risk.Score + g.score)
		if g.Status != "rejected" {
			total = total.Add(g.price)
		}
		if g.Status == "accepted" {
			credits = append(credits, g.credit)
		}
	}
	balance, err := s.ledger.post(sender, entry{c.unix, "gifts", "", from.Code, total.Neg()}, credits)
	if err != nil {
		return nil, err
	}
	id := sha256.Sum256([]byte(sender.id + "/" + c.key))
	return success(batchResponse{
		"gb_" + hex.EncodeToString(id[:6]), request.Reference, sender.id, from.Code,
		from.format(total), from.format(balance), risk, gifts, time.Unix(c.unix, 0).UTC().Format(time.RFC3339),
	})
}

// priceGift checks and prices one line of a batch; its status is decided with the whole batch.
func (s *service) priceGift(i int, line giftLine, sender *user, from currency) (giftResult, error) {
	chosen, known := s.table.Gifts[line.Gift]
	receiver := s.ledger.users[line.Receiver]
	wrong := func(field, message string) (giftResult, error) {
		return giftResult{}, invalid(fmt.Sprintf("gifts[%d].%s", i, field), message)
	}
	switch {
	case !known:
		return wrong("gift", "unknown gift")
	case line.Count < 1 || line.Count > 999:
		return wrong("count", "1 to 999")
	case utf8.RuneCountInString(line.Message) > 200:
		return wrong("message", "at most 200 characters")
	case receiver == nil:
		return wrong("receiver", "unknown user")
	case receiver == sender:
		return wrong("receiver", "nobody sends gifts to themselves")
	}
	full := convert(chosen.PriceUSD, usd, from).Mul(decimal.NewFromInt(int64(line.Count)))
	price := full.Sub(full.Mul(s.table.Discounts[sender.tier]).Round(from.Decimals))
	payout := convert(full.Mul(chosen.Share), from, receiver.home)
	var risk fraud.Assessment
	s.table.Fraud.Text(&risk, line.Message)
	s.table.Fraud.Corridor(&risk, sender.country, receiver.country)
	return giftResult{
		Receiver: receiver.id, Gift: line.Gift, Count: line.Count, Price: from.format(price),
		Payout: receiver.home.format(payout), PayoutCurrency: receiver.home.Code, Rules: risk.Rules,
		price: price, credit: credit{receiver, payout}, score: risk.Score,
	}, nil
}
