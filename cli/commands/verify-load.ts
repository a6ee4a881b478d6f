/** `verify load`: what the new code saves under load. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ProfileError } from '../../lib/base/errors.js';
import type { NamedInput } from '../../lib/formats/read.js';
import { loadDocument } from '../../lib/report/load-document.js';
import { loadJson } from '../../lib/report/verify-json.js';
import { LOAD_METRICS, parseGate, trippedLoadGates } from '../../lib/verify/gates.js';
import { verifyLoad } from '../../lib/verify/load.js';
import { expandInputs } from '../inputs.js';
import { refuseOverwrite } from '../output.js';
import { STDIN } from '../words.js';
import { TOOL } from './common.js';
import { tellTripped, type VerifyArguments, writeReport } from './verify-parity.js';

interface LoadArguments extends VerifyArguments {
  readonly old: string;
  readonly new: string;
  readonly cores?: string | undefined;
  readonly p99?: number | undefined;
}

export async function run(argv: LoadArguments): Promise<void> {
  const names = Object.keys(LOAD_METRICS);
  const failOn = argv.failOn.map((text) => parseGate(text, names));
  const require = argv.require.map((text) => parseGate(text, names));
  const [old, fresh] = [await filesOf(argv.old), await filesOf(argv.new)];
  await refuseOverwrite([...old, ...fresh], argv.output);
  const [coresOld, coresNew] = coresOf(argv.cores);
  const load = await verifyLoad(old, fresh, { coresOld, coresNew, p99Ms: argv.p99 });
  const tripped = trippedLoadGates(load, failOn, require);
  await writeReport(argv, loadDocument(load), () => loadJson(TOOL, load, tripped));
  tellTripped(tripped);
}

/** A file, a glob, or a folder with all files in it. */
async function filesOf(word: string): Promise<NamedInput[]> {
  if (word === STDIN)
    throw new ProfileError('usage', 'a load test is several files; name a file, a folder or a glob, not "-"');
  const there = await stat(word).catch(() => null);
  if (there?.isDirectory() !== true) return expandInputs([word]);
  const entries = await readdir(word, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name }) => ({ name: join(word, name), input: join(word, name) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** "2", or "2,4" for old and new. */
function coresOf(text: string | undefined): [number | undefined, number | undefined] {
  if (text === undefined) return [undefined, undefined];
  const [old, fresh = old] = text.split(',').map(Number);
  if (!(old! > 0) || !(fresh! > 0) || text.split(',').length > 2)
    throw new ProfileError('usage', `--cores ${text}: expected a number of cores, or two, as in 2,2`);
  return [old, fresh];
}
