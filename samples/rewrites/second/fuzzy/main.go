// Command fuzzy suggests what was meant by misspelt names: for each the closest ones of a list that comes with them. What
// is not rewritten is the request and the answer, which are JSON.
package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"unicode/utf8"

	"example.com/rewrites/harness"
	"example.com/rewrites/wire"
)

type search struct {
	Queries    []string    `json:"queries"`
	Candidates []candidate `json:"candidates"`
}

type candidate struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
	City string `json:"city"`
}

type suggestions struct {
	Query   string       `json:"query"`
	Closest []suggestion `json:"closest"`
}

type suggestion struct {
	candidate
	Distance   uint32  `json:"distance"`
	Similarity float64 `json:"similarity"`
}

func main() { harness.Main(harness.Program{Kind: "fuzzy", Request: request, Handle: handle}) }

func handle(message []byte) []byte {
	var s search
	if err := json.Unmarshal(message, &s); err != nil {
		return []byte(`{"error":"malformed"}`)
	}
	input := wire.AppendUint32(nil, uint32(len(s.Queries)))
	for _, query := range s.Queries {
		input = wire.AppendText(input, query)
	}
	for _, c := range s.Candidates {
		input = wire.AppendText(input, c.Name)
	}
	answered := make([]suggestions, 0, len(s.Queries))
	found := wire.Reader{Rest: hot(input)}
	for _, query := range s.Queries {
		closest := make([]suggestion, found.Uint32())
		for i := range closest {
			c, distance := s.Candidates[found.Uint32()], found.Uint32()
			longer := max(utf8.RuneCountInString(query), utf8.RuneCountInString(c.Name), 1)
			closest[i] = suggestion{c, distance, 1 - float64(distance)/float64(longer)}
		}
		answered = append(answered, suggestions{query, closest})
	}
	out, err := json.Marshal(answered)
	if err != nil {
		return []byte(`{"error":"unencodable"}`)
	}
	return out
}

var (
	given    = []string{"Anna", "Jürgen", "Maria", "José", "Karl-Heinz", "Zoë", "Benedikt", "Łukasz", "Charlotte", "Jo", "Søren", "Катя"}
	families = []string{"Müller", "Meier", "Maier", "Mayer", "Schmidt", "Schmitt", "Nowak", "Kowalczyk", "García", "Lefèvre", "Johansson", "Øst",
		"Bonhoeffer", "Petrov", "O'Brien", "Andersen", "Anderson", "Le", "Papadopoulos", "Weiß"}
	cities = []string{"Zürich", "Lyon", "Porto", "Leeds", "Osaka", "Austin"}
)

// request makes a list of 120 people and 6 names, each of which is one of theirs with up to four mistakes in it. One list
// in sixteen has too few people for a full answer, one request in fifty is cut short.
func request(random *rand.Rand) []byte {
	s := search{Candidates: make([]candidate, 120)}
	if random.IntN(16) == 0 {
		s.Candidates = s.Candidates[:random.IntN(5)]
	}
	for i := range s.Candidates {
		name := given[random.IntN(len(given))] + " " + families[random.IntN(len(families))]
		if random.IntN(3) == 0 {
			name += "-" + families[random.IntN(len(families))]
		}
		s.Candidates[i] = candidate{random.Int64N(1_000_000), name, cities[random.IntN(len(cities))]}
	}
	for range 6 {
		query := []rune("Nobody")
		if len(s.Candidates) > 0 {
			query = []rune(s.Candidates[random.IntN(len(s.Candidates))].Name)
		}
		for range random.IntN(5) {
			misspell(random, &query)
		}
		s.Queries = append(s.Queries, string(query))
	}
	out, err := json.Marshal(s)
	if err != nil {
		panic(fmt.Sprintf("a search is not encoded: %v", err))
	}
	if random.IntN(50) == 0 {
		return out[:len(out)-10]
	}
	return out
}

// misspell leaves a letter out, writes one twice or writes another one.
func misspell(random *rand.Rand, name *[]rune) {
	letters := *name
	if len(letters) == 0 {
		return
	}
	at := random.IntN(len(letters))
	switch random.IntN(3) {
	case 0:
		*name = append(letters[:at], letters[at+1:]...)
	case 1:
		*name = append(letters[:at+1], letters[at:]...)
	case 2:
		letters[at] = rune('a' + random.IntN(26))
	}
}
