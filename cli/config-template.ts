/** The file that `init` writes: every parameter at its default, commented out, with unit and source. */
import { exampleOf, formatQuantity } from '../lib/base/quantities.js';
import { CHOICES, type Choice, PARAMETERS, type Parameter } from '../lib/payoff/parameters.js';
import { rangeParts } from './config.js';
import { COST_FLAGS } from './cost-flags.js';

/** Where the schema is for editors, in a project that has flameworth installed. */
const SCHEMA = './node_modules/flameworth/docs/schema/flameworth.config.schema.json';
const WIDTH = 100;

/** JSON with comments. As it stands it changes nothing: uncomment what you know. */
export function configTemplate(): string {
  return [
    '// Settings of flameworth. All are optional, and those below are the defaults: uncomment and change what you know.',
    '// Values are numbers in the unit named, or texts with a unit; null is the default. Flags go before this file.',
    '{',
    `  "$schema": ${JSON.stringify(SCHEMA)},`,
    ...setting(
      "functions that are the team's own, as an RE2 pattern, such as ^example\\\\.com/shop/",
      'own',
      null,
    ),
    ...COST_FLAGS.flatMap(({ key, describe }) => parameter(key, describe)),
    ...setting(
      'local speedups of your own, which go before the built-in ones; rows such as { "from": "go", "to": "rust", "kind": "json", "p10": 2, "p50": 3, "p90": 5, "basis": "measured", "source": "our prototype" }',
      'priors',
      [],
    ),
    ...setting(
      'per language, the CPU utilisation that services are sized for (target) and the highest that meets the latency goal (knee), such as { "go": { "target": "50%", "knee": "72%" }, "rust": { "knee": "85%" } }; flags and the keys above go before it',
      'utilisation',
      {},
    ),
    ...setting(
      'what functions and packages may cost, judged by diff: self and total as parts of the whole, cpuUsPerRequest; rows such as { "function": "main.price", "total": "12%", "reason": "agreed in May", "owner": "team pricing", "expires": "2027-06-30" }',
      'budgets',
      [],
    ),
    ...setting(
      'regressions that are known and not told by diff until the day named; rows such as { "package": "example.com/shop/audit", "reason": "audit log, T-1234", "owner": "team audit", "expires": "2027-03-31" }',
      'acknowledged',
      [],
    ),
    '}',
    '',
  ].join('\n');
}

function parameter(key: string, describe: string): string[] {
  const number = (PARAMETERS as Readonly<Record<string, Parameter>>)[key];
  if (number === undefined) {
    const { value, expected, source } = (CHOICES as Readonly<Record<string, Choice>>)[key]!;
    // The old language is read off the names, which no word says.
    const fallback = key === 'from' ? null : value;
    return setting(`${describe}. One of: ${expected}. Default: ${source}`, key, fallback);
  }
  const { value, low, high, unit, source, date, tag } = number;
  const bounds = `${formatQuantity(low, unit)} to ${formatQuantity(high, unit)}`;
  const example = value === null ? `, such as ${JSON.stringify(exampleOf(unit))}` : '';
  const range = rangeParts(key) === null ? '' : ', or { "p10": …, "p50": …, "p90": … }';
  // The unit stands behind.
  const what = describe.replace(/, (0 to 1|USD|GB|microseconds|person-months)$/u, '');
  const text = value === null ? null : formatQuantity(value, unit);
  const spread = hasSpread(key) ? `. Given alone it is exact: give ${key}Low and ${key}High for a range` : '';
  const basis = value === null ? source : `${source} (${tag}, ${date})`;
  return setting(
    `${what}. Unit: ${unit}, ${bounds}${example}${range}. Default: ${basis}${spread}`,
    key,
    text === String(value) ? value : text,
  );
}

/** True where the default has a range around it that goes when the middle is given without one. */
export function hasSpread(key: string): boolean {
  const middle = (PARAMETERS as Readonly<Record<string, Parameter>>)[key];
  return middle?.value != null && Object.hasOwn(PARAMETERS, `${key}Low`);
}

function setting(comment: string, key: string, value: unknown): string[] {
  return ['', ...folded(comment), `  // ${JSON.stringify(key)}: ${JSON.stringify(value)},`];
}

function folded(comment: string): string[] {
  const lines = ['  //'];
  for (const word of comment.split(' ')) {
    const line = lines[lines.length - 1]!;
    if (line.length + 1 + word.length > WIDTH) lines.push(`  // ${word}`);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
}
