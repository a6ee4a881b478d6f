/** Quantities as people write them, "16k$/month" or "40%", read strictly into the unit that a parameter has. */

/** What a text says in the unit that was asked for; or why it does not, what was expected, and an example. */
export type Parsed = { readonly value: number } | { readonly refusal: string };

/**
 * The value of `text` in `unit`, a unit as `payoff/parameters.ts` spells it. A plain number is in that unit already.
 * Refused: another dimension, a unit that can be read two ways, separators of thousands, anything left over.
 */
export function parseQuantity(text: string, unit: string): Parsed {
  const measured = measureOf(unit);
  const refuse = (why: string): Parsed => ({
    refusal: `${shown(text)} ${why}; expected ${expectation(unit)}`,
  });
  const clean = text.trim().replace(/\s+/gu, ' ');
  if (clean === '') return refuse('is empty');
  if (clean.length > LONGEST) return refuse('is too long for a quantity');
  if (/\d[ ,'_]\d/u.test(clean)) return refuse('has a separator between its digits');
  if (/[€£¥₹]/u.test(clean)) return refuse('has a currency other than USD');
  const groups = TEXT.exec(clean)?.groups;
  if (groups === undefined)
    return refuse(
      SHELL.test(clean) ? `does not begin with a number (${QUOTE})` : 'does not begin with a number',
    );
  const { before, magnitude } = groups;
  const spelled = groups['unit'] ?? '';
  const after = CURRENCY.exec(spelled)?.[0];
  if (before !== undefined && after !== undefined) return refuse('has two currency signs');
  const name = unitName((before ?? after) !== undefined, spelled.slice(after?.length ?? 0));
  const isPrice = measured?.units.keys().next().value?.startsWith('usd') === true;
  const factor = name === '' && !(isPrice && magnitude !== undefined) ? ONE : lookUp(measured, name);
  if (factor === undefined) {
    const isBare = isPrice && (name === '' || lookUp(measured, `usd${name}`) !== undefined);
    return refuse(isBare ? `has no currency (${QUOTE})` : misfit(name, spelled));
  }
  if (magnitude !== undefined && measured?.magnitudes !== true)
    return refuse(`has a magnitude, "${magnitude}", that could be a unit`);
  const tens = factor.tens + (MAGNITUDES[magnitude ?? ''] ?? 0) + Number(groups['exponent'] ?? 0);
  const value = (Number(`${groups['sign']}${groups['digits']}e${tens}`) * factor.times) / factor.over;
  return Number.isFinite(value) ? { value } : refuse('is too large');
}

/** `value` of `unit` as text that `parseQuantity` reads back to the same bits: "$0.0504/vcpu-h", "40%". */
export function formatQuantity(value: number, unit: string): string {
  const [before, after] = measureOf(unit)?.affixes ?? ['', ''];
  const text = after.startsWith('%') ? percentDigits(String(value)) : String(value);
  return text.startsWith('-') ? `-${before}${text.slice(1)}${after}` : `${before}${text}${after}`;
}

/** True where `parseQuantity` knows the unit; of any other it takes plain numbers only. */
export function isKnownUnit(unit: string): boolean {
  return measureOf(unit) !== undefined;
}

/** An example of what may be written for a parameter of this unit. */
export function exampleOf(unit: string): string {
  return measureOf(unit)?.example ?? '1';
}

/** What may be written for a parameter of this unit, and an example: the end of "expected ...". */
export function expectation(unit: string): string {
  const measured = measureOf(unit);
  if (measured === undefined) return `a plain number (${unit})`;
  const parsed = parseQuantity(measured.example, unit);
  return `${measured.name}, such as ${measured.example} or ${'value' in parsed ? parsed.value : '1'}`;
}

/** One unit as a multiple of the parameter's: 10^tens times/over. Tens apart, so that 60ns is 0.06us to the last bit. */
interface Factor {
  readonly tens: number;
  readonly times: number;
  readonly over: number;
}

interface Measure {
  /** What is expected, and what such a quantity is where another was expected. */
  readonly name: string;
  readonly kind: string;
  readonly example: string;
  /** What `formatQuantity` writes before and after the number. */
  readonly affixes: readonly [string, string];
  /** Spellings of units. Money is `usd`, wherever its sign stood. */
  readonly units: ReadonlyMap<string, Factor>;
  /** k and M may follow the number. */
  readonly magnitudes: boolean;
  /** Capitals decide: MB is not mb. Elsewhere the spellings are in small letters and capitals are ignored. */
  readonly exact: boolean;
}

const LONGEST = 100;
const CURRENCY = /^(?:US\$|\$|[Uu][Ss][Dd](?![A-Za-z]))/u;
const TEXT =
  /^(?<sign>[+-]?)(?<before>US\$|\$|[Uu][Ss][Dd](?![A-Za-z]))? ?(?<digits>\d+(?:\.\d+)?|\.\d+)(?:[eE](?<exponent>[+-]?\d{1,4}))?(?:(?<magnitude>[kKM])(?![A-Za-z]))? ?(?<unit>\D.*)?$/u;
const MAGNITUDES: Readonly<Record<string, number>> = { k: 3, K: 3, M: 6 };
const QUOTE = 'a shell replaces $ and what follows: quote the value, or write the $ behind the number';
/** What is left of "$0.05" in a shell. */
const SHELL = /sh\.?\d*/u;

const ONE = ten(0);
const YEAR = ['y', 'yr', 'yrs', 'year', 'years'];
const MONTH = ['mo', 'month', 'months'];
const PART = measure('a part of the whole', 'a part', '40%', ['', '%'], { '%': ten(-2) });
const PART_A_YEAR = measure('a part a year', 'a part a year', '10%/year', ['', '%/year'], {
  ...alike(ten(-2), '%', '%/y', '%/yr', '%/year'),
  ...alike(ONE, '/y', '/yr', '/year'),
});
const MANY = { magnitudes: true };
const EXACT = { exact: true };

/** By the unit of the parameter. */
const MEASURES: ReadonlyMap<string, Measure> = new Map([
  [
    'vCPU',
    measure(
      'a number of vCPUs',
      'a number of vCPUs',
      '800 vcpu',
      ['', ' vcpu'],
      alike(ONE, 'vcpu', 'vcpus'),
      MANY,
    ),
  ],
  ['instances', counted('instance', 3)],
  ['zones', counted('zone', 3)],
  ['calls', counted('call', 20)],
  ['draws', counted('draw', 10_000)],
  [
    'lines',
    measure(
      'a number of lines',
      'a number of lines',
      '12k lines',
      ['', ' lines'],
      { ...alike(ONE, 'line', 'lines', 'loc', 'sloc'), ...alike(ten(3), 'kloc', 'ksloc') },
      MANY,
    ),
  ],
  [
    'requests/s',
    measure(
      'a rate in requests per second',
      'a rate',
      '20k rps',
      ['', ' rps'],
      alike(ONE, 'rps', 'qps', 'req/s', 'requests/s'),
      MANY,
    ),
  ],
  [
    'FTE',
    measure(
      'a number of people',
      'a number of people',
      '0.5 FTE',
      ['', ' FTE'],
      alike(ONE, 'fte', 'person', 'people'),
    ),
  ],
  ['times', measure('a factor', 'a factor', '1.6x', ['', 'x'], alike(ONE, 'x', '×', 'times'))],
  ['fraction', PART],
  ['probability', PART],
  ['per year', PART_A_YEAR],
  ['GB', measure('memory in GB', 'memory', '16 GB', ['', ' GB'], memory(9), EXACT)],
  [
    'bytes',
    measure(
      'a number of bytes',
      'a number of bytes',
      '512 B',
      ['', ' B'],
      { ...alike(ONE, 'B', 'byte', 'bytes'), ...memory(0) },
      EXACT,
    ),
  ],
  [
    'us',
    measure(
      'a time in microseconds',
      'a short time',
      '100us',
      ['', 'us'],
      { ns: ten(-3), us: ONE, µs: ONE, μs: ONE, ms: ten(3), s: ten(6) },
      EXACT,
    ),
  ],
  [
    'years',
    measure('a time in years', 'a time', '36 months', ['', ' years'], {
      ...alike(ONE, ...YEAR),
      ...alike(ratio(1, 12), ...MONTH),
      ...alike(ratio(1, 365), 'd', 'day', 'days'),
    }),
  ],
  [
    'months',
    measure('a time in months', 'a time', '1 year', ['', ' months'], {
      ...alike(ONE, ...MONTH),
      ...alike(ratio(12, 1), ...YEAR),
    }),
  ],
  [
    'person-months',
    measure('an effort in person-months', 'an effort', '2.5 PM', ['', ' PM'], {
      ...alike(ONE, 'pm', 'person-month', 'person-months'),
      ...alike(ratio(12, 1), 'py', 'person-year', 'person-years'),
    }),
  ],
  ['USD', measure('a sum in USD', 'a sum of money', '20k$', ['$', ''], { usd: ONE }, MANY)],
  [
    'USD/year',
    measure(
      'a sum in USD a year',
      'a sum of money a year',
      '300k$/year',
      ['$', '/year'],
      { ...alike(ONE, 'usd/year', 'usd/yr', 'usd/y'), ...alike(ratio(12, 1), 'usd/month', 'usd/mo') },
      MANY,
    ),
  ],
  [
    'USD/person-month',
    measure(
      'the price of a person-month in USD',
      'the price of a person',
      '16k$/month',
      ['$', '/month'],
      {
        ...alike(ONE, 'usd/month', 'usd/mo', 'usd/person-month', 'usd/pm'),
        ...alike(ratio(1, 12), 'usd/year', 'usd/yr', 'usd/y', 'usd/person-year', 'usd/py'),
      },
      MANY,
    ),
  ],
  ['USD/vCPU-hour', hourly('vcpu', 'vCPU', '0.0504$/vcpu-h')],
  ['USD/GB-hour', hourly('gb', 'GB', '0.004237$/gb-h')],
]);

/** Units that are read two ways, in small letters. */
const AMBIGUOUS: ReadonlyMap<string, string> = new Map([
  ['m', 'minutes, months or millions'],
  ['b', 'bytes, bits or billions'],
  ['kb', 'kB (1000 bytes), KiB (1024) or kilobits'],
  ['mb', 'MB (10^6 bytes), MiB (2^20) or megabits'],
  ['gb', 'GB (10^9 bytes), GiB (2^30) or gigabits'],
  ['tb', 'TB (10^12 bytes), TiB (2^40) or terabits'],
  ...['cpu', 'cpus', 'core', 'cores'].map((core) => [core, 'vCPUs or cores of two vCPUs'] as const),
]);

function measureOf(unit: string): Measure | undefined {
  const known = MEASURES.get(unit);
  if (known !== undefined || !unit.startsWith('of ')) return known;
  // "of CPU", "of the fleet", "of build cost/year": parts, whatever they are of.
  return unit.endsWith('/year') ? PART_A_YEAR : PART;
}

function lookUp(measured: Measure | undefined, name: string): Factor | undefined {
  return measured?.units.get(measured.exact ? name : name.toLowerCase());
}

/** "$ per vCPU-hour" and "% / year" as the tables spell them. */
function unitName(money: boolean, rest: string): string {
  const tight = rest
    .trim()
    .replace(/ ?(?:\/|\bper\b) ?/giu, '/')
    .replace(/^percent\b/iu, '%');
  return money ? `usd${tight}` : tight;
}

/** Says what was given instead. */
function misfit(name: string, spelling: string): string {
  for (const measured of MEASURES.values())
    if (lookUp(measured, name) !== undefined) return `is ${measured.kind}`;
  const readings = AMBIGUOUS.get(name.toLowerCase());
  if (readings !== undefined) return `may mean ${readings}`;
  return name === ''
    ? 'has no unit'
    : `has a unit that is not known, ${shown(spelling === '' ? '$' : spelling)}`;
}

/** Moves the point two places in the text itself: 0.07 times 100 is not 7 in binary. */
function percentDigits(text: string): string {
  const [digits, exponent] = text.split('e') as [string, string?];
  if (exponent !== undefined) return `${digits}e${Number(exponent) + 2}`;
  const [whole, part = ''] = digits.split('.') as [string, string?];
  const places = part.padEnd(2, '0');
  const moved = `${whole}${places.slice(0, 2)}`.replace(/^(-?)0+(?=\d)/u, '$1');
  return places.length > 2 ? `${moved}.${places.slice(2)}` : moved;
}

function ten(tens: number): Factor {
  return { tens, times: 1, over: 1 };
}

function ratio(times: number, over: number): Factor {
  return { tens: 0, times, over };
}

function alike(factor: Factor, ...names: readonly string[]): Record<string, Factor> {
  return Object.fromEntries(names.map((name) => [name, factor]));
}

/** `own`: the power of ten of bytes that is 1. */
function memory(own: number): Record<string, Factor> {
  const decimal = ['kB', 'MB', 'GB', 'TB'].map((name, i) => [name, ten(3 * (i + 1) - own)]);
  const binary = ['KiB', 'MiB', 'GiB', 'TiB'].map((name, i) => [name, ratio(1024 ** (i + 1), 10 ** own)]);
  return Object.fromEntries([...decimal, ...binary]);
}

function counted(thing: string, example: number): Measure {
  const name = `a number of ${thing}s`;
  return measure(name, name, `${example} ${thing}s`, ['', ''], alike(ONE, thing, `${thing}s`), MANY);
}

/** A month of prices is 730 hours, a year 8,760. */
function hourly(thing: string, title: string, example: string): Measure {
  const units = {
    ...alike(ONE, `usd/${thing}-h`, `usd/${thing}-hour`, `usd/${thing}h`),
    [`usd/${thing}-day`]: ratio(1, 24),
    [`usd/${thing}-month`]: ratio(1, 730),
    [`usd/${thing}-year`]: ratio(1, 8760),
  };
  const name = `a price per ${title}-hour in USD`;
  return measure(name, `a price of ${title}s`, example, ['$', `/${thing}-h`], units, MANY);
}

function measure(
  name: string,
  kind: string,
  example: string,
  affixes: readonly [string, string],
  units: Readonly<Record<string, Factor>>,
  { magnitudes = false, exact = false }: { magnitudes?: boolean; exact?: boolean } = {},
): Measure {
  return { name, kind, example, affixes, units: new Map(Object.entries(units)), magnitudes, exact };
}

function shown(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text);
}
