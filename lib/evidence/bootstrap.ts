/** The bootstrap: shares as they might have come out, for everything that is no plain share: ranks, payoffs, counts. */
import { ProfileError } from '../base/errors.js';
import { singleProfileCaption } from './clusters.js';
import { drawDirichlet } from './distributions.js';
import { SINGLE_PROFILE_DESIGN_EFFECT } from './intervals.js';
import type { ProfileTable } from './profile-table.js';
import type { Random } from './random.js';

/** Draws of all columns of one table together, so that what goes up together in the profiles does so here. */
export interface ShareDraws {
  readonly draws: number;
  readonly columns: number;
  /** shares[draw * columns + column]. */
  readonly shares: Float64Array;
  /** multiplicities[draw * profiles + profile]: how often a draw took a profile; null for a single profile. */
  readonly multiplicities: Uint16Array | null;
  readonly profiles: number;
  readonly method: 'profiles' | 'single-profile';
  /** A plain sentence for under the table. */
  readonly caption: string;
}

export interface BootstrapOptions {
  /** Default 2,000: percentiles of 2.5 % then rest on 50 draws. */
  readonly draws?: number | undefined;
  /** Assumed of a single profile; default 4. */
  readonly designEffect?: number | undefined;
  /** Per profile: its stratum, such as host or version. Profiles are redrawn within theirs. */
  readonly strata?: ArrayLike<number> | undefined;
}

/** Below it, a nominal 95 % percentile interval holds less than 92 % of the time: docs/evidence.md, measured. */
const FEW_PROFILES = 20;

/**
 * Redraws whole profiles with replacement (Efron 1979; clusters: Davison and Hinkley, Bootstrap Methods, 1997, 3.8).
 * It is too confident below some 50 profiles, see `percentileInterval` and docs/evidence.md. Strata of one profile
 * would not vary at all; they are redrawn together as one.
 *
 * With one profile there is nothing to redraw. Then the samples are weighted at random instead (Bayesian bootstrap,
 * Rubin 1981): the shares of the columns are Dirichlet with as many observations as there are samples, divided by the
 * design effect. This needs columns that do not overlap - classes of stacks; what they leave of the profile is drawn
 * along. A count of 0 stays 0. Throws 'usage' where they add up to more than the profile.
 */
export function drawShares(table: ProfileTable, random: Random, options: BootstrapOptions = {}): ShareDraws {
  const { draws = 2000, designEffect = SINGLE_PROFILE_DESIGN_EFFECT, strata } = options;
  const weighing: number[] = [];
  for (let j = 0; j < table.profiles; j++) if (table.sizes[j]! > 0) weighing.push(j);
  return weighing.length > 1
    ? redrawProfiles(table, random, draws, stratified(weighing, strata))
    : reweighSamples(table, random, draws, designEffect, weighing[0] ?? 0);
}

/** Sums of some columns, one per draw: the share of a set of classes. */
export function sumColumns(drawn: ShareDraws, members: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(drawn.draws);
  for (let draw = 0; draw < drawn.draws; draw++) {
    const row = draw * drawn.columns;
    let sum = 0;
    for (let i = 0; i < members.length; i++) sum += drawn.shares[row + members[i]!]!;
    sums[draw] = sum;
  }
  return sums;
}

/** Any statistic of the shares, one value per draw. The view that it is given is reused. */
export function statisticOf(drawn: ShareDraws, statistic: (shares: Float64Array) => number): Float64Array {
  const values = new Float64Array(drawn.draws);
  for (let draw = 0; draw < drawn.draws; draw++)
    values[draw] = statistic(drawn.shares.subarray(draw * drawn.columns, (draw + 1) * drawn.columns));
  return values;
}

function redrawProfiles(
  { profiles, columns, hits, sizes }: ProfileTable,
  random: Random,
  draws: number,
  strata: readonly (readonly number[])[],
): ShareDraws {
  const shares = new Float64Array(draws * columns);
  const multiplicities = new Uint16Array(draws * profiles);
  for (let draw = 0; draw < draws; draw++) {
    const times = multiplicities.subarray(draw * profiles, (draw + 1) * profiles);
    for (const members of strata)
      for (let i = 0; i < members.length; i++) times[members[random.below(members.length)]!]!++;
    const row = draw * columns;
    let size = 0;
    for (let profile = 0; profile < profiles; profile++) {
      const count = times[profile]!;
      if (count === 0) continue;
      size += count * sizes[profile]!;
      const from = profile * columns;
      for (let column = 0; column < columns; column++) shares[row + column]! += count * hits[from + column]!;
    }
    for (let column = 0; column < columns; column++) shares[row + column]! /= size;
  }
  const count = strata.reduce((sum, members) => sum + members.length, 0);
  return {
    draws,
    columns,
    shares,
    multiplicities,
    profiles: count,
    method: 'profiles',
    caption: `${draws} draws of ${count} profiles with replacement${count < FEW_PROFILES ? '; with so few of them, ranges come out too narrow' : ''}`,
  };
}

function reweighSamples(
  { columns, hits, sizes, observations }: ProfileTable,
  random: Random,
  draws: number,
  designEffect: number,
  profile: number,
): ShareDraws {
  const size = sizes[profile] ?? 0;
  const concentrations = new Float64Array(columns + 1);
  let inside = 0;
  for (let column = 0; column < columns; column++) {
    const share = size > 0 ? Math.max(0, hits[profile * columns + column]!) / size : 0;
    inside += share;
    concentrations[column] = (share * observations) / designEffect;
  }
  if (inside > 1 + 1e-9)
    throw new ProfileError(
      'usage',
      'the columns overlap; give classes of stacks to draw from a single profile',
    );
  // What rounding leaves of a whole is no rest.
  concentrations[columns] = inside > 1 - 1e-9 ? 0 : ((1 - inside) * observations) / designEffect;
  const shares = new Float64Array(draws * columns);
  const one = new Float64Array(columns + 1);
  if (size > 0 && observations > 0)
    for (let draw = 0; draw < draws; draw++) {
      drawDirichlet(concentrations, random, one);
      shares.set(one.subarray(0, columns), draw * columns);
    }
  return {
    draws,
    columns,
    shares,
    multiplicities: null,
    profiles: 1,
    method: 'single-profile',
    caption: singleProfileCaption(undefined, designEffect),
  };
}

/** The profiles by stratum, in order of first appearance; strata of one profile are pooled. */
function stratified(
  profiles: readonly number[],
  strata: ArrayLike<number> | undefined,
): readonly (readonly number[])[] {
  if (strata === undefined) return [profiles];
  const byStratum = new Map<number, number[]>();
  for (const profile of profiles) {
    const stratum = strata[profile]!;
    const members = byStratum.get(stratum);
    if (members === undefined) byStratum.set(stratum, [profile]);
    else members.push(profile);
  }
  const groups = [...byStratum.values()];
  const several = groups.filter((members) => members.length > 1);
  const alone = groups.filter((members) => members.length === 1).flat();
  if (alone.length > 1) several.push(alone);
  else if (alone.length === 1) several[0]!.push(alone[0]!);
  return several;
}
