import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { ProfileError } from '../../../lib/base/errors.js';
import { type Parity, type ParityOptions, verifyParity } from '../../../lib/index.js';
import { parseJson } from '../../../lib/verify/json-value.js';
import { NOISE_RULES, PLANTS, plantedPair } from '../../support/parity-pairs.js';

const run = (lines: readonly string[], options: ParityOptions = {}): Promise<Parity> =>
  verifyParity([Buffer.from(`${lines.join('\n')}\n`)], options);
const pair = (primary: unknown, candidate: unknown, more: object = {}): string =>
  JSON.stringify({ endpoint: 'GET /a', primary, candidate, ...more });
const body = (json: string): string => `{"status":200,"body":${json}}`;
const bodies = (primary: string, candidate: string, secondary?: string): string =>
  `{"endpoint":"GET /a","primary":${body(primary)},"candidate":${body(candidate)}${secondary === undefined ? '' : `,"secondary":${body(secondary)}`}}`;
const found = ({ differences }: Parity): string[] =>
  differences.map(({ path, kind }) => `${path} ${kind}`).sort();
const one = async (primary: string, candidate: string, options: ParityOptions = {}): Promise<string[]> =>
  found(await run([bodies(primary, candidate)], options));

describe('planted differences', () => {
  const options = { rules: NOISE_RULES };
  for (const [i, { path, kind }] of PLANTS.entries())
    it(`finds ${kind} at ${path} (${i})`, async () => {
      for (let seed = 1; seed <= 20; seed++) {
        const { line } = plantedPair(seed, i);
        assert.deepEqual(found(await run([line], options)), [`${path} ${kind}`], line);
      }
    });
  it('reports none of 500 pairs that differ by noise alone', async () => {
    for (let seed = 1; seed <= 500; seed++) {
      const { line } = plantedPair(seed, 'noise');
      const parity = await run([line], options);
      assert.deepEqual(found(parity), [], line);
    }
  });
  it('finds all of them and nothing else in one log', async () => {
    const plants = Array.from({ length: 600 }, (_, seed) =>
      plantedPair(seed, seed % 6 === 0 ? (seed / 6) % PLANTS.length : seed % 2 === 0 ? 'same' : 'noise'),
    );
    const parity = await run(
      plants.map(({ line }) => line),
      options,
    );
    const want = plants.filter(({ finds }) => finds.length > 0);
    assert.equal(parity.counts.mismatched, want.length);
    assert.equal(parity.counts.compared, 600);
    const places = new Set(want.flatMap(({ finds }) => finds.map(({ path, kind }) => `${path} ${kind}`)));
    assert.deepEqual(found(parity), [...places].sort());
  });
});

