import assert from 'node:assert/strict';
import { NONE, type Profile } from '../../../lib/profile/profile.js';
import { stackTree } from '../../../lib/profile/stack-tree.js';
import { profileOf } from '../../support/draw.js';
import { randomProfile } from '../../support/random.js';

type Numbers = { readonly length: number; readonly [row: number]: number };

function framesOf({ stacks, locations }: Profile, stack: number): number[] {
  const frames: number[] = [];
  for (let i = (stacks.bounds as Numbers)[stack]!; i < (stacks.bounds as Numbers)[stack + 1]!; i++) {
    const location = (stacks.locations as Numbers)[i]!;
    const end = (locations.frames as Numbers)[location + 1]!;
    for (let frame = (locations.frames as Numbers)[location]!; frame < end; frame++) frames.push(frame);
  }
  return frames;
}

describe('the stack tree', () => {
  it('shares what stacks have in common and expands inlined frames', () => {
    const tree = stackTree(profileOf(['main;a;b 1', 'main;a;c;d[inl] 1', 'main 1', ' 1']));
    assert.equal(tree.length, 5);
    assert.deepEqual([...tree.depth], [0, 1, 2, 2, 3]);
    assert.deepEqual([...tree.prefix], [NONE, 0, 1, 1, 3]);
    assert.deepEqual([...tree.nodeOfStack], [2, 4, 0, NONE]);
  });

  it('gives back every stack and has no node twice, on 200 random profiles', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const profile = randomProfile(seed);
      const tree = stackTree(profile);
      const distinct = new Set<string>();
      for (let stack = 0; stack < profile.stacks.length; stack++) {
        const want = framesOf(profile, stack);
        const got: number[] = [];
        for (let node = tree.nodeOfStack[stack]!; node !== NONE; node = tree.prefix[node]!) {
          assert.ok(tree.prefix[node]! < node, `seed ${seed}`);
          got.unshift(tree.frame[node]!);
          assert.equal(tree.depth[node], want.length - got.length, `seed ${seed}`);
        }
        assert.deepEqual(got, want, `seed ${seed} stack ${stack}`);
        want.forEach((_, i) => {
          distinct.add(want.slice(0, i + 1).join());
        });
      }
      assert.equal(tree.length, distinct.size, `seed ${seed}`);
    }
  });

  it('grows past its first table, and is built once', () => {
    const profile = profileOf(Array.from({ length: 9000 }, (_, i) => `main;f${i % 90};g${i} 1`));
    assert.equal(stackTree(profile).length, 1 + 90 + 9000);
    assert.equal(stackTree(profile), stackTree(profile));
  });
});
