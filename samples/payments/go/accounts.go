package main

import (
	"errors"
	"net/http"
	"sort"
	"time"

	"example.com/payments/internal/ledger"
	"example.com/payments/internal/money"
)

type balanceLine struct {
	Currency string `json:"currency"`
	Amount   string `json:"amount"`
}

type historyLine struct {
	At       string `json:"at"`
	Kind     string `json:"kind"`
	Other    string `json:"other,omitempty"`
	Currency string `json:"currency"`
	Amount   string `json:"amount"`
}

type topUpRequest struct {
	Currency string `json:"currency"`
	Amount   string `json:"amount"`
}

type rateLine struct {
	Currency string `json:"currency"`
	PerUSD   string `json:"perUSD"`
}

func (s *service) balance(w http.ResponseWriter, c *call) error {
	user, err := s.pathUser(c)
	if err != nil {
		return err
	}
	lines := []balanceLine{}
	for code, amount := range s.ledger.Balances(user) {
		currency, _ := s.table.Lookup(code)
		lines = append(lines, balanceLine{code, currency.Format(amount)})
	}
	sort.Slice(lines, func(i, j int) bool { return lines[i].Currency < lines[j].Currency })
	return writeJSON(w, http.StatusOK, map[string]any{"user": user.ID, "wallets": lines})
}

func (s *service) history(w http.ResponseWriter, c *call) error {
	user, err := s.pathUser(c)
	if err != nil {
		return err
	}
	lines := []historyLine{}
	for _, e := range s.ledger.History(user) {
		currency, _ := s.table.Lookup(e.Currency)
		at := time.Unix(e.Unix, 0).UTC().Format(time.RFC3339)
		lines = append(lines, historyLine{at, e.Kind, e.Other, e.Currency, currency.Format(e.Amount)})
	}
	return writeJSON(w, http.StatusOK, map[string]any{"user": user.ID, "entries": lines})
}

func (s *service) topUp(w http.ResponseWriter, c *call) error {
	user, err := s.pathUser(c)
	if err != nil {
		return err
	}
	var request topUpRequest
	if err := c.decode(&request); err != nil {
		return err
	}
	return s.once(w, c, user, func() (any, error) {
		currency, ok := s.table.Lookup(request.Currency)
		if !ok {
			return nil, invalid("currency", "unknown currency")
		}
		amount, err := money.Parse(request.Amount, currency)
		if err != nil {
			return nil, invalid("amount", err.Error())
		}
		balance, err := s.ledger.TopUp(c.unix, user, currency.Code, amount)
		if errors.Is(err, ledger.ErrNoWallet) {
			return nil, invalid("currency", err.Error())
		}
		return balanceLine{currency.Code, currency.Format(balance)}, nil
	})
}

func (s *service) rates(w http.ResponseWriter, _ *http.Request) {
	lines := make([]rateLine, len(s.table.Currencies))
	for i, c := range s.table.Currencies {
		lines[i] = rateLine{c.Code, c.PerUSD.String()}
	}
	if err := writeJSON(w, http.StatusOK, map[string]any{"base": money.USD.Code, "rates": lines}); err != nil {
		writeError(w, err)
	}
}

func (s *service) health(w http.ResponseWriter, _ *http.Request) {
	write(w, http.StatusOK, []byte(`{"status":"ok"}`))
}

func (s *service) pathUser(c *call) (*ledger.User, error) {
	user, ok := s.ledger.User(c.PathValue("id"))
	if !ok {
		return nil, &apiError{status: http.StatusNotFound, Code: "unknown_user", Message: "there is no such user"}
	}
	return user, nil
}