describe('JSON bodies', () => {
  it('tells numbers apart beyond the 53rd bit and in the last decimal', async () => {
    assert.deepEqual(await one('9007199254740992', '9007199254740993'), [':body number']);
    assert.deepEqual(await one('{"a":0.30000000000000004}', '{"a":0.3000000000000000400001}'), ['a number']);
    assert.deepEqual(await one('{"a":1e400}', '{"a":1e401}'), ['a number']);
  });
  it('takes 1.0 for 1.00 except where money is, and counts it', async () => {
    const parity = await run([bodies('{"x":1.0,"y":-0}', '{"x":1.00,"y":0.0e5}')]);
    assert.deepEqual(found(parity), []);
    assert.equal(parity.counts.respelled, 1);
    assert.deepEqual(await one('{"price":1.0}', '{"price":1.00}'), ['price number-text']);
    assert.deepEqual(
      await one('{"x":1.0}', '{"x":1.00}', { rules: { rules: [{ path: '**', numberText: 'exact' }] } }),
      ['x number-text'],
    );
  });
  it('keeps repeated names and awkward names apart', async () => {
    assert.deepEqual(await one('{"a":1,"a":2}', '{"a":1}'), ['["a (2)"] missing']);
    assert.deepEqual(await one('{"a.b":{"":1}}', '{"a.b":{"":2}}'), ['["a.b"][""] number']);
    assert.deepEqual(await one('{":status":1}', '{":status":2}'), ['[":status"] number']);
    assert.deepEqual(await one('{"__proto__":1}', '{"__proto__":2}'), ['__proto__ number']);
  });
  it('compares texts by what they say and not by how they are escaped', async () => {
    assert.deepEqual(await one('{"a":"é<"}', '{"a":"\\u00e9\\u003c"}'), []);
    assert.deepEqual(await one('{"a":"\\ud800"}', '{"a":"\\ud801"}'), ['a value']);
    assert.deepEqual(await one('"\\ud800"', '"\\ud801"'), [':body text']);
  });
  it('are JSON where JSON.parse says so', () => {
    const numbers = [
      '0',
      '-0',
      '01',
      '-',
      '--1',
      '+1',
      '.5',
      '1.',
      '1.5',
      '1e',
      '1e+',
      '1E+2',
      '1e-03',
      '0.',
      '-1.0e5x',
      '1 2',
    ];
    const others = [
      '[1 ,2 ]',
      ' {"a" : 1 , "b":[ ] } ',
      '[1,]',
      '[,1]',
      '[ ]',
      '{"a":1,}',
      '{,}',
      '{ "a"}',
      '{a:1}',
      '{"":1}',
    ];
    const names = [
      '{"a long name of many letters":1}',
      '{"\\u0061":1,"b\\"":2}',
      '{"a\nb":1}',
      '{"twelve_chars":1,"thirteen_char":2}',
      '{"a',
    ];
    const isJson = (text: string): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    for (const text of [...numbers, ...numbers.map((one) => `[${one}]`), ...others, ...names])
      assert.equal(parseJson(text) !== undefined, isJson(text), text);
    const members = parseJson('{"\\u0061":1,"a b":2,"thirteen_char":3}') as ReadonlyMap<string, unknown>;
    assert.deepEqual([...members.keys()], ['a', 'a b', 'thirteen_char']);
  });
  it('end where they end, whatever the other has', async () => {
    assert.deepEqual(await one('12', '123'), [':body number']);
    assert.deepEqual(await one('true', 'true1'), [':body body-kind']);
    assert.deepEqual(await one('{"a":"}\\""}', '{"a":"}\\""}'), []);
    assert.deepEqual(await one('{"a":1}', '{"a":1 }'), []);
    assert.deepEqual(await one('"a"', '"ab"'), [':body text']);
    for (const [primary, candidate] of [
      ['{"a":1}', '{"a":1}}'],
      ['"a"', '"a"b'],
      ['[1]', '[1'],
    ] as const)
      await assert.rejects(one(primary, candidate), ProfileError, candidate);
    const swapped = `{"candidate":${body('{"a":1}')},"primary":${body('{"a":2}')},"endpoint":"GET /a"}`;
    assert.deepEqual(found(await run([swapped])), ['a number']);
  });
  it('survives depth', async () => {
    const deep = (n: number, leaf: string): string => '['.repeat(n) + leaf + ']'.repeat(n);
    assert.deepEqual(await one(deep(9000, '1'), deep(9000, '2')), [':body text']);
    assert.equal((await one(deep(200, '1'), deep(200, '2'))).length, 1);
  });
});

