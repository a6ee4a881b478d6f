/** The JSON Schema of the configuration file, made from the tables that the reader uses; `npm run schema` writes it. */
import {
  CONFIG_KEYS,
  LANGUAGE_UTILISATION,
  PERCENTILES,
  PRIOR_WORDS,
  rangeParts,
  SPEEDUP_BOUNDS,
} from '../../cli/config.js';
import { BUDGET_LIMITS, BUDGET_WORDS } from '../../cli/config-budgets.js';
import { COST_FLAGS } from '../../cli/cost-flags.js';
import { exampleOf } from '../../lib/base/quantities.js';
import { CHOICES, type Choice, PARAMETERS, type Parameter } from '../../lib/payoff/parameters.js';

export const CONFIG_SCHEMA_FILE = 'docs/schema/flameworth.config.schema.json';

/** A text that may be a quantity: the shape alone, for editors; the command line checks the unit. */
export const QUANTITY = {
  type: 'string',
  pattern: '^\\s*[+-]?((US)?\\$|[Uu][Ss][Dd])?\\s*(\\d|\\.\\d)[^,]*$',
};
const NOTHING = { type: 'null' };

export function configSchema(): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'flameworth-config-1',
    title: 'What flameworth.config.json may hold',
    type: 'object',
    additionalProperties: false,
    // For editors that read JSON with comments.
    allowTrailingCommas: true,
    properties: Object.fromEntries(CONFIG_KEYS.map((key) => [key, property(key)])),
    definitions: {
      quantity: QUANTITY,
      prior: priorRow(),
      budgets: subjectRow(BUDGET_LIMITS, ['reason', 'owner']),
      acknowledged: subjectRow({}, ['reason', 'owner', 'expires']),
    },
  };
}

function property(key: string): object {
  if (key === '$schema') return { type: 'string' };
  if (key === 'own')
    return { type: ['string', 'null'], description: "Functions that are the team's own, as an RE2 pattern." };
  if (key === 'priors')
    return {
      description: 'Local speedups of your own, which go before the built-in ones.',
      anyOf: [{ type: 'array', items: { $ref: '#/definitions/prior' } }, NOTHING],
    };
  if (key === 'utilisation') {
    const of = { anyOf: [...quantityOf(0.01, 1), NOTHING] };
    const row = {
      type: 'object',
      properties: Object.fromEntries(LANGUAGE_UTILISATION.map((name) => [name, of])),
      additionalProperties: false,
    };
    return {
      description: 'Per language, the CPU utilisation that services are sized for, and the highest usable.',
      anyOf: [{ type: 'object', additionalProperties: row }, NOTHING],
    };
  }
  if (key === 'budgets' || key === 'acknowledged')
    return {
      description:
        key === 'budgets'
          ? 'What functions and packages may cost at most, for diff.'
          : 'Regressions that are known: diff does not tell them until they expire.',
      anyOf: [{ type: 'array', items: { $ref: `#/definitions/${key}` } }, NOTHING],
    };
  const describe = COST_FLAGS.find((flag) => flag.key === key)!.describe;
  const choice = (CHOICES as Readonly<Record<string, Choice>>)[key];
  if (choice !== undefined)
    return {
      description: `${describe}. Expected: ${choice.expected}. Default: ${choice.source}.`,
      anyOf: [{ type: 'string', pattern: choice.allowed.source }, NOTHING],
      default: key === 'from' ? null : choice.value,
    };
  const { unit, low, high, value, source, date } = (PARAMETERS as Readonly<Record<string, Parameter>>)[key]!;
  const quantity = quantityOf(low, high);
  return {
    description: `${describe}. Unit: ${unit}. Default: ${source} (${date}).`,
    anyOf: [...quantity, ...(rangeParts(key) === null ? [] : [percentiles(quantity)]), NOTHING],
    default: value,
    examples: [exampleOf(unit)],
  };
}

function quantityOf(minimum: number, maximum: number): object[] {
  return [{ type: 'number', minimum, maximum }, { $ref: '#/definitions/quantity' }];
}

function percentiles(quantity: readonly object[]): object {
  return {
    type: 'object',
    properties: Object.fromEntries(PERCENTILES.map((name) => [name, { anyOf: quantity }])),
    required: PERCENTILES,
    additionalProperties: false,
  };
}

function priorRow(): object {
  const quantity = { anyOf: quantityOf(SPEEDUP_BOUNDS.low, SPEEDUP_BOUNDS.high) };
  return {
    type: 'object',
    properties: {
      ...Object.fromEntries(
        Object.entries(PRIOR_WORDS).map(([name, { pattern, expected }]) => [
          name,
          { type: ['string', 'null'], pattern: pattern.source, description: `Expected: ${expected}.` },
        ]),
      ),
      ...Object.fromEntries(PERCENTILES.map((name) => [name, quantity])),
    },
    required: ['kind', ...PERCENTILES],
    additionalProperties: false,
  };
}

/** A row about one function or package. */
function subjectRow(limits: Partial<typeof BUDGET_LIMITS>, required: readonly string[]): object {
  const words = Object.entries(BUDGET_WORDS).map(([name, { pattern, expected }]) => [
    name,
    { type: ['string', 'null'], pattern: pattern.source, description: `Expected: ${expected}.` },
  ]);
  const bounds = Object.entries(limits).map(([name, { low, high, describe }]) => [
    name,
    { description: describe, anyOf: [...quantityOf(low, high), NOTHING] },
  ]);
  return {
    type: 'object',
    properties: Object.fromEntries([...words, ...bounds]),
    required,
    oneOf: [{ required: ['function'] }, { required: ['package'] }],
    additionalProperties: false,
  };
}
