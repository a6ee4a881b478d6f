import assert from 'node:assert/strict';
import { ProfileError } from '../../../lib/base/errors.js';
import { check } from '../../../lib/profile/check.js';
import type { Profile } from '../../../lib/profile/profile.js';
import { profileOf } from '../../support/draw.js';

/** A profile with a row in every table, whose columns a test may write to. */
const valid = (): Profile =>
  profileOf([
    'main;a[module:app,file:a.c];b[inl];c 3 { tenant=x bytes=16kb }',
    'main;a[module:app,file:a.c] -2',
    '? 1',
    ' 4',
  ]);

type Column = { [row: number]: number };
const column = (from: unknown): Column => from as Column;

/** What breaks one rule, and what the message must name. */
const BROKEN: readonly [what: string, breakIt: (profile: Profile) => unknown, message: RegExp][] = [
  ['no source', (p) => ({ ...p, sources: [] }), /sources is empty/],
  ['no sample type', (p) => ({ ...p, sampleTypes: [] }), /sampleTypes is empty/],
  ['a default beyond the types', (p) => ({ ...p, defaultSampleType: 1 }), /defaultSampleType is 1/],
  ['a column that is short', (p) => ({ ...p, frames: { ...p.frames, line: [] } }), /frames\.line has 0 rows/],
  ['a function below NONE', (p) => set(p, p.frames.function, 0, -2), /frames\.function\[0\] is -2/],
  ['a function beyond the table', (p) => set(p, p.frames.function, 1, 9), /frames\.function\[1\] is 9/],
  ['a location of -1 in a stack', (p) => set(p, p.stacks.locations, 2, -1), /stacks\.locations\[2\] is -1/],
  ['a location beyond the table', (p) => set(p, p.stacks.locations, 5, 5), /stacks\.locations\[5\] is 5/],
  [
    'the largest and the smallest number in a stack',
    (p) => set(set(p, p.stacks.locations, 3, 2 ** 31 - 1), p.stacks.locations, 4, -(2 ** 31)),
    /stacks\.locations\[3\] is 2147483647/,
  ],
  ['stacks that go back', (p) => set(p, p.stacks.bounds, 1, 6), /stacks\.bounds\[2\] is/],
  ['stacks that do not begin at 0', (p) => set(p, p.stacks.bounds, 0, 1), /stacks\.bounds spans 1/],
  ['a location without a frame', (p) => set(p, p.locations.frames, 1, 0), /locations\.frames\[1\] is 0/],
  ['a frame of another location', (p) => set(p, p.frames.location, 0, 1), /frames\.location\[0\] is 1/],
  ['a nameless frame beside others', (p) => set(p, p.frames.function, 2, -1), /has several frames/],
  ['a first label set with labels', (p) => set(p, p.labelSets.bounds, 1, 1), /set 0 is not the empty set/],
  ['a sample of no stack', (p) => set(p, p.samples.stack, 3, 4), /samples\.stack\[3\] is 4/],
  ['a value that is no number', (p) => set(p, p.samples.values[0], 0, Number.NaN), /\[0\]\[0\] is NaN/],
  ['a value beyond 2^53', (p) => set(p, p.samples.values[0], 1, 2 ** 60), /which is not exact/],
];

function set(profile: Profile, target: unknown, row: number, value: number): Profile {
  column(target)[row] = value;
  return profile;
}

describe('check', () => {
  it('passes what keeps every rule', () => {
    check(valid());
  });
  for (const [what, breakIt, message] of BROKEN) {
    it(`names ${what}`, () => {
      const broken = breakIt(valid()) as Profile;
      assert.throws(
        () => check(broken),
        (error: ProfileError) =>
          error instanceof ProfileError && error.code === 'bug' && message.test(error.message),
      );
    });
  }
  it('finds one bad row far into a long column', () => {
    const long = profileOf(Array.from({ length: 5000 }, (_, i) => `f${i};g${i} 1`));
    column(long.stacks.locations)[9001] = 10_000;
    assert.throws(() => check(long), /stacks\.locations\[9001\] is 10000, expected 0 to 9999/);
  });
});