describe('rules', () => {
  const ruled = (rule: object): ParityOptions => ({ rules: { rules: [rule as never] } });
  it('are refused where they are misspelt, empty, or loosen money', async () => {
    for (const rule of [
      { path: 'a', ignored: true },
      { path: 'a' },
      { path: 'a', is: 'uid' },
      { path: 'a', tolerance: { absolute: 0.1 } },
      { path: 'items[*].price', tolerance: { absolute: '0.1' } },
      { path: 'total', is: 'number' },
      { path: 'a', matches: '(' },
    ])
      await assert.rejects(
        one('1', '1', ruled(rule)),
        (error) => error instanceof ProfileError && error.code === 'usage',
      );
  });
  it('do not reach money through a pattern, unless forced', async () => {
    const rule = { path: '**', tolerance: { absolute: '0.01' } };
    assert.deepEqual(await one('{"x":1.00,"fee":1.00}', '{"x":1.01,"fee":1.01}', ruled(rule)), [
      'fee number',
    ]);
    assert.deepEqual(await one('{"fee":1.00}', '{"fee":1.01}', ruled({ ...rule, force: true })), []);
    assert.deepEqual(await one('{"fee":1.00}', '{"fee":1.02}', ruled({ ...rule, force: true })), [
      'fee number',
    ]);
    assert.deepEqual(await one('{"coffee":1.0}', '{"coffee":1.00}'), []);
  });
  it('ignore paths by pattern', async () => {
    const ignore = (path: string): ParityOptions => ruled({ path, ignore: true });
    const [a, b] = [
      '{"a":{"id":1},"l":[{"id":1,"k":0}],"id":1}',
      '{"a":{"id":2},"l":[{"id":2,"k":0}],"id":2}',
    ];
    assert.deepEqual(await one(a, b, ignore('**.id')), []);
    assert.deepEqual(await one(a, b, ignore('*.id')), ['id number', 'l[*].id number']);
    assert.deepEqual(await one(a, b, ignore('l[*].id')), ['a.id number', 'id number']);
    assert.deepEqual(await one(a, b, ignore('l.**')), ['a.id number', 'id number']);
  });
  it('take errors of one class with one code for equal', async () => {
    const rules = { rules: { errors: { code: 'error.code' } } };
    const error = (status: number, code: string, message: string) => ({
      status,
      body: { error: { code, message } },
    });
    assert.deepEqual(found(await run([pair(error(400, 'bad', 'no'), error(422, 'bad', 'nein'))], rules)), []);
    assert.deepEqual(found(await run([pair(error(400, 'bad', 'no'), error(500, 'bad', 'no'))], rules)), [
      ':status status',
    ]);
    assert.deepEqual(found(await run([pair(error(400, 'bad', 'no'), error(400, 'worse', 'no'))], rules)), [
      'error.code value',
    ]);
  });
  it('pair unordered items within tolerances', async () => {
    const rules = {
      rules: {
        rules: [
          { path: 'l', unordered: true },
          { path: 'l[*].v', tolerance: { absolute: '0.1' } },
        ],
      },
    };
    assert.deepEqual(await one('{"l":[{"v":1},{"v":5}]}', '{"l":[{"v":5.05},{"v":1.1}]}', rules), []);
    assert.deepEqual(await one('{"l":[{"v":1},{"v":5}]}', '{"l":[{"v":5.2},{"v":1.1}]}', rules), [
      'l[*].v number',
    ]);
  });
});

describe('bodies that are no JSON', () => {
  const typed = (type: string, text: string): object => ({
    status: 200,
    headers: { 'Content-Type': type },
    body: text,
  });
  it('compares forms by field, text and bytes as they are', async () => {
    const form = 'application/x-www-form-urlencoded';
    assert.deepEqual(found(await run([pair(typed(form, 'a=1&b=2'), typed(form, 'b=2&a=1'))])), []);
    assert.deepEqual(found(await run([pair(typed(form, 'a=1&b=2'), typed(form, 'b=3&a=1&c=1'))])), [
      'form:b value',
      'form:c extra',
    ]);
    assert.deepEqual(found(await run([pair(typed('text/plain', 'a'), typed('text/plain', 'b'))])), [
      ':body text',
    ]);
    const base64 = (bytes: number[]): object => ({
      status: 200,
      bodyBase64: Buffer.from(bytes).toString('base64'),
    });
    assert.deepEqual(found(await run([pair(base64([255, 1]), base64([254, 1]))])), [':body bytes']);
    assert.deepEqual(found(await run([pair(base64([255, 1]), typed('text/plain', 'x'))])), [
      ':body body-kind',
      'header:content-type header-extra',
    ]);
    assert.deepEqual(found(await run([pair({ status: 204 }, { status: 204, body: '' })])), []);
  });
});

