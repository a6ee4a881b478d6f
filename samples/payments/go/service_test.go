package main

import (
	"encoding/hex"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"
)

func newHandler(t *testing.T) http.Handler {
	t.Helper()
	s, err := newService("../data/payments.json")
	if err != nil {
		t.Fatal(err)
	}
	s.log, s.key, s.skew = slog.New(slog.NewJSONHandler(io.Discard, nil)), []byte("k"), time.Minute
	return s.routes()
}

func send(handler http.Handler, method, path, key, body string) *httptest.ResponseRecorder {
	now := strconv.FormatInt(time.Now().Unix(), 10)
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("X-Timestamp", now)
	r.Header.Set("Idempotency-Key", key)
	r.Header.Set("X-Signature", hex.EncodeToString(sign([]byte("k"), []byte(body), method, path, now, key)))
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w
}

func TestBatchIsIdempotent(t *testing.T) {
	handler := newHandler(t)
	const path = "/v1/gifts/batch"
	const body = `{"sender":"u00001","currency":"EUR","gifts":[{"receiver":"u00002","gift":"rose","count":300}]}`
	first := send(handler, "POST", path, "key-0001", body)
	again := send(handler, "POST", path, "key-0001", body)
	const want = `"gifts":[{"receiver":"u00002","gift":"rose","count":300,"price":"3.00","payout":"1.29","payoutCurrency":"GBP","status":"accepted"}]`
	if first.Code != http.StatusOK || !strings.Contains(first.Body.String(), want) || again.Body.String() != first.Body.String() {
		t.Errorf("first %d %s, again %d %s", first.Code, first.Body, again.Code, again.Body)
	}
	if first.Header().Get("Idempotency-Replayed") != "" || again.Header().Get("Idempotency-Replayed") != "true" {
		t.Error("the replay alone must be marked as one")
	}
	if other := send(handler, "POST", path, "key-0001", body+" "); other.Code != http.StatusConflict {
		t.Errorf("another body under the same key gives %d", other.Code)
	}
	history := send(handler, "GET", "/v1/users/u00002/history", "", "").Body.String()
	if !strings.Contains(history, `"kind":"gift","other":"u00001","currency":"GBP","amount":"1.29"`) {
		t.Error(history)
	}
}

func TestTopUp(t *testing.T) {
	handler := newHandler(t)
	w := send(handler, "POST", "/v1/users/u00001/top-ups", "key-0001", `{"currency":"EUR","amount":"2.5"}`)
	const want = `{"amount":"92575.75","currency":"EUR"}`
	if w.Code != http.StatusOK || w.Body.String() != want {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if balance := send(handler, "GET", "/v1/users/u00001/balance", "", "").Body.String(); !strings.Contains(balance, `"EUR":"92575.75"`) {
		t.Error(balance)
	}
}

func TestQuote(t *testing.T) {
	w := send(newHandler(t), "POST", "/v1/payments/quote", "", `{"user":"u00001","amount":"5","currency":"USD","targets":["EUR"]}`)
	const want = `"quotes":[{"currency":"EUR","best":"wallet","options":[{"method":"wallet","fee":"0.18","rate":"0.91806250","receive":"4.43"},`
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestRefusals(t *testing.T) {
	handler := newHandler(t)
	for path, want := range map[string]int{
		"/v1/users/u16000/balance": http.StatusOK, "/v1/users/u16001/balance": http.StatusNotFound,
		"/v1/rates": http.StatusOK, "/healthz": http.StatusOK, "/elsewhere": http.StatusNotFound,
	} {
		if w := send(handler, "GET", path, "", ""); w.Code != want {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest("GET", "/v1/users/u00001/balance", nil))
	if w.Code != http.StatusUnauthorized {
		t.Errorf("without a signature: %d", w.Code)
	}
}
