//go:build rust

package main

import "example.com/rewrites/boundary"

// hot: a row of at least 40 bytes becomes at most 300 bytes and eight times its text (escaped once, quoted once).
//
//go:noinline
func hot(input []byte) []byte { return boundary.Call(input, 8*len(input)+256) }
