import assert from 'node:assert/strict';
import { groupFrames } from '../../../lib/analysis/granularity.js';
import { visiblePaths } from '../../../lib/analysis/visible-paths.js';
import { ProfileError } from '../../../lib/base/errors.js';
import { greedyCover } from '../../../lib/candidates/cover.js';
import {
  type BackgroundTax,
  backgroundTax,
  type GcWeight,
  taxBelow,
  withTax,
} from '../../../lib/candidates/tax.js';
import { backgroundOf, splitBackground } from '../../../lib/kinds/background.js';
import { classifyFrames } from '../../../lib/kinds/classify.js';
import { KINDS } from '../../../lib/kinds/kinds.js';
import { stackKinds } from '../../../lib/kinds/stack-kinds.js';
import { ProfileBuilder } from '../../../lib/profile/builder.js';
import { NONE, type Profile } from '../../../lib/profile/profile.js';
import { select } from '../../../lib/profile/select.js';
import { profileOf } from '../../support/draw.js';
import { naiveSelect } from '../../support/naive.js';
import { near } from '../../support/near.js';
import { FIXTURE } from '../../support/payoff-fixture.js';
import { randomProfile, seeded } from '../../support/random.js';

const GO_HEAP = [
  { type: 'alloc_objects', unit: 'count' },
  { type: 'alloc_space', unit: 'bytes' },
  { type: 'inuse_objects', unit: 'count' },
  { type: 'inuse_space', unit: 'bytes' },
];
const CPU = profileOf(FIXTURE.map(([row, weight]) => `${row} ${weight}`));
/** The allocations of the payoff model's fixture, with objects and live bytes that other rules see. */
const HEAP = profileOf(
  [
    'main;serve;handleA;encodeJSON;bytes.growSlice 5,500,1,0',
    'main;serve;handleB;encodeJSON 1,200,1,10',
    'main;serve;handleB;render 90,150,9,20',
    'main;serve;parse 3,100,3,70',
    'main;serve;handleA;score;score 1,50,1,0',
  ],
  { sampleTypes: GO_HEAP },
);

/** The tax of `cpu`, and what sets of functions owe, by name. */
function charged(cpu: Profile, memory: Profile | null, rule?: GcWeight) {
  const selection = select(cpu);
  const sampleType = cpu.defaultSampleType;
  const split = splitBackground(selection, sampleType, backgroundOf(selection, classifyFrames(cpu)));
  const grouping = groupFrames(cpu, 'function');
  const tax = backgroundTax({
    selection,
    sampleType,
    grouping,
    split,
    memory: memory === null ? null : select(memory),
    rule,
  });
  const of = (...names: string[]) =>
    taxBelow(
      tax,
      Uint8Array.from(grouping.names, (name) => (names.includes(name) ? 1 : 0)),
    );
  return { tax, of, grouping, split };
}

const total = ({ records }: BackgroundTax): number => records.shares.reduce((sum, share) => sum + share, 0);