describe('counts', () => {
  it('exclude with the reason, and count failures of the candidate as mismatches', async () => {
    const ok = { status: 200, body: 1 };
    const parity = await run([
      pair(ok, ok),
      pair(ok, undefined),
      pair(undefined, ok),
      pair({ error: 'refused' }, ok),
      pair({ error: 'refused' }, { error: 'refused' }),
      pair(ok, { error: 'timeout' }),
      pair(ok, { error: 'refused' }),
      pair(ok, ok, { excluded: 'sampled out' }),
    ]);
    assert.deepEqual(parity.counts, {
      pairs: 8,
      compared: 2,
      matched: 1,
      noise: 0,
      mismatched: 1,
      failed: 1,
      excluded: {
        'both-failed': 1,
        'by-the-log': 1,
        'no-candidate': 1,
        'no-primary': 1,
        'primary-failed': 1,
        timeout: 1,
      },
      respelled: 0,
    });
  });
  it('bound the true rate by request and by user', async () => {
    const ok = { status: 200, body: 1 };
    const parity = await run(Array.from({ length: 1000 }, (_, i) => pair(ok, ok, { key: `u${i % 100}` })));
    assert.ok(Math.abs(parity.requests.bound - (1 - 0.05 ** (1 / 1000))) < 1e-12);
    assert.equal(parity.users!.compared, 100);
    assert.ok(Math.abs(parity.users!.bound - (1 - 0.05 ** (1 / 100))) < 1e-12);
    assert.equal(parity.endpoints[0]!.verified, true);
  });
  it('count a user with one difference as different, and no other', async () => {
    const of = (key: string, other: number): string =>
      pair({ status: 200, body: 1 }, { status: 200, body: other }, { key });
    const parity = await run([
      of('a', 1),
      of('b', 1),
      of('c', 2),
      of('a', 2),
      of('a', 1),
      of('c', 2),
      of('d', 1),
    ]);
    assert.deepEqual([parity.users?.mismatched, parity.users?.compared], [2, 4]);
  });
  it('call an endpoint with 40 pairs not verified', async () => {
    const ok = { status: 200, body: 1 };
    const lines = Array.from({ length: 400 }, (_, i) =>
      pair(ok, ok, { endpoint: i < 40 ? 'GET /few' : 'GET /many' }),
    );
    const { endpoints } = await run(lines);
    assert.deepEqual(
      endpoints.map(({ endpoint, verified }) => [endpoint, verified]),
      [
        ['GET /few', false],
        ['GET /many', true],
      ],
    );
  });
  it('learn noise from a second answer of the old code, but not where money is', async () => {
    const lines = Array.from({ length: 200 }, (_, i) =>
      bodies(
        `{"node":"n${i % 3}","price":${i},"x":${i}}`,
        `{"node":"n${(i + 1) % 3}","price":${i},"x":${i === 7 ? -1 : i}}`,
        `{"node":"n${(i + 2) % 3}","price":${i},"x":${i}}`,
      ),
    );
    const parity = await run(lines);
    assert.equal(parity.counts.noise, 199);
    assert.equal(parity.counts.mismatched, 1);
    const node = parity.differences.find(({ path }) => path === 'node')!;
    assert.deepEqual(node.noise, { pairs: 200, noisePairs: 200, isNoise: true });
    assert.ok(parity.suggestions.some(({ rule }) => rule.path === 'node' && rule.ignore === true));
    const money = await run(lines.map((line) => line.replaceAll('"node"', '"total"')));
    assert.equal(money.counts.noise, 0);
    assert.deepEqual(money.suggestions, []);
  });
  it('suggest rules and apply none', async () => {
    const lines = Array.from({ length: 10 }, (_, i) => {
      const id = (n: number): string => `"0000000${i % 10}-0000-4000-8000-00000000000${n}"`;
      return bodies(
        `{"id":${id(1)},"at":"2026-01-01T00:00:0${i % 9}Z","l":[1,2],"n":null,"price":1.0}`,
        `{"id":${id(2)},"at":"2026-01-01T00:00:0${(i % 9) + 1}Z","l":[2,1],"price":1.00}`,
      );
    });
    const { suggestions, counts } = await run(lines);
    assert.equal(counts.mismatched, 10);
    assert.deepEqual(
      suggestions.map(({ rule }) => rule).sort((a, b) => (a.path < b.path ? -1 : 1)),
      [
        { path: 'at', is: 'timestamp', withinSeconds: 1, endpoint: 'GET /a' },
        { path: 'id', is: 'uuid', endpoint: 'GET /a' },
        { path: 'l', unordered: true, endpoint: 'GET /a' },
        { path: 'n', nullIsMissing: true, endpoint: 'GET /a' },
      ],
    );
    assert.equal(
      (await run(lines, { rules: { rules: suggestions.map(({ rule }) => rule) } })).differences.length,
      1,
    );
  });
  it('show no value of an example unless asked', async () => {
    const line = bodies('{"name":"Secretary","n":123456}', '{"name":"Sacristan","n":123457}');
    const closed = JSON.stringify(await run([line]));
    assert.doesNotMatch(closed, /Secretary|Sacristan|123456|123457/);
    assert.match(closed, /alike for 1 characters/);
    assert.match(closed, /apart by 1"/);
    assert.match(JSON.stringify(await run([line], { showValues: true })), /Secretary/);
  });
});

describe('logs that cannot be read', () => {
  const code = async (text: string): Promise<string> => {
    try {
      await verifyParity([Buffer.from(text)]);
      return 'none';
    } catch (error) {
      assert.ok(error instanceof ProfileError, String(error));
      return `${error.code} ${error.place?.line ?? ''}`.trim();
    }
  };
  it('are refused with code and line', async () => {
    const good = bodies('1', '1');
    assert.equal(await code(`\ufeff${good}\r\n${good}`), 'none');
    assert.equal(await code(''), 'empty');
    assert.equal(await code('\n\n'), 'unknown-format');
    assert.equal(await code('main;f 3\n'), 'unknown-format');
    assert.equal(await code(`${good}\n${good.slice(0, -4)}\n`), 'truncated 2');
    assert.equal(await code(`${good}\n${good}x\n`), 'bad-encoding 2');
    assert.equal(await code(`${good}\n[]\n`), 'bad-encoding 2');
    assert.equal(await code('{"primary":{"body":1},"candidate":{"status":200}}'), 'bad-encoding 1');
    assert.equal(await code('{"primary":{"status":"x"},"candidate":{"status":200}}'), 'bad-encoding 1');
  });
  it('do not depend on how the bytes are cut', async () => {
    const bytes = Buffer.from(
      Array.from({ length: 40 }, (_, i) => plantedPair(i, i % PLANTS.length).line).join('\n'),
    );
    const whole = await verifyParity([bytes]);
    async function* pieces(size: number): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    }
    for (const size of [1, 7, 1000])
      assert.deepEqual(await verifyParity([{ name: '<bytes>', input: pieces(size) }]), whole);
    assert.deepEqual(await verifyParity([gzipSync(bytes)]), whole);
  });
});

