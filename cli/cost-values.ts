/** One value of a cost parameter, from a flag or a configuration: read with its unit, held against its range. */
import { expectation, formatQuantity, parseQuantity } from '../lib/base/quantities.js';
import { CHOICES, type Choice, PARAMETERS, type Parameter } from '../lib/payoff/parameters.js';

/** `refusal` is the end of a sentence that begins with the name of the flag or key. */
export type CostValue = { readonly value: number | string } | { readonly refusal: string };

const NUMBERS: Readonly<Record<string, Parameter>> = PARAMETERS;
const WORDS: Readonly<Record<string, Choice>> = CHOICES;

/** All parameters, numbers first. */
export const COST_KEYS: readonly string[] = [...Object.keys(NUMBERS), ...Object.keys(WORDS)];

/** `raw` is a number in the parameter's own unit, or a text with or without a unit. */
export function costValue(key: string, raw: unknown): CostValue {
  const parameter = NUMBERS[key];
  if (parameter !== undefined) return numberValue(raw, parameter);
  const choice = WORDS[key]!;
  if (typeof raw === 'string' && choice.allowed.test(raw)) return { value: raw };
  return { refusal: `${described(raw)} is not a choice; expected ${choice.expected}` };
}

/** A number of `unit` within bounds. */
export function numberValue(
  raw: unknown,
  { unit, low, high }: Pick<Parameter, 'unit' | 'low' | 'high'>,
): { readonly value: number } | { readonly refusal: string } {
  if (typeof raw !== 'string' && !(typeof raw === 'number' && Number.isFinite(raw)))
    return { refusal: `${described(raw)} is not a quantity; expected ${expectation(unit)}` };
  const parsed = typeof raw === 'string' ? parseQuantity(raw, unit) : { value: raw };
  if ('refusal' in parsed || (parsed.value >= low && parsed.value <= high)) return parsed;
  const bounds = `${formatQuantity(low, unit)} to ${formatQuantity(high, unit)}`;
  return { refusal: `${described(raw)} is out of range; expected ${bounds} (${expectation(unit)})` };
}

/** A given value in a message: short, quoted when it is text. */
export function described(value: unknown): string {
  if (typeof value === 'string')
    return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}...` : value);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
