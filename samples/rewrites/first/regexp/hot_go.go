//go:build !rust

package main

import (
	"bytes"
	"regexp"
	"strconv"
)

type rule struct {
	name        string
	pattern     *regexp.Regexp
	replacement []byte
}

var rules = []rule{
	{"email", regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+`), []byte("<email>")},
	{"ip", regexp.MustCompile(`\b([0-9]{1,3}\.){3}[0-9]{1,3}\b`), []byte("<ip>")},
	{"uuid", regexp.MustCompile(`\b[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}\b`), []byte("<uuid>")},
	{"card", regexp.MustCompile(`\b[0-9]{4}([ -]?)[0-9]{4}([ -]?)[0-9]{4}([ -]?)[0-9]{4}\b`), []byte("<card>")},
	{"secret", regexp.MustCompile(`(?i)\b(password|token|api[_-]?key|secret)\s*[=:]\s*[^\s,;]+`), []byte("<secret>")},
	{"phone", regexp.MustCompile(`\+[0-9]{1,3}[ -][0-9]{2,4}([ -][0-9]{2,4}){2,3}`), []byte("<phone>")},
}

// hot takes what is private out of messages, one a line, and says below them how often each rule found something.
//
//go:noinline
func hot(input []byte) []byte {
	found := make([]int, len(rules))
	out := make([]byte, 0, len(input)+256)
	for _, message := range bytes.Split(input, []byte{'\n'}) {
		for i, r := range rules {
			message = r.pattern.ReplaceAllFunc(message, func([]byte) []byte {
				found[i]++
				return r.replacement
			})
		}
		out = append(out, message...)
		out = append(out, '\n')
	}
	for i, r := range rules {
		out = append(out, r.name...)
		out = append(out, '=')
		out = strconv.AppendInt(out, int64(found[i]), 10)
		out = append(out, ' ')
	}
	return out
}
