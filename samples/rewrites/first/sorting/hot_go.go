//go:build !rust

package main

import (
	"cmp"
	"slices"
	"strings"

	"example.com/rewrites/wire"
)

type ticket struct {
	id       uint32
	priority uint8
	due      int64
	amount   int64
	region   string
	customer string
}

// hot sorts the tickets of two shards, merges them, and returns in that order the first of them that fit on a page; then
// the numbers of all tickets by amount.
//
//go:noinline
func hot(input []byte) []byte {
	message := wire.Reader{Rest: input}
	page := int(message.Uint32())
	shards := [2][]ticket{read(&message), read(&message)}
	for _, shard := range shards {
		slices.SortFunc(shard, byUrgency)
	}
	merged := merge(shards[0], shards[1])
	var out []byte
	for _, t := range merged[:min(page, len(merged))] {
		out = wire.AppendUint32(out, t.id)
		out = wire.AppendInt64(out, t.due)
		out = wire.AppendInt64(out, t.amount)
		out = wire.AppendText(out, t.region)
		out = wire.AppendText(out, t.customer)
	}
	slices.SortFunc(merged, func(a, b ticket) int {
		return cmp.Or(cmp.Compare(b.amount, a.amount), cmp.Compare(a.id, b.id))
	})
	for _, t := range merged {
		out = wire.AppendUint32(out, t.id)
	}
	return out
}

func read(message *wire.Reader) []ticket {
	tickets := make([]ticket, message.Uint32())
	for i := range tickets {
		tickets[i] = ticket{message.Uint32(), message.Uint8(), message.Int64(), message.Int64(), message.Text(), message.Text()}
	}
	return tickets
}

func byUrgency(a, b ticket) int {
	return cmp.Or(
		cmp.Compare(b.priority, a.priority),
		strings.Compare(a.region, b.region),
		strings.Compare(a.customer, b.customer),
		cmp.Compare(a.due, b.due),
		cmp.Compare(a.id, b.id),
	)
}

func merge(a, b []ticket) []ticket {
	merged := make([]ticket, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if byUrgency(b[0], a[0]) < 0 {
			merged, b = append(merged, b[0]), b[1:]
		} else {
			merged, a = append(merged, a[0]), a[1:]
		}
	}
	return append(append(merged, a...), b...)
}
