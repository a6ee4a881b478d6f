package main

import (
	"fmt"
	"net/http"
	"regexp"
	"sync"

	"github.com/shopspring/decimal"
)

const historyLength = 20 // entries kept per user; older ones are in the archive

// currency is one row of the rate table.
type currency struct {
	Code     string          `json:"code"`
	Decimals int32           `json:"decimals"`
	PerUSD   decimal.Decimal `json:"perUSD"`
}

// user is fixed after seeding, but for the wallets and the history, which the ledger guards.
type user struct {
	id      string
	country string
	tier    int
	joined  int64 // Unix seconds
	home    currency
	wallets map[string]decimal.Decimal
	history []entry
}

// entry is one movement of money.
type entry struct {
	Unix     int64           `json:"unix"`
	Kind     string          `json:"kind"`
	Other    string          `json:"other,omitempty"`
	Currency string          `json:"currency"`
	Amount   decimal.Decimal `json:"amount"`
}

// credit is money for one user, in their home currency.
type credit struct {
	user   *user
	amount decimal.Decimal
}

// ledger guards all balances with one lock: its critical sections are a few map writes.
type ledger struct {
	sync.Mutex
	users map[string]*user // by ID; never written after seeding
}

// newLedger makes the same users on every host: what they have follows from their number.
func newLedger(users int, currencies []currency) *ledger {
	l := &ledger{users: make(map[string]*user, users)}
	countries := []string{"US", "DE", "GB", "JP", "ID", "BR", "MX", "SA", "KW", "SG", "PH", "VN"}
	for i := 1; i <= users; i++ {
		u := &user{
			id:      fmt.Sprintf("u%05d", i),
			country: countries[i%len(countries)],
			tier:    i / 5 % 4,
			joined:  1_600_000_000 + int64(i)*9_973,
			home:    currencies[i%len(currencies)],
			wallets: map[string]decimal.Decimal{},
		}
		for n := range 1 + i/7%3 {
			wallet := currencies[(i+n*5)%len(currencies)]
			cents := 10_000_000 + int64(i*7_919+n)%5_000_000
			u.wallets[wallet.Code] = convert(decimal.New(cents, -2), usd, wallet)
		}
		l.users[u.id] = u
	}
	return l
}

// post changes one wallet and credits others, all or nothing, and returns the wallet's new balance.
func (l *ledger) post(u *user, e entry, credits []credit) (decimal.Decimal, error) {
	l.Lock()
	defer l.Unlock()
	balance, ok := u.wallets[e.Currency]
	if !ok {
		return decimal.Zero, invalid("currency", "the user has no wallet in this currency")
	}
	balance = balance.Add(e.Amount)
	if balance.IsNegative() {
		return decimal.Zero, &apiError{http.StatusPaymentRequired, "insufficient_funds", "the balance is too low", ""}
	}
	if !e.Amount.IsZero() {
		u.move(e)
	}
	for _, c := range credits {
		c.user.move(entry{e.Unix, "gift", u.id, c.user.home.Code, c.amount})
	}
	return balance, nil
}

// move changes a wallet and leaves an entry in the history.
func (u *user) move(e entry) {
	u.wallets[e.Currency] = u.wallets[e.Currency].Add(e.Amount)
	if len(u.history) == historyLength {
		copy(u.history, u.history[1:])
		u.history = u.history[:historyLength-1]
	}
	u.history = append(u.history, e)
}

var (
	usd         = currency{Code: "USD", Decimals: 2, PerUSD: decimal.NewFromInt(1)} // of limits and list prices
	plainAmount = regexp.MustCompile(`^[0-9]{1,9}(?:\.[0-9]{1,6})?$`)
)

// parse reads an amount as clients send it: a string, so that no digit passes through a float.
func (c currency) parse(text string) (decimal.Decimal, error) {
	amount := decimal.Zero
	if plainAmount.MatchString(text) {
		amount = decimal.RequireFromString(text)
	}
	switch {
	case !amount.IsPositive():
		return decimal.Zero, invalid("amount", "amount must be a plain positive decimal")
	case !amount.Equal(amount.Truncate(c.Decimals)):
		return decimal.Zero, invalid("amount", "amount has more decimals than its currency")
	}
	return amount, nil
}

// format prints an amount with all decimals of its currency.
func (c currency) format(amount decimal.Decimal) string { return amount.StringFixed(c.Decimals) }

// convert rounds half away from zero to the decimals of the target, as the contracts with the payout banks say.
func convert(amount decimal.Decimal, from, to currency) decimal.Decimal {
	if from.Code == to.Code {
		return amount.Round(to.Decimals)
	}
	return amount.Mul(to.PerUSD).DivRound(from.PerUSD, to.Decimals)
}
