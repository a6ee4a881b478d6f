#!/usr/bin/env bash
# Records about 500,000 samples of samples/node/program.js, then times in turn, three times over, for it and every further
# recording that is named: perf script, perf script --no-inline, perf script into a collapser, and `top` with and without symbols.
# Usage: test/bench/perf-data.sh FOLDER [RECORDING]...; run it from the repository's root. COLLAPSER names another collapser.
# Prints recording, what ran, wall seconds, user seconds, peak KB. PREFIX is put before each command, such as "chrt -f 10",
# which keeps the scheduler from giving the cores to others.
set -eu
folder=$1
shift
collapser=${COLLAPSER:-inferno-collapse-perf}
mkdir -p "$folder"
# Not a module, as it would be below the root.
cp samples/node/program.js "$folder/program.js"
data=$folder/bench.data
[ -e "$data" ] || (cd "$folder" && perf record -N -F 25000 -e cpu-clock -g -o "$data" node --perf-basic-prof program.js 650 >/dev/null 2>&1)
ls -l "$data" "$@" | awk '{ print $NF ": " $5 " bytes" }'
for turn in 1 2 3; do
  for file in "$data" "$@"; do
    time_of() { ${PREFIX:-} /usr/bin/time -f "$file, $1: %e s, %U s user, %M KB" bash -c "$2"; }
    time_of 'perf script' "perf script -i $file >/dev/null 2>&1"
    time_of 'perf script --no-inline' "perf script --no-inline -i $file >/dev/null 2>&1"
    time_of 'perf script | collapser' "perf script -i $file 2>/dev/null | $collapser >$folder/folded.txt 2>/dev/null"
    time_of 'flameworth top' "node dist/cli/main.js top $file --allow-local-binaries >$folder/top.txt 2>/dev/null"
    time_of 'flameworth top, no symbols' "node dist/cli/main.js top $file >$folder/top.txt 2>/dev/null"
  done
done
