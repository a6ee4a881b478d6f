// Command graph answers routes through a grid of roads: the cheapest way from each of two places to each of seven others.
// What is not rewritten is the check of the message and the answer as JSON, with the positions along each route.
package main

import (
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"math/rand/v2"

	"example.com/rewrites/harness"
	"example.com/rewrites/wire"
)

type position [2]float64

type route struct {
	From  uint32     `json:"from"`
	To    uint32     `json:"to"`
	Cost  int64      `json:"cost"`
	Nodes []uint32   `json:"nodes"`
	Line  []position `json:"line"`
}

type answer struct {
	Request     uint32  `json:"request"`
	Routes      []route `json:"routes"`
	Unreachable int     `json:"unreachable"`
}

func main() { harness.Main(harness.Program{Kind: "graph", Request: request, Handle: handle}) }

// handle takes a checksum, the places by their position, and what hot takes.
func handle(message []byte) []byte {
	if len(message) < 8 || crc32.ChecksumIEEE(message[4:]) != binary.LittleEndian.Uint32(message) {
		return []byte(`{"error":"damaged request"}`)
	}
	answered := answer{Request: binary.LittleEndian.Uint32(message)}
	places := wire.Reader{Rest: message[4:]}
	positions := make([]position, places.Uint32())
	for i := range positions {
		positions[i] = position{float64(places.Uint32()) / 1e6, float64(places.Uint32()) / 1e6}
	}
	found := wire.Reader{Rest: hot(places.Rest)}
	if len(found.Rest) == 0 {
		return []byte(`{"error":"there is no such place"}`)
	}
	for len(found.Rest) > 0 {
		r := route{From: found.Uint32(), To: found.Uint32(), Cost: found.Int64(), Nodes: make([]uint32, found.Uint32())}
		if r.Cost < 0 {
			answered.Unreachable++
		}
		r.Line = make([]position, len(r.Nodes))
		for i := range r.Nodes {
			r.Nodes[i] = found.Uint32()
			r.Line[i] = positions[r.Nodes[i]]
		}
		answered.Routes = append(answered.Routes, r)
	}
	out, err := json.Marshal(answered)
	if err != nil {
		return []byte(`{"error":"unencodable"}`)
	}
	return out
}

const (
	side    = 20
	sources = 2
	targets = 7
)

// request makes a grid of 400 places with some 1,400 roads of one way, from 2 places to 7 others. In one of ten no road
// leads to one of the targets; one of forty asks for a place that is not there, and one of fifty is damaged.
func request(random *rand.Rand) []byte {
	body := wire.AppendUint32(make([]byte, 4), side*side)
	for node := range side * side {
		body = wire.AppendUint32(body, uint32(8_500_000+node%side*1300+random.IntN(400)))
		body = wire.AppendUint32(body, uint32(47_300_000+node/side*900+random.IntN(300)))
	}
	ends := random.Perm(side * side)[:sources+targets]
	closed := -1
	if random.IntN(10) == 0 {
		closed = ends[sources]
	}
	if random.IntN(40) == 0 {
		ends[random.IntN(len(ends))] = side * side
	}
	for _, number := range []uint32{side * side, sources, targets} {
		body = wire.AppendUint32(body, number)
	}
	for _, end := range ends {
		body = wire.AppendUint32(body, uint32(end))
	}
	road := func(from, to int) {
		if to != closed && random.IntN(100) < 92 {
			body = wire.AppendUint32(body, uint32(from))
			body = wire.AppendUint32(body, uint32(to))
			body = wire.AppendUint32(body, uint32(10+random.IntN(90)))
		}
	}
	for node := range side * side {
		if node%side < side-1 {
			road(node, node+1)
			road(node+1, node)
		}
		if node/side < side-1 {
			road(node, node+side)
			road(node+side, node)
		}
	}
	binary.LittleEndian.PutUint32(body, crc32.ChecksumIEEE(body[4:]))
	if random.IntN(50) == 0 {
		body[100]++
	}
	return body
}
