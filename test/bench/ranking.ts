/** Times the second stage on a profile that is read already: the work model and the ranking, each once in a fresh process. */
import { rankWork } from '../../lib/candidates/candidates.js';
import { workOf } from '../../lib/candidates/work.js';
import { readProfile } from '../../lib/formats/read.js';
import { select } from '../../lib/profile/select.js';

const file = process.argv[2] ?? 'large.pb.gz';
const profile = await readProfile(file, { hash: false });
const selection = select(profile);
const start = performance.now();
const work = workOf(selection, profile.defaultSampleType);
const middle = performance.now();
const set = rankWork(work);
const end = performance.now();
process.stdout.write(
  `${file}: ${profile.functions.length} functions, ${profile.stacks.length} stacks; work ${(middle - start).toFixed(0)} ms, ranking ${(end - middle).toFixed(0)} ms, ${set.candidates.length} candidates\n`,
);
