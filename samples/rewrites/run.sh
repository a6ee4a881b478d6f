#!/usr/bin/env bash
# Predicts and measures what rewriting the hot part of sixteen Go programs pays. Usage:
#   samples/rewrites/run.sh [build|record|predict|measure|parity|results|all] [KIND...]
# A KIND is first/json, for instance, or a whole set: first or second. Without a part it does all of them in this order,
# without a kind all kinds: for each set record takes 14 minutes, measure 23. `npm run build` must have been run.
#   build    both sides of each kind, to see that they build
#   record   the request rate at which the Go side uses half of a core (KIND/rate.txt, if it is not there), the bytes that a
#            call passes (KIND/bytes.txt), three CPU profiles of 30 s with their meters, and a profile of all allocations:
#            KIND/profiles
#   predict  what flameworth says of main.hot, in the process by FFI: KIND/prediction.json
#   measure  five runs a side of 15 s at that rate: KIND/load
#   parity   the answers of both sides to 600 requests: KIND/parity.jsonl.gz
#   results  what flameworth makes of the runs and the answers: KIND/load.json and KIND/parity.json, for flameworth calibrate
# What was predicted stays: record and predict refuse a kind that has a prediction, and measure one that has none.
# REWRITES_OUT=FOLDER is where KIND is read and written instead of beside this script, to run everything anew;
# REWRITES_SECONDS=N is the length of a run, for a trial. REWRITES_PREDICTION=NAME has predict write what a later model says, after
# the measurement, beside what was predicted.
# Tools, and the versions that made the recordings here: go 1.26.8, cargo and rustc 1.95.0, gcc 12.2.0 (for cgo and ring),
# node 20.20.2, jq 1.6, gzip 1.12, taskset (util-linux) 2.38.1. A run has core 0 to itself and one thread that runs code
# (GOMAXPROCS=1); nothing else should run there. All is built and run in /tmp/flameworth-rewrites, so that no path of the
# checkout gets into a recording.
set -eu -o pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=${here%/samples/*}
out=${REWRITES_OUT:-$here}
work=/tmp/flameworth-rewrites
first='first/json first/regexp first/crypto first/maps first/sorting first/strings first/allocation first/io'
second='second/documents second/xml second/csv second/inflate second/fuzzy second/graph second/template second/files'
all_kinds="$first $second"
most_bytes=1000000
fail() { echo "run.sh: $*" >&2; exit 1; }

main() {
  local part=${1:-all} parts tool version kind
  [ $# -eq 0 ] || shift
  case $part in
    build | record | predict | measure | parity | results) parts=$part ;;
    all) parts='build record predict measure parity results' ;;
    *) fail "there is no part $part: build, record, predict, measure, parity, results or all" ;;
  esac
  kinds=
  for kind in ${*:-first second}; do
    case $kind in
      first) kinds+=" $first" ;;
      second) kinds+=" $second" ;;
      *)
        [[ " $all_kinds " == *" $kind "* ]] || fail "there is no kind $kind: first, second, $all_kinds"
        kinds+=" $kind"
        ;;
    esac
  done
  for tool in go cargo rustc gcc node jq gzip taskset; do
    command -v "$tool" >/dev/null || fail "$tool is needed and not there"
    case $tool in
      go) version=$(go version) ;;
      *) version=$("$tool" --version) ;;
    esac
    echo "$tool: ${version%%$'\n'*}"
  done
  [ -f "$root/dist/cli/main.js" ] || fail "flameworth is not built: npm run build"
  mkdir -p "$out"
  out=$(cd "$out" && pwd)
  mkdir "$work" || fail "$work is there already: another run goes on, or one was killed; remove it then"
  trap 'rm -rf "$work"' EXIT
  trap 'exit 130' INT TERM
  mkdir -p "$work/tmp" "$work/made/first" "$work/made/second" "$work/first" "$work/second"
  export TMPDIR=$work/tmp GOMAXPROCS=1 GOTOOLCHAIN=local
  for part in $parts; do
    for kind in $kinds; do
      mkdir -p "$out/$kind"
      cd "$work"
      "part_$part" "$kind"
    done
  done
}

# go_side KIND and rust_side KIND build what is not built yet in this run.
go_side() {
  [ -x "$work/$1-go" ] || (cd "$here" && CGO_ENABLED=0 go build -trimpath -buildvcs=false -o "$work/$1-go" "./$1")
}

# rust_side: a static library for each kind, all of one name, which the Go program that differs in hot_rust.go links.
rust_side() {
  local flags="--remap-path-prefix=$here=rewrites --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo"
  [ ! -x "$work/$1-rust" ] || return 0
  (cd "$here" && RUSTFLAGS=$flags CARGO_TARGET_DIR=$work/target cargo build -q --release --locked -p "rewrite-${1#*/}")
  mkdir "$work/$1-lib"
  cp "$work/target/release/librewrite_${1#*/}.a" "$work/$1-lib/librewrite.a"
  (cd "$here" && CGO_ENABLED=1 CGO_LDFLAGS="-L$work/$1-lib" go build -tags rust -trimpath -buildvcs=false -o "$work/$1-rust" "./$1")
}

