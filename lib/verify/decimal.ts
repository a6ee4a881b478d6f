/** Exact decimals out of their text: equality, distance and tolerance without a double anywhere. */

interface Decimal {
  /** Signed, without trailing zeros. */
  readonly digits: bigint;
  /** Power of ten of the last digit. */
  readonly exponent: number;
}

export interface Tolerance {
  /** Largest distance, as decimal texts; "0": none. */
  readonly absolute: string;
  /** Largest distance relative to the larger of both. */
  readonly relative: string;
}

const DECIMAL = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/;
/** Beyond it numbers are compared by their text: aligning them would take memory without end. */
const MOST_DIGITS = 4096;

/** Whether the text is a plain decimal, with an exponent or without. */
export function isDecimal(text: string): boolean {
  return text.length <= MOST_DIGITS && DECIMAL.test(text);
}

/** One text for each value: `1.00`, `1` and `10e-1` have the same. Texts that are too long stand for themselves. */
export function canonicalNumber(text: string): string {
  const decimal = decimalOf(text);
  return decimal === null ? text : `${decimal.digits}e${decimal.exponent}`;
}

/** Null where either is no decimal or the distance has too many digits. */
export function distance(left: string, right: string): string | null {
  const pair = aligned(left, right);
  if (pair === null) return null;
  const [a, b, exponent] = pair;
  return written({ digits: b - a, exponent });
}

/** |a - b| at most `absolute`, or at most `relative` times the larger of |a| and |b|. */
export function isWithin(left: string, right: string, tolerance: Tolerance): boolean {
  const pair = aligned(left, right);
  if (pair === null) return false;
  const [a, b, exponent] = pair;
  const apart = { digits: magnitude(b - a), exponent };
  if (apart.digits === 0n) return true;
  const larger = largerOf(magnitude(a), magnitude(b));
  const share = decimalOf(tolerance.relative);
  const most = decimalOf(tolerance.absolute);
  if (most !== null && isAtMost(apart, most)) return true;
  return (
    share !== null && isAtMost(apart, { digits: larger * share.digits, exponent: exponent + share.exponent })
  );
}

function isAtMost(a: Decimal, b: Decimal): boolean {
  const low = Math.min(a.exponent, b.exponent);
  if (Math.max(a.exponent, b.exponent) - low > 2 * MOST_DIGITS) return false;
  return a.digits * 10n ** BigInt(a.exponent - low) <= b.digits * 10n ** BigInt(b.exponent - low);
}

function decimalOf(text: string): Decimal | null {
  const found = text.length > MOST_DIGITS ? null : DECIMAL.exec(text);
  if (found === null) return null;
  const [, sign, whole, places = '', power = '0'] = found;
  const written = Number(power);
  if (Math.abs(written) > 1e9) return null;
  const all = `${whole}${places}`;
  const kept = all.replace(/0+$/, '');
  if (kept === '') return { digits: 0n, exponent: 0 };
  const exponent = written - places.length + all.length - kept.length;
  return { digits: sign === '-' ? -BigInt(kept) : BigInt(kept), exponent };
}

function aligned(left: string, right: string): [bigint, bigint, number] | null {
  const a = decimalOf(left);
  const b = decimalOf(right);
  if (a === null || b === null) return null;
  const low = Math.min(a.exponent, b.exponent);
  if (Math.max(a.exponent, b.exponent) - low > MOST_DIGITS) return null;
  return [a.digits * 10n ** BigInt(a.exponent - low), b.digits * 10n ** BigInt(b.exponent - low), low];
}

function written({ digits, exponent }: Decimal): string | null {
  if (Math.abs(exponent) > 40) return null;
  if (exponent >= 0) return String(digits * 10n ** BigInt(exponent));
  const text = String(magnitude(digits)).padStart(1 - exponent, '0');
  const places = text.slice(exponent).replace(/0+$/, '');
  return `${digits < 0n ? '-' : ''}${text.slice(0, exponent)}${places === '' ? '' : `.${places}`}`;
}

/** Math.max takes no bigint. */
function largerOf(a: bigint, b: bigint): bigint {
  if (a < b) return b;
  return a;
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
