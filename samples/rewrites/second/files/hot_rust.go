//go:build rust

package main

import "example.com/rewrites/boundary"

// hot: a file's 12 bytes are fewer than its path has, and the 21 entries of a shelf take some 500 bytes.
//
//go:noinline
func hot(input []byte) []byte { return boundary.Call(input, len(input)+1024) }
