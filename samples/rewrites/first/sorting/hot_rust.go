//go:build rust

package main

import "example.com/rewrites/boundary"

// hot: a ticket on the page is a byte shorter than it came, and each has 4 bytes more in the second list.
//
//go:noinline
func hot(input []byte) []byte { return boundary.Call(input, 2*len(input)) }
