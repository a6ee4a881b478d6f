//go:build rust

package main

import (
	"example.com/rewrites/boundary"
	"example.com/rewrites/wire"
)

// hot: a route has 20 bytes and passes each node at most once.
//
//go:noinline
func hot(input []byte) []byte {
	header := wire.Reader{Rest: input}
	nodes, sources, targets := int(header.Uint32()), int(header.Uint32()), int(header.Uint32())
	return boundary.Call(input, sources*targets*(20+4*nodes))
}
