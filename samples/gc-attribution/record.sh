#!/usr/bin/env bash
# Runs the experiment anew, in about 25 minutes. Usage: samples/gc-attribution/record.sh [profile|predict|measure|table] [CASE...]
# Without a part it does all four anew in this order, without a case all cases; `npm run build` must have been run.
#   profile  ten profiled runs of each case: profiles/CASE-cpu.pb.gz and profiles/CASE-allocs.pb.gz
#   predict  what the profiles alone say of each function: predictions.json; refuses to predict what was measured
#   measure  REPETITIONS (5) rounds of each case, in each the full program and the program without each of its functions,
#            in turns of a twentieth of the work each (see interleave/): measurements.jsonl gets one line a run
#   table    README.md's tables from the two
# Tools, and the versions that made the recordings here: go 1.26.8, node 20.20.2, taskset (util-linux) 2.38.1. All is built
# and run in /tmp/flameworth-gc-attribution, so that no path of the checkout gets into a recording.
set -eu -o pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=/tmp/flameworth-gc-attribution
rounds=${REPETITIONS:-5}
fail() { echo "record.sh: $*" >&2; exit 1; }

# case, program, workers, settings of the runtime. The program has one core in every case.
cases='
ingest          ingest 1 GOGC=100 GOMAXPROCS=1
render          render 1 GOGC=100 GOMAXPROCS=1
graph           graph  1 GOGC=100 GOMAXPROCS=1
thumbs          thumbs 1 GOGC=100 GOMAXPROCS=1
ingest-gogc50   ingest 1 GOGC=50  GOMAXPROCS=1
ingest-gogc200  ingest 1 GOGC=200 GOMAXPROCS=1
graph-procs4    graph  4 GOGC=100 GOMAXPROCS=4
thumbs-limit    thumbs 1 GOGC=off GOMEMLIMIT=80MiB GOMAXPROCS=1
'

main() {
  local part=${1:-all} name program workers settings
  [ $# -eq 0 ] || shift
  local wanted=" $* "
  for tool in go node taskset; do command -v "$tool" >/dev/null || fail "$tool is needed and not there"; done
  mkdir -p "$work" "$here/profiles"
  export GOTOOLCHAIN=local
  for program in ingest render graph thumbs interleave; do
    (cd "$here" && go build -ldflags=-checklinkname=0 -trimpath -buildvcs=false -o "$work/$program" "./$program")
  done
  cd "$work"
  case $part in
    all) rm -f "$here/predictions.json" "$here/measurements.jsonl"; each profile; node "$here/predict.mjs"; each measure; node "$here/table.mjs" ;;
    profile | measure) each "$part" ;;
    predict) node "$here/predict.mjs" ;;
    table) node "$here/table.mjs" ;;
    *) fail "there is no part $part: profile, predict, measure or table" ;;
  esac
}

each() {
  while read -r name program workers settings; do
    [ -n "$name" ] || continue
    [ "$wanted" = '  ' ] || [[ $wanted == *" $name "* ]] || continue
    "$1" </dev/null
  done <<<"$cases"
}

run() { env $settings taskset -c 0 "./$program" -workers "$workers" "$@"; }

profile() {
  rm -f run-*.pb.gz
  for n in 0 1 2 3 4 5 6 7 8 9; do
    run -profiles "run-$n" >/dev/null
    go tool pprof -proto -output "run-$n-allocs.pb.gz" -base "run-$n-allocs-before.pb.gz" "run-$n-allocs-after.pb.gz" 2>/dev/null
  done
  go tool pprof -proto -output "$here/profiles/$name-cpu.pb.gz" run-?-cpu.pb.gz 2>/dev/null
  # inuse_space is what was alive at the end, of one run; the other three types are sums, of which only parts are used.
  go tool pprof -proto -output "$here/profiles/$name-allocs.pb.gz" run-?-allocs.pb.gz 2>/dev/null
  cp run-9-allocs-after.pb.gz "$here/profiles/$name-heap.pb.gz"
  echo "$name: profiled"
}

measure() {
  env $settings taskset -c 0 ./interleave -rounds "$rounds" -case "$name" "./$program" -workers "$workers" >>"$here/measurements.jsonl"
  echo "$name: measured"
}

main "$@"
