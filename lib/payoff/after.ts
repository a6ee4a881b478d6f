/** What the profile would look like after the rewrite: it tells where to stop. */
import type { Kind } from '../kinds/kinds.js';
import type { KindShares } from './alternatives.js';
import type { Payoff } from './estimate.js';

/** Share of the CPU that is left, 0 to 1, largest first; `crossings` is what the boundary adds. */
export interface ShareAfter {
  readonly kind: Kind | 'crossings';
  readonly share: number;
}

/** Each kind less what the likely speedup saves of it, as a share of what remains: untouched work grows to p/R. */
export function profileAfter(
  shares: KindShares,
  { parts, taxes, boundaryShare, residual }: Pick<Payoff, 'parts' | 'taxes' | 'boundaryShare' | 'residual'>,
): ShareAfter[] {
  const left = new Map<ShareAfter['kind'], number>(Object.entries(shares) as [Kind, number][]);
  const take = (kind: string, gone: number): void => {
    const now = left.get(kind as Kind);
    if (now !== undefined) left.set(kind as Kind, Math.max(0, now - gone));
  };
  for (const { kind, share, speedup } of parts) take(kind, share * (1 - 1 / speedup.p50));
  for (const { kind, share, weight, speedup } of taxes) take(kind, share * weight * (1 - 1 / speedup.p50));
  left.set('crossings', boundaryShare);
  return [...left]
    .filter(([, share]) => share > 1e-12)
    .map(([kind, share]) => ({ kind, share: share / residual.p50 }))
    .sort((a, b) => b.share - a.share || (a.kind < b.kind ? -1 : 1));
}
