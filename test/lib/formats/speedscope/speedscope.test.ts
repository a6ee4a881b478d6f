import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { writeFolded } from '../../../../lib/formats/folded/write.js';
import { readProfile } from '../../../../lib/formats/read.js';
import { speedscope } from '../../../../lib/formats/speedscope/format.js';
import { writeSpeedscope } from '../../../../lib/formats/speedscope/write.js';
import { ProfileBuilder } from '../../../../lib/profile/builder.js';
import { NONE } from '../../../../lib/profile/profile.js';
import { randomProfile } from '../../../support/random.js';
import { codes, readAs, sampleLines, sums } from '../../../support/reading.js';
import { standsUp } from '../../../support/sturdy.js';

const PYTHON = 'samples/python/py-spy.speedscope.json';
const $schema = 'https://www.speedscope.app/file-format-schema.json';
const frames = ['a', 'b', 'c', 'a'].map((name) => ({ name, file: 'x.py', line: 3 }));
const sampled = (name: string, unit: string, samples: unknown[], weights: unknown[]) => ({
  type: 'sampled',
  name,
  unit,
  startValue: 0,
  endValue: 0,
  samples,
  weights,
});
const evented = (events: [string, number, number][], unit = 'milliseconds') => ({
  type: 'evented',
  name: 'e',
  unit,
  startValue: 0,
  endValue: 1,
  events: events.map(([type, frame, at]) => ({ type, frame, at })),
});
const file = (...profiles: object[]) => ({ $schema, shared: { frames }, profiles });

