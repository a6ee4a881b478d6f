//go:build rust

package main

import "example.com/rewrites/boundary"

// hot: the page has less than 2 KiB around its lines. A line has some 300 bytes and its names twice, for which at least 37
// come, and an escaped quote has 5.
//
//go:noinline
func hot(input []byte) []byte { return boundary.Call(input, 10*len(input)+2048) }
