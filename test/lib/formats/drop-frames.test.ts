import assert from 'node:assert/strict';
import * as format from 'pprof-format';
import { foldedLines } from '../../../lib/formats/folded/write.js';
import { readProfile } from '../../../lib/formats/read.js';

/** Stacks root first, a location's inlined functions joined by "+", rootward first; each counts 1. */
function fileOf(stacks: readonly string[], drop: string, keep = ''): Uint8Array {
  const table = new format.StringTable();
  const names = [...new Set(stacks.flatMap((stack) => stack.split(/[;+]/)))];
  const places = [...new Set(stacks.flatMap((stack) => stack.split(';')))];
  const profile = new format.Profile({
    stringTable: table,
    sampleType: [new format.ValueType({ type: table.dedup('samples'), unit: table.dedup('count') })],
    function: names.map((name, i) => new format.Function({ id: i + 1, name: table.dedup(name) })),
    location: places.map(
      (place, i) =>
        new format.Location({
          id: i + 1,
          line: place
            .split('+')
            .reverse()
            .map((name) => new format.Line({ functionId: names.indexOf(name) + 1 })),
        }),
    ),
    sample: stacks.map(
      (stack) =>
        new format.Sample({
          locationId: stack
            .split(';')
            .reverse()
            .map((place) => places.indexOf(place) + 1),
          value: [1],
        }),
    ),
    dropFrames: table.dedup(drop),
    keepFrames: table.dedup(keep),
  });
  return profile.encode();
}

async function read(bytes: Uint8Array, allFrames = false): Promise<string[]> {
  const profile = await readProfile(bytes, { allFrames });
  return [...foldedLines(profile)].map((line) => line.trimEnd()).sort();
}

/** The answers are those of `go tool pprof -traces` (go 1.26.8) on the same files. */
describe('drop_frames and keep_frames', () => {
  const STACKS = [
    'main;work;malloc;lock',
    'main;work',
    'malloc;lock',
    'main;work+malloc+lock;deep',
    'main;mallocgc',
  ];
  it('cut a stack at the first dropped name below a kept one', async () => {
    assert.deepEqual(await read(fileOf(STACKS, 'malloc')), [
      'main;mallocgc 1',
      'main;work 3',
      'malloc;lock 1',
    ]);
  });
  it('match whole names', async () => {
    assert.deepEqual(await read(fileOf(['main;malloc', 'main;mallocgc(int)'], 'malloc(gc)?')), ['main 2']);
    assert.deepEqual(await read(fileOf(['main;a.malloc', 'main;.malloc'], 'malloc')), [
      'main 1',
      'main;a.malloc 1',
    ]);
  });
  it('keep what keep_frames matches', async () => {
    assert.deepEqual(await read(fileOf(['main;malloc_a;x', 'main;malloc_b;x'], 'malloc.*', 'malloc_b')), [
      'main 1',
      'main;malloc_b;x 1',
    ]);
  });
  it('change nothing with allFrames', async () => {
    assert.deepEqual(await read(fileOf(['main;malloc;lock'], 'malloc'), true), ['main;malloc;lock 1']);
  });
  it('that are no pattern drop nothing, with a warning', async () => {
    const profile = await readProfile(fileOf(['main;malloc'], '('));
    assert.deepEqual(
      [...foldedLines(profile)].map((line) => line.trimEnd()),
      ['main;malloc 1'],
    );
    assert.deepEqual(
      profile.warnings.map(({ code }) => code),
      ['pprof-bad-drop-frames'],
    );
  });
});
