/**
 * Simulates how often each interval holds the true share: profiles whose own share varies (beta-binomial clusters).
 *
 *   node dist/test/bench/interval-coverage.js [seed] [repetitions]
 */

import { drawShares } from '../../lib/evidence/bootstrap.js';
import { shareIntervals } from '../../lib/evidence/clusters.js';
import { drawBeta } from '../../lib/evidence/distributions.js';
import { designEffect, type Interval, wilson } from '../../lib/evidence/intervals.js';
import type { ProfileTable } from '../../lib/evidence/profile-table.js';
import { percentileInterval } from '../../lib/evidence/quantiles.js';
import { Random } from '../../lib/evidence/random.js';
import { drawBinomial } from '../support/binomial.js';

const seed = Number(process.argv[2] ?? 20_261_124);
const repetitions = Number(process.argv[3] ?? 4000);
const DRAWS = 1000;
const SIZE = 3000;

interface Case {
  readonly share: number;
  readonly icc: number;
  readonly profiles: number;
  /** Sizes between SIZE/5 and SIZE instead of all SIZE. */
  readonly uneven: boolean;
}

const METHODS = ['Wilson', 'Wilson/4', 'cluster-t', 'percentile', 'expanded'] as const;

const cases: Case[] = [];
for (const icc of [0, 0.001, 0.005, 0.02])
  for (const profiles of [1, 2, 5, 8, 20, 50]) cases.push({ share: 0.1, icc, profiles, uneven: false });
for (const share of [0.01, 0.5])
  for (const profiles of [5, 20]) cases.push({ share, icc: 0.005, profiles, uneven: false });
for (const profiles of [2, 5, 20]) cases.push({ share: 0.1, icc: 0.005, profiles, uneven: true });

process.stdout.write(
  `seed ${seed}, ${repetitions} repetitions, ${DRAWS} bootstrap draws, ${SIZE} samples a profile\n`,
);
process.stdout.write(
  `| share | ICC | DEFF | profiles | ${METHODS.join(' | ')} |\n|---|---|---|---|${'---|'.repeat(METHODS.length)}\n`,
);
for (const one of cases) {
  const covered = coverage(one, new Random(seed).stream(JSON.stringify(one)));
  const effect = designEffect(SIZE, one.icc).toFixed(1);
  const cells = covered.map((count) => (Number.isNaN(count) ? '' : (count / repetitions).toFixed(3)));
  process.stdout.write(
    `| ${one.share} | ${one.icc} | ${effect} | ${one.profiles}${one.uneven ? ' uneven' : ''} | ${cells.join(' | ')} |\n`,
  );
}

/** Per method, in how many repetitions the interval held the share; NaN where a method has no say. */
function coverage({ share, icc, profiles, uneven }: Case, random: Random): number[] {
  const covered = METHODS.map(() => 0);
  const hits = new Float64Array(profiles);
  const sizes = new Float64Array(profiles);
  for (let i = 0; i < repetitions; i++) {
    let hit = 0;
    let size = 0;
    for (let j = 0; j < profiles; j++) {
      sizes[j] = uneven ? Math.round(SIZE * (0.2 + 0.8 * random.uniform())) : SIZE;
      const spread = icc === 0 ? 0 : (1 - icc) / icc;
      const own = icc === 0 ? share : drawBeta(share * spread, (1 - share) * spread, random);
      hits[j] = drawBinomial(sizes[j]!, own, random);
      hit += hits[j]!;
      size += sizes[j]!;
    }
    const table: ProfileTable = { profiles, columns: 1, hits, sizes, observations: size };
    const intervals = shareIntervals(table);
    const found: (Interval | null)[] = [wilson(hit, size, 1), wilson(hit, size), null, null, null];
    if (profiles > 1) {
      found[2] = { low: intervals.low[0]!, high: intervals.high[0]! };
      const { shares } = drawShares(table, random, { draws: DRAWS });
      found[3] = percentileInterval(shares);
      found[4] = percentileInterval(shares, { profiles });
    }
    found.forEach((interval, method) => {
      if (interval === null) covered[method] = Number.NaN;
      else if (interval.low <= share && share <= interval.high) covered[method]!++;
    });
  }
  return covered;
}
