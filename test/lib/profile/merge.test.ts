import assert from 'node:assert/strict';
import { ProfileBuilder } from '../../../lib/profile/builder.js';
import { check } from '../../../lib/profile/check.js';
import { merge } from '../../../lib/profile/merge.js';
import type { Profile, ValueType } from '../../../lib/profile/profile.js';

const CPU = { type: 'cpu', unit: 'nanoseconds' };
const COUNT = { type: 'samples', unit: 'count' };

interface Facts {
  readonly types?: readonly ValueType[];
  readonly defaultType?: number;
  readonly period?: { readonly type: ValueType; readonly value: number } | null;
  readonly startTime?: bigint | null;
  readonly duration?: number | null;
  readonly values?: readonly (number | bigint)[];
  readonly comments?: readonly string[];
}

/** One sample of main. */
function one(name: string, facts: Facts = {}): Profile {
  const { types = [COUNT, CPU], values = types.map((_, i) => i + 1) } = facts;
  const builder = new ProfileBuilder(types);
  const fn = builder.function('main', 'main', null, 0);
  const location = builder.location(builder.mapping({ file: 'app' }), 1n, [
    { function: fn, line: 0, column: 0 },
  ]);
  builder.sample(builder.stack([location]), 0, values);
  const profile = builder.finish({
    ...facts,
    sources: [{ name, format: 'test', sha256: null }],
    defaultSampleType: facts.defaultType ?? types.length - 1,
  });
  check(profile);
  return profile;
}

function merged(...profiles: readonly Profile[]): Profile {
  const profile = merge(profiles);
  check(profile);
  return profile;
}

describe('merge', () => {
  it('gives a single profile as it is, and refuses none', () => {
    const profile = one('a');
    assert.equal(merge([profile]), profile);
    assert.throws(() => merge([]), { code: 'usage' });
  });

  it('joins equal rows and keeps each sample with its source', () => {
    const both = merged(one('a'), one('b'));
    assert.deepEqual([both.functions.length, both.locations.length, both.stacks.length], [1, 1, 1]);
    assert.deepEqual([...(both.samples.source as unknown as number[])], [0, 1]);
  });

  it('keeps the types that all have, in the order of the first, and its default where it is among them', () => {
    const a = one('a', { types: [COUNT, CPU], defaultType: 0 });
    const both = merged(a, one('b', { types: [CPU, { type: 'wall', unit: 'nanoseconds' }, COUNT] }));
    assert.deepEqual(both.sampleTypes, [COUNT, CPU]);
    assert.equal(both.defaultSampleType, 0);
    assert.deepEqual(
      both.samples.values.map((column) => [...column]),
      [
        [1, 3],
        [2, 1],
      ],
    );
    const only = merged(a, one('b', { types: [CPU] }));
    assert.deepEqual([only.sampleTypes, only.defaultSampleType], [[CPU], 0]);
  });

  it('refuses profiles without a common type, naming what each has', () => {
    assert.throws(() => merge([one('a', { types: [CPU] }), one('b', { types: [COUNT] })]), {
      code: 'bad-value',
      message: /a has cpu\/nanoseconds; b has samples\/count/,
    });
  });

  it('has the longest period, whichever profile has it, and one that only the second knows', () => {
    const of = (value: number) => one('p', { period: { type: CPU, value } });
    assert.equal(merged(of(5), of(9)).period?.value, 9);
    assert.equal(merged(of(9), of(5)).period?.value, 9);
    assert.equal(merged(one('a'), of(5)).period?.value, 5);
  });

  it('refuses period types that differ, also behind a profile without one', () => {
    const of = (name: string, type: ValueType) => one(name, { period: { type, value: 1 } });
    for (const front of [[], [one('first')]])
      assert.throws(() => merge([...front, of('a', CPU), of('b', COUNT)]), {
        code: 'bad-value',
        message: /b: period type samples\/count differs from cpu\/nanoseconds of a/,
      });
  });

  it('adds durations up, and begins with the earliest unless a beginning is not known', () => {
    const a = one('a', { startTime: 20n, duration: 3, comments: ['x', 'y'] });
    const b = one('b', { startTime: 10n, duration: null, comments: ['y', 'z'] });
    const both = merged(a, b);
    assert.deepEqual([both.startTime, both.duration, both.comments], [10n, 3, ['x', 'y', 'z']]);
    assert.equal(merged(a, one('c')).startTime, null);
    assert.equal(merged(one('c'), one('d')).duration, null);
  });

  it('keeps values that floats cannot hold', () => {
    const wide = 2n ** 60n + 1n;
    const both = merged(one('a', { values: [1, wide] }), one('b'));
    assert.deepEqual([...both.samples.exact[1]!], [wide, 2n]);
    assert.equal(both.samples.exact[0], null);
  });
});
