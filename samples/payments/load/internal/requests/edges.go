package requests

import (
	"fmt"
	"strings"
)

// Edges are the requests that tests like and clients send now and then. Each makes one for a person.
var Edges = []func(m *Maker, person Person, unix int64) Request{
	// Signatures, times and keys.
	func(m *Maker, p Person, unix int64) Request {
		r := m.SignBatch(p, m.small(p), unix)
		r.Signature = strings.Repeat("0", 64)
		return r
	},
	func(m *Maker, p Person, unix int64) Request {
		r := m.SignBatch(p, m.small(p), unix)
		r.Signature = "no hex"
		return r
	},
	func(m *Maker, p Person, unix int64) Request {
		r := m.SignQuote(p, m.Quote(p, 1), unix)
		r.Signature = strings.ToUpper(r.Signature)
		return r
	},
	func(m *Maker, p Person, unix int64) Request { return m.SignQuote(p, m.Quote(p, 1), unix-86_400) },
	func(m *Maker, p Person, unix int64) Request { return m.SignQuote(p, m.Quote(p, 1), unix+86_400) },
	func(m *Maker, p Person, unix int64) Request {
		r := m.SignQuote(p, m.Quote(p, 1), unix)
		r.Timestamp = "yesterday"
		return r
	},
	func(m *Maker, p Person, unix int64) Request {
		return m.Sign(Request{Method: "POST", Path: batchPath, Endpoint: "gifts-batch", User: p.ID, Key: "short"}, m.small(p), unix)
	},
	func(m *Maker, p Person, unix int64) Request {
		return m.Sign(Request{Method: "POST", Path: batchPath, Endpoint: "gifts-batch", User: p.ID, Key: "with a space"}, m.small(p), unix)
	},
	// Bodies.
	quoteText(`{"user":"%s","amount":"5","currency":"USD","targets":["EUR"]`),
	quoteText(`{"user":"%s","amount":"5","currency":"USD","targets":["EUR"]} x`),
	quoteText(`{"user":"%s","amount":5,"currency":"USD","targets":["EUR"]}`),
	quoteText(`{"user":"%s","amount":"5","currency":"USD","targets":"EUR"}`),
	quoteText(`{"User":"%s","AMOUNT":"5","currency":"USD","targets":["EUR"]}`),
	quoteText(`{"user":"u1","user":"%s","amount":"5","amount":"7.25","currency":"USD","targets":["EUR"]}`),
	quoteText(`{"user":"%s","amount":"5","currency":"USD","targets":["EUR",null]}`),
	quoteText(`{"user":"%s","amount":"5","currency":"USD","targets":["EUR"],"note":null,"device":null}`),
	quoteText(`{"user":"%s","amount":"5","currency":"USD","targets":["EUR"],"note":"\u003cb\u003e \ud83d\ude00 \/ \ud83d"}`),
	quoteText(`{"user":"%s","amount":"5","currency":"USD","targets":["EUR"],"more":{"deep":[1,2.50,{"a":1e400}]}}`),
	quoteText("{\"user\":\"%s\",\"amount\":\"5\",\"currency\":\"USD\",\"targets\":[\"EUR\"],\"note\":\"caf\xe9 \xe2\x82\"}"),
	quoteText(`["%s"]`),
	quoteText(`null`),
	quoteText(``),
	batchText(`{"sender":"%s","currency":"USD","gifts":null}`),
	batchText(`{"sender":"%s","currency":"USD","gifts":[null]}`),
	batchText(`{"sender":"%s","currency":"USD","gifts":[{"receiver":"u00001","gift":"rose","count":"3"}]}`),
	batchText(`{"sender":"%s","currency":"USD","gifts":[{"receiver":"u00001","gift":"rose","count":3.0}]}`),
	batchText(`{"sender":"%s","currency":"USD","gifts":[{"receiver":"u00001","gift":"rose","count":99999999999999999999}]}`),
	batchText(`{"sender":"%s","currency":"USD","gifts":[{"receiver":"u00001","gift":"rose","count":-1}]}`),
	batchText(`{"sender":"%s","currency":"USD","gifts":[{"receiver":"u00001","gift":"rose"}]}`),
	// Values.
	quoteText(`{"user":"u16001","amount":"5","currency":"USD","targets":["EUR"]}`),
	quoteText(`{"user":"%s","amount":"5","currency":"XAU","targets":["EUR"]}`),
	quoteText(`{"user":"%s","amount":"5","currency":"usd","targets":["EUR"]}`),
	quoteText(`{"user":"%s","amount":"5","currency":"USD","targets":[]}`),
	quoteText(`{"user":"%s","amount":"5","currency":"USD"}`),
	quoteText(`{"user":"%s","amount":"5","currency":"USD","targets":["EUR","XAU"]}`),
	func(m *Maker, p Person, unix int64) Request { return m.SignQuote(p, m.Quote(p, 13), unix) },
	func(m *Maker, p Person, unix int64) Request { return m.SignQuote(p, m.Quote(p, 12), unix) },
	func(m *Maker, p Person, unix int64) Request {
		amounts := []string{
			"0", "0.00", "-5", "+5", "1e3", ".5", "5.", "1,50", "٥", "1.005", "1.500", "0.01", "0.33", "0.34", "1",
			"999999999", "999999999.99", "1000000000", "2000", "2000.01", "9999.99", "10000", "007", "",
		}
		q := m.Quote(p, 2)
		q.Amount, q.Currency = m.pick(amounts), "USD"
		return m.SignQuote(p, q, unix)
	},
	func(m *Maker, p Person, unix int64) Request {
		q := m.Quote(p, 2)
		q.Amount, q.Currency = m.pick([]string{"1", "1.5", "99", "0.001", "1.005", "0.0005", "12.345"}), m.pick([]string{"JPY", "KWD", "VND"})
		return m.SignQuote(p, q, unix)
	},
	func(m *Maker, p Person, unix int64) Request {
		q := m.Quote(p, 1)
		q.Note = strings.Repeat(m.pick([]string{"a", "é", "界", "😀"}), 200+m.Random.IntN(2))
		return m.SignQuote(p, q, unix)
	},
	func(m *Maker, p Person, unix int64) Request {
		b := m.small(p)
		b.Gifts[0].Message = strings.Repeat(m.pick([]string{"a", "é", "界", "😀"}), 200+m.Random.IntN(2))
		return m.SignBatch(p, b, unix)
	},
	func(m *Maker, p Person, unix int64) Request {
		b := m.small(p)
		b.Reference = m.pick([]string{"a <b> & c", "line\u2028end", "\"quoted\"\t\\", strings.Repeat("é", 32), strings.Repeat("é", 33)})
		return m.SignBatch(p, b, unix)
	},
	func(m *Maker, p Person, unix int64) Request {
		b := m.small(p)
		b.Gifts[0].Receiver = p.ID
		return m.SignBatch(p, b, unix)
	},
	func(m *Maker, p Person, unix int64) Request {
		b := m.small(p)
		b.Gifts[0].Count = m.Random.IntN(3) * 500
		return m.SignBatch(p, b, unix)
	},
	func(m *Maker, p Person, unix int64) Request {
		b := m.small(p)
		b.Gifts[len(b.Gifts)-1].Gift = m.pick([]string{"Rose", "", "moon"})
		return m.SignBatch(p, b, unix)
	},
	func(m *Maker, p Person, unix int64) Request {
		b := m.small(p)
		b.Gifts[0].Receiver = m.pick([]string{"u00000", "u16001", "", "nobody"})
		return m.SignBatch(p, b, unix)
	},
	func(m *Maker, p Person, unix int64) Request {
		b := m.small(p)
		b.Currency = m.pick(currencies) // often without a wallet
		return m.SignBatch(p, b, unix)
	},
	func(m *Maker, p Person, unix int64) Request {
		b := m.small(p)
		b.Gifts[0].Gift, b.Gifts[0].Count = "universe", 999
		return m.SignBatch(p, b, unix)
	},
	func(m *Maker, p Person, unix int64) Request {
		b := m.small(p)
		b.Gifts[0].Gift, b.Gifts[0].Count = "lion", 5+m.Random.IntN(30)
		return m.SignBatch(p, b, unix)
	},
	func(m *Maker, p Person, unix int64) Request { return m.SignBatch(p, m.Batch(p, 51), unix) },
}

