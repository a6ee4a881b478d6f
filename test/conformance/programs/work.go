package main

import (
	"fmt"
	"sort"
	"strings"
	"time"
)

type item struct {
	k string
	v int
}

func mix(x uint64) uint64 { x ^= x >> 33; x *= 0xff51afd7ed558ccd; x ^= x >> 33; return x }

func hot(n int) uint64 {
	var s uint64
	for i := 0; i < n; i++ {
		s += mix(uint64(i))
	}
	return s
}

//go:noinline
func words(n int) int {
	m := map[string]int{}
	for i := 0; i < n; i++ {
		m[strings.Repeat("x", i%17)+fmt.Sprint(i%997)]++
	}
	l := make([]item, 0, len(m))
	for k, v := range m {
		l = append(l, item{k, v})
	}
	sort.Slice(l, func(a, b int) bool { return l[a].v < l[b].v || l[a].v == l[b].v && l[a].k < l[b].k })
	return len(l)
}

func main() {
	end := time.Now().Add(1500 * time.Millisecond)
	var t uint64
	for time.Now().Before(end) {
		t += hot(300000)
		t += uint64(words(3000))
	}
	fmt.Println(t)
}