describe('the tax of background work', () => {
  it('is of the payoff model: 100 of 920 charged, the scheduler not, idle marking nowhere', () => {
    const { tax, of } = charged(CPU, HEAP);
    assert.equal(tax.rule, 'alloc_space');
    assert.equal(tax.reason, 'memory-profile');
    assert.equal(tax.whole, 920);
    assert.equal(tax.leftOut, 80);
    assert.deepEqual(tax.bins, [
      { bin: 'gc', share: 100 / 920, charged: true },
      { bin: 'sched', share: 30 / 920, charged: false },
    ]);
    near(tax.chargeable, 0.108696, 1e-5);
    near(total(tax), tax.chargeable, 1e-12);
    for (const [name, weight] of [
      ['encodeJSON', 0.7],
      ['render', 0.15],
      ['parse', 0.1],
      ['score', 0.05],
      ['dbQuery', 0],
    ] as const) {
      near(of(name).weight, weight, 1e-12);
      near(of(name).share, (weight * 100) / 920, 1e-12);
    }
    assert.deepEqual(of('encodeJSON').records, { inside: 2, all: 5 });
  });

  it('with direct gains gives the payoff model its greedy order and gains', () => {
    const { tax, grouping, split } = charged(CPU, HEAP);
    const selection = select(CPU);
    const speedups: Readonly<Record<string, number>> = {
      json: 4,
      alloc: 1.5,
      app: 1.3,
      kernel: 1,
      syscall: 1,
    };
    const kinds = stackKinds(selection, classifyFrames(CPU));
    const direct = Float64Array.from(split.weights[0]!, (weight, stack) => {
      const kind = KINDS[kinds[stack]!]!;
      // The fixture prices mallocgc below encodeJSON, which is own code, as allocation.
      const part = kind === 'assist' ? 1 : 1 - 1 / (speedups[kind] ?? 1);
      return (weight / tax.whole) * part;
    });
    const { paths, gains } = withTax(visiblePaths(selection, grouping), direct, tax);
    const names = ['encodeJSON', 'score', 'parse', 'render', 'dbQuery'];
    const starts = [0];
    const items: number[] = [];
    for (const name of names) {
      for (let item = 0; item < gains.length; item++)
        if (
          [...paths.items.subarray(paths.starts[item], paths.starts[item + 1])].some(
            (group) => grouping.names[group] === name,
          )
        )
          items.push(item);
      starts.push(items.length);
    }
    const picks = greedyCover(
      { length: names.length, starts: Int32Array.from(starts), items: Int32Array.from(items) },
      gains,
      { limit: 5, minGain: 1e-9 },
    );
    assert.deepEqual(
      picks.map(({ unit }) => names[unit]),
      ['encodeJSON', 'score', 'render', 'parse'],
    );
    const app = 1 - 1 / 1.3;
    [250 * 0.75 + 60 / 3 + 20 + 70, 190 * app + 5, 60 * app + 15, 50 * app + 10].forEach((gain, n) => {
      near(picks[n]!.gain, gain / 920, 1e-12);
      near(picks[n]!.gain, [0.32337, 0.053094, 0.031355, 0.023411][n]!, 2e-5);
    });
  });

  it('without a memory profile goes by samples in the allocator', () => {
    const { tax, of } = charged(CPU, null);
    assert.equal(tax.rule, 'malloc_samples');
    assert.equal(tax.reason, 'no-memory-profile');
    near(of('encodeJSON').weight, 1, 1e-12);
    near(of('handleA').share, 100 / 920, 1e-12);
    assert.equal(of('handleB').share, 0);
    assert.deepEqual(of('encodeJSON').records, { inside: 2, all: 2 });
  });

  it('by objects, by live bytes, by nobody', () => {
    near(charged(CPU, HEAP, 'alloc_objects').of('render').weight, 0.9, 1e-12);
    near(charged(CPU, HEAP, 'inuse_space').of('parse').weight, 0.7, 1e-12);
    near(charged(CPU, HEAP, 'malloc_samples').of('encodeJSON').weight, 1, 1e-12);
    const { tax, of } = charged(CPU, HEAP, 'none');
    assert.equal(tax.reason, 'asked');
    near(tax.chargeable, 100 / 920, 1e-12);
    assert.deepEqual([total(tax), of('encodeJSON').share, of('encodeJSON').weight], [0, 0, 0]);
  });

  it('is of the union: what is below two functions counts once', () => {
    const { of } = charged(CPU, HEAP);
    near(of('handleA').weight, 0.55, 1e-12);
    near(of('handleA', 'encodeJSON').weight, 0.75, 1e-12);
    near(of('handleA', 'encodeJSON', 'score').weight, 0.75, 1e-12);
    near(of('serve', 'encodeJSON').weight, 1, 1e-12);
  });

  it('says where there is nothing to weigh by', () => {
    const cpu = profileOf(['main.f 10', 'runtime.gcBgMarkWorker;runtime.scanobject 5']);
    const { tax, of } = charged(cpu, null);
    assert.equal(tax.rule, 'none');
    assert.equal(tax.reason, 'nothing-to-weigh-by');
    near(tax.chargeable, 1 / 3, 1e-12);
    assert.equal(of('main.f').share, 0);
    const empty = charged(profileOf(['runtime.gcBgMarkWorker;runtime.gcDrainMarkWorkerIdle 7']), null).tax;
    assert.deepEqual([empty.whole, empty.chargeable, empty.bins.length], [0, 0, 0]);
  });

  it('refuses a measure that the memory profile lacks, and names what it has', () => {
    const live = profileOf(['main;f 1,2'], {
      sampleTypes: [
        { type: 'inuse_objects', unit: 'count' },
        { type: 'inuse_space', unit: 'bytes' },
      ],
    });
    const refused = (text: RegExp) => (error: unknown) =>
      error instanceof ProfileError && error.code === 'usage' && text.test(error.message);
    assert.throws(
      () => charged(CPU, live, 'alloc_space'),
      refused(/no alloc_space; it has inuse_objects\/count, inuse_space\/bytes/),
    );
    assert.throws(() => charged(CPU, null, 'inuse_space'), refused(/none is given/));
  });

  it('charges what less is alive of than before to nobody', () => {
    const heap = profileOf(['main;serve;parse 1,1,0,-50', 'main;serve;handleB;render 1,1,0,50'], {
      sampleTypes: GO_HEAP,
    });
    near(charged(CPU, heap, 'inuse_space').of('render').weight, 1, 1e-12);
  });
});

