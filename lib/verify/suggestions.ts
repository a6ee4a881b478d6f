/** Rules that would explain differences, for a person to judge. None is ever applied, and none is made where money is. */
import type { Suggestion } from './parity.js';
import { isMoneyLike } from './paths.js';
import type { ParityRule } from './rules.js';
import type { Place, Tally } from './tally.js';

/** Fewer cases suggest nothing. */
const FEWEST = 3;
/** Relative distance of doubles that were added in another order. */
const ROUNDING = 1e-9;
/** A clock read twice; beyond a day it is no clock. */
const LONGEST_SECONDS = 86_400;

export function suggestedRules(tally: Tally, noise: readonly boolean[]): Suggestion[] {
  return tally.places
    .flatMap((place, i) => {
      const found = place.pairs < FEWEST || isMoneyLike(place.path) ? null : suggestion(place, noise[i]);
      const endpoint = tally.endpoints[place.endpoint].name;
      return found === null ? [] : [{ ...found, rule: { ...found.rule, endpoint }, pairs: place.pairs }];
    })
    .sort((a, b) => b.pairs - a.pairs);
}

function suggestion(place: Place, isNoise: boolean): { rule: ParityRule; reason: string } | null {
  const { path } = place;
  if (place.kind === 'value' || place.kind === 'number' || place.kind === 'header') {
    if (place.uuids) return { rule: { path, is: 'uuid' }, reason: 'both sides always have a uuid' };
    if (place.timestamps && place.secondsApart <= LONGEST_SECONDS) {
      const withinSeconds = Math.max(1, Math.ceil(place.secondsApart));
      return {
        rule: { path, is: 'timestamp', withinSeconds },
        reason: `both sides always have a time, at most ${Number(place.secondsApart.toPrecision(3))} s apart`,
      };
    }
    if (place.numbers && place.relativelyApart <= ROUNDING)
      return {
        rule: { path, tolerance: { relative: '0.000000001' } },
        reason: `numbers apart by at most ${Number(place.relativelyApart.toPrecision(2))} of their size`,
      };
  }
  if (place.kind === 'order')
    return { rule: { path, unordered: true }, reason: 'the same items, always in another order' };
  if (place.kind === 'null-or-missing')
    return { rule: { path, nullIsMissing: true }, reason: 'null on one side is missing from the other' };
  if (isNoise)
    return { rule: { path, ignore: true }, reason: 'the old code differs from itself here as often' };
  return null;
}
