/** GoReplay files and HAR files. */
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { ProfileError } from '../../../lib/base/errors.js';
import { type Parity, verifyParity } from '../../../lib/index.js';

const SEPARATOR = '\n\u{1F435}\u{1F648}\u{1F649}\n';
const found = ({ differences }: Parity): string[] =>
  differences.map(({ endpoint, path, kind }) => `${endpoint} ${path} ${kind}`).sort();

interface Payload {
  readonly head: string;
  readonly raw: Buffer;
}

const request = (id: string, target: string): Payload => ({
  head: `1 ${id} 1732442400000000000`,
  raw: Buffer.from(`GET ${target} HTTP/1.1\r\nHost: a\r\n\r\n`),
});
function response(
  type: 2 | 3,
  id: string,
  body: string | Buffer,
  headers: string[] = [],
  status = 200,
): Payload {
  const head = [`HTTP/1.1 ${status} OK`, 'Content-Type: application/json', `Date: ${type}`, ...headers].join(
    '\r\n',
  );
  return {
    head: `${type} ${id} 1732442400000000000 1500000`,
    raw: Buffer.concat([Buffer.from(`${head}\r\n\r\n`), Buffer.from(body)]),
  };
}
const A = 'a0000000000000000000000a';
const B = 'b0000000000000000000000b';
const payloads = [
  request(A, '/users/u00017/balance?x=1'),
  response(2, A, '{"balance":"1.00","id":9007199254740993}'),
  request(B, '/rates'),
  response(3, B, gzipSync('{"r":1.0}'), ['Content-Encoding: gzip']),
  response(3, A, '{"id":9007199254740992,"balance":"1.00"}'),
  response(2, B, 'a\r\n{"r":1.000\r\n1\r\n}\r\n0\r\n\r\n', ['Transfer-Encoding: chunked']),
  request('c0', '/alone'),
];
const file = (list: readonly Payload[]): Buffer =>
  Buffer.concat(list.flatMap(({ head, raw }) => [Buffer.from(`${head}\n`), raw, Buffer.from(SEPARATOR)]));
const stream = (list: readonly Payload[]): Buffer =>
  Buffer.from(
    list
      .map(({ head, raw }) => `${Buffer.concat([Buffer.from(`${head}\n`), raw]).toString('hex')}\n`)
      .join(''),
  );

describe('GoReplay', () => {
  const want = ['GET /users/{id}/balance id number'];
  for (const [name, bytes] of [
    ['files', file(payloads)],
    ['gzipped files', gzipSync(file(payloads))],
    ['streams of middleware', stream(payloads)],
  ] as const)
    it(`pairs ${name} by id, whatever the order`, async () => {
      const parity = await verifyParity([bytes]);
      assert.deepEqual(found(parity), want);
      assert.equal(parity.counts.compared, 2);
      assert.equal(parity.counts.matched, 1);
      assert.deepEqual(parity.counts.excluded, { 'no-primary': 1 });
      assert.equal(parity.latencyMs?.primary.p50, 1.5);
      assert.equal(parity.files[0]!.format, 'goreplay');
    });
  it('does not depend on how the bytes are cut', async () => {
    const bytes = file(payloads);
    async function* pieces(size: number): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    }
    for (const size of [1, 5, 64])
      assert.deepEqual(found(await verifyParity([{ name: 'x', input: pieces(size) }])), want);
  });
  it('refuses a payload without its head', async () => {
    await assert.rejects(
      verifyParity([Buffer.concat([file(payloads.slice(0, 2)), Buffer.from('nonsense')])]),
      (error) => error instanceof ProfileError && error.code === 'bad-encoding',
    );
  });
});

describe('HAR files', () => {
  const entry = (url: string, text: string, status = 200, method = 'GET') => ({
    startedDateTime: '2026-11-24T10:00:00.000Z',
    time: 12.5,
    request: { method, url, headers: [] },
    response: {
      status,
      headers: [{ name: 'Content-Type', value: 'application/json' }],
      content: { mimeType: 'application/json', text },
    },
  });
  const har = (entries: readonly object[]): Buffer =>
    Buffer.from(JSON.stringify({ log: { version: '1.2', entries } }));
  it('are paired by method, address and order', async () => {
    const old = har([
      entry('https://old.example/a?x=1&y=2', '{"n":1}'),
      entry('https://old.example/a?x=1&y=2', '{"n":2}'),
      entry('https://old.example/b', '{"price":1.10}'),
      entry('https://old.example/gone', '1'),
    ]);
    const fresh = har([
      entry('https://new.example/a?y=2&x=1', '{"n":1}'),
      entry('https://new.example/b', '{"price":1.1}'),
      entry('https://new.example/a?x=1&y=2', '{"n":2}'),
      entry('https://new.example/extra', '1'),
    ]);
    const parity = await verifyParity([old, fresh]);
    assert.deepEqual(found(parity), ['GET /b price number-text']);
    assert.equal(parity.counts.compared, 3);
    assert.deepEqual(parity.counts.excluded, { 'no-candidate': 1, 'no-primary': 1 });
  });
  it('come in twos', async () => {
    await assert.rejects(
      verifyParity([har([])]),
      (error) => error instanceof ProfileError && error.code === 'usage',
    );
  });
});
