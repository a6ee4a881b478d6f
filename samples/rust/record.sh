# Read by samples/record.sh. One program, statically linked, so that its file has the symbol of every user frame.
# Recorded with rustc and cargo 1.95.0, crates as pinned in Cargo.toml, glibc 2.36, perf 6.1.187, samply 0.13.1.
tools='cargo rustc perf samply'
rows='orders:200000 perf.data:300 perf.txt:300 orders.samply.json.gz:300'

record() {
  local crates target=x86_64-unknown-linux-gnu
  cargo fetch --quiet
  crates=$(cargo metadata --format-version 1 | grep -o '"manifest_path":"[^"]*/serde-[^"]*/Cargo.toml"' | head -1 | sed 's|.*:"||; s|/serde-[^/]*/Cargo.toml"||')
  [ -n "$crates" ] || fail "cargo does not say where the crates are"
  RUSTFLAGS="-C force-frame-pointers=yes -C strip=debuginfo -C target-feature=+crt-static -C relocation-model=static --remap-path-prefix $crates=/crates" \
    cargo build --quiet --release --target "$target" --target-dir target
  mv "target/$target/release/orders" .
  perf record -N -F 499 -e cpu-clock:u -g -o perf.data ./orders 40
  perf script -i perf.data >perf.txt
  samply import perf.data --save-only -o orders.samply.json
  gzip -9n orders.samply.json
  mv orders orders.samply.json.gz perf.data perf.txt "$out/rust/"
}
