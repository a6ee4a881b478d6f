//go:build rust

package main

import "example.com/rewrites/boundary"

// hot: the merged document has no more in it than the two that came; the rest is for an error.
//
//go:noinline
func hot(input []byte) []byte { return boundary.Call(input, len(input)+64) }
