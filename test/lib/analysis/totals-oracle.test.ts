import assert from 'node:assert/strict';
import { groupFrames } from '../../../lib/analysis/granularity.js';
import { totals } from '../../../lib/analysis/totals.js';
import { ProfileBuilder } from '../../../lib/profile/builder.js';
import type { Profile } from '../../../lib/profile/profile.js';
import { select } from '../../../lib/profile/select.js';
import { randomProfile } from '../../support/random.js';

type Numbers = { readonly length: number; readonly [row: number]: number };

/** The slow obvious way: walk each sample, remember its groups in a Set. */
function oracle(
  profile: Profile,
  groupOf: Int32Array,
  groups: number,
  hidden: Uint8Array | null,
  kept: Uint8Array | null,
) {
  const self = new Array<number>(groups).fill(0);
  const whole = new Array<number>(groups).fill(0);
  const { samples, stacks, locations } = profile;
  for (let s = 0; s < samples.length; s++) {
    if (kept !== null && kept[s] === 0) continue;
    const stack = (samples.stack as Numbers)[s]!;
    const value = samples.values[1]![s]!;
    const path: number[] = [];
    for (let i = (stacks.bounds as Numbers)[stack]!; i < (stacks.bounds as Numbers)[stack + 1]!; i++) {
      const location = (stacks.locations as Numbers)[i]!;
      for (
        let f = (locations.frames as Numbers)[location]!;
        f < (locations.frames as Numbers)[location + 1]!;
        f++
      ) {
        if (hidden === null || hidden[f] === 0) path.push(groupOf[f]!);
      }
    }
    for (const group of new Set(path)) whole[group]! += value;
    if (path.length > 0) self[path[path.length - 1]!]! += value;
  }
  return { self, whole };
}

describe('totals', () => {
  for (const filters of [
    {},
    { hide: 'f3$' },
    { focus: 'pkg1' },
    { ignore: 'f7$' },
    { show: 'pkg[02]' },
    { tagfocus: 'k=v[12]' },
    { noInlines: true },
  ]) {
    it(`equals a Set per sample on 200 random profiles with ${JSON.stringify(filters)}`, () => {
      for (let seed = 1; seed <= 200; seed++) {
        const profile = randomProfile(seed);
        const selection = select(profile, filters);
        for (const granularity of ['function', 'line', 'module', 'address', 'package', 'file'] as const) {
          const grouping = groupFrames(profile, granularity);
          const got = totals(selection, grouping, 1);
          const want = oracle(
            profile,
            grouping.groupOfFrame,
            grouping.length,
            selection.hiddenFrames,
            selection.keptSamples,
          );
          assert.deepEqual([...got.self], want.self, `seed ${seed} ${granularity} self`);
          assert.deepEqual([...got.totals], want.whole, `seed ${seed} ${granularity} total`);
        }
      }
    });
  }

  it('keeps every bit of values beyond 2^53', () => {
    const builder = new ProfileBuilder([{ type: 'x', unit: 'count' }]);
    const f = builder.function('f', 'f', null, 0);
    const stack = builder.stack([builder.location(-1, 1n, [{ function: f, line: 0, column: 0 }])]);
    for (const value of [2n ** 62n + 1n, 2n ** 62n + 2n, -3n]) builder.sample(stack, 0, [value]);
    const profile = builder.finish({ sources: [{ name: 't', format: 't', sha256: null }] });
    const got = totals(select(profile), groupFrames(profile, 'function'), 0);
    assert.equal(got.exact?.self[0], 2n ** 63n);
    assert.equal(got.exact?.total, 2n ** 63n + 6n);
  });
});