part_build() {
  go_side "$1"
  rust_side "$1"
  echo "$1: built"
}

# run SIDE KIND SECONDS FLAG...: on core 0.
run() { taskset -c 0 "./$2-$1" -seconds "$3" "${@:4}"; }

span() { echo "${REWRITES_SECONDS:-$1}"; }

rate() {
  [ -s "$out/$1/rate.txt" ] || fail "$1 has no rate: run.sh record $1"
  cat "$out/$1/rate.txt"
}

# kept KIND METER: whether a run kept up with its rate. One that did not is no recording. The end of a trial is a large part of it.
kept() {
  jq -e --argjson least "$([ -n "${REWRITES_SECONDS:-}" ] && echo 0.8 || echo 0.98)" '.requests / .seconds >= $least * .offeredPerSecond' "$2" >/dev/null ||
    fail "$1 handled $(jq '.requests / .seconds | floor' "$2") requests a second instead of $(jq .offeredPerSecond "$2"): is the core busy?"
}

part_record() {
  local number made=$work/made/$1
  [ ! -e "$out/$1/prediction.json" ] || fail "$1 has a prediction, made from the profiles that are there; remove both to start anew"
  go_side "$1"
  if [ ! -s "$out/$1/rate.txt" ]; then calibrate "$1"; fi
  passed "$1" >bytes.txt
  mkdir -p "$made"
  for number in 1 2 3; do
    run go "$1" "$(span 30)" -rate "$(rate "$1")" -profile "$made/cpu-$number.pb.gz" -meter "$made/cpu-$number.meter.json" \
      $([ "$number" != 1 ] || echo -allocs "$made/allocs.pb.gz")
    kept "$1" "$made/cpu-$number.meter.json"
    jq -r '[.kind, .offeredPerSecond, .requests, .cpuSeconds / .seconds] | @tsv' "$made/cpu-$number.meter.json"
  done
  check "$1" "$made"
  mkdir -p "$out/$1/profiles"
  cp "$made"/* "$out/$1/profiles/"
  cp bytes.txt "$out/$1/"
}

# passed KIND: how many bytes hot takes and answers, on average over the calls of 600 requests. The Go side is built once more
# with a function around it that counts.
passed() {
  local made=$work/$1-counted
  mkdir -p "$made"
  sed 's/^func hot(/func counted(/' "$here/$1/hot_go.go" >"$made/hot_go.go"
  cat >"$made/count.go" <<'GO'
package main

import (
	"fmt"
	"os"
)

func hot(input []byte) []byte {
	answer := counted(input)
	fmt.Fprintln(os.Stderr, len(input)+len(answer))
	return answer
}
GO
  jq -n --arg here "$here/$1" --arg made "$made" \
    '{Replace: {"\($here)/hot_go.go": "\($made)/hot_go.go", "\($here)/count.go": "\($made)/count.go"}}' >overlay.json
  (cd "$here" && CGO_ENABLED=0 go build -overlay "$work/overlay.json" -o "$made/program" "./$1")
  "$made/program" -seconds 0 -answers /dev/null 2>&1 | awk '{sum += $1} END {printf "%.0f\n", sum / NR}'
}

# calibrate KIND: what fills half of a core, of two figures. First one request after the other, then at the rate that this
# gives: under pauses a request costs more.
calibrate() {
  local wanted=0 step
  for step in 1 2; do
    run go "$1" "$(span 5)" -rate "$wanted" -meter calibration.json
    wanted=$(jq 'def two: (log10 | floor - 1) as $e | (. / pow(10; $e) | round) * pow(10; $e); .requests / .cpuSeconds / 2 | two' calibration.json)
  done
  echo "$wanted" >"$out/$1/rate.txt"
}

# check KIND FOLDER: the profiles are small, with enough in them, and without a path of the checkout.
check() {
  local file
  for file in "$2"/*.pb.gz; do
    [ "$(wc -c <"$file")" -le "$most_bytes" ] || fail "$file is larger than $most_bytes bytes"
    go tool pprof -raw -symbolize=none "$file" >text 2>/dev/null
    ! grep -qF -e "$root" -e "$HOME/" text || fail "$file names a path of this machine"
    [ -z "${REWRITES_SECONDS:-}" ] || continue
    case $file in
      */cpu-*) [ "$(awk '/^Locations/ {exit} /^ +[0-9]+ +[0-9]+: / {sum += $1} END {print sum + 0}' text)" -ge 1200 ] || fail "$file has fewer than 1200 samples" ;;
    esac
  done
}

