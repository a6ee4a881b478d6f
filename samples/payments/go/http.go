package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"regexp"
	"runtime/pprof"
	"strconv"
	"sync"
	"time"
)

// handler answers a call, or fails with an apiError.
type handler func(*call) (*response, error)

// call is a request; what it was signed with is there once that was checked.
type call struct {
	*http.Request
	user *user // of the path, if it names one
	body []byte
	key  string // of idempotency
	unix int64  // the signed time; all that depends on time uses it, so that a replay gives the same answer
}

type response struct {
	status   int
	body     []byte
	replayed bool
}

// apiError is answered as JSON with its status.
type apiError struct {
	status  int
	Code    string `json:"code"`
	Message string `json:"message"`
	Field   string `json:"field,omitempty"`
}

func (e *apiError) Error() string { return e.Code + ": " + e.Message }

func invalid(field, message string) error {
	return &apiError{http.StatusUnprocessableEntity, "invalid_request", message, field}
}

func unknownUser(field string) error {
	return &apiError{http.StatusNotFound, "unknown_user", "there is no such user", field}
}

// handle adds a route whose work carries the profiler label endpoint and leaves one line in the log.
func (s *service) handle(mux *http.ServeMux, route, endpoint string, h handler) {
	labels := pprof.Labels("endpoint", endpoint)
	mux.HandleFunc(route, func(w http.ResponseWriter, r *http.Request) {
		pprof.Do(r.Context(), labels, func(ctx context.Context) {
			begin := time.Now()
			c := &call{Request: r.WithContext(ctx), key: r.Header.Get("Idempotency-Key")}
			c.Body = http.MaxBytesReader(w, r.Body, 256<<10)
			answer, err := h(c)
			if err != nil {
				answer = failure(err)
			}
			w.Header().Set("Content-Type", "application/json")
			if answer.replayed {
				w.Header().Set("Idempotency-Replayed", "true")
			}
			w.WriteHeader(answer.status)
			w.Write(answer.body)
			s.log.InfoContext(ctx, "request", "endpoint", endpoint, "method", r.Method, "path", r.URL.Path,
				"status", answer.status, "bytes", len(answer.body), "took", time.Since(begin),
				"idempotencyKey", c.key)
		})
	})
}

// signed reads the body, checks time and signature and finds the user before the handler sees the call.
func (s *service) signed(h handler) handler {
	return func(c *call) (*response, error) {
		var err error
		if c.body, err = io.ReadAll(c.Body); err != nil {
			if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
				return nil, &apiError{http.StatusRequestEntityTooLarge, "too_large", "the body is larger than 256 KiB", ""}
			}
			return nil, &apiError{http.StatusBadRequest, "malformed_body", "the body could not be read", ""}
		}
		timestamp := c.Header.Get("X-Timestamp")
		if c.unix, err = strconv.ParseInt(timestamp, 10, 64); err != nil {
			return nil, &apiError{http.StatusUnauthorized, "bad_timestamp", "X-Timestamp must hold Unix seconds", ""}
		}
		if time.Since(time.Unix(c.unix, 0)).Abs() > s.skew {
			return nil, &apiError{http.StatusUnauthorized, "stale", "the timestamp is too far from now", ""}
		}
		signature, err := hex.DecodeString(c.Header.Get("X-Signature"))
		if err != nil || !hmac.Equal(signature, sign(s.key, c.body, c.Method, c.URL.RequestURI(), timestamp, c.key)) {
			return nil, &apiError{http.StatusUnauthorized, "bad_signature", "the signature does not match", ""}
		}
		if id := c.PathValue("id"); id != "" {
			if c.user = s.ledger.users[id]; c.user == nil {
				return nil, unknownUser("")
			}
		}
		return h(c)
	}
}

// sign is HMAC-SHA256 over the heads, each a line, and the body.
func sign(key, body []byte, heads ...string) []byte {
	mac := hmac.New(sha256.New, key)
	for _, head := range heads {
		mac.Write([]byte(head))
		mac.Write([]byte{'\n'})
	}
	mac.Write(body)
	return mac.Sum(nil)
}

// decode reads a JSON body.
func (c *call) decode(value any) error {
	if json.Unmarshal(c.body, value) != nil {
		return &apiError{http.StatusBadRequest, "malformed_body", "the body is not the JSON expected here", ""}
	}
	return nil
}

func success(value any) (*response, error) {
	body, err := json.Marshal(value)
	return &response{status: http.StatusOK, body: body}, err
}

func failure(err error) *response {
	known, ok := errors.AsType[*apiError](err)
	if !ok {
		known = &apiError{http.StatusInternalServerError, "internal", "something went wrong", ""}
	}
	body, _ := json.Marshal(map[string]*apiError{"error": known}) // strings alone cannot fail
	return &response{status: known.status, body: body}
}

var idempotencyKey = regexp.MustCompile(`^[A-Za-z0-9_-]{8,64}$`)

// remembered is the response to the first request with an idempotency key; further requests wait for it.
type remembered struct {
	hash     [sha256.Size]byte // of the body
	once     sync.Once
	response *response
}

// once runs the work of a new idempotency key and keeps its response; a known key gets that response again.
func (s *service) once(c *call, u *user, work func() (*response, error)) (*response, error) {
	if !idempotencyKey.MatchString(c.key) {
		return nil, &apiError{http.StatusBadRequest, "bad_idempotency_key", "Idempotency-Key must have 8 to 64 letters, digits, - or _", ""}
	}
	entry := &remembered{hash: sha256.Sum256(c.body)}
	if earlier, found, _ := s.responses.PeekOrAdd(u.id+"/"+c.key, entry); found {
		if earlier.hash != entry.hash {
			return nil, &apiError{http.StatusConflict, "key_reused", "the idempotency key belongs to another body", ""}
		}
		entry = earlier
	}
	replayed := true
	entry.once.Do(func() {
		var err error
		if entry.response, err = work(); err != nil {
			entry.response = failure(err)
		}
		replayed = false
	})
	return &response{entry.response.status, entry.response.body, replayed}, nil
}