describe('speedscope JSON', () => {
  standsUp('py-spy', speedscope, () => readFileSync(PYTHON));
  standsUp('events', speedscope, () =>
    Buffer.from(
      JSON.stringify(
        file(
          evented([
            ['O', 0, 1],
            ['O', 1, 2.5],
            ['C', 1, 4],
            ['C', 0, 4],
          ]),
        ),
      ),
    ),
  );

  it('has the sums of py-spy as JSON.parse gives them', async () => {
    const raw = JSON.parse(readFileSync(PYTHON, 'utf8'));
    const self = new Map<string, number>();
    for (const { samples, weights } of raw.profiles)
      for (const [i, stack] of samples.entries()) {
        const { name } = raw.shared.frames[stack.at(-1)];
        self.set(name, (self.get(name) ?? 0) + Math.round(weights[i] * 1e9));
      }
    const profile = await readAs(speedscope, readFileSync(PYTHON));
    assert.deepEqual(sums(profile).self, Object.fromEntries([...self].filter(([, weight]) => weight > 0)));
    assert.deepEqual(profile.sampleTypes, [
      { type: 'samples', unit: 'count' },
      { type: 'time', unit: 'nanoseconds' },
    ]);
    assert.match(
      sampleLines(profile)[0]!,
      /;<module>@.*#\d+;.* \{thread=Thread \d+ thread.id=\d+\} 1 10000000$/,
    );
  });

  it('reads events as spans of time, whole in nanoseconds', async () => {
    const profile = await readAs(
      speedscope,
      file(
        evented([
          ['O', 0, 1],
          ['O', 1, 2.5],
          ['C', 1, 4],
          ['O', 2, 4],
          ['C', 2, 4.1],
          ['C', 0, 9],
        ]),
      ),
    );
    assert.deepEqual(
      sampleLines(profile).map((line) => line.replaceAll('@x.py:0#3', '')),
      ['a 1500000', 'a;b 1500000', 'a;c 100000', 'a 4900000'],
    );
    assert.deepEqual(profile.sampleTypes, [{ type: 'time', unit: 'nanoseconds' }]);
  });

  it('takes weights as they are and not the end value; counts rows only where all weigh the same', async () => {
    const uneven = await readAs(speedscope, file(sampled('s', 'none', [[0, 1], [0], []], [3, 0, 2.5])));
    assert.deepEqual(sums(uneven), { total: 5.5, self: { b: 3 }, totals: { a: 3, b: 3 } });
    assert.deepEqual(uneven.sampleTypes, [{ type: 'samples', unit: 'count' }]);
    assert.equal(
      (await readAs(speedscope, file(sampled('s', 'seconds', [[0], [1]], [0.1, 0.2])))).sampleTypes.length,
      1,
    );
    assert.equal(
      (await readAs(speedscope, file(sampled('s', 'seconds', [[0], [1]], [0.1, 0.1])))).sampleTypes.length,
      2,
    );
  });

  it('reads threads together, each with its labels', async () => {
    const threads = file(
      sampled('Process 7 Thread 12 "main"', 'seconds', [[0]], [1]),
      sampled('Thread 0x1f', 'seconds', [[1]], [1]),
    );
    const profile = await readAs(speedscope, threads);
    assert.deepEqual(sampleLines(profile), [
      'a@x.py:0#3 {thread=main thread.id=12 process.id=7} 1 1000000000',
      'b@x.py:0#3 {thread=Thread 0x1f thread.id=31} 1 1000000000',
    ]);
    assert.deepEqual(codes(profile), []);
  });

  it('reads of other profiles the active one and lists them; --event chooses', async () => {
    const several = {
      ...file(sampled('cpu', 'none', [[0]], [1]), sampled('alloc', 'bytes', [[1]], [8])),
      activeProfileIndex: 1,
    };
    const profile = await readAs(speedscope, several);
    assert.deepEqual(sums(profile).self, { b: 8 });
    assert.deepEqual(codes(profile), ['several-profiles']);
    assert.match(profile.warnings[0]!.message, /0 "cpu" \(none, 1 samples\); \* 1 "alloc"/);
    for (const event of ['cpu', '0', 'first'])
      assert.deepEqual(sums(await readAs(speedscope, several, { event })).self, { a: 1 });
    const all = await readAs(speedscope, several, { event: 'all' });
    assert.deepEqual(
      all.sampleTypes.map(({ unit }) => unit),
      ['count', 'bytes'],
    );
    assert.deepEqual(sampleLines(all), ['a@x.py:0#3 {profile=cpu} 1 0', 'b@x.py:0#3 {profile=alloc} 0 8']);
    await assert.rejects(readAs(speedscope, several, { event: 'x' }), {
      code: 'usage',
      message: /"cpu", "alloc"/,
    });
  });

  for (const [what, input, code, message] of [
    ['frames left open', file(evented([['O', 0, 0]])), 'bad-value', /still open/],
    [
      'a frame closed that is not the last',
      file(
        evented([
          ['O', 0, 0],
          ['O', 1, 0],
          ['C', 0, 1],
        ]),
      ),
      'bad-value',
      /closes frame 0, but frame 1/,
    ],
    ['a frame closed that was not opened', file(evented([['C', 0, 0]])), 'bad-value', /none is open/],
    [
      'events that go back in time',
      file(
        evented([
          ['O', 0, 5],
          ['C', 0, 4],
        ]),
      ),
      'bad-value',
      /is at 4, before/,
    ],
    [
      'an event without a time',
      file({ ...evented([]), events: [{ type: 'O', frame: 0 }] }),
      'bad-value',
      /event 0 is not/,
    ],
    [
      'a frame index beyond the frames',
      file(sampled('s', 'none', [[0, 4]], [1])),
      'bad-reference',
      /frame index 4 is not among the 4/,
    ],
    ['a frame index of 1e9', file(sampled('s', 'none', [[1e9]], [1])), 'bad-reference', /1000000000/],
    ['a frame index of -1', file(sampled('s', 'none', [[-1]], [1])), 'bad-reference', /-1/],
    [
      'fewer weights than samples',
      file(sampled('s', 'none', [[0], [1]], [1])),
      'bad-value',
      /2 samples and 1 weights/,
    ],
    ['a negative weight', file(sampled('s', 'none', [[0]], [-1])), 'bad-value', /weight is -1/],
    ['a weight that is null', file(sampled('s', 'none', [[0]], [null])), 'bad-value', /"weights" has null/],
    [
      'a weight beyond 2^53 in nanoseconds',
      file(sampled('s', 'seconds', [[0]], [1e9])),
      'bad-value',
      /beyond 2\^53/,
    ],
    [
      'an unknown kind of profile',
      file({ ...sampled('s', 'none', [], []), type: 'x' }),
      'bad-value',
      /has type "x"/,
    ],
    ['no profiles', file(), 'bad-value', /no "profiles"/],
  ] as const)
    it(`refuses ${what}`, () => assert.rejects(readAs(speedscope, input), { code, message }));

  it('stops at its limits', async () => {
    const input = file(sampled('s', 'none', [[0, 1], [1]], [1, 1]));
    for (const limits of [{ rows: 2 }, { samples: 1 }, { stackDepth: 1 }])
      await assert.rejects(readAs(speedscope, input, { limits }), { code: 'limit' });
    const nested = evented([
      ...Array.from({ length: 20_000 }, (_, i): [string, number, number] => ['O', 0, i]),
      ...Array.from({ length: 20_000 }, (_, i): [string, number, number] => ['C', 0, 20_000 + i]),
    ]);
    await assert.rejects(readAs(speedscope, file(nested)), { code: 'limit' });
  });
});

