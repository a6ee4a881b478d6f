//go:build rust

package main

import "example.com/rewrites/boundary"

// hot: 12 bytes for a message of at least 2.
//
//go:noinline
func hot(input []byte) []byte { return boundary.Call(input, 6*len(input)+64) }
