import assert from 'node:assert/strict';
import { groupFrames } from '../../../lib/analysis/granularity.js';
import { totals } from '../../../lib/analysis/totals.js';
import { type Filters, select } from '../../../lib/profile/select.js';
import { profileOf } from '../../support/draw.js';

/** Name to [self, total] of all functions that count. */
function sums(rows: readonly string[], filters: Filters): Record<string, [number, number]> {
  const profile = profileOf(rows);
  const grouping = groupFrames(profile, 'function');
  const got = totals(select(profile, filters), grouping, 0);
  const out: Record<string, [number, number]> = {};
  grouping.names.forEach((name, group) => {
    if (got.self[group] !== 0 || got.totals[group] !== 0) out[name] = [got.self[group]!, got.totals[group]!];
  });
  return out;
}

describe('select', () => {
  const ROWS = ['main;a;b[file:src/b.go] 3', 'main;c;a 5', 'main;c 7', '?[module:/lib/libz.so] 11', ' 13'];
  for (const [title, filters, want] of [
    [
      'keeps everything without filters',
      {},
      { main: [0, 15], a: [5, 8], b: [3, 3], c: [7, 12], '[libz.so]': [11, 11] },
    ],
    [
      'takes an empty pattern for none',
      { focus: '' },
      { main: [0, 15], a: [5, 8], b: [3, 3], c: [7, 12], '[libz.so]': [11, 11] },
    ],
    ['focuses on a function name', { focus: '^a$' }, { main: [0, 8], a: [5, 8], b: [3, 3], c: [0, 5] }],
    ['focuses on a source file', { focus: 'src/' }, { main: [0, 3], a: [0, 3], b: [3, 3] }],
    ['focuses on an object file', { focus: 'libz' }, { '[libz.so]': [11, 11] }],
    ['ignores', { ignore: '^c$' }, { main: [0, 3], a: [0, 3], b: [3, 3], '[libz.so]': [11, 11] }],
    ['ignores rather than focuses', { focus: '^a$', ignore: '^b$' }, { main: [0, 5], a: [5, 5], c: [0, 5] }],
    [
      'hides leaves, whose callers get their self',
      { hide: '^[bc]$' },
      { main: [7, 15], a: [8, 8], '[libz.so]': [11, 11] },
    ],
    ['drops stacks of which nothing is left', { hide: 'main|libz' }, { a: [5, 8], b: [3, 3], c: [7, 12] }],
    ['shows only what matches', { show: '^[ab]$' }, { a: [5, 8], b: [3, 3] }],
    ['shows no unsymbolized frame, like pprof', { show: 'libz|^b$' }, { b: [3, 3] }],
    ['shows from the rootmost match', { showFrom: '^[ac]$' }, { a: [5, 8], b: [3, 3], c: [7, 12] }],
  ] as [string, Filters, Record<string, [number, number]>][]) {
    it(title, () => {
      assert.deepEqual(sums(ROWS, filters), want);
    });
  }

  const INLINED = ['main;foo;bar[inl];baz[inl] 2', 'main;foo;bar[inl];baz[inl];main 1'];
  for (const [title, filters, want] of [
    ['gives inlined work to the function that exists', { noInlines: true }, { main: [1, 3], foo: [2, 3] }],
    [
      'gives it to the rootmost frame that is left',
      { noInlines: true, hide: '^foo' },
      { main: [1, 3], bar: [2, 3] },
    ],
    [
      'hides one inlined frame and not its location',
      { hide: 'bar' },
      { main: [1, 3], foo: [0, 3], baz: [2, 3] },
    ],
    ['cuts a location at the match', { showFrom: 'bar' }, { main: [1, 1], bar: [0, 3], baz: [2, 3] }],
  ] as [string, Filters, Record<string, [number, number]>][]) {
    it(title, () => {
      assert.deepEqual(sums(INLINED, filters), want);
    });
  }

  const LABELLED = [
    'a 1 {route=/pay size=16kb}',
    'b 2 {route=/list size=1mb}',
    'c 4 {size=2mb}',
    'd 8 {thread=42}',
    'e 16',
    'f 32 {user=x42}',
  ];
  for (const [filter, want] of [
    ['pay', 'a'],
    ['route:/', 'ab'],
    ['/list,route', 'b'],
    ['route=list,pay', 'ab'],
    ['route=route', ''],
    ['16kb', 'a'],
    ['16384b', 'a'],
    ['size=16kb:1mb', 'ab'],
    ['size=1mb:', 'bc'],
    ['size=:1mb', 'ab'],
    ['size=1s:', ''],
    ['42', 'd'],
    ['thread=40:50', 'd'],
    ['size=42', ''],
    ['thread=40:50:60', ''],
    ['user=x4', 'f'],
    ['user=^x42$', 'f'],
  ] as const) {
    it(`tagfocus ${filter} keeps ${want === '' ? 'nothing' : [...want].join(', ')}, tagignore the others`, () => {
      const all = ['a', 'b', 'c', 'd', 'e', 'f'];
      assert.deepEqual(Object.keys(sums(LABELLED, { tagfocus: filter })).sort(), [...want]);
      assert.deepEqual(
        Object.keys(sums(LABELLED, { tagignore: filter })).sort(),
        all.filter((name) => !want.includes(name)),
      );
    });
  }

  for (const [option, filters] of [
    ['focus', { focus: 'a(' }],
    ['ignore', { ignore: 'a(' }],
    ['hide', { hide: 'a(' }],
    ['show', { show: 'a(' }],
    ['show-from', { showFrom: 'a(' }],
    ['tagfocus', { tagfocus: 'k=a(' }],
    ['tagignore', { tagignore: 'a(' }],
  ] as const) {
    it(`names --${option} and the pattern when it is malformed`, () => {
      assert.throws(
        () => select(profileOf(['a 1']), filters),
        (error: { code: string; message: string }) =>
          error.code === 'usage' && error.message.includes(`--${option} "a("`),
      );
    });
  }

  it('answers a pattern that would take a backtracking engine forever', () => {
    const rows = [`${'a'.repeat(5000)} 1`];
    assert.deepEqual(sums(rows, { focus: '(a+)+$b|(a*)*b' }), {});
  });

  it('has no masks where nothing is taken out', () => {
    const { keptSamples, hiddenFrames, showFromFrames } = select(profileOf(ROWS), { hide: 'nothing' });
    assert.deepEqual([hiddenFrames, showFromFrames], [null, null]);
    assert.deepEqual([...keptSamples!], [1, 1, 1, 1, 0]);
    assert.equal(select(profileOf(['a 1']), { focus: 'a' }).keptSamples, null);
  });
});
