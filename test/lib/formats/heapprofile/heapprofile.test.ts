import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { heapprofile } from '../../../../lib/formats/heapprofile/format.js';
import { codes, readAs, sampleLines, sums } from '../../../support/reading.js';
import { standsUp } from '../../../support/sturdy.js';

interface Node {
  readonly callFrame: { readonly functionName: string; readonly url?: string; readonly lineNumber?: number };
  readonly selfSize: number;
  readonly id: number;
  readonly children: readonly Node[];
}

const node = (id: number, functionName: string, selfSize: number, children: readonly Node[] = []): Node => ({
  callFrame: { functionName, url: '/a.js', lineNumber: 1 },
  selfSize,
  id,
  children,
});
const SMALL = {
  head: {
    ...node(1, '(root)', 0, [node(2, 'a', 100, [node(3, 'b', 50), node(4, 'a', 7)])]),
    callFrame: { functionName: '(root)', url: '' },
  },
  samples: [
    { size: 60, nodeId: 2, ordinal: 1 },
    { size: 40, nodeId: 2, ordinal: 2 },
    { size: 50, nodeId: 3, ordinal: 3 },
    { size: 7, nodeId: 4, ordinal: 4 },
  ],
};

describe('V8 .heapprofile', () => {
  for (const name of ['allocations', 'program']) {
    const load = () => readFileSync(`samples/node/${name}.heapprofile`);
    standsUp(`samples/node/${name}`, heapprofile, load, { chunk: name === 'program' ? 1 : 13, rounds: 30 });
    it(`samples/node/${name}: sums are those of the tree as JSON.parse gives it`, async () => {
      const raw = JSON.parse(load().toString());
      const self = new Map<string, number>();
      const open: Node[] = [raw.head];
      for (let at = open.pop(); at !== undefined; at = open.pop()) {
        open.push(...at.children);
        self.set(at.callFrame.functionName, (self.get(at.callFrame.functionName) ?? 0) + at.selfSize);
      }
      const profile = await readAs(heapprofile, load());
      const got = sums(profile);
      for (const [function_, size] of self)
        if (function_ !== '' && size > 0) assert.equal(got.self[function_], size);
      assert.equal(
        got.total,
        [...self.values()].reduce((sum, size) => sum + size, 0),
      );
      assert.equal(sums(profile, 0).total, raw.samples.length);
    });
  }
  standsUp('a small one', heapprofile, () => Buffer.from(JSON.stringify(SMALL)));

  it('has a row for each call node that allocated, with its sampled allocations', async () => {
    assert.deepEqual(sampleLines(await readAs(heapprofile, SMALL)), [
      'a@/a.js:2 2 100',
      'a@/a.js:2;b@/a.js:2 1 50',
      'a@/a.js:2;a@/a.js:2 1 7',
    ]);
    const { head } = SMALL;
    assert.deepEqual((await readAs(heapprofile, { head })).sampleTypes, [{ type: 'space', unit: 'bytes' }]);
  });
  it('tells samples of nodes that are gone', async () => {
    const profile = await readAs(heapprofile, { ...SMALL, samples: [{ nodeId: 77 }] });
    assert.deepEqual(codes(profile), ['heapprofile-unknown-node']);
  });
  for (const [what, input, code] of [
    ['no tree', { samples: [] }, 'bad-value'],
    ['an id twice', { head: node(1, 'a', 1, [node(1, 'b', 1)]), samples: [] }, 'bad-value'],
    ['a negative size', { head: node(1, 'a', -1) }, 'bad-value'],
    ['a size beyond 2^53', { head: node(1, 'a', 1e17) }, 'bad-value'],
  ] as const)
    it(`refuses ${what}`, () => assert.rejects(readAs(heapprofile, input), { code }));
  it('refuses a second list of children in one node, at any depth', async () => {
    const inner = '{"id":2,"selfSize":1,"children":[{"id":3,"children":[]}],"children":[]}';
    await assert.rejects(readAs(heapprofile, `{"head":{"id":1,"children":[${inner}]}}`), {
      code: 'bad-value',
      message: /children/,
    });
  });
  it('reads a tree 50,000 deep and stops at its limits', async () => {
    const deep = `{"head":${'{"selfSize":0,"children":['.repeat(50_000)}{"selfSize":5}${']}'.repeat(50_000)}}`;
    const profile = await readAs(heapprofile, deep);
    assert.equal(sums(profile).total, 5);
    await assert.rejects(readAs(heapprofile, deep, { limits: { stackDepth: 1000 } }), { code: 'limit' });
    await assert.rejects(readAs(heapprofile, deep, { limits: { rows: 1000 } }), {
      code: 'limit',
      message: /rows/,
    });
  });
});
