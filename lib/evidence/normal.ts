/** The normal distribution: density, cumulative probability, and its inverse. */
import { exp, log } from '../base/elementary.js';

const SQRT_2PI = 2.5066282746310002;

/** Density of the standard normal. */
export function normalDensity(z: number): number {
  return exp(-0.5 * z * z) / SQRT_2PI;
}

/**
 * P(Z <= z) of the standard normal, to about 1e-13 relative in the lower tail too. Near the middle the series
 * 1/2 + density * (z + z^3/3 + z^5/(3*5) + ...) (Marsaglia, J. Statistical Software 11(4), 2004), beyond 3 the
 * continued fraction of the tail (Abramowitz and Stegun 26.2.14).
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return z;
  if (z > 3) return 1 - upperTail(z);
  if (z < -3) return upperTail(-z);
  let sum = z;
  let term = z;
  for (let i = 3; Math.abs(term) > 1e-17 * Math.abs(sum); i += 2) {
    term *= (z * z) / i;
    sum += term;
  }
  return 0.5 + sum * normalDensity(z);
}

function upperTail(z: number): number {
  if (z > 40) return 0;
  let fraction = z;
  for (let i = 100; i >= 1; i--) fraction = z + i / fraction;
  return normalDensity(z) / fraction;
}

/**
 * The z with P(Z <= z) = p, to about 1e-15 relative: algorithm AS 241, PPND16 (Wichura, Applied Statistics 37, 1988).
 * -Infinity at 0, Infinity at 1, NaN outside.
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (q >= -0.425 && q <= 0.425) {
    const r = 0.180625 - q * q;
    return q * ratio(r, CENTRE, CENTRE_BELOW);
  }
  const tail = q < 0 ? p : 1 - p;
  if (!(tail > 0)) return tail === 0 ? (q < 0 ? -Infinity : Infinity) : Number.NaN;
  const r = Math.sqrt(-log(tail));
  const z = r <= 5 ? ratio(r - 1.6, MIDDLE, MIDDLE_BELOW) : ratio(r - 5, FAR, FAR_BELOW);
  return q < 0 ? -z : z;
}

function ratio(r: number, above: readonly number[], below: readonly number[]): number {
  return horner(above, r) / horner(below, r);
}

function horner(terms: readonly number[], r: number): number {
  let sum = 0;
  for (let i = terms.length - 1; i >= 0; i--) sum = sum * r + terms[i]!;
  return sum;
}

// The published coefficients, constant term first.
const CENTRE = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
  67265.7709270087, 33430.57558358813, 2509.0809287301227,
];
const CENTRE_BELOW = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
  28729.085735721943, 5226.495278852854,
];
const MIDDLE = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
  0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
];
const MIDDLE_BELOW = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
  0.0005475938084995345, 1.0507500716444169e-9,
];
const FAR = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
  0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
];
const FAR_BELOW = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
  1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
];
