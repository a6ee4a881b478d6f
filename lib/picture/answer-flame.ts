/** The flame graph of an answer: the same samples, with what the work is worth and what was chosen. */
import type { Answer } from '../analyze.js';
import { chargedByGroup } from '../candidates/charges.js';
import { KINDS } from '../kinds/kinds.js';
import { resolveSpeedups } from '../payoff/local-speedup.js';
import { type FlameOptions, flameOf } from './build.js';
import type { Flame, FlameWorth } from './flame.js';

export type AnswerFlameOptions = Pick<FlameOptions, 'title' | 'maxNodes' | 'own'>;

/** Shares are of work, as in the answer: idle time and the profiler itself are left out. */
export function answerFlame(answer: Answer, options: AnswerFlameOptions = {}): Flame {
  const { work, sampleType, set } = answer;
  const charged = chargedByGroup(answer.charges, work.grouping.length);
  const tax = new Map<string, number>();
  work.grouping.names.forEach((name, group) => {
    if (charged[group]! > 0) tax.set(name, charged[group]! * set.background.gc);
  });
  return flameOf(work.selection, {
    ...options,
    sampleType,
    workOnly: true,
    tax,
    worth: worthOf(answer),
  });
}

/** Speedups as the model uses them: corrected for publication bias, the user's own among them. */
function worthOf({ set, payoff, verdict, model }: Answer): FlameWorth {
  const { parts } = resolveSpeedups(
    KINDS.map((kind) => ({ kind, share: 0 })),
    [],
    model,
  );
  const part = (speedup: number): number => Math.max(0, 1 - 1 / speedup);
  return {
    from: model.from,
    to: model.to,
    usdPerYear: payoff.money?.spendUsdPerYear ?? null,
    basis: payoff.prices.effective.label,
    gains: Object.fromEntries(
      parts.map(({ kind, speedup: { p10, p50, p90 } }) => [
        kind,
        { low: part(p10), likely: part(p50), high: part(p90) },
      ]),
    ),
    chosen: set.candidates.map(({ name }) => name),
    byEndpoint: set.unit === 'endpoint',
    verdict: verdict.code,
  };
}
