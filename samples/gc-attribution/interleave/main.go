// Interleave runs one program several times over, in slices: without anything left out and without each of its functions.
// Each process stops itself after its share of the items, and the next one is continued, so that a slow phase of the
// machine, which lasts seconds, meets all of them. Only one of them runs at a time.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
)

type variant struct {
	process *exec.Cmd
	out     strings.Builder
	done    bool
}

func main() {
	rounds := flag.Int("rounds", 5, "how often each is run in all")
	slice := flag.Int("slices", 20, "how many slices a run has")
	label := flag.String("case", "", "what to call it in each line of the output")
	flag.Parse()
	program, arguments := flag.Arg(0), flag.Args()[1:]
	list, err := exec.Command(program, "-list").Output()
	check(err)
	without := append([]string{""}, strings.Fields(string(list))...)
	for range *rounds {
		variants := make([]*variant, len(without))
		for n, function := range without {
			v := &variant{}
			v.process = exec.Command(program, append(slices.Clone(arguments), "-without", function, "-slices", fmt.Sprint(*slice))...)
			v.process.Stdout, v.process.Stderr = &v.out, os.Stderr
			check(v.process.Start())
			variants[n] = v
			v.wait() // its setup is done
		}
		for pass := 0; slices.ContainsFunc(variants, func(v *variant) bool { return !v.done }); pass++ {
			order := slices.Clone(variants)
			if pass%2 == 1 {
				slices.Reverse(order)
			}
			for _, v := range order {
				if !v.done {
					check(v.process.Process.Signal(syscall.SIGCONT))
					v.wait()
				}
			}
		}
		for _, v := range variants {
			check(v.process.Wait())
			fmt.Print(strings.Replace(v.out.String(), "{", fmt.Sprintf("{%q:%q,", "case", *label), 1))
		}
	}
}

// wait returns when the process has stopped itself, or is about to end: waitid leaves its end for Wait to collect.
func (v *variant) wait() {
	state := stateOf(v.process.Process.Pid)
	v.done = state == exited
	if state == failed {
		log.Fatal("a run failed")
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
