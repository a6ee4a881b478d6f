/** Damaged shadow logs: a result or a ProfileError, never a crash, and never parity where a good line differs. */
import assert from 'node:assert/strict';
import { ProfileError } from '../../lib/base/errors.js';
import { type Parity, verifyParity } from '../../lib/index.js';
import { mutateBytes, mutateText } from '../support/mutate.js';
import { PLANTS, plantedPair } from '../support/parity-pairs.js';
import { seeded } from '../support/random.js';

const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
const ROUNDS = Number(process.env['FUZZ_ROUNDS'] ?? 400);

async function outcome(bytes: Uint8Array): Promise<Parity | null> {
  try {
    return await verifyParity([bytes]);
  } catch (error) {
    assert.ok(
      error instanceof ProfileError && error.code !== 'bug',
      `not a ProfileError: ${(error as Error).stack}`,
    );
    return null;
  }
}

const pairs = Buffer.from(
  Array.from(
    { length: PLANTS.length },
    (_, i) => `${plantedPair(i, i).line}\n${plantedPair(i, 'noise').line}\n`,
  ).join(''),
);
const replay = Buffer.from(
  ['1 a1 1', '2 a1 1 5', '3 a1 1 5']
    .map(
      (head, i) =>
        `${head}\n${i === 0 ? 'GET /a HTTP/1.1' : 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked'}\r\n\r\n${i === 0 ? '' : '3\r\n{"a\r\n4\r\n":1}\r\n0\r\n\r\n'}\n\u{1F435}\u{1F648}\u{1F649}\n`,
    )
    .join(''),
);
const har = Buffer.from(
  JSON.stringify({
    log: {
      entries: [
        {
          request: { method: 'GET', url: 'http://a/b' },
          response: { status: 200, headers: [{ name: 'a', value: 'b' }], content: { text: '{"a":1}' } },
          time: 3,
        },
      ],
    },
  }),
);

describe(`damaged shadow logs (FUZZ_SEED=${SEED})`, function () {
  this.timeout(600_000);
  for (const [name, seed] of [
    ['pairs', pairs],
    ['GoReplay', replay],
  ] as const)
    for (const mutate of [mutateBytes, mutateText])
      it(`${name}: ${ROUNDS} inputs through ${mutate.name} are survived, twice alike`, async () => {
        const random = seeded(SEED);
        for (let i = 0; i < ROUNDS; i++) {
          const bytes = mutate(random, seed, pairs);
          assert.deepEqual(await outcome(bytes), await outcome(bytes));
        }
      });
  it(`HAR: ${ROUNDS} inputs are survived`, async () => {
    const random = seeded(SEED);
    for (let i = 0; i < ROUNDS; i++) {
      try {
        await verifyParity([har, mutateBytes(random, har, pairs)]);
      } catch (error) {
        assert.ok(error instanceof ProfileError && error.code !== 'bug', (error as Error).stack);
      }
    }
  });
  it('a cut log is whole lines or an error', async () => {
    const random = seeded(SEED);
    for (let i = 0; i < ROUNDS; i++) {
      const cut = pairs.subarray(0, 1 + Math.floor(random() * (pairs.length - 1)));
      const parity = await outcome(cut);
      const lines = cut
        .toString('utf8')
        .split('\n')
        .filter((line) => line !== '').length;
      if (parity !== null) assert.equal(parity.counts.pairs, lines);
    }
  });
});
