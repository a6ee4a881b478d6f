/** Log-gamma, the regularised incomplete beta function and its inverse, and Student's t, which is a case of it. */
import { exp, log } from '../base/elementary.js';

const HALF_LOG_2PI = 0.9189385332046728;
const TWO_PI = 6.283185307179586;

/** Natural logarithm of the gamma function of x > 0, to about 1e-14: Stirling's series, after steps up to 15. */
export function logGamma(x: number): number {
  if (!(x > 0)) return Number.NaN;
  if (x === Infinity) return x;
  let product = 1;
  let at = x;
  while (at < 15) {
    product *= at;
    at++;
  }
  return (at - 0.5) * log(at) - at + HALF_LOG_2PI + stirlingSeries(at) - log(product);
}

/**
 * I_x(a, b): P(X <= x) of X ~ Beta(a, b), for a, b > 0. Continued fraction of DLMF 8.17.22 by Lentz's method, on the
 * side where it converges fast; its factor x^a (1-x)^b / B(a, b) by Loader's deviance form ("Fast and accurate
 * computation of binomial probabilities", 2000), which keeps its digits for a and b in the millions: about
 * 1e-11 relative there, 1e-13 for small ones.
 */
export function betaCdf(x: number, a: number, b: number): number {
  if (!(x > 0)) return x <= 0 ? 0 : Number.NaN;
  return x >= 1 ? 1 : incompleteBeta(x, 1 - x, a, b);
}

/**
 * The x with I_x(a, b) = p. Newton's steps within a bracket that bisection narrows, so it always ends; about 1e-14
 * relative, where p determines it (near 1, ask for 1 - betaQuantile(1 - p, b, a) instead).
 */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p > 0)) return p <= 0 ? 0 : Number.NaN;
  if (p >= 1) return 1;
  let lowest = 0;
  let highest = 1;
  let x = a / (a + b);
  for (let step = 0; step < 400; step++) {
    const excess = betaCdf(x, a, b) - p;
    if (excess === 0) return x;
    if (excess < 0) lowest = x;
    else highest = x;
    let next = x - (excess * x * (1 - x)) / betaFactor(x, 1 - x, a, b);
    if (!(next > lowest && next < highest))
      // Halve the exponent rather than the value while the bracket spans orders of magnitude.
      next =
        highest > 4 * lowest && lowest < 0.25
          ? Math.sqrt(Math.max(lowest, highest * 1e-9) * highest)
          : (lowest + highest) / 2;
    if (next === x || Math.abs(next - x) <= 1e-15 * x) return next;
    x = next;
  }
  return x;
}

/** P(T <= t) of Student's t with `freedom` > 0 degrees of freedom (Abramowitz and Stegun 26.7.1). */
export function studentCdf(t: number, freedom: number): number {
  if (t === 0) return 0.5;
  const square = t * t;
  const tail =
    square === Infinity
      ? 0
      : 0.5 * incompleteBeta(freedom / (freedom + square), square / (freedom + square), freedom / 2, 0.5);
  return t < 0 ? tail : 1 - tail;
}

/** The t with P(T <= t) = p; infinite at 0 and 1, NaN outside. */
export function studentQuantile(p: number, freedom: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0.5) return 0;
  const tail = Math.min(p, 1 - p);
  if (tail === 0) return p === 0 ? -Infinity : Infinity;
  // t^2/(freedom + t^2) is a beta variable; where it is near 1, its complement keeps the digits.
  const y = betaQuantile(2 * Math.abs(p - 0.5), 0.5, freedom / 2);
  const x = y < 0.5 ? 1 - y : betaQuantile(2 * tail, freedom / 2, 0.5);
  const t = Math.sqrt((freedom * (y < 0.5 ? y : 1 - x)) / x);
  return p < 0.5 ? -t : t;
}

/** I_x(a, b) from x and y = 1 - x, since one of them may be too near 1 to tell the other. */
function incompleteBeta(x: number, y: number, a: number, b: number): number {
  return x <= (a + 1) / (a + b + 2)
    ? (betaFactor(x, y, a, b) / a) * continuedFraction(x, a, b)
    : 1 - (betaFactor(y, x, b, a) / b) * continuedFraction(y, b, a);
}

/** 1/(12x) - 1/(360x^3) + ...; what Stirling's formula lacks. Good to 1e-16 from 15 up. */
function stirlingSeries(x: number): number {
  const square = x * x;
  return (
    (1 / 12 -
      (1 / 360 - (1 / 1260 - (1 / 1680 - (1 / 1188 - 691 / 360360 / square) / square) / square) / square) /
        square) /
    x
  );
}

/** log(x!) minus Stirling's formula for it, for any x > 0. */
function stirlingError(x: number): number {
  return x >= 15 ? stirlingSeries(x) : logGamma(x + 1) - (x + 0.5) * log(x) + x - HALF_LOG_2PI;
}

/** x log(x/m) + m - x, without cancellation where x is near m. */
function deviance(x: number, m: number): number {
  const v = (x - m) / (x + m);
  if (Math.abs(v) > 0.1) return x * log(x / m) + m - x;
  let sum = (x - m) * v;
  let term = 2 * x * v;
  for (let i = 3; ; i += 2) {
    term *= v * v;
    const next = sum + term / i;
    if (next === sum) return next;
    sum = next;
  }
}

/** x^a y^b / B(a, b) with y = 1 - x. */
function betaFactor(x: number, y: number, a: number, b: number): number {
  const n = a + b;
  const exponent =
    stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n * x) - deviance(b, n * y);
  return exp(exponent) * Math.sqrt((a / n) * (b / TWO_PI));
}

function continuedFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  d = 1 / (Math.abs(d) < tiny ? tiny : d);
  let value = d;
  // Steps grow with the square root of a and b; the bound is for a and b near 1e12.
  for (let m = 1; m < 5_000_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 + even * d;
    c = 1 + even / c;
    d = 1 / (Math.abs(d) < tiny ? tiny : d);
    if (Math.abs(c) < tiny) c = tiny;
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 + odd * d;
    c = 1 + odd / c;
    d = 1 / (Math.abs(d) < tiny ? tiny : d);
    if (Math.abs(c) < tiny) c = tiny;
    const change = d * c;
    value *= change;
    if (Math.abs(change - 1) < 2e-16) break;
  }
  return value;
}
