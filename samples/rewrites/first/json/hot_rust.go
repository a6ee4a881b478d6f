//go:build rust

package main

import "example.com/rewrites/boundary"

// hot: accepted orders are about as long as they came, a rejected one is shorter than an order with these errors.
//
//go:noinline
func hot(input []byte) []byte { return boundary.Call(input, 2*len(input)+1024) }
