import assert from 'node:assert/strict';
import { CallNodes } from '../../../lib/formats/call-nodes.js';
import { DEFAULT_LIMITS } from '../../../lib/formats/format.js';
import { ProfileBuilder } from '../../../lib/profile/builder.js';
import { NONE } from '../../../lib/profile/profile.js';

describe('call nodes', () => {
  it('take room that grows with their number where each is asked for as soon as it is added', () => {
    const nodes = new CallNodes(new ProfileBuilder([{ type: 'a', unit: 'count' }]), 't', DEFAULT_LIMITS);
    const Plain = Int32Array;
    let cells = 0;
    globalThis.Int32Array = new Proxy(Plain, {
      construct(target, [size]: [number]) {
        if (typeof size === 'number') cells += size;
        return new target(size);
      },
    });
    try {
      for (let at = 0; at < 2000; at++) nodes.stackOf(nodes.add(NONE, NONE));
    } finally {
      globalThis.Int32Array = Plain;
    }
    assert.ok(cells > 0 && cells < 20 * 2000, `${cells} cells`);
  });
});
