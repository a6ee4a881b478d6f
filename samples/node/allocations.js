// Preloaded with `node --require`, writes the allocations of the whole run, the freed ones too, as allocations.heapprofile:
// V8's sampling heap profiler as `--heap-prof` runs it keeps only what is still alive at the end.
'use strict';

const fs = require('node:fs');
const { Session } = require('node:inspector');

const session = new Session();
session.connect();
session.post('HeapProfiler.startSampling', {
  samplingInterval: 512 * 1024,
  includeObjectsCollectedByMajorGC: true,
  includeObjectsCollectedByMinorGC: true,
});
process.on('exit', () => {
  session.post('HeapProfiler.stopSampling', (error, answer) => {
    if (error) throw error;
    fs.writeFileSync('allocations.heapprofile', JSON.stringify(answer.profile));
  });
});
