// Package measure runs a program's fixed work with one of its functions left out, and says what the work cost.
package measure

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"runtime"
	"runtime/pprof"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
	_ "unsafe" // for go:linkname
)

// Program is what a main function hands over: its setup is done and everything that it keeps is reachable from Work.
type Program struct {
	Name string
	// Functions that can be left out, by the names that -without takes.
	Functions []string
	// Items is how many items the work has by default; each is one call of Work.
	Items int
	// Prepare makes the inputs and the stored results of every function, alike whatever is left out, and returns the work on
	// item i by worker w. The work returns a number made from all results; without a function it comes from the stored ones.
	Prepare func(on func(function string) bool, workers int) func(i, w int) uint64
}

type result struct {
	Program  string  `json:"program"`
	Without  string  `json:"without"`
	Items    int     `json:"items"`
	Workers  int     `json:"workers"`
	Checksum string  `json:"checksum"`
	CPU      float64 `json:"cpuSeconds"`
	Wall     float64 `json:"wallSeconds"`
	Cycles   uint32  `json:"gcCycles"`
	Bytes    uint64  `json:"allocatedBytes"`
	Objects  uint64  `json:"allocatedObjects"`
	Live     uint64  `json:"liveBytes"`
}

// Run parses the command line, runs the work and prints one line of JSON.
func Run(p Program) {
	without := flag.String("without", "", "leave out one of: "+strings.Join(p.Functions, " "))
	items := flag.Int("items", p.Items, "how many items to work on")
	workers := flag.Int("workers", 1, "goroutines that share the items")
	profiles := flag.String("profiles", "", "write PREFIX-cpu.pb.gz, PREFIX-allocs-before.pb.gz and PREFIX-allocs-after.pb.gz")
	pauses := flag.Int("slices", 0, "stop (SIGSTOP) before each of as many parts of the work, for another process to continue it")
	list := flag.Bool("list", false, "print the functions and stop")
	flag.Parse()
	if *list {
		fmt.Println(strings.Join(p.Functions, " "))
		return
	}
	if *without != "" && !slices.Contains(p.Functions, *without) {
		log.Fatalf("%s has no function %q", p.Name, *without)
	}
	work := p.Prepare(func(function string) bool { return function != *without }, *workers)
	// Twice, so that nothing of the setup is left to be swept, and the allocation profile is up to date.
	runtime.GC()
	runtime.GC()
	var before, after runtime.MemStats
	stop := func() {}
	if *profiles != "" {
		stop = profile(*profiles)
	}
	runtime.ReadMemStats(&before)
	parts := max(1, *pauses)
	if *pauses > 0 {
		pause()
	}
	cpu, start := cpuTime(), time.Now()
	var sum uint64
	next := 0
	for part := range parts {
		if part > 0 {
			// The collector paces itself by the clock, but only while it marks: so never stop it there.
			for ; next < *items && gcphase != 0; next++ {
				sum += work(next, next%*workers)
			}
			pause()
		}
		to := max(next, *items*(part+1)/parts)
		sum += all(work, next, to, *workers)
		next = to
	}
	used, wall := cpuTime()-cpu, time.Since(start)
	runtime.ReadMemStats(&after)
	stop()
	line, err := json.Marshal(result{
		p.Name, *without, *items, *workers, fmt.Sprintf("%016x", sum), used.Seconds(), wall.Seconds(),
		after.NumGC - before.NumGC, after.TotalAlloc - before.TotalAlloc, after.Mallocs - before.Mallocs, before.HeapAlloc,
	})
	check(err)
	fmt.Println(string(line))
	runtime.KeepAlive(work)
}

// gcphase is 0 while the runtime does not mark; to name it takes -ldflags=-checklinkname=0.
//
//go:linkname gcphase runtime.gcphase
var gcphase uint32

// pause stops all threads, those of the collector among them: nothing is used until somebody continues the process.
func pause() {
	check(syscall.Kill(os.Getpid(), syscall.SIGSTOP))
}

// all does the items from one to another; the sum does not depend on who does which.
func all(work func(i, w int) uint64, from, to, workers int) uint64 {
	sums := make([]uint64, workers)
	one := func(w int) {
		for i := from + w; i < to; i += workers {
			sums[w] += work(i, w)
		}
	}
	if workers == 1 {
		one(0)
		return sums[0]
	}
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() { one(w) })
	}
	group.Wait()
	var sum uint64
	for _, part := range sums {
		sum += part
	}
	return sum
}

// profile starts the CPU profile; the function that it returns ends it. Allocations are those between the two.
func profile(prefix string) (stop func()) {
	allocs := func(when string) {
		file, err := os.Create(prefix + "-allocs-" + when + ".pb.gz")
		check(err)
		check(pprof.Lookup("allocs").WriteTo(file, 0))
		check(file.Close())
	}
	allocs("before")
	file, err := os.Create(prefix + "-cpu.pb.gz")
	check(err)
	check(pprof.StartCPUProfile(file))
	return func() {
		pprof.StopCPUProfile()
		check(file.Close())
		runtime.GC()
		runtime.GC()
		allocs("after")
	}
}

// cpuTime is what all threads of the process used, in user mode and in the kernel.
func cpuTime() time.Duration {
	var usage syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
