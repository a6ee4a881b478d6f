//go:build !rust

package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"maps"
	"slices"
	"strings"

	"example.com/rewrites/wire"
)

type totals struct {
	lines, errors uint32
	bytes         int64
}

// hot counts the lines of a log in gzip by level, and lines, errors and bytes by service. It returns nothing if the log
// is damaged.
//
//go:noinline
func hot(input []byte) []byte {
	log, err := gzip.NewReader(bytes.NewReader(input))
	if err != nil {
		return nil
	}
	levels, services := map[string]uint32{}, map[string]*totals{}
	var continued uint32
	lines := bufio.NewScanner(log)
	for lines.Scan() {
		line := lines.Text()
		_, rest, _ := strings.Cut(line, " ")
		level, rest, _ := strings.Cut(rest, " ")
		name, _, found := strings.Cut(rest, " ")
		if !found || strings.HasPrefix(line, "\t") {
			continued++
			continue
		}
		levels[level]++
		service, found := services[name]
		if !found {
			service = &totals{}
			services[name] = service
		}
		service.lines++
		service.bytes += int64(len(line))
		if level == "ERROR" {
			service.errors++
		}
	}
	if lines.Err() != nil {
		return nil
	}
	out := wire.AppendUint32(nil, continued)
	out = wire.AppendUint32(out, uint32(len(levels)))
	for _, level := range slices.Sorted(maps.Keys(levels)) {
		out = wire.AppendText(out, level)
		out = wire.AppendUint32(out, levels[level])
	}
	for _, name := range slices.Sorted(maps.Keys(services)) {
		service := services[name]
		out = wire.AppendText(out, name)
		out = wire.AppendUint32(out, service.lines)
		out = wire.AppendUint32(out, service.errors)
		out = wire.AppendInt64(out, service.bytes)
	}
	return out
}
