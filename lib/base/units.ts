/** The table of units: what a number of nanoseconds, bytes or dollars looks like. The only place that knows 1 ms = 1e6 ns. */
import { ProfileError } from './errors.js';

interface Scale {
  readonly label: string;
  readonly factor: number;
}

/** Smallest first; factors relative to the family's base unit. Binary sizes, as pprof prints them. */
const FAMILIES: readonly {
  readonly base: string;
  readonly names: ReadonlyMap<string, number>;
  readonly scales: readonly Scale[];
}[] = [
  {
    base: 'nanoseconds',
    names: new Map([
      ['nanosecond', 1],
      ['ns', 1],
      ['microsecond', 1e3],
      ['us', 1e3],
      ['μs', 1e3],
      ['millisecond', 1e6],
      ['ms', 1e6],
      ['second', 1e9],
      ['sec', 1e9],
      ['s', 1e9],
      ['hour', 3.6e12],
      ['hr', 3.6e12],
    ]),
    scales: [
      { label: 'ns', factor: 1 },
      { label: 'us', factor: 1e3 },
      { label: 'ms', factor: 1e6 },
      { label: 's', factor: 1e9 },
      { label: 'hrs', factor: 3.6e12 },
    ],
  },
  {
    base: 'bytes',
    names: new Map([
      ['b', 1],
      ['byte', 1],
      ['kb', 2 ** 10],
      ['kbyte', 2 ** 10],
      ['kilobyte', 2 ** 10],
      ['mb', 2 ** 20],
      ['mbyte', 2 ** 20],
      ['megabyte', 2 ** 20],
      ['gb', 2 ** 30],
      ['gbyte', 2 ** 30],
      ['gigabyte', 2 ** 30],
      ['tb', 2 ** 40],
      ['tbyte', 2 ** 40],
      ['terabyte', 2 ** 40],
      ['pb', 2 ** 50],
      ['pbyte', 2 ** 50],
      ['petabyte', 2 ** 50],
    ]),
    scales: [
      { label: 'B', factor: 1 },
      { label: 'kB', factor: 2 ** 10 },
      { label: 'MB', factor: 2 ** 20 },
      { label: 'GB', factor: 2 ** 30 },
      { label: 'TB', factor: 2 ** 40 },
      { label: 'PB', factor: 2 ** 50 },
    ],
  },
];

/** `value` of `unit` with at most three significant decimals in the unit that suits its size: "1.12s", "3.50MB", "1,234". */
export function formatValue(value: number, unit: string): string {
  const known = unitFamily(unit);
  if (known === null) return groupThousands(value);
  const base = value * known.factor;
  let chosen = known.scales[0]!;
  for (const scale of known.scales) if (Math.abs(base) >= scale.factor) chosen = scale;
  const scaled = base / chosen.factor;
  return `${Number.isInteger(scaled) ? scaled : scaled.toFixed(2)}${chosen.label}`;
}

/**
 * How a report writes values of `unit` when the reader wants them in `wanted`: "auto" is `formatValue`; a unit of the same
 * family converts, as pprof's -unit does. Throws 'usage' for one that is not known or measures something else.
 */
export function valueFormat(unit: string, wanted = 'auto'): (value: number) => string {
  if (wanted === 'auto' || wanted === unit) return (value) => formatValue(value, unit);
  const from = unitFamily(unit);
  const to = unitFamily(wanted);
  if (to === null || from === null || from.base !== to.base)
    throw new ProfileError(
      'usage',
      `--unit ${JSON.stringify(wanted)} does not fit values in ${unit}; expected auto${from === null ? '' : ` or one of ${from.scales.map(({ label }) => label).join(', ')}`}`,
    );
  const label = to.scales.find(({ factor }) => factor === to.factor)?.label ?? wanted;
  return (value) => `${groupThousands((value * from.factor) / to.factor)}${label}`;
}

/** A share of 0..1 as "12.3%". */
export function formatShare(share: number): string {
  return `${(share * 100).toFixed(Math.abs(share) >= 0.0995 ? 1 : 2)}%`;
}

/**
 * Dollars to three digits, as "$14.2k", "-$1.5M", "$8"; whole dollars below a thousand. Estimates are no better than that,
 * and the exact number is in the JSON.
 */
export function formatUsd(value: number): string {
  if (!Number.isFinite(value)) return 'no sum';
  const rounded = Number(Math.abs(value) < 1000 ? value.toFixed(0) : value.toPrecision(3));
  const size = Math.abs(rounded);
  const [label, factor] =
    size >= 1e9 ? ['B', 1e9] : size >= 1e6 ? ['M', 1e6] : size >= 1e3 ? ['k', 1e3] : ['', 1];
  return `${rounded < 0 ? '-' : ''}$${Number((size / factor).toPrecision(3))}${label}`;
}

/** 1234567 as "1,234,567"; fractions keep two decimals. */
export function groupThousands(value: number): string {
  const text = Number.isInteger(value) ? String(value) : value.toFixed(2);
  return text.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',');
}

/** What `unit` measures and its size in base units (nanoseconds, bytes); null where the unit is not known. */
export function unitFamily(unit: string): { base: string; factor: number; scales: readonly Scale[] } | null {
  const lower = unit.toLowerCase();
  const name = lower.length > 2 && lower.endsWith('s') ? lower.slice(0, -1) : lower;
  for (const { base, names, scales } of FAMILIES) {
    const factor = names.get(name);
    if (factor !== undefined) return { base, factor, scales };
  }
  return null;
}
