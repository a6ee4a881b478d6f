import assert from 'node:assert/strict';
import { Chains, NO_CHAIN, NO_STACK } from '../../../../lib/formats/perf-data/chains.js';
import { viewOf } from '../../../../lib/formats/perf-data/header.js';
import { SampleFields } from '../../../../lib/formats/perf-data/sample.js';
import { readProfile } from '../../../../lib/index.js';
import type { Profile } from '../../../../lib/profile/profile.js';
import { IP_TID_TIME_CHAIN, KERNEL, PerfDataFile, USER } from '../../../support/perf-data-file.js';

const DEFERRED = 0xfffffffffffffd80n;
const UNKNOWN_MARKER = 0xfffffffffffff001n;
const ROUND = 68;

/** Row of a chain that begins `shift` bytes into its memory. */
function rowOf(chains: Chains, chain: readonly bigint[], mode = 2, little = true, shift = 0): number {
  const bytes = new Uint8Array(shift + chain.length * 8);
  const view = viewOf(bytes);
  for (const [i, entry] of chain.entries()) view.setBigUint64(shift + i * 8, entry, little);
  const fields = new SampleFields();
  fields.ipLow = 0x77;
  fields.chainAt = shift;
  fields.chainLength = chain.length;
  return chains.of(bytes, view, fields, mode);
}

function wordsOf(chains: Chains, row: number): number[] {
  return Array.from(chains.words.subarray(chains.start(row), chains.start(row) + chains.size(row)));
}

type Numbers = { readonly length: number; readonly [row: number]: number };

/** Adds a sample whose chain is a few entries and then `callers` entries that lie in memory already. */
function longSample(file: PerfDataFile, time: bigint, front: readonly bigint[], callers: Buffer): void {
  const length = front.length + callers.length / 8;
  const head = [file.u64(front[1]!), file.u32(1), file.u32(1), file.u64(time), file.u64(length)];
  file.record(9, 2, ...head, ...front.map((entry) => file.u64(entry)), callers);
}

/** The leaf's object file and address of each sample. */
function leaves({ samples, stacks, locations, mappings, strings }: Profile): string[] {
  return Array.from({ length: samples.length }, (_, sample) => {
    const end = (stacks.bounds as Numbers)[(samples.stack as Numbers)[sample]! + 1]!;
    const location = (stacks.locations as Numbers)[end - 1]!;
    const mapping = (locations.mapping as Numbers)[location]!;
    const file = mapping < 0 ? '?' : (strings as readonly string[])[(mappings.file as Numbers)[mapping]!]!;
    return `${file}+${(locations.address as unknown as bigint[])[location]!.toString(16)}`;
  });
}

describe('call chains', () => {
  it('an equal chain has the same row; one in another mode, of other halves or without addresses has another', () => {
    const chains = new Chains(true);
    const rows = [
      rowOf(chains, [USER, 0x400010n, 0x400020n]),
      rowOf(chains, [USER, 0x400010n, 0x100400020n]),
      rowOf(chains, [USER, 0x400010n]),
      rowOf(chains, [0x400010n], 1),
      rowOf(chains, [0x400010n], 2),
      rowOf(chains, [USER]),
    ];
    assert.equal(new Set(rows).size, 6);
    assert.equal(chains.length, 6);
    assert.equal(rowOf(chains, [USER, 0x400010n, 0x400020n]), rows[0]);
    assert.equal(rowOf(chains, [0x400010n], 2), rows[4]);
    // Without an address the instruction pointer stands for the chain.
    assert.ok(chains.isPointer(rows[5]!));
    assert.deepEqual(wordsOf(chains, rows[5]!), [0x77, 0]);
    for (const empty of [[], [KERNEL], [UNKNOWN_MARKER, 0x400010n]])
      assert.equal(rowOf(chains, empty), rows[5]);
    assert.equal(chains.length, 6);
  });
  it('is read alike wherever it lies and in either byte order', () => {
    const chain = [USER, 0x7fff12345678n, 0x89abcdefn];
    const want = [-512, -1, 0x12345678, 0x7fff, 0x89abcdef | 0, 0];
    for (const little of [true, false])
      for (const shift of [0, 1, 4]) {
        const chains = new Chains(little);
        assert.deepEqual(wordsOf(chains, rowOf(chains, chain, 2, little, shift)), want);
      }
  });
  it('does not keep a chain whose user part is still to come', () => {
    const chains = new Chains(true);
    assert.equal(rowOf(chains, [KERNEL, 0xffffffff81000000n, DEFERRED, 5n]), NO_CHAIN);
    // Without the cookie nothing will come.
    assert.equal(rowOf(chains, [KERNEL, 0xffffffff81000000n, DEFERRED]), 0);
  });
  it('keeps chains apart whose hashes are equal, as many as there are', () => {
    const chains = new Chains(true);
    // Only the upper halves differ, of which the hash takes no notice.
    const rows = Array.from({ length: 300 }, (_, high) => rowOf(chains, [(BigInt(high) << 32n) | 0x1000n]));
    assert.equal(new Set(rows).size, 300);
    for (const [high, row] of rows.entries()) assert.deepEqual(wordsOf(chains, row), [0x1000, high]);
  });
  it('a stack counts for the address spaces it was made in', () => {
    const chains = new Chains(true);
    const row = rowOf(chains, [USER, 0x10n]);
    assert.equal(chains.stack(row, 1, 2), NO_STACK);
    chains.keep(row, 1, 2, 7);
    assert.equal(chains.stack(row, 1, 2), 7);
    assert.equal(chains.stack(row, 3, 2), NO_STACK);
    assert.equal(chains.stack(row, 1, 3), NO_STACK);
    const others = new Chains(true);
    assert.equal(others.stack(others.moved(chains, row), 1, 2), NO_STACK);
    assert.deepEqual(wordsOf(others, 0), wordsOf(chains, row));
  });
});

