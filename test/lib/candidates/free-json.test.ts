import assert from 'node:assert/strict';
import { analyze, readProfile } from '../../../lib/index.js';

const UNMARSHAL =
  'runtime.main;main.main;main.hot;encoding/json.Unmarshal;encoding/json.(*decodeState).unmarshal';
const FREE = `${UNMARSHAL};encoding/json.(*decodeState).objectInterface`;
const TYPED = `${UNMARSHAL};encoding/json.(*decodeState).object`;

describe('JSON of free form', () => {
  const answer = async (lines: readonly string[]) =>
    analyze(await readProfile(Buffer.from(`${lines.join('\n')}\n`)), {
      candidate: '^main\\.hot$',
      cost: { from: 'go', to: 'rust' },
    });

  it('takes its own row where more than half is such, its maps and memory with it', async () => {
    const { set, payoff } = await answer([
      `${FREE};runtime.mapassign_faststr 400`,
      `${FREE};encoding/json.(*decodeState).literalInterface;runtime.mallocgc 301`,
      `${TYPED};reflect.Value.Set 300`,
      'runtime.main;main.main;main.hot;encoding/json.checkValid 400',
      'runtime.main;main.main;main.other 100',
    ]);
    const part = set.parts.find(({ kind }) => kind === 'json');
    assert.equal(part?.when, 'untyped');
    const prior = payoff.priorsUsed.find(({ kind }) => kind === 'json');
    assert.equal(prior?.when, 'untyped');
    assert.deepEqual([prior?.published.p10, prior?.published.p50, prior?.published.p90], [1.1, 1.5, 2.2]);
  });

  it('takes the row of known types where half or more is such', async () => {
    const { set, payoff } = await answer([
      `${FREE};runtime.mapassign_faststr 500`,
      `${TYPED};reflect.Value.Set 500`,
    ]);
    assert.equal(set.parts.find(({ kind }) => kind === 'json')?.when, undefined);
    assert.equal(payoff.priorsUsed.find(({ kind }) => kind === 'json')?.when, null);
  });

  it('is that of the set: what is outside of it does not count', async () => {
    const { set } = await answer([
      `${TYPED};reflect.Value.Set 500`,
      `runtime.main;main.main;main.other;${FREE.split(';').slice(3).join(';')};runtime.mapassign 900`,
    ]);
    assert.equal(set.parts.find(({ kind }) => kind === 'json')?.when, undefined);
  });

  it('is known of both versions of encoding/json, written as well as read', async () => {
    for (const frame of ['encoding/json.interfaceEncoder', 'encoding/json/v2.marshalValueAny']) {
      const { set } = await answer([`runtime.main;main.main;main.hot;encoding/json.Marshal;${frame} 900`]);
      assert.equal(set.parts.find(({ kind }) => kind === 'json')?.when, 'untyped', frame);
    }
  });
});
