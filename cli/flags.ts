/** Single options: what yargs takes for a value is checked here, so that nothing wrong passes in silence. */
import { ProfileError } from '../lib/base/errors.js';
import { asWritten } from './words.js';

/** May be given more than once. */
export function list(describe: string) {
  return {
    type: 'string',
    array: true,
    default: [] as string[],
    describe,
    requiresArg: true,
    nargs: 1,
  } as const;
}

/** May be given several times, and takes one value each, so that it does not swallow the files behind it. */
export function repeated(describe: string) {
  const coerce = (value: string | string[] | undefined): string[] | undefined => {
    if (value === undefined) return value;
    const all = Array.isArray(value) ? value : [value];
    if (all.some((one) => typeof one !== 'string' || one === ''))
      throw new ProfileError('usage', `expected a value for "${describe}"`);
    return all;
  };
  return { type: 'string', describe, coerce, requiresArg: true } as const;
}

export function text(describe: string) {
  const coerce = (value: string | undefined): string | undefined => {
    const given = once(value);
    return given === undefined ? given : asWritten(given);
  };
  return { type: 'string', describe, coerce, requiresArg: true } as const;
}

/** A name of a file: "-" stays what stands for standard input or output. */
export function path(describe: string) {
  return { type: 'string', describe, coerce: given(describe), requiresArg: true } as const;
}

export function choice<T extends string, D extends T | undefined>(
  choices: readonly T[],
  describe: string,
  fallback: D,
) {
  return { choices, describe, coerce: once<T | D>, requiresArg: true, default: fallback } as const;
}

export function given(describe: string) {
  return (value: string | undefined): string | undefined => {
    if (once(value) === '') throw new ProfileError('usage', `expected a name for "${describe}"`);
    return value;
  };
}

/** A repeated scalar becomes an array in yargs, and a negated one false: refused. */
export function once<V>(value: V): V {
  if (Array.isArray(value))
    throw new ProfileError('usage', `an option is given twice ("${value.join('" and "')}"); give it once`);
  if (value === false)
    throw new ProfileError('usage', 'an option that takes a value has no --no-; leave it out');
  return value;
}

export function count(describe: string, fallback: number) {
  const plain = number(describe, fallback);
  const coerce = (value: number | undefined): number | undefined => {
    const checked = plain.coerce(value);
    if (checked !== undefined && !(Number.isInteger(checked) && checked >= 0))
      throw new ProfileError('usage', `expected a whole number from 0 for "${describe}", not ${checked}`);
    return checked;
  };
  return { ...plain, coerce };
}

/** yargs turns "abc" into NaN and passes it on: refused. */
export function number(describe: string, fallback?: number) {
  const coerce = (value: number | undefined): number | undefined => {
    if (value !== undefined && (typeof value !== 'number' || !Number.isFinite(value)))
      throw new ProfileError('usage', `expected one number for "${describe}"`);
    return value;
  };
  return {
    type: 'number',
    describe,
    coerce,
    requiresArg: true,
    ...(fallback === undefined ? {} : { default: fallback }),
  } as const;
}
