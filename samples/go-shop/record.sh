#!/usr/bin/env bash
# Records cpu-1, cpu-2 and allocs of the shop under load. Needs go (1.26.8 was used), curl and taskset (util-linux).
set -eu
cd "$(dirname "$0")"
for tool in go curl taskset; do command -v "$tool" >/dev/null || { echo "record.sh needs $tool" >&2; exit 1; }; done
work=$(mktemp -d); trap 'kill "${server:-0}" 2>/dev/null || true; rm -rf "$work"' EXIT
go build -trimpath -o "$work/shop" . && go build -trimpath -o "$work/load" ./load
export SHOP_ADDRESS=127.0.0.1:18321
for run in 1 2; do
  taskset -c 0 "$work/shop" & server=$!
  sleep 1
  taskset -c 1 "$work/load" 28 & load=$!
  sleep 2
  curl -sS -o "cpu-$run.pb.gz" "http://$SHOP_ADDRESS/debug/pprof/profile?seconds=22"
  [ "$run" = 1 ] && curl -sS -o allocs.pb.gz "http://$SHOP_ADDRESS/debug/pprof/allocs"
  wait "$load"; kill "$server"; wait "$server" 2>/dev/null || true
done
