package fraud

import (
	"encoding/json"
	"os"
	"slices"
	"testing"
)

func TestText(t *testing.T) {
	e := loadEngine(t)
	for message, want := range map[string][]string{
		"":                               nil,
		"Thank you for the stream!":      nil,
		"gift cards, send the codes":     {"gift-card-codes"},
		"my card is 4111 1111 1111 1111": {"card-number"},
		"URGENT, see https://bit.ly/x1":  {"short-link", "any-link", "urgency"},
	} {
		var a Assessment
		if e.Text(&a, message); !slices.Equal(a.Rules, want) {
			t.Errorf("%q hits %v, want %v", message, a.Rules, want)
		}
	}
}

func TestVelocityCountsWindows(t *testing.T) {
	e := loadEngine(t)
	request := func(unix int64) Assessment { return e.Request("u00001", "", "", e.Amounts[0].OverUSD, 100, unix) }
	for range 12 {
		if a := request(6000); a.Score != 0 {
			t.Fatalf("hit too early: %v", a.Rules)
		}
	}
	if a := request(6000); !slices.Equal(a.Rules, []string{"busy-minute"}) {
		t.Errorf("the 13th request hits %v", a.Rules)
	}
	if a := request(6060); a.Score != 0 {
		t.Errorf("the next minute hits %v", a.Rules)
	}
}

func loadEngine(t *testing.T) *Engine {
	t.Helper()
	text, err := os.ReadFile("../../../data/payments.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Fraud Engine }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	return &file.Fraud
}
