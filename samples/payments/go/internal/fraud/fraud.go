// Package fraud scores requests against a rule file: patterns, velocities, amounts, country pairs and account age.
package fraud

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"sync"

	"github.com/shopspring/decimal"
)

// Rule is one line of the rule file; which fields count depends on its kind.
type Rule struct {
	ID        string          `json:"id"`
	Kind      string          `json:"kind"`
	Score     int             `json:"score"`
	Field     string          `json:"field"`
	Pattern   string          `json:"pattern"`
	Seconds   int64           `json:"seconds"`
	Limit     int             `json:"limit"`
	OverUSD   decimal.Decimal `json:"overUSD"`
	Pairs     []string        `json:"pairs"`
	UnderDays int64           `json:"underDays"`

	compiled *regexp.Regexp
	pairs    map[string]bool
}

// Engine holds the rules and the counters of the velocity rules.
type Engine struct {
	Hold   int    `json:"hold"`
	Reject int    `json:"reject"`
	Rules  []Rule `json:"rules"`

	mu       sync.Mutex
	counters map[counterKey]counter
}

type counterKey struct {
	rule string
	user string
}

type counter struct {
	window int64
	count  int
}

// Assessment is the sum of the rules that hit, in the order of the file.
type Assessment struct {
	Score int
	Hits  []string
}

// Request is what the rules about a whole request look at.
type Request struct {
	User      string
	Device    string
	AmountUSD decimal.Decimal
	AgeDays   int64
	Unix      int64
}

// Load reads and compiles a rule file.
func Load(path string) (*Engine, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	e := &Engine{counters: map[counterKey]counter{}}
	if err := json.Unmarshal(text, e); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for i := range e.Rules {
		rule := &e.Rules[i]
		switch rule.Kind {
		case "pattern":
			if rule.compiled, err = regexp.Compile(rule.Pattern); err != nil {
				return nil, fmt.Errorf("%s: rule %s: %w", path, rule.ID, err)
			}
		case "countries":
			rule.pairs = make(map[string]bool, len(rule.Pairs))
			for _, pair := range rule.Pairs {
				rule.pairs[pair] = true
			}
		case "velocity", "amount", "age":
		default:
			return nil, fmt.Errorf("%s: rule %s has the unknown kind %q", path, rule.ID, rule.Kind)
		}
	}
	return e, nil
}

// Request scores what concerns the whole request; it counts the request for the velocity rules.
func (e *Engine) Request(r Request) Assessment {
	var a Assessment
	for i := range e.Rules {
		rule := &e.Rules[i]
		hit := false
		switch rule.Kind {
		case "pattern":
			hit = rule.Field == "device" && rule.compiled.MatchString(r.Device)
		case "velocity":
			hit = e.count(rule, r.User, r.Unix) > rule.Limit
		case "amount":
			hit = r.AmountUSD.GreaterThan(rule.OverUSD)
		case "age":
			hit = r.AgeDays < rule.UnderDays
		}
		if hit {
			a.add(rule)
		}
	}
	return a
}

// Text scores a message between users.
func (e *Engine) Text(message string) Assessment {
	var a Assessment
	if message == "" {
		return a
	}
	for i := range e.Rules {
		rule := &e.Rules[i]
		if rule.Kind == "pattern" && rule.Field == "message" && rule.compiled.MatchString(message) {
			a.add(rule)
		}
	}
	return a
}

// Corridor scores the countries of sender and receiver.
func (e *Engine) Corridor(from, to string) Assessment {
	var a Assessment
	pair := from + "-" + to
	for i := range e.Rules {
		if rule := &e.Rules[i]; rule.pairs[pair] {
			a.add(rule)
		}
	}
	return a
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

func (a *Assessment) add(rule *Rule) {
	a.Score += rule.Score
	a.Hits = append(a.Hits, rule.ID)
}

// count keeps one fixed window per rule and user.
func (e *Engine) count(rule *Rule, user string, unix int64) int {
	key := counterKey{rule.ID, user}
	window := unix / rule.Seconds
	e.mu.Lock()
	defer e.mu.Unlock()
	c := e.counters[key]
	if c.window != window {
		c = counter{window: window}
	}
	c.count++
	e.counters[key] = c
	return c.count
}
