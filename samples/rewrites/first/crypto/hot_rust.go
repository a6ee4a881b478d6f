//go:build rust

package main

import "example.com/rewrites/boundary"

// hot: a digest of 32 bytes for the document, and 48 bytes more than it has for each block.
//
//go:noinline
func hot(input []byte) []byte { return boundary.Call(input, len(input)+32+48*(len(input)/blockSize+1)) }
