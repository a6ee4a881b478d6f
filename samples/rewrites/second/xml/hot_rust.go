//go:build rust

package main

import "example.com/rewrites/boundary"

// hot: of an order at most 42 bytes come back that did not come with it, and its text may be shorter than what it is
// escaped to, not longer.
//
//go:noinline
func hot(input []byte) []byte { return boundary.Call(input, len(input)) }
