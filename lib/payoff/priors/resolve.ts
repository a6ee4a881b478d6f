/** All rows, the user's merged last, and which of them a kind of work takes. */
import { ProfileError } from '../../base/errors.js';
import { aboutKind, KINDS, type Kind } from '../../kinds/kinds.js';
import { check, refuse } from '../checks.js';
import { ANY } from './any.js';
import { C_RUST } from './c-rust.js';
import { GO_RUST } from './go-rust.js';
import { JAVA_RUST } from './java-rust.js';
import { NODE_GO } from './node-go.js';
import { NODE_RUST } from './node-rust.js';
import { NODE_WASM } from './node-wasm.js';
import type { Basis, Prior } from './prior.js';
import { PYTHON_C, PYTHON_RUST } from './python-native.js';

/** The built-in tables. Order does not matter: `resolvePrior` takes the most specific row. */
export const PRIORS: readonly Prior[] = [
  ...GO_RUST,
  ...JAVA_RUST,
  ...NODE_RUST,
  ...NODE_GO,
  ...NODE_WASM,
  ...PYTHON_RUST,
  ...PYTHON_C,
  ...C_RUST,
  ...ANY,
];

/** A row of the user's. Believed as it stands, unless `basis` says that it is a prior too: then it is shrunk like ours. */
export interface PriorOverride {
  /** Default `*`. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly kind: string;
  readonly when?: string | undefined;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  readonly basis?: 'given' | 'prior' | 'spike' | 'measured' | undefined;
  readonly source?: string | undefined;
  readonly date?: string | undefined;
}

/** A row and how it was found. */
export interface Resolved {
  readonly prior: Prior;
  /** The kind whose row it is: not the one asked for where work of like nature stands in. */
  readonly as: string;
}

/** Names that people use for the languages of the tables. */
const ALIASES: Readonly<Record<string, string>> = {
  golang: 'go',
  kotlin: 'java',
  scala: 'java',
  jvm: 'java',
  javascript: 'node',
  typescript: 'node',
  js: 'node',
  ts: 'node',
  nodejs: 'node',
  py: 'python',
  'c++': 'c',
  cpp: 'c',
  lua: 'c',
};

/** The name under which the tables list a language. */
export function tableLanguage(language: string): string {
  return ALIASES[language] ?? language;
}

/** The built-in rows with the user's in the place of those of the same languages, kind and condition. Throws 'bad-model'. */
export function mergePriors(overrides: readonly PriorOverride[]): readonly Prior[] {
  if (overrides.length === 0) return PRIORS;
  const rows = new Map(PRIORS.map((prior) => [keyOf(prior), prior]));
  for (const override of overrides) {
    const prior = fromOverride(override);
    rows.set(keyOf(prior), prior);
  }
  return [...rows.values()];
}

/**
 * The user's rows before the built-in ones, and in this order: (from, to, kind, when), (from, to, kind), (from, *, kind), (*, to, kind), (*, *, kind); then the same
 * for the kind of like nature (`pricedAs` of kinds.ts). Undefined when there is no such row: the speedup is then 1.
 */
export function resolvePrior(
  rows: readonly Prior[],
  from: string,
  to: string,
  kind: string,
  when: string | null = null,
): Resolved | undefined {
  const [old, next] = [tableLanguage(from), tableLanguage(to)];
  for (let name: string | null = kind; name !== null; name = likeKind(name)) {
    let best: Prior | undefined;
    let bestRank = 0;
    for (const prior of rows) {
      const rank = prior.kind === name ? rankOf(prior, old, next, when) : 0;
      if (rank > bestRank) [best, bestRank] = [prior, rank];
    }
    if (best !== undefined) return { prior: best, as: name };
  }
  return undefined;
}

/** 0: does not apply. */
function rankOf(prior: Prior, from: string, to: string, when: string | null): number {
  if (prior.when !== null && prior.when !== when) return 0;
  const old = prior.from === from ? 4 : prior.from === '*' ? 0 : -1;
  const next = prior.to === to ? 2 : prior.to === '*' ? 0 : -1;
  if (old < 0 || next < 0) return 0;
  return 1 + (old + next) * 2 + (prior.when === null ? 0 : 1) + (prior.user ? 100 : 0);
}

function likeKind(kind: string): string | null {
  return (KINDS as readonly string[]).includes(kind) ? aboutKind(kind as Kind).pricedAs : null;
}

const keyOf = ({ from, to, kind, when }: Prior): string => JSON.stringify([from, to, kind, when]);

function fromOverride(row: PriorOverride): Prior {
  const { kind, p10, p50, p90, when = null } = row;
  if (kind !== 'service' && !(KINDS as readonly string[]).includes(kind))
    throw new ProfileError(
      'bad-model',
      `a prior is for the kind ${JSON.stringify(kind)}, which there is not`,
    );
  if (!(p10 > 0 && p10 <= p50 && p50 <= p90))
    refuse([
      check(
        'payoff-prior-order',
        `the prior of "${kind}" is ${p10}, ${p50}, ${p90}; expected three positive numbers in rising order`,
      ),
    ]);
  const basis: Basis = row.basis ?? 'given';
  return {
    from: tableLanguage(row.from ?? '*'),
    to: tableLanguage(row.to ?? '*'),
    kind,
    when,
    speedup: { p10, p50, p90 },
    structural: false,
    sources:
      row.source === undefined
        ? []
        : [{ id: row.source, what: row.source, date: row.date ?? '', grade: 'assumption' }],
    note: 'given by the user',
    basis,
    user: true,
  };
}