part_predict() {
  local name=${REWRITES_PREDICTION:-prediction.json} micros bytes=()
  local to=$out/$1/$name
  [ ! -e "$to" ] || fail "$to is there already: what was predicted stays"
  [ -s "$out/$1/profiles/cpu-1.pb.gz" ] || fail "$1 has no profiles: run.sh record $1"
  [ "$name" != prediction.json ] || [ ! -d "$out/$1/load" ] || fail "$1 was measured already; remove $out/$1/load to start anew"
  micros=$(jq -s '(map(.cpuSeconds) | add) / (map(.requests) | add) * 1e8 | round / 100' "$out/$1"/profiles/cpu-*.meter.json)
  # The first set was recorded without them.
  [ ! -s "$out/$1/bytes.txt" ] || bytes=(--bytes-per-call "$(cat "$out/$1/bytes.txt")")
  # From the folder of the results, so that the file names profiles by short paths.
  (cd "$out/$1" && node "$root/dist/cli/main.js" payoff profiles/cpu-*.pb.gz --no-config --allocs profiles/allocs.pb.gz --candidate '^main\.hot$' \
    --to rust --boundary ffi --calls-per-request 1 --cpu-us-per-request "$micros" "${bytes[@]}" --json) >prediction.json
  cp prediction.json "$to"
  echo "$1: predicted from $micros microseconds of CPU a request"
}

# measure: in the order A B B A A B B A A B, so that what drifts on the machine falls on both.
part_measure() {
  local side run made=$work/made/$1-load number=0
  [ -s "$out/$1/prediction.json" ] || fail "$1 has no prediction: run.sh predict $1 comes first"
  go_side "$1"
  rust_side "$1"
  mkdir -p "$made"
  for side in go rust rust go go rust rust go go rust; do
    number=$((number + 1))
    run=$((number / 2 + number % 2))
    run "$side" "$1" "$(span 15)" -rate "$(rate "$1")" -meter "$made/$side-$run.meter.json"
    kept "$1" "$made/$side-$run.meter.json"
  done
  mkdir -p "$out/$1/load"
  cp "$made"/* "$out/$1/load/"
  echo "$1: measured"
}

part_parity() {
  local side
  go_side "$1"
  rust_side "$1"
  for side in go rust; do run "$side" "$1" 0 -answers "$1-$side.jsonl"; done
  cmp "$1-go.jsonl" "$1-rust.jsonl" || echo "$1: the answers differ"
  paste -d '\n' "$1-go.jsonl" "$1-rust.jsonl" | jq -c -n 'def answer: {status: 200} + (del(.id, .endpoint));
    inputs as $old | input as $new | {id: $old.id, endpoint: $old.endpoint, primary: ($old | answer), candidate: ($new | answer)}' >pairs.jsonl
  node "$root/dist/cli/main.js" verify parity pairs.jsonl --fail-on 'mismatch>0' >parity.txt || { cat parity.txt; fail "$1 is not at parity"; }
  gzip -9n <pairs.jsonl >"$out/$1/parity.jsonl.gz"
  echo "$1: $(wc -l <pairs.jsonl) answers are the same"
}

# results: from the folder of the results, so that files are named by short paths.
part_results() {
  [ -d "$out/$1/load" ] || fail "$1 was not measured: run.sh measure $1"
  (cd "$out/$1" && node "$root/dist/cli/main.js" verify load 'load/go-*' 'load/rust-*' --json) >load.json
  (cd "$out/$1" && node "$root/dist/cli/main.js" verify parity parity.jsonl.gz --json) >parity.json
  cp load.json parity.json "$out/$1/"
  jq -r --arg kind "$1" '"\($kind): \(.cpu.savedShare * 1000 | round / 10) % of the CPU saved"' load.json
}

main "$@"
