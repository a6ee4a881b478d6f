import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { cpuprofile } from '../../../../lib/formats/cpuprofile/format.js';
import { timelineOf } from '../../../../lib/formats/cpuprofile/timeline.js';
import { codes, readAs, sampleLines, sums } from '../../../support/reading.js';
import { standsUp } from '../../../support/sturdy.js';

const SAMPLE = 'samples/node/program.cpuprofile';

const call = (id: number, functionName: string, children: number[] = [], more: object = {}) => ({
  id,
  callFrame: { functionName, scriptId: '1', url: 'file:///app/x.js', lineNumber: 9, columnNumber: 2 },
  hitCount: 0,
  children,
  ...more,
});
const root = (children: number[]) => ({
  id: 1,
  callFrame: { functionName: '(root)', url: '', lineNumber: -1 },
  children,
});
const pseudo = (id: number, functionName: string) => ({
  id,
  callFrame: { functionName, url: '', lineNumber: -1, columnNumber: -1 },
});

const SMALL = {
  nodes: [
    root([2, 3, 4, 5]),
    call(2, 'a', [6]),
    pseudo(3, '(idle)'),
    pseudo(4, '(garbage collector)'),
    pseudo(5, '(program)'),
    call(6, ''),
  ],
  startTime: 1000,
  endTime: 1100,
  samples: [2, 6, 3, 4, 5, 6, 2],
  timeDeltas: [10, 10, 10, 10, 10, -5, 15],
};

