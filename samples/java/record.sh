# Read by samples/record.sh. One program: JFR, async-profiler, and perf with the JVM's map.
# Recorded with OpenJDK 17.0.15 (java, javac, jar, jfr), async-profiler 4.6 from Maven Central, Maven 3.8.7, perf 6.1.187.
tools='java javac jar jfr mvn perf'
rows='orders.jfr:200 async-profiler.jfr:200 cpu.collapsed:500 alloc.collapsed:200 perf.data:300 perf.txt:300 perf.map:500'

record() {
  local map agent heap='-Xmx64m -XX:+UseG1GC'
  # A recording of JFR holds the environment, the properties and the processes of its machine unless told not to. The
  # details of each collection are most of the bytes; the collections and their pauses stay.
  local event off=''
  for event in InitialEnvironmentVariable InitialSystemProperty SystemProcess NetworkUtilization GCPhaseParallel \
    PromoteObjectInNewPLAB GCPhasePauseLevel1 TenuringDistribution MetaspaceSummary MetaspaceChunkFreeListSummary \
    GCReferenceStatistics G1HeapSummary; do
    off+=,jdk.$event#enabled=false
  done
  javac -g -d . Orders.java
  mvn -q -B dependency:copy -Dartifact=tools.profiler:async-profiler:4.6 -DoutputDirectory="$work/java"
  jar xf async-profiler-4.6.jar linux-x64/libasyncProfiler.so
  agent=-agentpath:$work/java/linux-x64/libasyncProfiler.so=start
  clean() { env -i PATH="$PATH" HOME="$work" "$@"; }
  clean java $heap -XX:StartFlightRecording=filename=orders.jfr,settings=profile$off Orders 150
  clean java $heap "$agent,event=ctimer,interval=10ms,threads,collapsed,file=cpu.collapsed" Orders 100
  clean java $heap "$agent,event=alloc,alloc=512k,total,collapsed,file=alloc.collapsed" Orders 60
  clean java $heap "$agent,event=ctimer,interval=10ms,alloc=1m,jfr,file=async-profiler.jfr" Orders 60
  perf record -N -F 49 -e cpu-clock -g -o perf.data \
    java $heap -XX:+PreserveFramePointer -XX:+UnlockDiagnosticVMOptions -XX:+DumpPerfMapAtExit Orders 120
  perf script -i perf.data >perf.txt
  map=$(grep -o '/tmp/perf-[0-9]*\.map' perf.txt | sort -u | head -1) || fail "perf found no names for Java's methods"
  mv "$map" perf.map
  mv perf.data perf.txt perf.map ./*.jfr ./*.collapsed "$out/java/"
}
