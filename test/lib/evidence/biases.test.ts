import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { BIAS_CODES, type BiasOptions, biases } from '../../../lib/evidence/biases.js';
import { readProfile } from '../../../lib/formats/read.js';
import { ProfileBuilder } from '../../../lib/profile/builder.js';
import { check } from '../../../lib/profile/check.js';
import { merge } from '../../../lib/profile/merge.js';
import type { Profile, ValueType } from '../../../lib/profile/profile.js';
import { select } from '../../../lib/profile/select.js';
import { profileOf } from '../../support/draw.js';

const CPU: ValueType = { type: 'cpu', unit: 'nanoseconds' };
const COUNT: ValueType = { type: 'samples', unit: 'count' };
const WALL = [{ type: 'wall', unit: 'nanoseconds' }];

const codesOf = (
  profile: Profile,
  options: BiasOptions = {},
  sampleType: number = profile.defaultSampleType,
) => biases(select(profile), sampleType, options).map(({ code }) => code);
const found = (profile: Profile, code: string, options: BiasOptions = {}) =>
  biases(select(profile), profile.defaultSampleType, options).find((bias) => bias.code === code);

interface Recording {
  readonly types?: readonly ValueType[];
  readonly values?: readonly number[];
  readonly period?: number;
  readonly duration?: number;
  readonly format?: string;
  readonly host?: string;
}

function recorded({
  types = [CPU],
  values = [1],
  period,
  duration,
  format = 'pprof',
  host,
}: Recording): Profile {
  const builder = new ProfileBuilder(types);
  const labels = builder.labelSet(host === undefined ? [] : [{ key: 'host', text: host }]);
  builder.sample(
    builder.stack([
      builder.location(-1, 0n, [{ function: builder.function('a', 'a', null, 0), line: 1, column: 0 }]),
    ]),
    labels,
    values,
  );
  const profile = builder.finish({
    sources: [{ name: 't', format, sha256: null }],
    period: period === undefined ? null : { type: CPU, value: period },
    duration: duration ?? null,
  });
  check(profile);
  return profile;
}

/** `frames` frames deep. */
const deep = (frames: number): string => Array.from({ length: frames }, (_, i) => `f${i}`).join(';');

