# Read by samples/record.sh. One program; perf's four ways to write a recording.
# Recorded with g++ 12.2.0, perf 6.1.187 (with zstd), zlib 1.2.13 (zlib1g-dev), glibc 2.36 whose symbols libc6-dbg gave.
tools='g++ perf gzip'
rows='orders:200000 perf.data:500 perf.txt:500 dwarf.perf.data:40 dwarf.perf.txt.gz:40 zstd.perf.data:200
  zstd.perf.txt.gz:200 pipe.perf.data:100 pipe.perf.txt.gz:100'

# -N keeps perf from filling the build-id cache in the home directory. Only perf.data has the kernel's frames; the user's
# alone can be resolved later, on another machine.
record() {
  local kind
  g++ -O2 -g1 -fno-omit-frame-pointer -std=c++17 -pthread -o orders orders.cpp -lz
  perf record -N -F 999 -e cpu-clock -g -o perf.data ./orders 60
  perf script -i perf.data >perf.txt
  perf record -N -F 99 -e cpu-clock:u --call-graph dwarf,2048 -o dwarf.perf.data ./orders 60
  perf record -N -z -F 499 -e cpu-clock:u -g -o zstd.perf.data ./orders 60
  perf record -N -F 199 -e cpu-clock:u -g -o - ./orders 60 2>/dev/null >pipe.perf.data
  for kind in dwarf zstd; do perf script -i "$kind.perf.data" >"$kind.perf.txt"; done
  perf script -i - <pipe.perf.data >pipe.perf.txt
  gzip -9n dwarf.perf.txt zstd.perf.txt pipe.perf.txt
  mv orders perf.txt ./*perf.data ./*.gz "$out/cpp/"
}
