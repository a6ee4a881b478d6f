//go:build !rust

package main

import (
	"container/heap"
	"math"
	"slices"

	"example.com/rewrites/wire"
)

type edge struct {
	to   int
	cost int64
}

// graph has the edges that leave each node.
type graph [][]edge

// hot finds the cheapest route from each source to each target, with its cost and its nodes: -1 and none where there is no
// way. It answers nothing if a node is not there.
//
//go:noinline
func hot(input []byte) []byte {
	numbers := wire.Reader{Rest: input}
	nodes := make(graph, numbers.Uint32())
	sources, targets := make([]int, numbers.Uint32()), make([]int, numbers.Uint32())
	for _, ends := range [][]int{sources, targets} {
		for i := range ends {
			ends[i] = int(numbers.Uint32())
			if ends[i] >= len(nodes) {
				return nil
			}
		}
	}
	for len(numbers.Rest) > 0 {
		from, to, cost := int(numbers.Uint32()), int(numbers.Uint32()), int64(numbers.Uint32())
		if from >= len(nodes) || to >= len(nodes) {
			return nil
		}
		nodes[from] = append(nodes[from], edge{to, cost})
	}
	var out []byte
	for _, source := range sources {
		costs, previous := nodes.cheapest(source)
		for _, target := range targets {
			out = wire.AppendUint32(out, uint32(source))
			out = wire.AppendUint32(out, uint32(target))
			if costs[target] == math.MaxInt64 {
				out = wire.AppendInt64(out, -1)
				out = wire.AppendUint32(out, 0)
				continue
			}
			path := []int{target}
			for node := target; node != source; {
				node = previous[node]
				path = append(path, node)
			}
			slices.Reverse(path)
			out = wire.AppendInt64(out, costs[target])
			out = wire.AppendUint32(out, uint32(len(path)))
			for _, node := range path {
				out = wire.AppendUint32(out, uint32(node))
			}
		}
	}
	return out
}

// cheapest is Dijkstra's algorithm: what it costs to get from the source to each node, and the last node before it.
func (g graph) cheapest(source int) (costs []int64, previous []int) {
	costs, previous = make([]int64, len(g)), make([]int, len(g))
	for i := range costs {
		costs[i] = math.MaxInt64
	}
	costs[source] = 0
	open := &frontier{{0, source}}
	for open.Len() > 0 {
		at := heap.Pop(open).(reached)
		if at.cost > costs[at.node] {
			continue // a cheaper way has been found since
		}
		for _, e := range g[at.node] {
			if cost := at.cost + e.cost; cost < costs[e.to] {
				costs[e.to] = cost
				previous[e.to] = at.node
				heap.Push(open, reached{cost, e.to})
			}
		}
	}
	return costs, previous
}

type reached struct {
	cost int64
	node int
}

// frontier is a heap. Of nodes at the same cost the lower number comes first, so that routes do not depend on the heap.
type frontier []reached

func (f frontier) Len() int      { return len(f) }
func (f frontier) Swap(i, j int) { f[i], f[j] = f[j], f[i] }
func (f *frontier) Push(x any)   { *f = append(*f, x.(reached)) }

func (f frontier) Less(i, j int) bool {
	return f[i].cost < f[j].cost || f[i].cost == f[j].cost && f[i].node < f[j].node
}

func (f *frontier) Pop() any {
	last := len(*f) - 1
	x := (*f)[last]
	*f = (*f)[:last]
	return x
}
