/**
 * Simulates how often a comparison cries wolf and how often it finds what is there: profiles of a made-up service whose shares
 * vary from one to the next.
 *
 *   node dist/test/bench/diff-alarms.js [seed] [runs of the same binary; a fifth of them for each slowdown]
 */
import { compare, DEFAULT_FLOOR, DEFAULT_Q } from '../../lib/compare/compare.js';
import { Random } from '../../lib/evidence/random.js';
import { HOT_SHARE, type Recording, record } from '../support/simulated-service.js';

const seed = Number(process.argv[2] ?? 20_261_125);
const runs = Number(process.argv[3] ?? 1000);
/** Each row has four columns of slowdowns, and their rates need fewer digits. */
const slowedRuns = Math.ceil(runs / 5);
const PROFILES = 10;

process.stdout.write(
  `seed ${seed}, ${runs} and ${slowedRuns} runs, ${PROFILES} profiles a side; q ${DEFAULT_Q}, floor ${DEFAULT_FLOOR * 100} points; hot holds ${HOT_SHARE * 100} %\n\n`,
);

process.stdout.write(
  'Same binary on both sides: runs with any finding, of all functions, self and total.\n\n',
);
process.stdout.write(
  `| samples a profile | ICC | DEFF | findings at q ${DEFAULT_Q} | at q 0.05 |\n|---|---|---|---|---|\n`,
);
for (const samples of [3000, 24_000])
  for (const icc of [0, 0.00001, 0.001, 0.005]) {
    const same = { profiles: PROFILES, samples, icc, slowdown: 1 };
    const [strict, customary] = [DEFAULT_Q, 0.05].map((q) =>
      count(same, same, q, runs, ({ findings }) => findings.length > 0),
    );
    row([samples, icc, effect(same), rate(strict!, runs), rate(customary!, runs)]);
  }

process.stdout.write('\n`hot` slower on the head: runs in which it is the regression that is told.\n\n');
process.stdout.write(
  '| samples a profile | ICC | DEFF | 5 % slower | 10 % | 30 % | 50 % |\n|---|---|---|---|---|---|---|\n',
);
for (const samples of [3000, 12_000, 24_000, 36_000, 48_000])
  for (const icc of [0, 0.00001, 0.0001, 0.001, 0.005]) {
    const base = { profiles: PROFILES, samples, icc, slowdown: 1 };
    const found = [1.05, 1.1, 1.3, 1.5].map((slowdown) =>
      count(base, { ...base, slowdown }, DEFAULT_Q, slowedRuns, ({ findings }) =>
        findings.some(({ name, verdict }) => verdict === 'regression' && name === 'example.com/shop.hot'),
      ),
    );
    row([samples, icc, effect(base), ...found.map((n) => rate(n, slowedRuns))]);
  }

/** In how many runs the outcome is so. */
function count(
  base: Recording,
  head: Recording,
  q: number,
  repetitions: number,
  isSo: (found: ReturnType<typeof compare>) => boolean,
): number {
  const random = new Random(seed).stream(JSON.stringify([base, head]));
  let found = 0;
  for (let run = 0; run < repetitions; run++)
    if (isSo(compare(record(base, random), record(head, random), { q }))) found++;
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
