// Command allocation evaluates rules, each parsed into a tree of small objects. What is not rewritten is the request and
// the answer, which are JSON.
package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"example.com/rewrites/harness"
)

type question struct {
	ID    string           `json:"id"`
	Facts map[string]int64 `json:"facts"`
	Rules []string         `json:"rules"`
}

type reply struct {
	ID      string   `json:"id"`
	Results []result `json:"results"`
}

type result struct {
	Rule  string      `json:"rule"`
	Value json.Number `json:"value"`
	Size  json.Number `json:"size"`
}

func main() { harness.Main(harness.Program{Kind: "allocation", Request: request, Handle: handle}) }

func handle(message []byte) []byte {
	var q question
	if err := json.Unmarshal(message, &q); err != nil {
		return []byte(`{"error":"malformed"}`)
	}
	names := make([]string, 0, len(q.Facts))
	for name := range q.Facts {
		names = append(names, name)
	}
	slices.Sort(names)
	var input strings.Builder
	for _, name := range names {
		fmt.Fprintf(&input, "%s=%d ", name, q.Facts[name])
	}
	for _, rule := range q.Rules {
		input.WriteByte('\n')
		input.WriteString(rule)
	}
	answered := reply{ID: q.ID}
	for line := range strings.Lines(string(hot([]byte(input.String())))) {
		rule, rest, found := strings.Cut(strings.TrimSuffix(line, "\n"), " = ")
		if !found {
			return []byte(`{"error":"malformed rule"}`)
		}
		value, size, _ := strings.Cut(rest, ", ")
		answered.Results = append(answered.Results, result{rule, json.Number(value), json.Number(size)})
	}
	out, err := json.Marshal(answered)
	if err != nil {
		return []byte(`{"error":"unencodable"}`)
	}
	return out
}

var names = []string{"stock", "price", "demand", "margin", "age", "distance", "weight", "rating"}

// request asks for 24 rules of 40 nodes each, roughly.
func request(random *rand.Rand) []byte {
	q := question{ID: fmt.Sprintf("q-%08x", random.Uint32()), Facts: map[string]int64{}}
	for _, name := range names {
		q.Facts[name] = random.Int64N(2000) - 500
	}
	for range 24 {
		q.Rules = append(q.Rules, rule(random, 40))
	}
	out, err := json.Marshal(q)
	if err != nil {
		panic(err)
	}
	return out
}

// rule has as many leaves on both sides of an operation as chance gives it; one in three is a small number.
func rule(random *rand.Rand, nodes int) string {
	if nodes < 3 {
		if random.IntN(3) == 0 {
			return fmt.Sprint(random.IntN(10))
		}
		return names[random.IntN(len(names))]
	}
	left := 1 + random.IntN(nodes-2)
	return fmt.Sprintf("(%c %s %s)", "+-*<>"[random.IntN(5)], rule(random, left), rule(random, nodes-1-left))
}
