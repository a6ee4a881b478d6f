//go:build rust

package main

import "example.com/rewrites/boundary"

// hot: a row with its amount may be a little longer than it was, and a region has 22 bytes and its name.
//
//go:noinline
func hot(input []byte) []byte { return boundary.Call(input, 2*len(input)+128) }
