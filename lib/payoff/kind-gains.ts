/** What rewriting work of each kind saves, for ranking: the likely speedup of its prior as a part of the work. */
import { KINDS } from '../kinds/kinds.js';
import type { CostModel } from './cost-model.js';
import { resolveSpeedups } from './local-speedup.js';
import { resolvePrior } from './priors/resolve.js';

/**
 * Per kind number: 1 - 1/s at the likely speedup after the correction for publication bias, not below 0. Null where the language
 * pair has no priors of any kind: then all work counts alike.
 */
export function kindGains(model: CostModel): Float64Array | null {
  if (model.speedup === null && resolvePrior(model.priors, model.from, model.to, 'app') === undefined)
    return null;
  const { parts } = resolveSpeedups(
    KINDS.map((kind) => ({ kind, share: 0 })),
    [],
    model,
  );
  return Float64Array.from(parts, ({ speedup }) => Math.max(0, 1 - 1 / speedup.p50));
}
