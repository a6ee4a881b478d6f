package requests

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
)

// Request is one signed request.
type Request struct {
	Method    string
	Path      string
	Endpoint  string
	User      string
	Timestamp string
	Key       string // of idempotency
	Signature string
	Body      []byte
}

// Batch and the other bodies are what clients send.
type Batch struct {
	Sender    string `json:"sender"`
	Currency  string `json:"currency"`
	Reference string `json:"reference,omitempty"`
	Device    string `json:"device,omitempty"`
	Gifts     []Gift `json:"gifts"`
}

type Gift struct {
	Receiver string `json:"receiver"`
	Gift     string `json:"gift"`
	Count    int    `json:"count"`
	Message  string `json:"message,omitempty"`
}

type Quote struct {
	User     string   `json:"user"`
	Amount   string   `json:"amount"`
	Currency string   `json:"currency"`
	Targets  []string `json:"targets"`
	Device   string   `json:"device,omitempty"`
	Note     string   `json:"note,omitempty"`
}

type topUp struct {
	Currency string `json:"currency"`
	Amount   string `json:"amount"`
}

// Maker draws requests; the same seed and time give the same requests.
type Maker struct {
	Random *rand.Rand
	People []Person
	Secret []byte
	made   int
	prefix string
}

// NewMaker draws from a seed; users is the number of the service's.
func NewMaker(seed uint64, users int, secret string) *Maker {
	return &Maker{
		Random: rand.New(rand.NewPCG(seed, 0)), People: People(users), Secret: []byte(secret),
		prefix: fmt.Sprintf("load-%d", seed),
	}
}

// Sign completes a request: a body that is not bytes yet becomes JSON, a request to write gets the next key.
func (m *Maker) Sign(r Request, body any, unix int64) Request {
	switch b := body.(type) {
	case nil:
	case []byte:
		r.Body = b
	default:
		text, err := json.Marshal(b)
		if err != nil {
			panic(err) // only strings and numbers are marshalled
		}
		r.Body = text
	}
	if r.Method == "POST" && r.Endpoint != "payments-quote" && r.Key == "" {
		m.made++
		r.Key = fmt.Sprintf("%s-%06d", m.prefix, m.made)
	}
	r.Timestamp = strconv.FormatInt(unix, 10)
	mac := hmac.New(sha256.New, m.Secret)
	for _, part := range []string{r.Method, r.Path, r.Timestamp, r.Key} {
		mac.Write([]byte(part + "\n"))
	}
	mac.Write(r.Body)
	r.Signature = hex.EncodeToString(mac.Sum(nil))
	return r
}

// Draw makes one request of a mix: full, hot (its two heavy endpoints alone), rest (its other five), batch or quote.
func (m *Maker) Draw(mix string, unix int64) (Request, error) {
	person := m.person()
	percent := m.Random.IntN(100)
	switch mix {
	case "batch":
		return m.batch(person, unix), nil
	case "quote":
		return m.quote(person, unix), nil
	case "hot":
		if percent < 50 {
			return m.batch(person, unix), nil
		}
		return m.quote(person, unix), nil
	case "rest":
		percent = 54 + m.Random.IntN(46)
	case "full":
	default:
		return Request{}, fmt.Errorf("there is no mix %q", mix)
	}
	switch {
	case percent < 27:
		return m.batch(person, unix), nil
	case percent < 54:
		return m.quote(person, unix), nil
	case percent < 72:
		r := Request{Method: "GET", Path: "/v1/users/" + person.ID + "/balance", Endpoint: "balance", User: person.ID}
		return m.Sign(r, nil, unix), nil
	case percent < 80:
		r := Request{Method: "GET", Path: "/v1/users/" + person.ID + "/history", Endpoint: "history", User: person.ID}
		return m.Sign(r, nil, unix), nil
	case percent < 86:
		r := Request{Method: "POST", Path: "/v1/users/" + person.ID + "/top-ups", Endpoint: "top-up", User: person.ID}
		return m.Sign(r, topUp{person.Currencies[0], fmt.Sprint(1 + m.Random.IntN(500))}, unix), nil
	case percent < 94:
		return m.Sign(Request{Method: "GET", Path: "/v1/rates", Endpoint: "rates"}, nil, unix), nil
	}
	return m.Sign(Request{Method: "GET", Path: "/healthz", Endpoint: "health"}, nil, unix), nil
}

// Batch draws a body of a number of gifts.
func (m *Maker) Batch(person Person, gifts int) Batch {
	b := Batch{Sender: person.ID, Currency: m.pick(person.Currencies), Device: m.device(), Gifts: make([]Gift, gifts)}
	if m.Random.IntN(4) == 0 {
		b.Reference = fmt.Sprintf("stream %d", m.Random.IntN(5000))
	}
	for i := range b.Gifts {
		receiver := m.person()
		for receiver.ID == person.ID {
			receiver = m.person()
		}
		b.Gifts[i] = Gift{Receiver: receiver.ID, Gift: m.gift(), Count: 1 + m.Random.IntN(12)}
		if m.Random.IntN(10) < 4 {
			b.Gifts[i].Message = m.Message()
		}
	}
	return b
}

// Quote draws a body with a number of target currencies.
func (m *Maker) Quote(person Person, targets int) Quote {
	q := Quote{User: person.ID, Currency: m.pick(person.Currencies), Device: m.device(), Targets: make([]string, targets)}
	switch q.Currency {
	case "JPY":
		q.Amount = fmt.Sprint(100 + m.Random.IntN(400_000))
	case "IDR", "VND":
		q.Amount = fmt.Sprint(10_000 + 500*m.Random.IntN(40_000))
	default:
		q.Amount = fmt.Sprintf("%d.%02d", 1+m.Random.IntN(3000), m.Random.IntN(100))
		if m.Random.IntN(3) == 0 { // many people pay round sums
			q.Amount = fmt.Sprint(5 * (1 + m.Random.IntN(100)))
		}
	}
	for i := range q.Targets {
		q.Targets[i] = m.pick(currencies)
	}
	if m.Random.IntN(2) == 0 {
		q.Note = m.Message()
	}
	return q
}

func (m *Maker) batch(person Person, unix int64) Request {
	r := Request{Method: "POST", Path: "/v1/gifts/batch", Endpoint: "gifts-batch", User: person.ID}
	return m.Sign(r, m.Batch(person, 10+m.Random.IntN(31)), unix)
}

func (m *Maker) quote(person Person, unix int64) Request {
	r := Request{Method: "POST", Path: "/v1/payments/quote", Endpoint: "payments-quote", User: person.ID}
	return m.Sign(r, m.Quote(person, 3+m.Random.IntN(6)), unix)
}

func (m *Maker) person() Person { return m.People[m.Random.IntN(len(m.People))] }

func (m *Maker) pick(from []string) string { return from[m.Random.IntN(len(from))] }