describe('the tax of other runtimes', () => {
  it("a JVM's collector threads, by bytes in and outside of thread-local buffers", () => {
    const cpu = profileOf([
      'java.lang.Thread.run;com.acme.Shop.quote 60 {thread=http-1}',
      'java.lang.Thread.run;com.acme.Shop.order 20 {thread=http-2}',
      'thread_native_entry[module:libjvm.so];ZMark::follow_array_elements[module:libjvm.so] 15 {thread=ZWorker#0}',
      'WorkerThread::run[module:libjvm.so] 5 {thread=ZWorker#1}',
    ]);
    const heap = profileOf(
      ['java.lang.Thread.run;com.acme.Shop.quote 10,30', 'java.lang.Thread.run;com.acme.Shop.order 0,60'],
      {
        sampleTypes: [
          { type: 'alloc_in_new_tlab_bytes', unit: 'bytes' },
          { type: 'alloc_outside_tlab_bytes', unit: 'bytes' },
        ],
      },
    );
    const { tax, of } = charged(cpu, heap);
    assert.equal(tax.rule, 'alloc_space');
    near(tax.chargeable, 0.2, 1e-12);
    near(of('com.acme.Shop.quote').share, 0.08, 1e-12);
    assert.deepEqual(of('com.acme.Shop.quote').sampled, { inside: 1, all: 2 });
  });

  it("a JVM's recording of itself, which counts the allocations that it caught", () => {
    const jfr = profileOf(
      [
        'java.lang.Thread.run;com.acme.Shop.quote 40,7,300',
        'java.lang.Thread.run;com.acme.Shop.order 40,3,100',
      ],
      {
        sampleTypes: [
          { type: 'cpu', unit: 'nanoseconds' },
          { type: 'alloc_samples', unit: 'count' },
          { type: 'alloc_space', unit: 'bytes' },
        ],
      },
    );
    const cpu = profileOf(['com.acme.Shop.quote 80', 'VM_G1CollectForAllocation::doit[module:libjvm.so] 20']);
    const { of } = charged(cpu, jfr);
    near(of('com.acme.Shop.quote').share, 0.15, 1e-12);
    assert.deepEqual(of('com.acme.Shop.quote').sampled, { inside: 7, all: 10 });
    assert.throws(() => charged(cpu, jfr, 'alloc_objects'), ProfileError);
  });

  it("V8's collector, by what its sampling heap profiler found, alive unless the caller knows better", () => {
    const cpu = profileOf([
      '(root);handler;render 70',
      '(root);handler;parse 10',
      '(root);(garbage collector) 20',
      '(root);(idle) 900',
    ]);
    const heap = profileOf(['(root);handler;render 2,100', '(root);handler;parse 1,300'], {
      sampleTypes: [
        { type: 'samples', unit: 'count' },
        { type: 'space', unit: 'bytes' },
      ],
    });
    assert.equal(charged(cpu, heap, 'alloc_space').tax.rule, 'alloc_space');
    const { tax, of } = charged(cpu, heap);
    assert.equal(tax.rule, 'inuse_space');
    assert.deepEqual([tax.whole, tax.leftOut], [100, 900]);
    near(of('parse').share, 0.15, 1e-12);
    near(of('handler').share, 0.2, 1e-12);
    assert.deepEqual(of('parse').sampled, { inside: 1, all: 3 });
  });

  it('collapsed allocations of one type are what they were given for', () => {
    const heap = profileOf(['main;serve;parse 3', 'main;serve;handleB;render 1'], {
      sampleTypes: [{ type: 'samples', unit: 'count' }],
    });
    near(charged(CPU, heap).of('parse').weight, 0.75, 1e-12);
  });
});

