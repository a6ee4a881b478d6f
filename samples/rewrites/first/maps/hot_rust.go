//go:build rust

package main

import "example.com/rewrites/boundary"

// hot: a group has 8 bytes more than the shortest event that makes it.
//
//go:noinline
func hot(input []byte) []byte { return boundary.Call(input, 2*len(input)) }
