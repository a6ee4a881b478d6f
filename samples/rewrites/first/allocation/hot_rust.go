//go:build rust

package main

import "example.com/rewrites/boundary"

// hot: a simplified rule has numbers of at most 20 digits where it had single ones, and its value and size.
//
//go:noinline
func hot(input []byte) []byte { return boundary.Call(input, 20*len(input)+64) }