describe('samples that repeat a chain', () => {
  const event = { name: 'cpu-clock', sampleType: IP_TID_TIME_CHAIN, flags: [] };
  it('are looked up anew where the maps or the process are others', async () => {
    const file = new PerfDataFile().event(event);
    const chain = [USER, 0x1010n, 0x1020n];
    file.mmap(1, 0x1000n, 0x1000n, 0n, '/bin/one').sample(1, 1, 0n, chain).sample(1, 1, 0n, chain);
    file.mmap(2, 0x1000n, 0x1000n, 0n, '/bin/two').sample(2, 2, 0n, chain).sample(1, 1, 0n, chain);
    file.mmap(1, 0x1000n, 0x1000n, 0n, '/bin/new').sample(1, 1, 0n, chain).sample(2, 2, 0n, chain);
    assert.deepEqual(leaves(await readProfile(file.file())), [
      '/bin/one+10',
      '/bin/one+10',
      '/bin/two+10',
      '/bin/one+10',
      '/bin/new+10',
      '/bin/two+10',
    ]);
  });
  it('give the same where the file lies at an odd place in memory', async () => {
    const file = new PerfDataFile().event(event).mmap(1, 0x1000n, 0x1000n, 0n, '/bin/one');
    for (let i = 0n; i < 9n; i++) file.sample(1, 1, i + 1n, [USER, 0x1010n + (i % 3n), 0x1020n]);
    const bytes = file.file();
    const odd = new Uint8Array(bytes.length + 1);
    odd.set(bytes, 1);
    assert.deepEqual(leaves(await readProfile(odd.subarray(1))), leaves(await readProfile(bytes)));
  });
  it('are found again, and those that wait keep theirs, when there were too many chains to keep', async () => {
    const file = new PerfDataFile().event(event).mmap(1, 0x1000n, 0x100000n, 0n, '/bin/one');
    const callers = Buffer.concat(Array.from({ length: 8000 }, (_, i) => file.u64(0x2000 + i)));
    const want: string[] = [];
    for (let i = 0; i < 560; i++) {
      const leaf = i % 20 === 0 ? 0x1010n : 0x10000n + BigInt(i);
      longSample(file, BigInt(i + 1), [USER, leaf], callers);
      want.push(`/bin/one+${(leaf - 0x1000n).toString(16)}`);
      if (i % 100 === 50) file.record(ROUND, 0);
    }
    assert.deepEqual(leaves(await readProfile(file.file())), want);
  });
  it('cost no more than they are long, wherever markers stand in them', async () => {
    const file = new PerfDataFile().event(event);
    const entries = Buffer.concat(Array.from({ length: 4000 }, (_, i) => file.u64(0x2000 + i)));
    const callers = Buffer.concat([entries, file.u64(USER), entries]);
    for (let i = 0n; i < 60n; i++) longSample(file, i + 1n, [USER, 0x1000n + i], callers);
    assert.equal((await readProfile(file.file())).samples.length, 60);
  });
});
