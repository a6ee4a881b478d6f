// Graph answers routes over a road network that it holds in memory, and keeps the sessions of those who asked.
package main

import (
	"container/heap"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"

	"example.com/gcattribution/internal/measure"
)

type place struct {
	id    int
	name  string
	x, y  float64
	roads []*road
}

type road struct {
	from, to *place
	name     string
	length   float64
}

type visit struct {
	at       *place
	by       *road
	previous *visit
	so, far  float64
}

type queue []*visit

func (q queue) Len() int           { return len(q) }
func (q queue) Less(a, b int) bool { return q[a].far < q[b].far }
func (q queue) Swap(a, b int)      { q[a], q[b] = q[b], q[a] }
func (q *queue) Push(v any)        { *q = append(*q, v.(*visit)) }
func (q *queue) Pop() any {
	old := *q
	last := old[len(old)-1]
	*q = old[:len(old)-1]
	return last
}

type step struct {
	text   string
	length float64
	at     *place
}

type session struct {
	user    string
	seen    map[string]int
	history []*step
}

// stored is one question with what every function answers.
type stored struct {
	from, to *place
	user     int
	route    []*road
	steps    []*step
	score    float64
	session  *session
}

type service struct {
	places   []*place
	sessions []*session
}

func main() {
	measure.Run(measure.Program{
		Name:      "graph",
		Functions: []string{"findRoute", "describeRoute", "scoreArea", "renewSession"},
		Items:     80_000,
		Prepare: func(on func(string) bool, _ int) func(i, w int) uint64 {
			s := &service{places: makePlaces(200)}
			questions := s.makeQuestions(1_500)
			s.sessions = make([]*session, 8_000)
			for user := range s.sessions {
				s.renewSession(user, questions[user%len(questions)].steps)
			}
			find, describe, score, renew := on("findRoute"), on("describeRoute"), on("scoreArea"), on("renewSession")
			return func(i, _ int) uint64 {
				q := questions[i%len(questions)]
				route, steps, area, kept := q.route, q.steps, q.score, q.session
				if find {
					route = findRoute(q.from, q.to)
				}
				if describe {
					steps = describeRoute(route)
				}
				if score {
					area = scoreArea(q.from, q.to)
				}
				if renew {
					kept = s.renewSession(i%len(s.sessions), steps)
				}
				return uint64(len(route)) + uint64(len(steps[0].text)) + math.Float64bits(area)%1000 + uint64(len(kept.seen))
			}
		},
	})
}

// findRoute is A*, with a record for each place that it comes by.
func findRoute(from, to *place) []*road {
	open := &queue{{at: from, far: distance(from, to)}}
	best := map[*place]float64{from: 0}
	for open.Len() > 0 {
		v := heap.Pop(open).(*visit)
		if v.at == to {
			var route []*road
			for ; v.previous != nil; v = v.previous {
				route = append(route, v.by)
			}
			return route
		}
		if v.so > best[v.at] {
			continue
		}
		for _, r := range v.at.roads {
			so := v.so + r.length
			if known, ok := best[r.to]; ok && known <= so {
				continue
			}
			best[r.to] = so
			heap.Push(open, &visit{r.to, r, v, so, so + distance(r.to, to)})
		}
	}
	return nil
}

func describeRoute(route []*road) []*step {
	var steps []*step
	for n := len(route) - 1; n >= 0; n-- {
		r := route[n]
		turn := "ahead"
		if n+1 < len(route) {
			before := route[n+1]
			cross := (before.to.x-before.from.x)*(r.to.y-r.from.y) - (before.to.y-before.from.y)*(r.to.x-r.from.x)
			turn = map[bool]string{true: "left", false: "right"}[cross > 0]
		}
		steps = append(steps, &step{fmt.Sprintf("%s on %s for %.0f m to %s", turn, r.name, r.length*1000, r.to.name), r.length, r.to})
	}
	return steps
}

// scoreArea weighs the places around both ends; it computes and keeps nothing.
func scoreArea(from, to *place) float64 {
	sum := 0.0
	for _, end := range [...]*place{from, to} {
		for _, a := range end.roads {
			for _, b := range a.to.roads {
				for _, c := range b.to.roads {
					sum += math.Exp(-distance(end, c.to)) * math.Sqrt(a.length+b.length*c.length)
				}
			}
		}
	}
	return sum
}

// renewSession replaces what is kept of a user: old sessions die only here.
func (s *service) renewSession(user int, steps []*step) *session {
	kept := &session{user: fmt.Sprintf("user-%d", user), seen: make(map[string]int, 8)}
	for n, st := range steps {
		word, _, _ := strings.Cut(st.at.name, " ")
		kept.seen[word]++
		kept.seen[st.text[:min(len(st.text), 12)]] = n
		kept.history = append(kept.history, &step{strings.Clone(st.text), st.length, st.at})
	}
	s.sessions[user] = kept
	return kept
}

func distance(a, b *place) float64 { return math.Hypot(a.x-b.x, a.y-b.y) }

// makePlaces is a grid of side x side places with bent roads to the neighbours.
func makePlaces(side int) []*place {
	random := rand.New(rand.NewPCG(7, 8))
	places := make([]*place, side*side)
	for n := range places {
		places[n] = &place{
			id: n, name: fmt.Sprintf("%s %d", []string{"Oak", "Mill", "Hill", "Church", "Lake", "Bridge", "Market", "Station"}[random.IntN(8)], n),
			x: float64(n%side) + 0.6*random.Float64(), y: float64(n/side) + 0.6*random.Float64(),
		}
	}
	for _, n := range random.Perm(len(places)) { // as they were built: neighbours in memory are not neighbours on the map
		p := places[n]
		for _, to := range []struct {
			at int
			ok bool
		}{{n + 1, n%side < side-1}, {n - 1, n%side > 0}, {n + side, n/side < side-1}, {n - side, n/side > 0}} {
			if to.ok {
				q := places[to.at]
				p.roads = append(p.roads, &road{p, q, fmt.Sprintf("road %d", random.IntN(9_000)), distance(p, q) * (1 + random.Float64()/2)})
			}
		}
	}
	return places
}

func (s *service) makeQuestions(count int) []*stored {
	random := rand.New(rand.NewPCG(9, 10))
	side := int(math.Sqrt(float64(len(s.places))))
	questions := make([]*stored, count)
	for n := range questions {
		x, y := 10+random.IntN(side-30), 10+random.IntN(side-30)
		q := &stored{from: s.places[y*side+x], to: s.places[(y+2+random.IntN(4))*side+x+2+random.IntN(4)]}
		q.route = findRoute(q.from, q.to)
		q.steps = describeRoute(q.route)
		q.score = scoreArea(q.from, q.to)
		s.sessions = make([]*session, 1)
		q.session = s.renewSession(0, q.steps)
		questions[n] = q
	}
	return questions
}
