/** exp, log and their kin from +, -, *, / alone: the same bits on every engine, which Math.exp and Math.log do not promise. */

/*
 * ECMA-262 leaves Math.exp, log, pow, sin "implementation-approximated"; only the four operations and Math.sqrt are
 * exact to the last bit (IEEE 754). V8 ports fdlibm, other engines call the C library of their platform. Whatever must
 * not differ between machines - drawn numbers, quantiles - goes through this file.
 *
 * Method (as old as Cody and Waite 1980): reduce the argument by powers of two, then sum a short series. The series are
 * plain Taylor and atanh coefficients, so that every constant below can be checked with pencil and paper.
 */

/** ln 2 in two parts; the first has 32 significant bits, so that an exponent times it is exact. */
const LN2_HIGH = 6.9314718036912382e-1;
const LN2_LOW = 1.9082149292705877e-10;
const EXP_OVERFLOW = 709.782712893384;
const EXP_UNDERFLOW = -745.1332191019412;

/** 1/2!, 1/3!, ... 1/14!: the first term left out is below 2^-60 for |r| <= ln(2)/2. */
const EXP_TERMS = series(13, (n) => {
  let factorial = 1;
  for (let i = 2; i <= n + 2; i++) factorial *= i;
  return 1 / factorial;
});
/** 2/3, 2/5, 2/7, ...: the first term left out is below 2^-60 for |f| <= sqrt(2) - 1. */
const LOG_TERMS = series(11, (n) => 2 / (2 * n + 3));

const scratch = new DataView(new ArrayBuffer(8));

/** e^x, within 1 ulp; 0 below -745.13, Infinity above 709.78. */
export function exp(x: number): number {
  if (!(x <= EXP_OVERFLOW)) return x > 0 ? Infinity : Number.NaN;
  if (x < EXP_UNDERFLOW) return 0;
  const k = Math.round(x * Math.LOG2E);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  return scale(1 + (r + r * r * polynomial(EXP_TERMS, r)), k);
}

/** e^x - 1 without cancellation near 0, within 4 ulp. */
export function expm1(x: number): number {
  if (x > -0.3466 && x < 0.3466) return x === 0 ? x : x + x * x * polynomial(EXP_TERMS, x);
  return exp(x) - 1;
}

/** Natural logarithm, within 1 ulp; -Infinity of 0, NaN of a negative number. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : Number.NaN;
  if (x === Infinity) return x;
  let k = 0;
  let normal = x;
  if (x < 2.2250738585072014e-308) {
    normal = x * 18014398509481984;
    k = -54;
  }
  scratch.setFloat64(0, normal);
  const high = scratch.getInt32(0);
  k += (high >>> 20) - 1023;
  scratch.setInt32(0, (high & 0xfffff) | 0x3ff00000);
  let m = scratch.getFloat64(0);
  if (m > Math.SQRT2) {
    m /= 2;
    k++;
  }
  const f = m - 1;
  if (f === 0) return k * LN2_HIGH + k * LN2_LOW;
  const s = f / (2 + f);
  const z = s * s;
  return k * LN2_HIGH + (f - (s * (f - z * polynomial(LOG_TERMS, z)) - k * LN2_LOW));
}

/** ln(1 + x) without losing a small x, within 3 ulp (Kahan's correction for the rounding of 1 + x). */
export function log1p(x: number): number {
  const u = 1 + x;
  if (u === 1) return x;
  if (!(u > 0) || u === Infinity) return log(u);
  return (log(u) * x) / (u - 1);
}

/** x^y of a positive x, as e^(y ln x): its relative error grows with |y ln x|, about 1e-16 times it. */
export function power(x: number, y: number): number {
  return y === 0 ? 1 : exp(y * log(x));
}

function series(length: number, term: (n: number) => number): Float64Array {
  return Float64Array.from({ length }, (_, n) => term(n));
}

/** Horner's rule, constant term first in `terms`. */
function polynomial(terms: Float64Array, x: number): number {
  let sum = 0;
  for (let i = terms.length - 1; i >= 0; i--) sum = sum * x + terms[i]!;
  return sum;
}

/** x times 2^k; in two steps where 2^k itself is not a normal number. */
function scale(x: number, k: number): number {
  if (k > 1023) return x * 2 * powerOfTwo(k - 1);
  if (k >= -1022) return x * powerOfTwo(k);
  return x * powerOfTwo(k + 54) * 5.551115123125783e-17;
}

function powerOfTwo(k: number): number {
  scratch.setInt32(0, (k + 1023) << 20);
  scratch.setInt32(4, 0);
  return scratch.getFloat64(0);
}
