#!/usr/bin/env bash
# Records about 500,000 samples of samples/node/program.js and times, in turn, perf script, perf script into a collapser, and `top`.
# Usage: test/bench/perf-data.sh FOLDER [COLLAPSER]; run it from the repository's root. Wall seconds, user seconds, peak KB.
set -eu
folder=$1
collapser=${2:-inferno-collapse-perf}
mkdir -p "$folder"
# Not a module, as it would be below the root.
cp samples/node/program.js "$folder/program.js"
data=$folder/bench.data
[ -e "$data" ] || (cd "$folder" && perf record -N -F 25000 -e cpu-clock -g -o "$data" node --perf-basic-prof program.js 650 >/dev/null 2>&1)
ls -l "$data" | awk '{ print $5 " bytes" }'
time_of() { /usr/bin/time -f "$1: %e s, %U s user, %M KB" bash -c "$2"; }
for turn in 1 2 3; do
  time_of 'perf script' "perf script -i $data >/dev/null 2>&1"
  time_of 'perf script | collapser' "perf script -i $data 2>/dev/null | $collapser >$folder/folded.txt 2>/dev/null"
  time_of 'flameworth top' "node dist/cli/main.js top $data --allow-local-binaries >$folder/top.txt 2>/dev/null"
done