describe('V8 .cpuprofile', () => {
  standsUp('a recording of Node', cpuprofile, () => readFileSync(SAMPLE));
  standsUp('a small one', cpuprofile, () => Buffer.from(JSON.stringify(SMALL)));

  it('gives each sample the time until the next, and the last none; idle time is no CPU time', async () => {
    const profile = await readAs(cpuprofile, SMALL);
    assert.deepEqual(sampleLines(profile), [
      'a@/app/x.js:10 1 10000 10000 t0',
      'a@/app/x.js:10;(anonymous /app/x.js:10)@/app/x.js:10 1 10000 10000 t10000',
      '(idle) 0 0 10000 t20000',
      '(garbage collector) 1 10000 10000 t30000',
      // The next delta is -5: the clock stands still for one sample.
      '(program) 1 0 0 t40000',
      'a@/app/x.js:10;(anonymous /app/x.js:10)@/app/x.js:10 1 10000 10000 t40000',
      'a@/app/x.js:10 1 0 0 t50000',
    ]);
    assert.equal(profile.duration, 100_000);
    assert.deepEqual(profile.comments, [
      '10 us before the first sample and 40 us after the last are of no function (t)',
    ]);
    assert.deepEqual(codes(profile), ['cpuprofile-time-backwards']);
    assert.deepEqual(
      profile.sampleTypes.map(({ type }) => type),
      ['samples', 'cpu', 'wall'],
    );
    assert.equal(profile.sampleTypes[profile.defaultSampleType].type, 'cpu');
  });

  it('agrees with sums over the tree as JSON.parse gives it', async () => {
    const raw = JSON.parse(readFileSync(SAMPLE, 'utf8'));
    const self = new Map<string, number>();
    const parents = new Map<number, { id: number; callFrame: { functionName: string; url: string } }>();
    const byId = new Map(raw.nodes.map((node: { id: number }) => [node.id, node]));
    for (const node of raw.nodes) for (const child of node.children ?? []) parents.set(child, node);
    const totals = new Map<string, number>();
    for (const [i, id] of raw.samples.entries()) {
      const weight = (i + 1 < raw.samples.length ? Math.max(0, raw.timeDeltas[i + 1]) : 0) * 1000;
      const seen = new Set<string>();
      for (
        let node = byId.get(id) as ReturnType<typeof parents.get>;
        node !== undefined;
        node = parents.get(node.id)
      ) {
        const { functionName, url } = node.callFrame;
        if (functionName !== '(root)')
          seen.add(functionName === '' ? `(anonymous ${url.replace('file://', '')}:` : functionName);
        if (node.id === id) self.set(functionName, (self.get(functionName) ?? 0) + weight);
      }
      for (const name of seen) totals.set(name, (totals.get(name) ?? 0) + weight);
    }
    assert.ok(
      raw.timeDeltas.every((delta: number) => delta >= 0),
      'the plain sums above want a clock that never falls',
    );
    const profile = await readAs(cpuprofile, readFileSync(SAMPLE));
    const got = sums(profile);
    assert.equal(profile.samples.length, raw.samples.length);
    for (const [name, weight] of self)
      if (name !== '' && weight > 0) assert.equal(got.self[name], weight, name);
    for (const [name, weight] of totals)
      if (!name.startsWith('(anonymous') && weight > 0) assert.equal(got.totals[name], weight, name);
    assert.equal(
      got.total,
      [...self.values()].reduce((sum, weight) => sum + weight, 0),
    );
    assert.ok(self.size > 20);
  });

  it('reads nodes that name their parent instead', async () => {
    const nodes = [
      { ...call(7, 'leaf'), children: undefined, parent: 2 },
      { ...call(2, 'a'), parent: 1 },
      pseudo(1, '(root)'),
    ];
    const profile = await readAs(cpuprofile, {
      nodes,
      samples: [7, 7],
      timeDeltas: [0, 5],
      startTime: 0,
      endTime: 5,
    });
    assert.match(sampleLines(profile)[0]!, /^a@.*;leaf@.* 1 5000 5000 t0$/);
  });

  it('reads the older form: one tree, absolute times, a start in seconds, lines from 1', async () => {
    const node = (id: number, functionName: string, children: object[]) => ({
      functionName,
      url: '/app/x.js',
      lineNumber: 10,
      hitCount: 1,
      id,
      children,
    });
    const old = {
      head: node(1, '(root)', [node(2, 'a', [node(3, 'b', [])])]),
      startTime: 5,
      endTime: 5.0001,
      samples: [3, 2, 3],
      timestamps: [5_000_010, 5_000_030, 5_000_060],
    };
    const profile = await readAs(cpuprofile, old);
    assert.deepEqual(sampleLines(profile), [
      '(root)@/app/x.js:10;a@/app/x.js:10;b@/app/x.js:10 1 20000 20000 t0',
      '(root)@/app/x.js:10;a@/app/x.js:10 1 30000 30000 t20000',
      '(root)@/app/x.js:10;a@/app/x.js:10;b@/app/x.js:10 1 0 0 t50000',
    ]);
  });

  it('takes the hit counts where there are no samples, and says so', async () => {
    const { nodes } = SMALL;
    const profile = await readAs(cpuprofile, {
      nodes: [nodes[0], call(2, 'a', [6], { hitCount: 4 }), ...nodes.slice(2)],
    });
    assert.deepEqual(sampleLines(profile), ['a@/app/x.js:10 4']);
    assert.deepEqual(codes(profile), ['cpuprofile-no-times']);
  });

  it('tells uneven lists', async () => {
    const profile = await readAs(cpuprofile, { ...SMALL, timeDeltas: [1, 2] });
    assert.equal(profile.samples.length, 7);
    assert.ok(codes(profile).includes('cpuprofile-uneven-times'));
  });

  for (const [what, change, code, message] of [
    [
      'a circle of children',
      { nodes: [root([2]), call(2, 'a', [6]), call(6, 'b', [2])] },
      'bad-reference',
      /call node 2 is the child of two/,
    ],
    [
      'a circle apart from the root',
      { nodes: [root([]), call(2, 'a', [6]), call(6, 'b', [2])], samples: [2], timeDeltas: [1] },
      'bad-reference',
      /in a circle/,
    ],
    [
      'a node that is its own parent',
      { nodes: [root([]), { ...call(2, 'a'), parent: 2 }], samples: [2], timeDeltas: [1] },
      'bad-reference',
      /in a circle/,
    ],
    [
      'an id twice',
      { nodes: [root([2]), call(2, 'a'), call(2, 'b')] },
      'bad-value',
      /two call nodes have the id 2/,
    ],
    [
      'an unknown child',
      { nodes: [root([2, 9]), call(2, 'a')], samples: [] },
      'bad-reference',
      /call node 9/,
    ],
    [
      'an unknown sample',
      { samples: [99], timeDeltas: [1] },
      'bad-reference',
      /a sample refers to call node 99/,
    ],
    [
      'a time beyond 2^53',
      { timeDeltas: [1, 1e300, 1, 1, 1, 1, 1] },
      'bad-value',
      /"timeDeltas" has 1e\+300/,
    ],
    [
      'times that add up beyond it',
      { timeDeltas: [1, 9e12, 9e12, 1, 1, 1, 1] },
      'bad-value',
      /2\^53 nanoseconds/,
    ],
    ['a text among the samples', { samples: ['2'], timeDeltas: [1] }, 'bad-value', /"samples" has 2/],
    ['no nodes', { nodes: [] }, 'bad-value', /no call nodes/],
  ] as const) {
    it(`refuses ${what}`, () =>
      assert.rejects(readAs(cpuprofile, { ...SMALL, ...change }), { code, message }));
  }

  it('names the byte of a value that it refuses, whatever the chunks', async () => {
    const text = '{"nodes":[{"id":1,"callFrame":{}}],"samples":[1],"timeDeltas":["x"]}';
    for (const chunk of [1, 7, 1000])
      await assert.rejects(readAs(cpuprofile, text, { chunk }), {
        message: `t: byte ${text.indexOf('"x"')}: "timeDeltas" has x; expected a number within 2^53 (cpuprofile)`,
      });
  });

  it('counts a chain of 20,000 calls, each sampled, against a limit instead of 800 MB of stacks', async () => {
    const ids = Array.from({ length: 20_000 }, (_, i) => i + 1);
    const nodes = ids.map((id) => ({ ...call(id, `f${id}`, id < ids.length ? [id + 1] : []) }));
    await assert.rejects(readAs(cpuprofile, { nodes, samples: ids, timeDeltas: ids }), { code: 'limit' });
    await assert.rejects(readAs(cpuprofile, SMALL, { limits: { rows: 3 } }), {
      code: 'limit',
      message: /rows/,
    });
    await assert.rejects(readAs(cpuprofile, SMALL, { limits: { samples: 3 } }), {
      code: 'limit',
      message: /samples/,
    });
    await assert.rejects(readAs(cpuprofile, SMALL, { limits: { stackDepth: 1 } }), { code: 'limit' });
  });

  it('keeps the clock from falling', () => {
    const { at, lasts, backwards } = timelineOf([5, 10, -8, 3, 10], 5, 100);
    assert.deepEqual([[...at], [...lasts], backwards], [[5, 15, 15, 15, 20], [10, 0, 0, 5, 0], 1]);
  });
});
