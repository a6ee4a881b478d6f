// Package harness runs one of the programs: requests at a fixed rate under a profile or a meter, or their answers for a
// comparison. It is the same for both implementations, so that they differ in nothing but the hot part.
package harness

import (
	"bufio"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/pprof"
	"syscall"
	"time"
	"unicode/utf8"
)

// Program is one kind of work.
type Program struct {
	Kind    string
	Request func(random *rand.Rand) []byte
	Handle  func(request []byte) []byte
}

const (
	pause    = 15 * time.Millisecond // and up to spread more: what has come due is handled every 20 ms or so, cheap to pace
	spread   = 10 * time.Millisecond
	distinct = 256 // requests that are sent over and over, made before anything is measured
	shown    = 200 // bytes of a long answer that its line for the comparison has
)

type options struct {
	seed                            uint64
	rate, seconds, warm             float64
	requests, longest               int
	profile, allocs, meter, answers string
}

// Main is the whole of a program's main.
func Main(program Program) {
	var o options
	flag.Uint64Var(&o.seed, "seed", 1, "of the requests")
	flag.Float64Var(&o.rate, "rate", 0, "requests a second; 0 is one after the other without a pause")
	flag.Float64Var(&o.seconds, "seconds", 15, "measured span")
	flag.Float64Var(&o.warm, "warm", 2, "seconds at the same rate before it, which do not count")
	flag.StringVar(&o.profile, "profile", "", "file for the CPU profile of the span")
	flag.StringVar(&o.allocs, "allocs", "", "file for the profile of all allocations, written at the end")
	flag.StringVar(&o.meter, "meter", "", "file for the processor time of the span")
	flag.StringVar(&o.answers, "answers", "", "file for the answers to -requests requests, one line each; nothing else is done")
	flag.IntVar(&o.requests, "requests", 600, "with -answers")
	flag.IntVar(&o.longest, "longest", 1000, "with -answers: a longer answer is told by its length, its hash and its beginning")
	flag.Parse()
	run := measure
	if o.answers != "" {
		run = answer
	}
	if err := run(program, o); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", program.Kind, err)
		os.Exit(1)
	}
}

// request makes the same request for the same seed and number, whatever was made before.
func request(program Program, seed uint64, number int) []byte {
	return program.Request(rand.New(rand.NewPCG(seed, uint64(number))))
}

func measure(program Program, o options) error {
	pool := make([][]byte, distinct)
	for i := range pool {
		pool[i] = request(program, o.seed, i)
	}
	serve(program.Handle, pool, o.rate, o.warm)
	if o.profile != "" {
		file, err := os.Create(o.profile)
		if err != nil {
			return err
		}
		defer file.Close()
		if err := pprof.StartCPUProfile(file); err != nil {
			return err
		}
	}
	before, start := used(), time.Now()
	handled := serve(program.Handle, pool, o.rate, o.seconds)
	seconds, after := time.Since(start).Seconds(), used()
	pprof.StopCPUProfile()
	if o.meter != "" {
		line, err := json.Marshal(map[string]any{
			"kind":             program.Kind,
			"cpuSeconds":       float64((processor(after) - processor(before)).Microseconds()) / 1e6,
			"requests":         handled,
			"seconds":          float64(int64(seconds*1e6)) / 1e6,
			"cores":            runtime.GOMAXPROCS(0),
			"offeredPerSecond": o.rate,
			"rssBytesPeak":     after.Maxrss * 1024,
		})
		if err != nil {
			return err
		}
		if err := os.WriteFile(o.meter, append(line, '\n'), 0o644); err != nil {
			return err
		}
	}
	if o.allocs == "" {
		return nil
	}
	file, err := os.Create(o.allocs)
	if err != nil {
		return err
	}
	defer file.Close()
	runtime.GC() // the profile is of the last collection
	return pprof.Lookup("allocs").WriteTo(file, 0)
}

// serve is an open loop: requests come due by the clock alone. One that falls behind catches up, and a span that did not
// have room for all of its requests gets longer, which the meter shows. The timer of a CPU profile goes by the ticks of the
// kernel, every 4 ms for instance: a fixed pause of 20 ms would have the same parts of every turn sampled again and again,
// and the collector, which runs at the end of one, too often or never. So its length varies, the same way in every run.
func serve(handle func([]byte) []byte, pool [][]byte, rate, seconds float64) int {
	span := time.Duration(seconds * float64(time.Second))
	random := rand.New(rand.NewPCG(1, 2))
	start := time.Now()
	handled := 0
	for {
		elapsed := min(time.Since(start), span)
		if rate == 0 {
			if elapsed == span {
				return handled
			}
			handle(pool[handled%len(pool)])
			handled++
			continue
		}
		for due := int(rate * elapsed.Seconds()); handled < due; handled++ {
			handle(pool[handled%len(pool)])
		}
		if elapsed == span {
			return handled
		}
		next := min(elapsed+pause+time.Duration(random.Int64N(int64(spread))), span)
		time.Sleep(next - time.Since(start))
	}
}

func used() syscall.Rusage {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return usage
}

func processor(usage syscall.Rusage) time.Duration {
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// line is one answer. A short one is there in full, as text or, where it is none, in base64.
type line struct {
	ID         int    `json:"id"`
	Endpoint   string `json:"endpoint"`
	Body       any    `json:"body,omitempty"`
	BodyBase64 string `json:"bodyBase64,omitempty"`
}

type digest struct {
	Bytes  int    `json:"bytes"`
	SHA256 string `json:"sha256"`
	Start  string `json:"start"`
}

func answer(program Program, o options) error {
	file, err := os.Create(o.answers)
	if err != nil {
		return err
	}
	defer file.Close()
	out := bufio.NewWriter(file)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for i := range o.requests {
		body := program.Handle(request(program, o.seed, i))
		answered := line{ID: i, Endpoint: program.Kind}
		switch {
		case len(body) > o.longest:
			sum := sha256.Sum256(body)
			start := base64.StdEncoding.EncodeToString(body[:min(shown, len(body))])
			answered.Body = digest{len(body), hex.EncodeToString(sum[:]), start}
		case utf8.Valid(body):
			answered.Body = string(body)
		default:
			answered.BodyBase64 = base64.StdEncoding.EncodeToString(body)
		}
		if err := encoder.Encode(answered); err != nil {
			return err
		}
	}
	return out.Flush()
}
