/** What a rewrite costs to build and to keep. */
import { exp, power } from '../base/elementary.js';
import { normalQuantile } from '../evidence/normal.js';
import type { Random } from '../evidence/random.js';
import { COCOMO, EFFORT_RULE, EFFORT_SPREAD, OVERRUN } from './cost-assumptions.js';
import type { Range } from './range.js';

/**
 * Person-months of a rewrite.
 *   functions: PM = 1.0 + 1.5 + 0.25 per function, an assumption;
 *   more than 2,000 lines known: PM = COCOMO port figure + 2.5.
 * P10 and P90 are 0.6 and 2.2 times the middle.
 */
export function effortPm(functionCount: number, sloc: number | null): Range {
  const { scaffoldPm, verifyPm, functionPm, cocomoMinSloc } = EFFORT_RULE;
  const work = sloc !== null && sloc > cocomoMinSloc ? cocomoPortPm(sloc) : functionPm * functionCount;
  return spreadEffort(scaffoldPm + verifyPm + work);
}

/** An effort known by its middle alone, with the assumed spread. */
export function spreadEffort(middle: number): Range {
  const { p10, p50, p90 } = EFFORT_SPREAD;
  return { p10: p10 * middle, p50: p50 * middle, p90: p90 * middle };
}

/**
 * One draw of an effort around `middle`: lognormal, and with probability `overrunChance` three to five times as much.
 * Takes three uniforms, whatever happens.
 */
export function drawEffort(middle: number, overrunChance: number, random: Random): number {
  const body = middle * exp(OVERRUN.sigma * normalQuantile(random.uniform()));
  const overruns = random.uniform() < overrunChance;
  const factor = OVERRUN.low + (OVERRUN.high - OVERRUN.low) * random.uniform();
  return overruns ? body * factor : body;
}

/** COCOMO II.2000, all drivers nominal: PM = 2.94 KSLOC^1.0997 (Boehm et al. 2000). */
export function cocomoPm(sloc: number): number {
  return COCOMO.factor * power(sloc / 1000, COCOMO.exponent);
}

/**
 * COCOMO II for a port: equivalent lines = SLOC * AAF, AAF = 0.4 DM + 0.3 CM + 0.3 IM = 0.68 with 20 % of the design,
 * all of the code and all of the integration redone.
 */
export function cocomoPortPm(sloc: number): number {
  return cocomoPm(sloc * COCOMO.port);
}

/** C0: USD to build. */
export function buildUsd(personMonths: number, personMonthUsd: number, fixedUsd: number): number {
  return personMonths * personMonthUsd + fixedUsd;
}

/** USD per year to keep: a fraction of the labour that built it, plus people who keep a second language alive. */
export function maintenanceUsd(
  personMonths: number,
  personMonthUsd: number,
  fraction: number,
  languageFte: number,
): number {
  return personMonths * personMonthUsd * fraction + languageFte * 12 * personMonthUsd;
}
