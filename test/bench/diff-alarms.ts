/**
 * Simulates how often a comparison cries wolf and how often it finds what is there: profiles of a made-up service whose shares
 * vary from one to the next.
 *
 *   node dist/test/bench/diff-alarms.js [seed] [runs of the same binary; a fifth of them for each slowdown]
 *
 * A patch that names three functions makes them suspects, as `review` does.
 */
import { type CompareOptions, compare, DEFAULT_FLOOR, DEFAULT_Q } from '../../lib/compare/compare.js';
import { Random } from '../../lib/evidence/random.js';
import { HOT_SHARE, type Recording, record } from '../support/simulated-service.js';

const seed = Number(process.argv[2] ?? 20_261_125);
const runs = Number(process.argv[3] ?? 1000);
/** Each row has four columns of slowdowns, and their rates need fewer digits. */
const slowedRuns = Math.ceil(runs / 5);
const PROFILES = 10;
const HOT = 'example.com/shop.hot';
const SUSPECTS = [HOT, 'example.com/shop.handle1', 'example.com/shop.work0x1'];

type Found = ReturnType<typeof compare>;

/** Whether a review of a patch of the suspects would tell of a regression. */
function isSuspected({ findings, rows }: Found): boolean {
  return (
    findings.some(({ verdict }) => verdict === 'regression') ||
    rows.some(({ name, total }) => SUSPECTS.includes(name) && total.isSignificant && total.change > 0)
  );
}

process.stdout.write(
  `seed ${seed}, ${runs} and ${slowedRuns} runs, ${PROFILES} profiles a side; q ${DEFAULT_Q}, floor ${DEFAULT_FLOOR * 100} points; hot holds ${HOT_SHARE * 100} %\n\n`,
);

process.stdout.write(
  'Same binary on both sides: runs with any finding, of all functions, self and total.\n\n',
);
process.stdout.write(
  `| samples a profile | ICC | DEFF | findings at q ${DEFAULT_Q} | at q 0.05 | rises with three suspects at q ${DEFAULT_Q} |\n|---|---|---|---|---|---|\n`,
);
for (const samples of [3000, 24_000])
  for (const icc of [0, 0.00001, 0.001, 0.005]) {
    const same = { profiles: PROFILES, samples, icc, slowdown: 1 };
    const [strict, customary] = [DEFAULT_Q, 0.05].map((q) =>
      count(same, same, { q }, runs, ({ findings }) => findings.length > 0),
    );
    const suspected = count(same, same, { suspects: SUSPECTS }, runs, isSuspected);
    row([samples, icc, effect(same), rate(strict!, runs), rate(customary!, runs), rate(suspected, runs)]);
  }

process.stdout.write(
  '\n`hot` slower on the head: runs in which it is the regression that is told; with three suspects, runs in which it is told.\n\n',
);
process.stdout.write(
  '| samples a profile | ICC | DEFF | 5 % slower | 10 % | 30 % | 50 % | suspects: 5 % | 10 % | 30 % | 50 % |\n|---|---|---|---|---|---|---|---|---|---|---|\n',
);
for (const samples of [3000, 12_000, 24_000, 36_000, 48_000])
  for (const icc of [0, 0.00001, 0.0001, 0.001, 0.005]) {
    const base = { profiles: PROFILES, samples, icc, slowdown: 1 };
    const slowdowns = [1.05, 1.1, 1.3, 1.5];
    const found = slowdowns.map((slowdown) =>
      count(base, { ...base, slowdown }, {}, slowedRuns, ({ findings }) =>
        findings.some(({ name, verdict }) => verdict === 'regression' && name === HOT),
      ),
    );
    const told = slowdowns.map((slowdown) =>
      count(base, { ...base, slowdown }, { suspects: SUSPECTS }, slowedRuns, ({ rows }) =>
        rows.some(({ name, total }) => name === HOT && total.isSignificant && total.change > 0),
      ),
    );
    row([samples, icc, effect(base), ...[...found, ...told].map((n) => rate(n, slowedRuns))]);
  }

/** In how many runs the outcome is so. */
function count(
  base: Recording,
  head: Recording,
  options: CompareOptions,
  repetitions: number,
  isSo: (found: Found) => boolean,
): number {
  const random = new Random(seed).stream(JSON.stringify([base, head]));
  let found = 0;
  for (let run = 0; run < repetitions; run++)
    if (isSo(compare(record(base, random), record(head, random), options))) found++;
  return found;
}

function effect({ samples, icc }: Recording): string {
  return (1 + (samples - 1) * icc).toFixed(2);
}

function rate(found: number, of: number): string {
  return `${found} (${((100 * found) / of).toFixed(1)} %)`;
}

function row(cells: readonly (string | number)[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}
