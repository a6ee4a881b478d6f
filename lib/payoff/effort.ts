/** What a rewrite costs to build and to keep. */
import type { Range } from './range.js';

/** Lines of code above which COCOMO is used: it is calibrated on projects of 2,000 lines and more. */
export const COCOMO_MIN_SLOC = 2000;

/** Assumed: toolchain, CI, observability and the bindings, before the first function. */
const SCAFFOLD_PM = 1.0;
/** Assumed: shadow traffic and load test. */
const VERIFY_PM = 1.5;
/** Assumed: one function that holds at least 1 % of the rewritten subtree. */
const FUNCTION_PM = 0.25;

/** Assumed spread of the estimate; overruns are the longer tail (Flyvbjerg et al. 2022, arXiv 2210.01573). */
export const EFFORT_SPREAD: Range = { p10: 0.6, p50: 1, p90: 2.2 };

/**
 * Person-months of a rewrite.
 *   functions: PM = 1.0 + 1.5 + 0.25 per function, an assumption;
 *   more than 2,000 lines known: PM = COCOMO port figure + 2.5.
 * P10 and P90 are 0.6 and 2.2 times the middle.
 */
export function effortPm(functionCount: number, sloc: number | null): Range {
  const work = sloc !== null && sloc > COCOMO_MIN_SLOC ? cocomoPortPm(sloc) : FUNCTION_PM * functionCount;
  const middle = SCAFFOLD_PM + VERIFY_PM + work;
  return {
    p10: EFFORT_SPREAD.p10 * middle,
    p50: EFFORT_SPREAD.p50 * middle,
    p90: EFFORT_SPREAD.p90 * middle,
  };
}

/** COCOMO II.2000, all drivers nominal: PM = 2.94 KSLOC^1.0997 (Boehm et al. 2000). */
export function cocomoPm(sloc: number): number {
  return 2.94 * (sloc / 1000) ** 1.0997;
}

/**
 * COCOMO II for a port: equivalent lines = SLOC * AAF, AAF = 0.4 DM + 0.3 CM + 0.3 IM = 0.68 with 20 % of the design,
 * all of the code and all of the integration redone.
 */
export function cocomoPortPm(sloc: number): number {
  return cocomoPm(sloc * (0.4 * 0.2 + 0.3 * 1 + 0.3 * 1));
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
