/** perf script texts with known answers, and FlameGraph's folded goldens, from the corpora (FLAMEWORTH_CORPORA). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { groupFrames } from '../../lib/analysis/granularity.js';
import { totals } from '../../lib/analysis/totals.js';
import { Diagnostics } from '../../lib/base/diagnostics.js';
import { DEFAULT_LIMITS } from '../../lib/formats/format.js';
import { memorySource } from '../../lib/formats/memory-source.js';
import { perfScript } from '../../lib/formats/perf-script/format.js';
import { check } from '../../lib/profile/check.js';
import type { Profile } from '../../lib/profile/profile.js';
import { select } from '../../lib/profile/select.js';
import { perlFolded } from '../support/perl-folded.js';

interface Want {
  readonly events: Record<string, { samples: number; period: number }>;
  readonly selected: string;
  readonly samples: number;
  readonly comms: Record<string, number>;
  readonly frames: number;
  readonly topSelf: readonly (readonly [string, number])[];
  readonly topTotal: readonly (readonly [string, number])[];
}
type Numbers = { readonly length: number; readonly [row: number]: number };

const CORPORA = process.env['FLAMEWORTH_CORPORA'];
const GOLDENS: readonly (readonly [string, readonly string[], 'whole' | 'without the last sample'])[] = [
  ['perf-cycles-instructions-01', ['all', 'kernel', 'jit', 'addrs', 'pid', 'tid'], 'whole'],
  ['perf-funcab-pid-01', ['all', 'kernel', 'jit', 'addrs', 'pid', 'tid'], 'whole'],
  ['perf-rust-Yamakaky-dcpu', ['all'], 'whole'],
  // Stale: the script drops a last sample that no blank line follows.
  ['perf-iperf-stacks-pidtid-01', ['all', 'pid', 'tid'], 'without the last sample'],
  ['perf-vertx-stacks-01', ['all', 'kernel', 'jit', 'addrs'], 'without the last sample'],
];

/** The script prints a blank for an empty symbol, where ours names the object file; the goldens have it in this one. */
const BLANK_MODULE = 'libc-2.15.so';

async function read(file: string, event?: string): Promise<Profile> {
  const bytes = readFileSync(join(CORPORA!, file));
  const source = memorySource(file, bytes, 4099);
  const profile = await perfScript.read(source, {
    limits: DEFAULT_LIMITS,
    diagnostics: new Diagnostics(),
    event,
  });
  check(profile);
  assert.equal(perfScript.sniff(bytes.subarray(0, 4096), bytes.length <= 4096), 'yes');
  return profile;
}

/** The independent parser names a frame without symbol "[unknown] module". */
function ourName(name: string): string {
  const module = /^\[unknown\] (.*)$/.exec(name)?.[1];
  if (module === undefined) return name;
  return module === '[unknown]' ? '<unknown>' : `[${module.slice(module.lastIndexOf('/') + 1)}]`;
}

