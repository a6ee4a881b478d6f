package ledger

import "sync"

// Response is what a request was answered with.
type Response struct {
	Status int
	Body   []byte
}

// State says what Begin found under a key.
type State int

const (
	Fresh    State = iota // go on, and call Finish
	Replay                // answer with the stored response
	Conflict              // the key was used for another body
	Running               // the first request with this key is not answered yet
)

// Idempotency remembers the latest responses by user and key; the oldest make room.
type Idempotency struct {
	mu      sync.Mutex
	entries map[string]*remembered
	order   []string
	next    int
}

type remembered struct {
	hash     [32]byte
	done     bool
	response Response
}

// NewIdempotency keeps up to size responses.
func NewIdempotency(size int) *Idempotency {
	return &Idempotency{entries: make(map[string]*remembered, size), order: make([]string, size)}
}

// Begin claims a key for a body with the given hash.
func (s *Idempotency) Begin(user, key string, hash [32]byte) (State, Response) {
	id := user + "/" + key
	s.mu.Lock()
	defer s.mu.Unlock()
	if e, ok := s.entries[id]; ok {
		switch {
		case e.hash != hash:
			return Conflict, Response{}
		case !e.done:
			return Running, Response{}
		}
		return Replay, e.response
	}
	if oldest := s.order[s.next]; oldest != "" {
		delete(s.entries, oldest)
	}
	s.order[s.next] = id
	s.next = (s.next + 1) % len(s.order)
	s.entries[id] = &remembered{hash: hash}
	return Fresh, Response{}
}

// Finish stores the response of a claimed key.
func (s *Idempotency) Finish(user, key string, response Response) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e, ok := s.entries[user+"/"+key]; ok {
		e.response, e.done = response, true
	}
}
