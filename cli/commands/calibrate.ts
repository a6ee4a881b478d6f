/** `calibrate`: predictions that were written down beside what was measured later. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ProfileError } from '../../lib/base/errors.js';
import { forTerminal } from '../../lib/base/escape.js';
import { calibrate, type Rewritten } from '../../lib/payoff/calibration.js';
import { readPrediction } from '../../lib/payoff/prediction.js';
import { calibrationDocument } from '../../lib/report/calibration-document.js';
import { calibrationJson } from '../../lib/report/verify-json.js';
import { readLoadResult, readParityResult } from '../../lib/verify/results.js';
import { readText } from '../text-file.js';
import { asWritten } from '../words.js';
import { TOOL } from './common.js';
import { type VerifyArguments, writeReport } from './verify-parity.js';

interface CalibrateArguments extends Omit<VerifyArguments, 'failOn' | 'require'> {
  readonly folders: string[];
}

const PREDICTION = 'prediction.json';
const LOAD = 'load.json';
const PARITY = 'parity.json';
/** Folders within folders, at most. */
const DEEPEST = 6;

export async function run(argv: CalibrateArguments): Promise<void> {
  const found: Rewritten[] = [];
  if (argv.folders.length === 0) throw new ProfileError('usage', 'no folder was given; name one or more');
  for (const folder of argv.folders) await collect(asWritten(folder), found, 0);
  if (found.length === 0)
    throw new ProfileError(
      'empty',
      `${argv.folders.join(', ')}: no folder in it has both ${PREDICTION} (JSON of payoff) and ${LOAD} (JSON of verify load)`,
    );
  const calibration = calibrate(found);
  await writeReport({ ...argv, failOn: [], require: [] }, calibrationDocument(calibration), () =>
    calibrationJson(TOOL, calibration),
  );
}

/** In the order of their names. A prediction without an outcome is told on standard error. */
async function collect(folder: string, found: Rewritten[], depth: number): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: Error) => {
    throw new ProfileError('unreadable', `cannot read the folder ${folder}: ${cause.message}`, null, {
      cause,
    });
  });
  const names = entries.map(({ name }) => name);
  if (names.includes(PREDICTION)) {
    if (names.includes(LOAD)) found.push(await readPair(folder, names.includes(PARITY)));
    else
      process.stderr.write(
        `flameworth: ${forTerminal(folder)} has a prediction and no ${LOAD}; it is left out\n`,
      );
  }
  if (depth === DEEPEST) return;
  for (const entry of [...entries].sort((a, b) => (a.name < b.name ? -1 : 1)))
    if (entry.isDirectory() && !entry.name.startsWith('.'))
      await collect(join(folder, entry.name), found, depth + 1);
}

async function readPair(folder: string, hasParity: boolean): Promise<Rewritten> {
  const read = async <Result>(
    name: string,
    parse: (text: string, file: string) => Result,
  ): Promise<Result> => {
    const file = join(folder, name);
    return parse(await readText(file, file), file);
  };
  const prediction = await read(PREDICTION, readPrediction);
  const load = await read(LOAD, readLoadResult);
  const parity = hasParity ? await read(PARITY, readParityResult) : null;
  return { name: folder, prediction, load, parity };
}
