package main

import (
	"maps"
	"slices"
)

func (s *service) balance(c *call) (*response, error) {
	s.ledger.Lock()
	wallets := maps.Clone(c.user.wallets)
	s.ledger.Unlock()
	balances := map[string]string{}
	for code, amount := range wallets {
		balances[code] = s.currencies[code].format(amount)
	}
	return success(map[string]any{"user": c.user.id, "wallets": balances})
}

func (s *service) history(c *call) (*response, error) {
	s.ledger.Lock()
	entries := slices.Clone(c.user.history)
	s.ledger.Unlock()
	return success(map[string]any{"user": c.user.id, "entries": entries})
}

func (s *service) topUp(c *call) (*response, error) {
	var request struct{ Currency, Amount string }
	if err := c.decode(&request); err != nil {
		return nil, err
	}
	return s.once(c, c.user, func() (*response, error) {
		to, ok := s.currencies[request.Currency]
		if !ok {
			return nil, invalid("currency", "unknown currency")
		}
		amount, err := to.parse(request.Amount)
		if err != nil {
			return nil, err
		}
		balance, err := s.ledger.post(c.user, entry{c.unix, "top-up", "", to.Code, amount}, nil)
		if err != nil {
			return nil, err
		}
		return success(map[string]string{"currency": to.Code, "amount": to.format(balance)})
	})
}

func (s *service) rates(*call) (*response, error) {
	return success(map[string]any{"base": usd.Code, "rates": s.table.Currencies})
}

func (s *service) health(*call) (*response, error) {
	return success(map[string]string{"status": "ok"})
}
