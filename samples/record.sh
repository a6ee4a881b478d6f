#!/usr/bin/env bash
# Records every sample anew, in about 80 seconds. Usage: samples/record.sh
# Tools, and the versions that made the recordings in this folder: go 1.26.8, g++ 12.2.0, node 20.20.2,
# perf 6.1.187, curl 7.88.1, taskset (util-linux) 2.38.1. perf must be allowed to sample (as root, or with
# kernel.perf_event_paranoid at 1 or less); two cores are needed. All is built and run in /tmp/flameworth-samples, so that
# no path of the checkout gets into a recording; the recordings here are replaced only when all of them are good.
set -eu -o pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=/tmp/flameworth-samples
most_bytes=1000000
fail() { echo "record.sh: $*" >&2; exit 1; }

for tool in go g++ node perf curl taskset; do
  command -v "$tool" >/dev/null || fail "$tool is needed and not there"
  case $tool in go) version=$(go version) ;; *) version=$("$tool" --version) ;; esac
  echo "$tool: ${version%%$'\n'*}"
done
[ "$(nproc)" -ge 2 ] || fail "two cores are needed, one for the server and one for its load"
mkdir "$work" || fail "$work is there already: another recording runs, or one was killed; remove it then"
server='' load=''
cleanup() {
  for process in $server $load; do kill "$process" 2>/dev/null || true; done
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM
out=$work/out
mkdir -p "$out/go-shop" "$out/native" "$out/node"

# Go: two runs, as from two hosts; the server alone on core 0, its load on core 1.
export GOTOOLCHAIN=local
(cd "$here/go-shop" && go build -trimpath -buildvcs=false -o "$work/shop" . && go build -trimpath -buildvcs=false -o "$work/load" ./load)
cd "$work"
for run in 1 2; do
  taskset -c 0 ./shop -address 127.0.0.1:0 2>"shop-$run.log" & server=$!
  for _ in {1..50}; do grep -q 'listening on' "shop-$run.log" && break; sleep 0.1; done
  address=$(sed -n 's/.*listening on //p' "shop-$run.log")
  [ -n "$address" ] || fail "the shop did not start: $(cat "shop-$run.log")"
  taskset -c 1 ./load -address "$address" -seed "$run" -seconds 34 -requests 1000000 & load=$!
  sleep 2
  curl -fsS -o "$out/go-shop/cpu-$run.pb.gz" "http://$address/debug/pprof/profile?seconds=30"
  wait "$load"; load=''
  if [ "$run" = 1 ]; then curl -fsS -o "$out/go-shop/allocs.pb.gz" "http://$address/debug/pprof/allocs"; fi
  kill "$server"; wait "$server" 2>/dev/null || true; server=''
done

# -N keeps perf from filling the build-id cache in the home directory.
cp "$here/native/words.cpp" "$here/node/program.js" .
g++ -O2 -g -fno-omit-frame-pointer -std=c++17 -pthread -o words words.cpp
perf record -N -F 999 -e cpu-clock -g -o words.data ./words 30
perf script -i words.data >"$out/native/perf.txt"

perf record -N -F 499 -e cpu-clock -g -o node.data node --perf-basic-prof program.js 130
perf script -i node.data >"$out/node/perf.txt"
# Node names its compiled functions in a map in /tmp, which perf script needed until now.
maps=$(grep -o '/tmp/perf-[0-9]*\.map' "$out/node/perf.txt" | sort -u) || fail "perf found no names for node's functions"
rm -f $maps
node --cpu-prof --cpu-prof-dir=. --cpu-prof-name=program.cpuprofile program.js 130
chmod 644 program.cpuprofile # node makes it for its owner alone
mv program.cpuprofile "$out/node/"

# Each recording is small, has enough samples and names no path of the checkout.
printf '\n%-28s %8s %8s\n' file samples bytes
for row in go-shop/cpu-1.pb.gz:1500 go-shop/cpu-2.pb.gz:1500 go-shop/allocs.pb.gz:50 native/perf.txt:300 node/perf.txt:300 node/program.cpuprofile:300; do
  file=${row%:*} least=${row#*:} text=$work/text
  case $file in
    *.pb.gz) go tool pprof -raw -symbolize=none "$out/$file" 2>/dev/null >"$text" ;;
    *) cp "$out/$file" "$text" ;;
  esac
  case $file in
    */cpu-*) samples=$(awk '/^Locations/ {exit} /^ +[0-9]+ +[0-9]+: / {sum += $1} END {print sum + 0}' "$text") ;;
    */allocs*) samples=$(awk '/^Locations/ {exit} /^ +[0-9]+ +[0-9]+ +[0-9]+ +[0-9]+: / {rows++} END {print rows + 0}' "$text") ;;
    */perf.txt) samples=$(grep -c ' cpu-clock: *$' "$text") ;;
    *) samples=$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")).samples.length' "$text") ;;
  esac
  bytes=$(wc -c <"$out/$file")
  printf '%-28s %8d %8d\n' "$file" "$samples" "$bytes"
  [ "$bytes" -le "$most_bytes" ] || fail "$file is larger than $most_bytes bytes: record less"
  [ "$samples" -ge "$least" ] || fail "$file has fewer than $least samples"
  ! grep -qF "${here%/*}" "$text" || fail "$file names ${here%/*}"
done
cp -r "$out/." "$here/"
