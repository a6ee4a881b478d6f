package main

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"example.com/payments/internal/fraud"
	"example.com/payments/internal/ledger"
	"example.com/payments/internal/money"
	"example.com/payments/internal/signature"
)

func newService(t *testing.T) http.Handler {
	t.Helper()
	table, err := money.Load("../data/currencies.json")
	if err != nil {
		t.Fatal(err)
	}
	gifts, err := loadCatalogue("../data/gifts.json")
	if err != nil {
		t.Fatal(err)
	}
	rules, err := fraud.Load("../data/rules.json")
	if err != nil {
		t.Fatal(err)
	}
	s := &service{
		log: slog.New(slog.NewJSONHandler(io.Discard, nil)), key: []byte("k"), skew: time.Minute,
		table: table, gifts: gifts, fraud: rules,
		ledger: ledger.Seed(1, 100, table), responses: ledger.NewIdempotency(10),
	}
	return s.routes()
}

func send(handler http.Handler, path, key, body string) *httptest.ResponseRecorder {
	now := strconv.FormatInt(time.Now().Unix(), 10)
	r := httptest.NewRequest("POST", path, strings.NewReader(body))
	r.Header.Set("X-Timestamp", now)
	r.Header.Set("Idempotency-Key", key)
	r.Header.Set("X-Signature", signature.Sign([]byte("k"), "POST", path, now, key, []byte(body)))
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w
}

func TestBatchIsIdempotent(t *testing.T) {
	handler := newService(t)
	const path = "/v1/gifts/batch"
	const body = `{"sender":"u00001","currency":"%","gifts":[{"receiver":"u00002","gift":"rose","count":3}]}`
	user, _ := ledger.Seed(1, 100, mustTable(t)).User("u00001")
	text := strings.Replace(body, "%", user.Home, 1)
	first := send(handler, path, "key-0001", text)
	again := send(handler, path, "key-0001", text)
	if first.Code != http.StatusOK || again.Body.String() != first.Body.String() {
		t.Errorf("first %d %s, again %d %s", first.Code, first.Body, again.Code, again.Body)
	}
	if again.Header().Get("Idempotency-Replayed") != "true" {
		t.Error("the replay is not marked")
	}
	if other := send(handler, path, "key-0001", text+" "); other.Code != http.StatusConflict {
		t.Errorf("another body under the same key gives %d", other.Code)
	}
}

func TestQuote(t *testing.T) {
	w := send(newService(t), "/v1/payments/quote", "", `{"user":"u00001","amount":"5","currency":"USD","targets":["EUR"]}`)
	const want = `"quotes":[{"currency":"EUR","best":"wallet","options":[{"method":"wallet","fee":"0.18","rate":"0.91806250","receive":"4.43"},`
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func mustTable(t *testing.T) *money.Table {
	t.Helper()
	table, err := money.Load("../data/currencies.json")
	if err != nil {
		t.Fatal(err)
	}
	return table
}
