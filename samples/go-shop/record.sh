# Read by samples/record.sh. Two runs, as from two hosts; the server alone on core 0, its load on core 1.
# Recorded with go 1.26.8, curl 7.88.1, taskset (util-linux) 2.38.1.
tools='go curl taskset'
rows='cpu-1.pb.gz:1500 cpu-2.pb.gz:1500 allocs.pb.gz:50'

record() {
  local run address server load
  export GOTOOLCHAIN=local
  (cd "$here/go-shop" && go build -trimpath -buildvcs=false -o "$work/shop" . && go build -trimpath -buildvcs=false -o "$work/load" ./load)
  for run in 1 2; do
    taskset -c 0 "$work/shop" -address 127.0.0.1:0 2>"shop-$run.log" & server=$!
    trap "kill $server 2>/dev/null || true; rm -rf $work" EXIT
    for _ in {1..50}; do grep -q 'listening on' "shop-$run.log" && break; sleep 0.1; done
    address=$(sed -n 's/.*listening on //p' "shop-$run.log")
    [ -n "$address" ] || fail "the shop did not start: $(cat "shop-$run.log")"
    taskset -c 1 "$work/load" -address "$address" -seed "$run" -seconds 34 -requests 1000000 & load=$!
    trap "kill $server $load 2>/dev/null || true; rm -rf $work" EXIT
    sleep 2
    curl -fsS -o "$out/go-shop/cpu-$run.pb.gz" "http://$address/debug/pprof/profile?seconds=30"
    wait "$load"
    if [ "$run" = 1 ]; then curl -fsS -o "$out/go-shop/allocs.pb.gz" "http://$address/debug/pprof/allocs"; fi
    kill "$server"; wait "$server" 2>/dev/null || true
    trap 'rm -rf "$work"' EXIT
  done
}