describe('the payments logs', () => {
  const shadow = (name: string): string => `samples/payments/shadow/${name}.jsonl.gz`;
  const pairsOf = (parity: Parity, path: string, kind?: string): number =>
    parity.differences
      .filter((row) => row.path === path && (kind === undefined || row.kind === kind))
      .reduce((sum, { pairs }) => sum + pairs, 0);
  it('the first fails with both bugs by endpoint and path', async () => {
    const parity = await verifyParity([shadow('first-gifts'), shadow('first-quotes')]);
    assert.equal(parity.counts.compared, 18_212);
    assert.equal(parity.counts.mismatched, 5392);
    for (const path of [
      'quotes[*].options[*].fee',
      'quotes[*].options[*].receive',
      'gifts[*].price',
      'gifts[*].payout',
    ])
      assert.ok(pairsOf(parity, path) > 0, path);
    for (const path of ['risk.rules', 'risk.score', 'risk.decision', 'gifts[*].rules', 'gifts[*].status'])
      assert.ok(pairsOf(parity, path) > 0, path);
    assert.ok(parity.differences.every(({ endpoint }) => /gifts\/batch|payments\/quote/.test(endpoint)));
    assert.deepEqual(parity.suggestions, []);
  });
  it('the second passes with its bound', async () => {
    const parity = await verifyParity([shadow('parity-gifts'), shadow('parity-quotes')]);
    assert.equal(parity.counts.matched, 18_212);
    assert.equal(parity.users!.compared, 16_000);
    assert.equal(parity.users!.bound.toPrecision(3), '0.000187');
    assert.equal(parity.requests.bound.toPrecision(3), '0.000164');
  });
  it('agree with a plain comparison of parsed lines', async () => {
    const text = gunzipSync(readFileSync(shadow('first-gifts'))).toString('utf8');
    const lines = text.trimEnd().split('\n');
    const different = lines.filter((line) => {
      const { primary, candidate } = JSON.parse(line);
      return (
        JSON.stringify([primary.status, primary.headers, primary.body]) !==
        JSON.stringify([candidate.status, candidate.headers, candidate.body])
      );
    });
    const parity = await verifyParity([shadow('first-gifts')]);
    assert.equal(parity.counts.mismatched, different.length);
  });
});
