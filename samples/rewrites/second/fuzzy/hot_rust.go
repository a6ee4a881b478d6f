//go:build rust

package main

import (
	"example.com/rewrites/boundary"
	"example.com/rewrites/wire"
)

// hot: a query has five matches of 8 bytes and their number.
//
//go:noinline
func hot(input []byte) []byte {
	header := wire.Reader{Rest: input}
	return boundary.Call(input, 44*int(header.Uint32()))
}