describe('speedscope JSON, written', () => {
  it('reads back with the same folded text, for every sample type', async () => {
    for (const path of [
      'samples/go-shop/cpu-1.pb.gz',
      'samples/go-shop/allocs.pb.gz',
      'samples/cpp/perf.txt',
    ]) {
      const profile = await readProfile(path);
      const text = writeSpeedscope(profile);
      for (const [type, { type: name }] of [...profile.sampleTypes].entries()) {
        const again = await readAs(speedscope, text, { event: String(type) });
        assert.equal(
          writeFolded(again, again.defaultSampleType),
          writeFolded(profile, type),
          `${path} ${name}`,
        );
      }
      const shown = await readAs(speedscope, text);
      assert.equal(sums(shown).total, sums(profile).total);
    }
  });
  it('writes a function once whatever lines ran, as speedscope takes other lines for other functions', async () => {
    const builder = new ProfileBuilder([{ type: 'samples', unit: 'count' }]);
    const fn = builder.function('f', 'f', 'x.go', 10);
    const stack = (line: number) =>
      builder.stack([builder.location(NONE, 0n, [{ function: fn, line, column: 0 }])]);
    builder.sample(stack(11), 0, [5]);
    builder.sample(stack(12), 0, [6]);
    const { shared, profiles } = JSON.parse(
      writeSpeedscope(builder.finish({ sources: [{ name: 't', format: 't', sha256: null }], warnings: [] })),
    );
    assert.deepEqual(shared.frames, [{ name: 'f', file: 'x.go', line: 10 }]);
    assert.deepEqual([profiles[0].samples, profiles[0].weights], [[[0]], [11]]);
  });

  it('is valid JSON with whole indexes and equal lengths for random profiles; leaves out sums below 0', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const {
        $schema: schema,
        profiles,
        shared,
        activeProfileIndex,
      } = JSON.parse(writeSpeedscope(randomProfile(seed)));
      assert.equal(schema, $schema);
      assert.equal(activeProfileIndex, 1);
      for (const { samples, weights, endValue } of profiles) {
        assert.equal(samples.length, weights.length);
        assert.ok(weights.every((weight: number) => weight > 0));
        assert.equal(
          endValue,
          weights.reduce((sum: number, weight: number) => sum + weight, 0),
        );
        assert.ok(samples.flat().every((frame: number) => frame >= 0 && frame < shared.frames.length));
      }
    }
  });
});
