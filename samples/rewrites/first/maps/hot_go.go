//go:build !rust

package main

import (
	"cmp"
	"slices"

	"example.com/rewrites/wire"
)

type totals struct {
	events, cents int64
	users         map[uint32]struct{}
}

// hot adds events up by campaign, and by campaign and country, with the number of different users of each, and returns
// the groups in the order of their names.
//
//go:noinline
func hot(input []byte) []byte {
	groups := map[string]*totals{}
	countries := map[[2]string]int64{}
	for events := (wire.Reader{Rest: input}); len(events.Rest) > 0; {
		user, cents := events.Uint32(), events.Int64()
		campaign, country := events.Text(), events.Text()
		group, found := groups[campaign]
		if !found {
			group = &totals{users: map[uint32]struct{}{}}
			groups[campaign] = group
		}
		group.events++
		group.cents += cents
		group.users[user] = struct{}{}
		countries[[2]string{campaign, country}] += cents
	}
	type leader struct {
		country string
		cents   int64
	}
	best := map[string]leader{}
	for key, cents := range countries {
		campaign, country := key[0], key[1]
		held, found := best[campaign]
		if !found || cents > held.cents || cents == held.cents && country < held.country {
			best[campaign] = leader{country, cents}
		}
	}
	type named struct {
		name string
		*totals
	}
	sorted := make([]named, 0, len(groups))
	for name, group := range groups {
		sorted = append(sorted, named{name, group})
	}
	slices.SortFunc(sorted, func(a, b named) int { return cmp.Compare(a.name, b.name) })
	var out []byte
	for _, group := range sorted {
		out = wire.AppendText(out, group.name)
		out = wire.AppendText(out, best[group.name].country)
		out = wire.AppendInt64(out, group.events)
		out = wire.AppendInt64(out, group.cents)
		out = wire.AppendUint32(out, uint32(len(group.users)))
	}
	return out
}
