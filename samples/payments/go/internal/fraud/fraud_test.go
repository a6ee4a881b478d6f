package fraud

import (
	"slices"
	"testing"
)

func TestText(t *testing.T) {
	e, err := Load("../../../data/rules.json")
	if err != nil {
		t.Fatal(err)
	}
	for message, want := range map[string][]string{
		"":                               nil,
		"Thank you for the stream!":      nil,
		"gift cards, send the codes":     {"gift-card-codes"},
		"my card is 4111 1111 1111 1111": {"card-number"},
		"URGENT, see https://bit.ly/x1":  {"short-link", "any-link", "urgency"},
	} {
		if got := e.Text(message).Hits; !slices.Equal(got, want) {
			t.Errorf("%q hits %v, want %v", message, got, want)
		}
	}
}

func TestVelocityCountsWindows(t *testing.T) {
	e, err := Load("../../../data/rules.json")
	if err != nil {
		t.Fatal(err)
	}
	r := Request{User: "u00001", AgeDays: 100, Unix: 6000}
	for range 12 {
		if a := e.Request(r); a.Score != 0 {
			t.Fatalf("hit too early: %v", a.Hits)
		}
	}
	if a := e.Request(r); !slices.Equal(a.Hits, []string{"busy-minute"}) {
		t.Errorf("the 13th request hits %v", a.Hits)
	}
	r.Unix += 60
	if a := e.Request(r); a.Score != 0 {
		t.Errorf("the next minute hits %v", a.Hits)
	}
}