describe('the biases of a profile', () => {
  it('are told of an honest wall-clock profile: none but that it is the only one', () => {
    assert.deepEqual(codesOf(profileOf(['main;a 3', 'main;b 5'], { sampleTypes: WALL })), [
      'bias-one-profile',
    ]);
    assert.deepEqual(codesOf(profileOf([], { sampleTypes: WALL })), []);
  });
  it('too few samples', () => {
    const few = recorded({ types: [COUNT, CPU], values: [400, 4e9] });
    assert.match(found(few, 'bias-few-samples')!.message, /^400 samples are too few for numbers/);
    const many = recorded({ types: [COUNT, CPU], values: [20_000, 2e11] });
    assert.equal(found(many, 'bias-few-samples'), undefined);
  });
  it('one profile, or several of one host', () => {
    const merged = (...hosts: (string | undefined)[]): Profile =>
      merge(hosts.map((host) => recorded({ types: WALL, ...(host === undefined ? {} : { host }) })));
    assert.deepEqual(codesOf(merged('a')), ['bias-one-profile']);
    assert.match(
      found(merged('a', 'a', 'a'), 'bias-one-host')!.message,
      /^all 3 profiles are of one host \(a\)/,
    );
    assert.deepEqual(codesOf(merged('a', 'b')), []);
    assert.deepEqual(codesOf(merged(undefined, undefined)), []);
  });
  it('leaves without a name above 5 %', () => {
    for (const [rows, share] of [
      [['a;? 6', 'a 94'], 0.06],
      [['a;[unknown] 6', 'a 94'], 0.06],
      [['a;0x7f00 3', ' 3', 'a 94'], 0.06],
      [['?;a 50', 'a;? 5', 'a 45'], null],
    ] as const) {
      const bias = found(profileOf(rows, { sampleTypes: WALL }), 'bias-unsymbolized');
      assert.equal(bias?.share ?? null, share, rows.join());
    }
  });
  it('stacks cut at 64, 127, 128 or 512 frames, not those that happen to be deep', () => {
    for (const depth of [64, 127, 128, 512]) {
      const bias = found(
        profileOf([`${deep(depth)} 2`, `${deep(depth - 1)} 3`, 'a 5'], { sampleTypes: WALL }),
        'bias-truncated-stacks',
      );
      assert.equal(bias!.share, 0.2);
      assert.match(bias!.message, new RegExp(`^20.0% of the samples have exactly ${depth} frames`));
    }
    for (const rows of [
      [`${deep(63)} 2`, 'a 8'],
      [`${deep(64)} 2`, `${deep(65)} 1`, 'a 8'],
      [`${deep(64)} 1`, 'a 999'],
    ])
      assert.equal(
        found(profileOf(rows, { sampleTypes: WALL }), 'bias-truncated-stacks'),
        undefined,
        rows[0]!.slice(0, 20),
      );
    // 63 locations, one of them with an inlined frame: the recorder counts frames or locations, both are looked at.
    const inlined = profileOf([`${deep(63)};g[inl] 2`, 'a 8'], { sampleTypes: WALL });
    assert.equal(found(inlined, 'bias-truncated-stacks')!.share, 0.2);
  });
  it('compiled code without one inlined frame', () => {
    const rows = Array.from(
      { length: 60 },
      (_, i) => `main;f${i}[module:app.so,at:${(4096 + i).toString(16)}] 1`,
    );
    const types = { sampleTypes: WALL };
    assert.ok(found(profileOf(rows, types), 'bias-no-inlining'));
    assert.equal(found(profileOf(rows.slice(0, 40), types), 'bias-no-inlining'), undefined);
    const one = [...rows, 'main;f[module:app.so,at:9999];g[inl] 1'];
    assert.equal(found(profileOf(one, types), 'bias-no-inlining'), undefined);
    const map = rows.map((row) => row.replace('app.so', 'perf-12.map'));
    assert.equal(found(profileOf(map, types), 'bias-no-inlining'), undefined);
  });
  it('a kernel that holds more than half', () => {
    const rows = [
      'a;read[module:[kernel.kallsyms]_text] 2',
      'a;vfs_read_[k] 4',
      'a;syscall.Syscall6 2',
      'a 2',
    ];
    const bias = found(profileOf(rows, { sampleTypes: WALL }), 'bias-kernel-share');
    assert.equal(bias?.share, 0.6);
    assert.ok(found(profileOf(['a 1'], { sampleTypes: WALL }), 'bias-kernel-share', { kernelShare: 0.7 }));
    assert.equal(
      found(profileOf(rows, { sampleTypes: WALL }), 'bias-kernel-share', { kernelShare: 0.4 }),
      undefined,
    );
  });
  it('low load: idle time, idle garbage collection, few busy cores', () => {
    for (const leaf of [
      '(idle)',
      'cpu_startup_entry;do_idle;x',
      'runtime.gcDrainMarkWorkerIdle;runtime.scanobject',
    ])
      assert.equal(
        found(profileOf([`r;${leaf} 6`, 'a 94'], { sampleTypes: WALL }), 'bias-low-load')?.share,
        0.06,
      );
    const busy = (nanoseconds: number) =>
      found(recorded({ values: [nanoseconds], duration: 30e9 }), 'bias-low-load')?.message;
    assert.match(busy(1.5e9)!, /^0\.050 cores were busy/);
    assert.equal(busy(3e9), undefined);
  });
  it('no waiting time in a CPU profile', () => {
    assert.ok(codesOf(recorded({})).includes('bias-no-off-cpu'));
    assert.ok(codesOf(recorded({ types: [COUNT, CPU], values: [1, 1] }), {}, 0).includes('bias-no-off-cpu'));
    const both = recorded({ types: [{ type: 'wall', unit: 'nanoseconds' }, CPU], values: [1, 1] });
    assert.ok(!codesOf(both).includes('bias-no-off-cpu'));
    assert.ok(!codesOf(recorded({ types: [COUNT] })).includes('bias-no-off-cpu'));
    assert.ok(
      codesOf(recorded({ types: [{ type: 'cpu-clock', unit: 'count' }] })).includes('bias-no-off-cpu'),
    );
  });
  it('a sampling period of 10 ms', () => {
    assert.ok(codesOf(recorded({ period: 10_000_000 })).includes('bias-timer-aliasing'));
    assert.ok(!codesOf(recorded({ period: 10_101_010 })).includes('bias-timer-aliasing'));
  });
  it('skid of an event of perf that is not precise', () => {
    for (const [type, skids] of [
      ['cpu-clock', true],
      ['cycles:u', true],
      ['cpu/cycles/', true],
      ['cycles:ppp', false],
      ['cycles:up', false],
    ] as const) {
      const profile = recorded({ types: [{ type, unit: 'count' }], format: 'perf-script' });
      assert.equal(codesOf(profile).includes('bias-skid'), skids, type);
    }
    const binary = recorded({ types: [{ type: 'cycles', unit: 'count' }], format: 'perf-data' });
    assert.ok(codesOf(binary).includes('bias-skid'));
    assert.ok(!codesOf(recorded({})).includes('bias-skid'));
  });
  it('come in the order of their codes, each with a sentence', () => {
    const profile = recorded({ types: [COUNT, CPU], values: [9, 9e7], period: 10_000_000, duration: 9e9 });
    const all = biases(select(profile), 1);
    const order = all.map(({ code }) => BIAS_CODES.indexOf(code));
    assert.deepEqual(
      order,
      [...order].sort((a, b) => a - b),
    );
    assert.ok(all.length >= 5 && all.every(({ message }) => message.length > 20 && !message.endsWith('.')));
  });
  it('are all in the document of warnings', () => {
    const text = readFileSync('docs/warnings.md', 'utf8');
    for (const code of BIAS_CODES) assert.ok(text.includes(`\`${code}\``), code);
  });
  it('of the samples are these', async () => {
    for (const [file, codes] of [
      [
        'samples/go-shop/cpu-1.pb.gz',
        ['bias-few-samples', 'bias-one-profile', 'bias-no-off-cpu', 'bias-timer-aliasing'],
      ],
      ['samples/go-shop/allocs.pb.gz', ['bias-one-profile']],
      [
        'samples/cpp/perf.txt',
        [
          'bias-few-samples',
          'bias-one-profile',
          'bias-unsymbolized',
          'bias-no-inlining',
          'bias-no-off-cpu',
          'bias-skid',
        ],
      ],
    ] as const)
      assert.deepEqual(codesOf(await readProfile(file)), codes, file);
  });
});
