/** What labour, upkeep, risk and uncertainty are assumed to be: data, dated, each with its reason, in one place. */
import type { Range } from './range.js';

/** When the assumptions were last gone through; see data-age.ts. */
export const ASSUMPTIONS_DATED = '2026-11-25';

/** Person-months before and after the code itself, and of one function. */
export const EFFORT_RULE = {
  /** Toolchain, CI, observability and the bindings, before the first function. */
  scaffoldPm: 1,
  /** Shadow traffic and load test. */
  verifyPm: 1.5,
  /** One function that holds at least 1 % of the rewritten subtree. */
  functionPm: 0.25,
  /** Lines of code above which COCOMO is used: it is calibrated on projects of 2,000 lines and more. */
  cocomoMinSloc: 2000,
} as const;

/**
 * COCOMO II.2000 with all drivers nominal, PM = factor KSLOC^exponent. A port redoes a fifth of the design, all of the code
 * and all of the integration: its equivalent lines are `port` = 0.4 * 0.2 + 0.3 + 0.3 of the old ones.
 */
export const COCOMO = {
  factor: 2.94,
  exponent: 1.0997,
  port: 0.68,
  source: 'COCOMO II.2000, nominal: 2.94 (0.68 KSLOC)^1.0997 for a port (Boehm et al. 2000)',
} as const;

/** Spread of an estimated effort around its middle, without the overruns. */
export const EFFORT_SPREAD: Range = { p10: 0.6, p50: 1, p90: 2.2 };

/**
 * Drawn efforts: exp(N(0, sigma^2)) times the middle and, with `chance`, times a uniform factor of low to high. 18 % of
 * 5,392 IT projects overran by more than half, those by 447 % on average (Flyvbjerg et al. 2022, arXiv 2210.01573);
 * rewrites of a bounded endpoint are smaller, so a third of that is assumed. The mixture's P90 is 2.2, that of the spread.
 */
export const OVERRUN = { sigma: 0.5, chance: 0.05, low: 3, high: 5 } as const;

/**
 * What the speedups of one rewrite have in common beside the rows of their kinds, such as who writes it and how well the new
 * language and its libraries fit the task: a factor exp(N(0, sigma^2)) on all of them. Of 16 rewrites that were measured, each predicted by
 * rows fitted to the others, the outcomes are likeliest at 0.35 to 0.45; there 14 of them lie in the range of 8 in 10, without it
 * 6 (`docs/accuracy.md`, `test/bench/shared-luck.ts`). Ciphers and hashes of `crypto` are the same assembly in any language: nobody's luck.
 */
export const SHARED_SPEEDUP = {
  sigma: 0.35,
  notOf: 'crypto',
  source: 'sixteen measured rewrites (samples/rewrites): what the speedups of one have in common',
} as const;

/** Least, likely and most: triangular. */
export const REALISE_SPREAD = { low: 0.5, high: 1 } as const;
/** The common rule is 15 to 20 % a year; 10 to 40 % are assumed to be possible. */
export const MAINTENANCE_SPREAD = { low: 0.1, high: 0.4 } as const;

/** A factor that the part of the time spent in a second language costs: people for the first service, and any other. */
export const LANGUAGE_FTE = { first: 0.1, further: 0.02 } as const;
