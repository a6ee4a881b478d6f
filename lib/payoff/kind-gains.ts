/** What rewriting work of each kind saves, for ranking: the likely speedup of its prior as a part of the work. */
import { aboutKind, KINDS, type Kind } from '../kinds/kinds.js';
import type { CostModel } from './cost-model.js';
import { resolveSpeedups } from './local-speedup.js';
import { findPrior } from './priors.js';

/**
 * Per kind number: 1 - 1/s at the likely speedup after the correction for publication bias, not below 0. Null where the language
 * pair has no priors of any kind: then all work counts alike.
 */
export function kindGains(model: CostModel): Float64Array | null {
  if (model.speedup === null && findPrior(model.from, model.to, 'app') === undefined) return null;
  const { parts } = resolveSpeedups(
    KINDS.map((kind) => ({ kind: pricedKind(kind, model), share: 0 })),
    0,
    model,
  );
  return Float64Array.from(parts, ({ speedup }) => Math.max(0, 1 - 1 / speedup.p50));
}

/** The kind whose row stands in for `kind` where the table has none of its own; itself where nothing does. */
export function pricedKind(kind: Kind, { from, to }: Pick<CostModel, 'from' | 'to'>): Kind {
  let name: Kind | null = kind;
  while (name !== null && findPrior(from, to, name) === undefined) name = aboutKind(name).pricedAs;
  return name ?? kind;
}
