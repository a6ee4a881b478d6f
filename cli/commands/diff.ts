/** `diff`: what changed between two sets of profiles; exit code 1 where a gate that was asked for trips. */

import type { Granularity } from '../../lib/analysis/granularity.js';
import { ProfileError } from '../../lib/base/errors.js';
import { forTerminal } from '../../lib/base/escape.js';
import { checkBudgets } from '../../lib/compare/budgets.js';
import { compare } from '../../lib/compare/compare.js';
import type { Normalisation } from '../../lib/compare/comparison.js';
import { parseGate, tripped } from '../../lib/compare/gates.js';
import { type DiffOutcome, diffJson } from '../../lib/report/diff-json.js';
import { diffMarkdown } from '../../lib/report/diff-markdown.js';
import { diffText } from '../../lib/report/diff-text.js';
import { readSettings } from '../config.js';
import { today } from '../today.js';
import { STDIN } from '../words.js';
import { type FilterArguments, filtersOf, readInputs, TOOL, wantsJson, writeAnswer } from './common.js';

interface DiffArguments extends FilterArguments {
  readonly base?: string[] | undefined;
  readonly granularity: Granularity;
  readonly per?: Normalisation | undefined;
  readonly baseRequests?: string | undefined;
  readonly headRequests?: string | undefined;
  readonly failOn?: string[] | undefined;
  readonly floor?: string | undefined;
  readonly q?: number | undefined;
  readonly designEffect?: number | undefined;
  readonly nodecount?: number | undefined;
  readonly verbose: boolean;
  readonly config?: string | false | undefined;
}

/** Not a rise but a limit, so it is no gate of the library's. */
const BUDGET = 'budget';

export async function run(argv: DiffArguments): Promise<void> {
  const { old, now } = sidesOf(argv);
  // What is wrong with the command line is said before files are read.
  const conditions = argv.failOn ?? [];
  const gates = conditions.filter((text) => text !== BUDGET).map(parseGate);
  const options = {
    ...filtersOf(argv),
    sampleType: argv.sampleType,
    granularity: argv.granularity,
    normalisation: argv.per,
    baseRequests: countsOf(argv.baseRequests, '--base-requests'),
    headRequests: countsOf(argv.headRequests, '--head-requests'),
    q: argv.q,
    floor: floorOf(argv.floor),
    designEffect: argv.designEffect,
  };
  const settings = await readSettings(argv.config, {});
  if (settings.file !== null && !wantsJson(argv))
    process.stderr.write(`flameworth: settings of ${forTerminal(settings.file)}\n`);
  const base = await readInputs({ ...argv, files: old }, { tell: !wantsJson(argv) });
  const head = await readInputs({ ...argv, files: now }, { tell: !wantsJson(argv) });
  const comparison = compare(base, head, {
    ...options,
    acknowledged: settings.acknowledged,
    today: today(),
  });
  const outcome: DiffOutcome = {
    comparison,
    trips: tripped(comparison, gates),
    budgets: checkBudgets(head, settings.budgets, {
      ...filtersOf(argv),
      sampleType: argv.sampleType,
      today: today(),
      requests: comparison.head.requests ?? undefined,
    }),
  };
  const limit = argv.nodecount ?? 20;
  await writeAnswer(
    argv,
    () => diffJson(TOOL, [base, head], outcome, settings.file, limit),
    (width) =>
      argv.format === 'markdown'
        ? diffMarkdown(outcome, limit)
        : diffText(outcome, { width, limit, verbose: argv.verbose }),
  );
  const isOverBudget =
    conditions.includes(BUDGET) && outcome.budgets.some(({ status }) => status === 'exceeded');
  if (outcome.trips.length > 0 || isOverBudget) process.exitCode = 1;
}

/** Two files are base and head; with --base all files are the head's. */
function sidesOf({ base = [], files }: DiffArguments): { old: string[]; now: string[] } {
  if (base.length === 0 && files.length !== 2)
    throw new ProfileError(
      'usage',
      `diff takes BASE and HEAD, not ${files.length} ${files.length === 1 ? 'file' : 'files'}; name several a side as --base FILE --base FILE HEAD HEAD`,
    );
  const [old, now] = base.length === 0 ? [files.slice(0, 1), files.slice(1)] : [base, files];
  if (now.length === 0)
    throw new ProfileError('usage', 'diff needs the profiles of the head behind those of the base');
  if (old.includes(STDIN) && now.includes(STDIN))
    throw new ProfileError('usage', 'base and head both are standard input; it can be read once only');
  return { old, now };
}

function countsOf(text: string | undefined, flag: string): number[] | undefined {
  return text?.split(',').map((part) => {
    if (!/^[1-9]\d{0,14}$/.test(part.trim()))
      throw new ProfileError(
        'usage',
        `${flag}: ${JSON.stringify(part)} is no count; expected whole numbers above 0, separated by commas`,
      );
    return Number(part);
  });
}

function floorOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const match = /^(\d{1,2}(?:\.\d{1,6})?)pp$/.exec(text);
  if (match === null)
    throw new ProfileError(
      'usage',
      `--floor: ${JSON.stringify(text)} cannot be read; expected points, such as 0.5pp`,
    );
  return Number(match[1]) / 100;
}
