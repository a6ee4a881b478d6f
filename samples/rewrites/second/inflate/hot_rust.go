//go:build rust

package main

import "example.com/rewrites/boundary"

// hot: a level or a service has at most 18 bytes and its name; there are few of them, but a small log has few bytes too.
//
//go:noinline
func hot(input []byte) []byte { return boundary.Call(input, len(input)+1024) }
