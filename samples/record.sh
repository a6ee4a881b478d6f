#!/usr/bin/env bash
# Records the samples anew. Usage: samples/record.sh [go-shop|cpp|node|python|java|rust]..., all of them, in about three
# minutes, without an argument.
# Each folder has its own record.sh, read from here, which names its tools with the versions that made its recordings.
# perf must be allowed to sample (as root, or with kernel.perf_event_paranoid at 1 or less); two cores are needed. All is
# built and run in /tmp/flameworth-samples, so that no path of the checkout gets into a recording; the recordings here are
# replaced only when all that were asked for are good.
set -eu -o pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=/tmp/flameworth-samples
most_bytes=2000000
out=$work/out
fail() { echo "record.sh: $*" >&2; exit 1; }

[ $# -gt 0 ] || set -- go-shop cpp node python java rust
for sample in "$@"; do
  [ -f "$here/$sample/record.sh" ] || fail "there is no samples/$sample/record.sh"
done
[ "$(nproc)" -ge 2 ] || fail "two cores are needed"
mkdir "$work" || fail "$work is there already: another recording runs, or one was killed; remove it then"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# need COMMAND...: each is there; its version is printed, to be compared with the one in the folder's record.sh.
need() {
  local tool version
  for tool in "$@"; do
    command -v "$tool" >/dev/null || fail "$tool is needed and not there"
    case $tool in
      go) version=$(go version) ;;
      jfr) version='that of java' ;;
      mvn) version=$(mvn -Dstyle.color=never -v) ;;
      *) version=$("$tool" --version 2>&1) ;;
    esac
    echo "${tool##*/}: ${version%%$'\n'*}"
  done
}

# text_of FILE: what counts and paths can be looked for in.
text_of() {
  case $1 in
    *.pb.gz) go tool pprof -raw -symbolize=none "$1" 2>/dev/null ;;
    *.gz) gzip -dc "$1" ;;
    *.jfr) jfr summary "$1"; cat "$1" ;;
    *) cat "$1" ;;
  esac
}

# samples_in FILE TEXT: how many samples or rows it holds; for a program or a map, its bytes or lines.
samples_in() {
  case $1 in
    */cpu-*.pb.gz) awk '/^Locations/ {exit} /^ +[0-9]+ +[0-9]+: / {sum += $1} END {print sum + 0}' "$2" ;;
    */allocs*) awk '/^Locations/ {exit} /^ +[0-9]+ +[0-9]+ +[0-9]+ +[0-9]+: / {rows++} END {print rows + 0}' "$2" ;;
    *perf.txt | *perf.txt.gz) grep -Ec ' cpu-clock(:u)?: *$' "$2" ;;
    *perf.data) perf script -F comm,event -i "$1" 2>/dev/null | grep -c cpu-clock ;;
    *alloc.collapsed) wc -l <"$2" ;;
    *.collapsed) awk '{sum += $NF} END {print sum + 0}' "$2" ;;
    *.jfr) awk '$1 == "jdk.ExecutionSample" {print $2}' "$2" | head -1 ;;
    *.speedscope.json) node -p 'JSON.parse(fs.readFileSync(process.argv[1], "utf8")).profiles.reduce((n, p) => n + p.samples.length, 0)' "$2" ;;
    *.samply.json.gz) node -p 'JSON.parse(fs.readFileSync(process.argv[1], "utf8")).threads.reduce((n, t) => n + t.samples.length, 0)' "$2" ;;
    *.trace.json) node -p 'JSON.parse(fs.readFileSync(process.argv[1], "utf8")).traceEvents.reduce((n, e) => n + (e.args.data?.cpuProfile?.samples?.length ?? 0), 0)' "$2" ;;
    *profile) node -p 'JSON.parse(fs.readFileSync(process.argv[1], "utf8")).samples.length' "$2" ;;
    *.map) wc -l <"$2" ;;
    *) wc -c <"$2" ;;
  esac
}

# A folder's record.sh sets tools and rows (FILE:LEAST SAMPLES) and defines record, which runs in a folder of its own with a
# copy of the sources and leaves the files of rows in $out/SAMPLE.
table=''
for sample in "$@"; do
  tools='' rows=''
  source "$here/$sample/record.sh"
  need $tools
  mkdir -p "$work/$sample" "$out/$sample"
  (cd "$here/$sample" && find . -regex '.*\.\(cpp\|js\|py\|java\|rs\|toml\)' -exec cp --parents -t "$work/$sample" {} +)
  cd "$work/$sample"
  record
  cd "$work"
  for row in $rows; do
    file=$sample/${row%:*} least=${row#*:} text=$work/text
    text_of "$out/$file" >"$text"
    samples=$(samples_in "$out/$file" "$text") || true
    bytes=$(wc -c <"$out/$file")
    [ "$bytes" -le "$most_bytes" ] || fail "$file is larger than $most_bytes bytes: record less"
    [ "${samples:=0}" -ge "$least" ] || fail "$file has $samples samples, fewer than $least"
    table+=$(printf '\n%-36s %8d %8d' "$file" "$samples" "$bytes")
    ! grep -qaF "${here%/*}" "$text" || fail "$file names ${here%/*}"
  done
done
chmod -R u=rwX,go=rX "$out"
cp -r "$out/." "$here/"
printf '\n%-36s %8s %8s%s\n' file samples bytes "$table"
