// Package ledger keeps users, wallets and their history in memory.
package ledger

import (
	"errors"
	"fmt"
	"sync"

	"github.com/shopspring/decimal"

	"example.com/payments/internal/money"
)

const historyLength = 20 // entries kept per user; older ones are in the archive

var (
	ErrNoWallet = errors.New("the user has no wallet in this currency")
	ErrFunds    = errors.New("the balance is too low")
)

// User is fixed after seeding, but for the wallets and the history, which the ledger guards.
type User struct {
	ID      string
	Country string
	Tier    int
	Joined  int64 // Unix seconds
	Home    string

	wallets map[string]decimal.Decimal
	history []Entry
}

// Entry is one movement of money.
type Entry struct {
	Unix     int64
	Kind     string
	Other    string
	Currency string
	Amount   decimal.Decimal
}

// Credit is money for one user, in a currency of theirs.
type Credit struct {
	User     *User
	Currency string
	Amount   decimal.Decimal
}

// Ledger guards all balances with one lock: its critical sections are a few map writes.
type Ledger struct {
	mu    sync.Mutex
	users map[string]*User
}

// Seed makes the same users on every host.
func Seed(seed uint64, users int, table *money.Table) *Ledger {
	l := &Ledger{users: make(map[string]*User, users)}
	countries := []string{"US", "DE", "GB", "JP", "ID", "BR", "MX", "SA", "KW", "SG", "PH", "VN"}
	random := splitMix{state: seed}
	for i := 1; i <= users; i++ {
		home := int(random.next() % uint64(len(countries)))
		u := &User{
			ID:      fmt.Sprintf("u%05d", i),
			Country: countries[home],
			Tier:    int(random.next() % 4),
			Joined:  1_600_000_000 + int64(random.next()%160_000_000),
			Home:    table.Currencies[home].Code,
			wallets: map[string]decimal.Decimal{},
		}
		for n := range 1 + int(random.next()%3) {
			currency := table.Currencies[(home+n*5)%len(table.Currencies)]
			cents := 100_000 + int64(random.next()%5_000_000)
			if cents%256 == 0 { // a few are nearly empty
				cents /= 10_000
			}
			u.wallets[currency.Code] = money.Convert(decimal.New(cents, -2), money.USD, currency)
		}
		l.users[u.ID] = u
	}
	return l
}

// User finds a user; the map is never written after seeding.
func (l *Ledger) User(id string) (*User, bool) {
	u, ok := l.users[id]
	return u, ok
}

// Transfer debits the sender and credits the receivers, all or nothing, and returns the sender's new balance.
func (l *Ledger) Transfer(unix int64, sender *User, currency string, total decimal.Decimal, credits []Credit) (decimal.Decimal, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	balance, ok := sender.wallets[currency]
	if !ok {
		return decimal.Zero, ErrNoWallet
	}
	if balance.LessThan(total) {
		return decimal.Zero, ErrFunds
	}
	balance = balance.Sub(total)
	sender.wallets[currency] = balance
	if total.IsPositive() {
		sender.remember(Entry{unix, "gifts", "", currency, total.Neg()})
	}
	for _, c := range credits {
		c.User.wallets[c.Currency] = c.User.wallets[c.Currency].Add(c.Amount)
		c.User.remember(Entry{unix, "gift", sender.ID, c.Currency, c.Amount})
	}
	return balance, nil
}

// TopUp adds money from outside.
func (l *Ledger) TopUp(unix int64, u *User, currency string, amount decimal.Decimal) (decimal.Decimal, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	balance, ok := u.wallets[currency]
	if !ok {
		return decimal.Zero, ErrNoWallet
	}
	u.wallets[currency] = balance.Add(amount)
	u.remember(Entry{unix, "top-up", "", currency, amount})
	return u.wallets[currency], nil
}

// Balances copies a user's wallets.
func (l *Ledger) Balances(u *User) map[string]decimal.Decimal {
	l.mu.Lock()
	defer l.mu.Unlock()
	balances := make(map[string]decimal.Decimal, len(u.wallets))
	for currency, amount := range u.wallets {
		balances[currency] = amount
	}
	return balances
}

// History copies a user's latest movements, oldest first.
func (l *Ledger) History(u *User) []Entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]Entry(nil), u.history...)
}

func (u *User) remember(e Entry) {
	if len(u.history) == historyLength {
		copy(u.history, u.history[1:])
		u.history = u.history[:historyLength-1]
	}
	u.history = append(u.history, e)
}

// splitMix is SplitMix64, chosen because every language can repeat it.
type splitMix struct{ state uint64 }

func (s *splitMix) next() uint64 {
	s.state += 0x9e3779b97f4a7c15
	z := s.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