const (
	batchPath = "/v1/gifts/batch"
	quotePath = "/v1/payments/quote"
)

// international are messages in which ASCII meets other scripts.
var international = []string{
	"telegramで連絡してください、コインを安く売ります",
	"whatsappかlineで話しましょう",
	"Écris-moi sur telegram, s'il te plaît",
	"Carte cadeau\u00a0: envoie les codes de la gift\u00a0card tout de suite",
	"رقم بطاقتي ٤١١١ ١١١١ ١١١١ ١١١١ شكرا",
	"urgent！！今日中にお願いします",
	"请看https://bit.ly/3xYz12谢谢",
	"signalé à l'équipe, merci",
	"Double your\u3000money！",
	"₿ bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
}

// Worldly makes every seventh message one of many scripts.
func (m *Maker) Worldly(message string) string {
	if message != "" && m.Random.IntN(7) == 0 {
		return m.pick(international)
	}
	return message
}

// SignBatch and SignQuote sign a body of theirs.
func (m *Maker) SignBatch(p Person, b Batch, unix int64) Request {
	return m.Sign(Request{Method: "POST", Path: batchPath, Endpoint: "gifts-batch", User: p.ID}, b, unix)
}

func (m *Maker) SignQuote(p Person, q Quote, unix int64) Request {
	return m.Sign(Request{Method: "POST", Path: quotePath, Endpoint: "payments-quote", User: p.ID}, q, unix)
}

func (m *Maker) small(p Person) Batch { return m.Batch(p, 1+m.Random.IntN(2)) }

func quoteText(text string) func(*Maker, Person, int64) Request {
	return func(m *Maker, p Person, unix int64) Request {
		return m.Sign(Request{Method: "POST", Path: quotePath, Endpoint: "payments-quote", User: p.ID}, filled(text, p), unix)
	}
}

func batchText(text string) func(*Maker, Person, int64) Request {
	return func(m *Maker, p Person, unix int64) Request {
		return m.Sign(Request{Method: "POST", Path: batchPath, Endpoint: "gifts-batch", User: p.ID}, filled(text, p), unix)
	}
}

func filled(text string, p Person) []byte {
	if !strings.Contains(text, "%s") {
		return []byte(text)
	}
	return fmt.Appendf(nil, text, p.ID)
}
