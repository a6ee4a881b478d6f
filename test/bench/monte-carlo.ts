/**
 * Times the whole assessment (10,000 draws, tornado, information, conditions, alternatives) of a set of 12 kinds.
 * `node dist/test/bench/monte-carlo.js [draws] [repeats]`; prints the median and the fastest, cold and warm.
 */
import { drawShares } from '../../lib/evidence/bootstrap.js';
import type { ProfileTable } from '../../lib/evidence/profile-table.js';
import { Random } from '../../lib/evidence/random.js';
import { assess } from '../../lib/payoff/assess.js';
import { resolveCostModel } from '../../lib/payoff/cost-model.js';
import { planRewrite } from '../../lib/payoff/plan.js';
import { simulate } from '../../lib/payoff/simulation.js';

const draws = Number(process.argv[2] ?? 10_000);
const repeats = Number(process.argv[3] ?? 15);

const KINDS = [
  ['app', 0.12],
  ['json', 0.1],
  ['rpc', 0.05],
  ['regexp', 0.03],
  ['strings', 0.05],
  ['map', 0.06],
  ['crypto', 0.03],
  ['alloc', 0.06],
  ['mem', 0.03],
  ['sync', 0.02],
  ['assist', 0.03],
  ['kernel', 0.08],
] as const;

const parts = KINDS.map(([kind, share]) => ({ kind, share }));
const coveredShare = parts.reduce((sum, { share }) => sum + share, 0);
const set = {
  coveredShare,
  kernelShare: 0.08,
  functionCount: 14,
  parts,
  taxes: [
    { kind: 'gc-mark', share: 0.1, weight: 0.6, records: 400 },
    { kind: 'gc-sweep', share: 0.02, weight: 0.6, records: 400 },
  ],
  candidates: { length: 5 },
  owners: { runtime: 0.2, kernel: 0.1 },
};
const model = resolveCostModel({
  from: 'go',
  fleetVcpu: 800,
  callsPerRequest: 3,
  cpuUsPerRequest: 2000,
});

/** Four profiles of 6,000 samples each: one column a kind, two of background work, one of idle time. */
function table(): ProfileTable {
  const random = new Random(9);
  const columns = [...parts.map(({ share }) => share), 0.1, 0.02, 0.05];
  const profiles = 4;
  const hits = new Float64Array(profiles * columns.length);
  for (let profile = 0; profile < profiles; profile++)
    for (let column = 0; column < columns.length; column++)
      hits[profile * columns.length + column] = 6000 * columns[column]! * (0.9 + 0.2 * random.uniform());
  return {
    profiles,
    columns: columns.length,
    hits,
    sizes: new Float64Array(profiles).fill(6600),
    observations: profiles * 6000,
  };
}

const shares = {
  drawn: drawShares(table(), new Random(1).stream('shares')),
  parts: parts.map((_, column) => [column]),
  taxes: [[parts.length], [parts.length + 1]],
  dropped: [parts.length + 2],
};
const kindShares = { ...Object.fromEntries(KINDS), 'gc-mark': 0.1, 'gc-sweep': 0.02 };

function timed(title: string, work: () => unknown): void {
  const times: number[] = [];
  for (let i = 0; i < repeats; i++) {
    const start = performance.now();
    work();
    times.push(performance.now() - start);
  }
  const [cold] = times;
  const sorted = [...times].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)]!;
  console.log(
    `${title}: first ${cold!.toFixed(0)} ms, median ${median.toFixed(0)} ms, fastest ${sorted[0]!.toFixed(0)} ms`,
  );
}

timed(`simulate, ${draws} draws, ${parts.length} kinds`, () =>
  simulate(planRewrite(set, model), { draws, shares }),
);
timed('assess: the same with conditions, alternatives and verdict', () =>
  assess(set, model, { draws, shares, kindShares }),
);
