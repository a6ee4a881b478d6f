# Read by samples/record.sh. One program: py-spy, and perf on the interpreter, whose stacks of C and of Python differ.
# Recorded with Python 3.11.7 and 3.13.0 (both shared libraries with symbols, built without frame pointers), py-spy 0.4.3
# from PyPI, perf 6.1.187, node 20.20.2 (to count). PYTHON_311 and PYTHON_313 name other interpreters.
python_of() { PYENV_VERSION=$1 pyenv which "python${1%.*}" 2>/dev/null || command -v "python${1%.*}" || echo "python${1%.*}"; }
python_311=${PYTHON_311:-$(python_of 3.11.7)}
python_313=${PYTHON_313:-$(python_of 3.13.0)}
tools="$python_311 $python_313 perf gzip node"
rows='py-spy.collapsed:400 py-spy-native.collapsed:300 py-spy.speedscope.json:400 perf.txt:300 dwarf.perf.txt.gz:200
  jit.perf.txt.gz:200'

record() {
  local dump process
  "$python_311" -m venv "$work/venv"
  "$work/venv/bin/pip" install --quiet --disable-pip-version-check py-spy==0.4.3
  local spy=$work/venv/bin/py-spy
  need "$spy"
  "$spy" record -r 100 -f raw -o py-spy.collapsed -- "$python_311" ledger.py 50
  "$spy" record -r 100 -f speedscope -o py-spy.speedscope.json -- "$python_311" ledger.py 50
  "$spy" record -r 100 --native -f raw -o py-spy-native.collapsed -- "$python_311" ledger.py 50
  perf record -N -F 199 -e cpu-clock -g -o perf.data "$python_311" ledger.py 25
  perf script -i perf.data >perf.txt
  # Without frame pointers only perf's copies of the stack give whole stacks; the recordings are too large to keep.
  perf record -N -F 99 -e cpu-clock --call-graph dwarf,16384 -o dwarf.data "$python_311" ledger.py 30
  perf script --no-inline -i dwarf.data >dwarf.perf.txt
  # From 3.12 on an interpreter can name its functions for perf, from 3.13 also with tables to unwind them by.
  perf record -N -k mono -F 99 -e cpu-clock --call-graph dwarf,16384 -o jit.data "$python_313" -X perf_jit ledger.py 30
  dump=$(perf script --show-mmap-events -i jit.data 2>/dev/null | grep -o '/tmp/jit-[0-9]*\.dump' | sort -u | head -1)
  perf --buildid-dir "$work/debug" inject -i jit.data --jit -o injected.data
  perf script --no-inline -i injected.data >jit.perf.txt
  process=$(basename "${dump#*jit-}" .dump)
  [ -z "$process" ] || rm -f "$dump" "/tmp/perf-$process.map" "/tmp/jitted-$process-"*.so
  gzip -9n dwarf.perf.txt jit.perf.txt
  mv perf.txt ./*.gz ./*.collapsed ./*.json "$out/python/"
}
