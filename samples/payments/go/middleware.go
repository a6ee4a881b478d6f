package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"regexp"
	"runtime/pprof"
	"strconv"
	"time"

	"example.com/payments/internal/ledger"
	"example.com/payments/internal/signature"
)

const maxBody = 256 << 10

var idempotencyKey = regexp.MustCompile(`^[A-Za-z0-9_-]{8,64}$`)

// apiError is answered as JSON with its status.
type apiError struct {
	status  int
	Code    string `json:"code"`
	Message string `json:"message"`
	Field   string `json:"field,omitempty"`
}

func (e *apiError) Error() string { return e.Code + ": " + e.Message }

// call is a request whose signature was checked.
type call struct {
	*http.Request
	body []byte
	key  string // of idempotency
	unix int64  // the signed time; all that depends on time uses it, so that a replay gives the same answer
}

// answer remembers what was sent, for the log.
type answer struct {
	http.ResponseWriter
	status int
	bytes  int
}

func (a *answer) WriteHeader(status int) {
	a.status = status
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(p []byte) (int, error) {
	n, err := a.ResponseWriter.Write(p)
	a.bytes += n
	return n, err
}

// handle adds a route whose work carries the profiler label endpoint and leaves one line in the log.
func (s *service) handle(mux *http.ServeMux, route, endpoint string, handler http.HandlerFunc) {
	labels := pprof.Labels("endpoint", endpoint)
	mux.HandleFunc(route, func(w http.ResponseWriter, r *http.Request) {
		pprof.Do(r.Context(), labels, func(ctx context.Context) {
			begin := time.Now()
			a := &answer{ResponseWriter: w, status: http.StatusOK}
			handler(a, r.WithContext(ctx))
			s.log.LogAttrs(ctx, slog.LevelInfo, "request",
				slog.String("endpoint", endpoint),
				slog.String("method", r.Method),
				slog.String("path", r.URL.Path),
				slog.Int("status", a.status),
				slog.Int("bytes", a.bytes),
				slog.Duration("took", time.Since(begin)),
				slog.String("idempotencyKey", r.Header.Get("Idempotency-Key")))
		})
	})
}

// signed checks time and signature before the handler sees the request.
func (s *service) signed(handler func(http.ResponseWriter, *call) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c, err := s.authenticate(w, r)
		if err == nil {
			err = handler(w, c)
		}
		if err != nil {
			writeError(w, err)
		}
	}
}

func (s *service) authenticate(w http.ResponseWriter, r *http.Request) (*call, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return nil, &apiError{status: http.StatusRequestEntityTooLarge, Code: "too_large", Message: "the body is larger than 256 KiB"}
		}
		return nil, &apiError{status: http.StatusBadRequest, Code: "malformed_body", Message: "the body could not be read"}
	}
	timestamp := r.Header.Get("X-Timestamp")
	unix, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return nil, &apiError{status: http.StatusUnauthorized, Code: "bad_timestamp", Message: "X-Timestamp must hold Unix seconds"}
	}
	if off := time.Since(time.Unix(unix, 0)); off > s.skew || off < -s.skew {
		return nil, &apiError{status: http.StatusUnauthorized, Code: "stale", Message: "the timestamp is too far from now"}
	}
	key := r.Header.Get("Idempotency-Key")
	if !signature.Valid(s.key, r.Header.Get("X-Signature"), r.Method, r.URL.RequestURI(), timestamp, key, body) {
		return nil, &apiError{status: http.StatusUnauthorized, Code: "bad_signature", Message: "the signature does not match"}
	}
	return &call{Request: r, body: body, key: key, unix: unix}, nil
}

// decode reads a JSON body.
func (c *call) decode(value any) error {
	if err := json.Unmarshal(c.body, value); err != nil {
		return &apiError{status: http.StatusBadRequest, Code: "malformed_body", Message: "the body is not the JSON expected here"}
	}
	return nil
}

// once runs the work of a new idempotency key and keeps its response; a known key gets that response again.
func (s *service) once(w http.ResponseWriter, c *call, user *ledger.User, work func() (any, error)) error {
	if !idempotencyKey.MatchString(c.key) {
		return &apiError{status: http.StatusBadRequest, Code: "bad_idempotency_key",
			Message: "Idempotency-Key must have 8 to 64 letters, digits, - or _"}
	}
	state, stored := s.responses.Begin(user.ID, c.key, sha256.Sum256(c.body))
	switch state {
	case ledger.Replay:
		w.Header().Set("Idempotency-Replayed", "true")
		write(w, stored.Status, stored.Body)
		return nil
	case ledger.Conflict:
		return &apiError{status: http.StatusConflict, Code: "key_reused", Message: "the idempotency key belongs to another body"}
	case ledger.Running:
		return &apiError{status: http.StatusConflict, Code: "in_progress", Message: "the first request with this key still runs"}
	}
	status := http.StatusOK
	var body []byte
	value, err := work()
	if err == nil {
		body, err = json.Marshal(value)
	}
	if err != nil {
		status, body = errorBody(err)
	}
	s.responses.Finish(user.ID, c.key, ledger.Response{Status: status, Body: body})
	write(w, status, body)
	return nil
}

func invalid(field, message string) error {
	return &apiError{status: http.StatusUnprocessableEntity, Code: "invalid_request", Message: message, Field: field}
}

func writeJSON(w http.ResponseWriter, status int, value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return err
	}
	write(w, status, body)
	return nil
}

func write(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(body)
}

func writeError(w http.ResponseWriter, err error) {
	status, body := errorBody(err)
	write(w, status, body)
}

func errorBody(err error) (int, []byte) {
	var known *apiError
	if !errors.As(err, &known) {
		known = &apiError{status: http.StatusInternalServerError, Code: "internal", Message: "something went wrong"}
	}
	body, err := json.Marshal(map[string]*apiError{"error": known})
	if err != nil {
		return http.StatusInternalServerError, []byte(`{"error":{"code":"internal","message":"something went wrong"}}`)
	}
	return known.status, body
}