async function compare(file: string, want: Want, event?: string): Promise<void> {
  const profile = await read(file, event);
  const type = profile.sampleTypes[profile.defaultSampleType]!;
  assert.equal(type.type, want.selected);
  for (const [name, { samples, period }] of Object.entries(want.events)) {
    const sums = profile.sampleTypes
      .map((each, row) => ({ ...each, sum: profile.samples.values[row]!.reduce((a, b) => a + b, 0) }))
      .filter((each) => each.type === name);
    assert.deepEqual(
      sums.map(({ sum }) => sum),
      period === 0 ? [samples] : [samples, period],
      name,
    );
  }
  const counted = profile.sampleTypes.findIndex(
    (each) => each.type === want.selected && each.unit === 'count',
  );
  const values = profile.samples.values[counted]!;
  const comms = new Map<string, number>();
  let frames = 0;
  const bounds = profile.stacks.bounds as Numbers;
  const labels = profile.labelSets;
  for (let sample = 0; sample < values.length; sample++) {
    if (values[sample] === 0) continue;
    const set = (profile.samples.labels as Numbers)[sample]!;
    const comm = profile.strings[(labels.text as Numbers)[(labels.bounds as Numbers)[set]!]!]!;
    comms.set(comm, (comms.get(comm) ?? 0) + 1);
    const stack = (profile.samples.stack as Numbers)[sample]!;
    frames += bounds[stack + 1]! - bounds[stack]!;
  }
  assert.deepEqual(comms, new Map(Object.entries(want.comms)));
  assert.equal(frames, want.frames);
  assert.equal(
    profile.warnings.find(({ code }) => code === 'perf-script-unparsed-line'),
    undefined,
  );
  const selection = select(profile);
  const grouping = groupFrames(profile, 'function');
  const all = totals(selection, grouping, counted);
  assert.equal(all.total, want.samples);
  for (const [column, list] of [
    [all.self, want.topSelf],
    [all.totals, want.topTotal],
  ] as const) {
    const rows = Array.from(grouping.names, (name, group) => [name, column[group]] as const);
    // The answers hold names cut to 100 characters.
    for (const [name, value] of list)
      assert.ok(
        rows.some(([ours, number]) => number === value && ours.slice(0, name.length) === ourName(name)) ||
          rows.some(([ours, number]) => number === value && ours === ourName(name)),
        `${name} ${value}`,
      );
  }
}

describe('corpora: perf script', () => {
  if (CORPORA === undefined) {
    it('skipped: FLAMEWORTH_CORPORA is not set', function () {
      process.stdout.write('perf script corpora skipped: FLAMEWORTH_CORPORA is not set\n');
      this.skip();
    });
    return;
  }
  const expected = JSON.parse(readFileSync(join(CORPORA, 'expected.json'), 'utf8'));
  it('A09 instructions, the first event', () =>
    compare(expected['A09-two-events'].input, expected['A09-two-events'].expect['default event'], 'first'));
  it('A09 cycles, our default', () =>
    compare(expected['A09-two-events'].input, expected['A09-two-events'].expect.cycles));
  for (const id of ['A10-no-time-no-period', 'A11-java-vertx', 'A12-rust-partial-demangle', 'A13-pid-tid'])
    it(id, () => compare(expected[id].input, expected[id].expect['default event']));
  const hard = expected['A14-hard-headers'];
  for (const [file, want] of [[hard.input, hard.expect], ...Object.entries(hard.also)] as [string, Want][])
    it(`A14 ${file}`, () => compare(file, want));
  for (const [input, variants, part] of GOLDENS) {
    for (const variant of variants) {
      it(`${input} folds to FlameGraph's ${variant} golden (${part})`, async () => {
        const profile = await read(`flamegraph/test/${input}.txt`, 'first');
        const want = readFileSync(
          join(CORPORA, `flamegraph/test/results/${input}-collapsed-${variant}.txt`),
          'utf8',
        );
        const lines = perlFolded(profile, variant, part === 'whole' ? 0 : 1, BLANK_MODULE);
        assert.deepEqual(lines, want.trimEnd().split('\n').sort());
      });
    }
  }
  for (const file of ['srcline.txt', 'node-jit.txt', 'tracepoint.txt'])
    it(`own/perf-script/${file} is read whole`, async () => {
      const { warnings } = await read(`own/perf-script/${file}`);
      assert.equal(
        warnings.find(({ code }) => code === 'perf-script-unparsed-line'),
        undefined,
      );
    });
  it('a line of 65,000 letters or parentheses costs its length', async () => {
    const bytes = readFileSync(join(CORPORA, 'own/hostile/script-regex-dos.txt'));
    perfScript.sniff(bytes, true);
    await assert.rejects(
      perfScript.read(memorySource('dos', bytes), { limits: DEFAULT_LIMITS, diagnostics: new Diagnostics() }),
      { code: 'empty' },
    );
  });
});
