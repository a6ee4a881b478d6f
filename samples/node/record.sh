# Read by samples/record.sh. One program: perf with V8's map, and V8's own profiles of time and of memory.
# Recorded with node 20.20.2, perf 6.1.187.
tools='node perf'
rows='perf.data:300 perf.txt:300 perf.map:300 program.cpuprofile:300 program.heapprofile:1 allocations.heapprofile:300 program.trace.json:200'

record() {
  local map
  perf record -N -F 199 -e cpu-clock -g -o perf.data node --perf-basic-prof program.js 130
  perf script -i perf.data >perf.txt
  # Node names its compiled functions in a map in /tmp, which perf script needed until now.
  map=$(grep -o '/tmp/perf-[0-9]*\.map' perf.txt | sort -u | head -1) || fail "perf found no names for node's functions"
  mv "$map" perf.map
  node --cpu-prof --cpu-prof-dir=. --cpu-prof-name=program.cpuprofile program.js 130
  node --heap-prof --heap-prof-dir=. --heap-prof-name=program.heapprofile program.js 130
  node --require ./allocations.js program.js 130
  node --trace-event-categories v8.cpu_profiler,disabled-by-default-v8.cpu_profiler trace.js
  mv node_trace.1.log program.trace.json
  mv perf.data perf.txt perf.map ./*profile program.trace.json "$out/node/"
}
