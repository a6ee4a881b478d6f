// Package fraud scores requests against a set of rules.
package fraud

import (
	"regexp"
	"slices"
	"sync"

	"github.com/shopspring/decimal"
)

// Engine holds the rules by what they look at, and the scores from which a request is held or rejected.
type Engine struct {
	Hold, Reject                 int
	Messages, Devices, Corridors []rule
	Velocities, Amounts, Ages    []rule
}

// rule adds its score when it hits; which fields count depends on its list.
type rule struct {
	ID        string
	Score     int
	Pattern   *regexp.Regexp
	Pairs     []string // of countries
	Seconds   int64
	Limit     int
	OverUSD   decimal.Decimal
	UnderDays int64

	mu     sync.Mutex
	window int64
	counts map[string]int // of requests in the window, by user
}

// Assessment is the sum of the rules that hit.
type Assessment struct {
	Score    int      `json:"score"`
	Decision string   `json:"decision"`
	Rules    []string `json:"rules"`
}

// Request scores a whole request and the text with it; it counts the request for the velocity rules.
func (e *Engine) Request(user, device, text string, usd decimal.Decimal, ageDays, unix int64) Assessment {
	a := Assessment{Rules: []string{}}
	a.add(e.Devices, func(r *rule) bool { return r.Pattern.MatchString(device) })
	a.add(e.Velocities, func(r *rule) bool { return r.count(user, unix) > r.Limit })
	a.add(e.Amounts, func(r *rule) bool { return usd.GreaterThan(r.OverUSD) })
	a.add(e.Ages, func(r *rule) bool { return ageDays < r.UnderDays })
	e.Text(&a, text)
	a.Decision = e.Decide(a.Score)
	return a
}

// Text adds the score of a message between users.
func (e *Engine) Text(a *Assessment, message string) {
	if message != "" {
		a.add(e.Messages, func(r *rule) bool { return r.Pattern.MatchString(message) })
	}
}

// Corridor adds the score of the countries of sender and receiver.
func (e *Engine) Corridor(a *Assessment, from, to string) {
	pair := from + "-" + to
	a.add(e.Corridors, func(r *rule) bool { return slices.Contains(r.Pairs, pair) })
}

// Decide turns a score into what happens.
func (e *Engine) Decide(score int) string {
	switch {
	case score >= e.Reject:
		return "rejected"
	case score >= e.Hold:
		return "held"
	}
	return "accepted"
}

func (a *Assessment) add(rules []rule, hits func(*rule) bool) {
	for i := range rules {
		if r := &rules[i]; hits(r) {
			a.Score += r.Score
			a.Rules = append(a.Rules, r.ID)
		}
	}
}

// count keeps the latest window; a request that comes late is counted in it.
func (r *rule) count(user string, unix int64) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	if window := unix / r.Seconds; r.counts == nil || window > r.window {
		r.window, r.counts = window, map[string]int{}
	}
	r.counts[user]++
	return r.counts[user]
}
