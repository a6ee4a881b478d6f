//go:build !rust

package main

import (
	"slices"

	"example.com/rewrites/wire"
)

const most = 5

type match struct{ index, distance int }

// hot finds the five candidates closest to each query by edit distance. Of those that are equally far the first ones count.
//
//go:noinline
func hot(input []byte) []byte {
	names := wire.Reader{Rest: input}
	queries := make([][]rune, names.Uint32())
	for i := range queries {
		queries[i] = []rune(names.Text())
	}
	var candidates [][]rune
	for len(names.Rest) > 0 {
		candidates = append(candidates, []rune(names.Text()))
	}
	var out []byte
	for _, query := range queries {
		matches := closest(query, candidates)
		out = wire.AppendUint32(out, uint32(len(matches)))
		for _, m := range matches {
			out = wire.AppendUint32(out, uint32(m.index))
			out = wire.AppendUint32(out, uint32(m.distance))
		}
	}
	return out
}

func closest(query []rune, candidates [][]rune) []match {
	var best []match
	for i, candidate := range candidates {
		// The lengths alone make a distance, which saves the work of finding the true one.
		if len(best) == most && apart(len(query), len(candidate)) >= best[most-1].distance {
			continue
		}
		far := distance(query, candidate)
		if len(best) == most {
			if far >= best[most-1].distance {
				continue
			}
			best = best[:most-1]
		}
		at := len(best)
		for at > 0 && best[at-1].distance > far {
			at--
		}
		best = slices.Insert(best, at, match{i, far})
	}
	return best
}

func apart(a, b int) int { return max(a, b) - min(a, b) }

// distance is that of Levenshtein: how many runes must be inserted, removed or replaced to make one name of the other.
func distance(a, b []rune) int {
	previous, current := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range previous {
		previous[j] = j
	}
	for i, x := range a {
		current[0] = i + 1
		for j, y := range b {
			replaced := previous[j]
			if x != y {
				replaced++
			}
			current[j+1] = min(replaced, previous[j+1]+1, current[j]+1)
		}
		previous, current = current, previous
	}
	return previous[len(b)]
}