describe('what a weight rests on', () => {
  it('is the allocations that were sampled, found back from scaled values', () => {
    const builder = new ProfileBuilder(GO_HEAP);
    const period = 524288;
    // 40 samples of 64 bytes and 7 of 1 MiB, scaled as the runtime does.
    for (const [name, samples, size] of [
      ['parse', 40, 64],
      ['render', 7, 1048576],
    ] as const) {
      const objects = Math.round(samples / -Math.expm1(-size / period));
      const fn = builder.function(name, name, null, 0);
      const location = builder.location(-1, 0n, [{ function: fn, line: 0, column: 0 }]);
      builder.sample(builder.stack([location]), builder.labelSet([]), [objects, objects * size, 0, 0]);
    }
    const heap = builder.finish({
      sources: [{ name: 'heap', format: 'test', sha256: null }],
      period: { type: { type: 'space', unit: 'bytes' }, value: period },
    });
    const { of } = charged(CPU, heap);
    near(of('parse').sampled.inside, 40, 1e-3);
    near(of('render').sampled.inside, 7, 0.1);
    near(of('render').sampled.all, 47, 0.01);
  });
});

const ALLOCATED: Profile['sampleTypes'] = [
  { type: 'alloc_objects', unit: 'count' },
  { type: 'alloc_space', unit: 'bytes' },
];

/** Stacks of the functions that `randomProfile` has, and the collector's. */
function randomCpu(seed: number): Profile {
  const random = seeded(seed + 5000);
  const pick = (limit: number): number => Math.floor(random() * limit);
  const rows = ['runtime.gcBgMarkWorker;runtime.gcDrainMarkWorkerDedicated;runtime.scanobject 17'];
  for (let row = 0; row < 25; row++) {
    const names = Array.from({ length: 1 + pick(6) }, () => pick(12)).map((n) => `pkg${n % 3}.f${n}`);
    rows.push(`${names.join(';')} ${1 + pick(30)}`);
  }
  return profileOf(rows);
}

function nameOf({ frames, functions, strings }: Profile, frame: number): string | null {
  const fn = (frames.function as { readonly [row: number]: number })[frame]!;
  return fn === NONE
    ? null
    : (strings as readonly string[])[(functions.name as { readonly [row: number]: number })[fn]!]!;
}

describe('the tax on random profiles', () => {
  it('equals a Set per record, whatever the set of functions, and never exceeds the sum', () => {
    for (let seed = 1; seed <= 150; seed++) {
      const cpu = randomCpu(seed);
      const memory = randomProfile(seed + 1000, { negative: false });
      const { tax, of, grouping } = charged(cpu, { ...memory, sampleTypes: ALLOCATED }, 'alloc_space');
      const pick = seeded(seed);
      const all = [...new Set(grouping.names)];
      for (let trial = 0; trial < 6; trial++) {
        const chosen = all.filter(() => pick() < 0.2);
        let inside = 0;
        let sum = 0;
        for (const { row, frames } of naiveSelect(memory, {})) {
          const value = memory.samples.values[1]![row]!;
          sum += value;
          if (frames.some((frame) => chosen.includes(nameOf(memory, frame) ?? ''))) inside += value;
        }
        const expected = sum > 0 ? (tax.chargeable * inside) / sum : 0;
        near(of(...chosen).share, expected, 1e-9);
        const apart = chosen.reduce((share, name) => share + of(name).share, 0);
        assert.ok(of(...chosen).share <= apart + 1e-12);
      }
    }
  });
});
