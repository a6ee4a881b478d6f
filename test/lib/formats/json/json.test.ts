import assert from 'node:assert/strict';
import { Diagnostics } from '../../../../lib/base/diagnostics.js';
import { ProfileError } from '../../../../lib/base/errors.js';
import { DEFAULT_LIMITS, type Limits } from '../../../../lib/formats/format.js';
import { jsonOutline } from '../../../../lib/formats/json/outline.js';
import { fields, type JsonValue, readJson, type Shape } from '../../../../lib/formats/json/shape.js';
import { memorySource } from '../../../../lib/formats/memory-source.js';
import { seeded } from '../../../support/random.js';

async function walk(
  text: Uint8Array | string,
  shape: Shape,
  chunk?: number,
  limits: Partial<Limits> = {},
): Promise<void> {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  await readJson(
    memorySource('t', bytes, chunk),
    { limits: { ...DEFAULT_LIMITS, ...limits }, diagnostics: new Diagnostics() },
    shape,
  );
}

async function whole(
  text: Uint8Array | string,
  chunk?: number,
  limits: Partial<Limits> = {},
): Promise<JsonValue> {
  let got: JsonValue = null;
  await walk(text, { whole: (value) => (got = value) }, chunk, limits);
  return got;
}

/** What JSON.parse makes, with maps for objects. */
function mapped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(mapped);
  if (typeof value !== 'object' || value === null) return value;
  return new Map(Object.entries(value).map(([key, member]) => [key, mapped(member)]));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!(value instanceof Map)) return value;
  return new Map(
    [...value]
      .map(([key, member]): [string, unknown] => [key, sorted(member)])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

const PIECES = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"a"',
  '"\\u00e9"',
  '"\\n"',
  'ä',
  '1',
  '-0',
  '0.5',
  '1e3',
  '1E+400',
  '01',
  '-',
  '.5',
  '5.',
  'true',
  'null',
  'fals',
  ' ',
  '\n',
  '"',
  '\\',
  '123456789012345678',
  '0.1234567890123456789',
  '"b":',
  '[1,2]',
  '\t',
  '1.5e-7',
  '\u0001',
  '123.456',
];

describe('JSON in a stream', () => {
  it('accepts what JSON.parse accepts, with the same value, in chunks of 1, 3 and all bytes', async () => {
    let accepted = 0;
    for (let seed = 1; seed <= 4000; seed++) {
      const random = seeded(seed);
      let text = '';
      if (seed % 2 === 0) text = JSON.stringify(randomValue(random, 4));
      else
        for (let i = Math.floor(random() * 8); i >= 0; i--)
          text += PIECES[Math.floor(random() * PIECES.length)];
      if (seed % 4 === 0) {
        const at = Math.floor(random() * text.length);
        text = text.slice(0, at) + PIECES[Math.floor(random() * PIECES.length)] + text.slice(at + 1);
      }
      let want: unknown;
      let valid = true;
      try {
        want = sorted(mapped(JSON.parse(text)));
      } catch {
        valid = false;
      }
      for (const chunk of [1, 3, undefined]) {
        if (valid) {
          assert.deepEqual(sorted(await whole(text, chunk)), want, `seed ${seed}: ${text}`);
          accepted++;
        } else await assert.rejects(whole(text, chunk), ProfileError, `seed ${seed}: ${text}`);
      }
    }
    assert.ok(accepted > 3000);
  });

  it('rounds numbers as JSON.parse does', async () => {
    const random = seeded(7);
    for (let i = 0; i < 3000; i++) {
      const digits = String(Math.floor(random() * 1e15)).slice(0, 1 + Math.floor(random() * 15));
      const at = Math.floor(random() * digits.length);
      const text = `${random() < 0.3 ? '-' : ''}${Number(digits.slice(0, at))}.${digits.slice(at)}`;
      assert.equal(await whole(text), JSON.parse(text), text);
    }
  });

  it('gives only what the shape names, and does not build the rest', async () => {
    const got: unknown[] = [];
    const text = '{"x":{"deep":[[["no"]]],"n":1},"list":[{"id":1,"skip":{"id":9}},{"id":2},7],"y":"\\u0041"}';
    const shape: Shape = {
      fields: fields({
        list: {
          each: { fields: fields({ id: { scalar: (id) => got.push(id) } }), end: () => got.push('end') },
        },
        y: { scalar: (y) => got.push(y) },
      }),
    };
    for (const chunk of [1, undefined]) {
      await walk(text, shape, chunk);
      assert.deepEqual(got.splice(0), [1, 'end', 2, 'end', 'A']);
    }
  });

  it('counts names that objects have like any other; of two equal names the last counts', async () => {
    const value = (await whole('{"__proto__":{"a":1},"constructor":2,"a":3,"a":4}')) as ReadonlyMap<
      string,
      JsonValue
    >;
    assert.deepEqual([...value.keys()], ['__proto__', 'constructor', 'a']);
    assert.equal(value.get('a'), 4);
    assert.equal(({} as Record<string, unknown>)['a'], undefined);
  });

  it('refuses a list that was taken apart already', async () => {
    const shape: Shape = { fields: fields({ list: { each: { scalar: () => {} } } }) };
    await assert.rejects(walk('{"list":[1],"list":[2]}', shape), {
      code: 'bad-value',
      message: /two members "list"/,
    });
    await walk('{"other":{"list":[1]},"list":[2]}', shape);
  });

  it('stops at its limits: nesting, one string, one value', async () => {
    const deep = '['.repeat(300_000);
    await assert.rejects(whole(deep, undefined, { stackDepth: 1000 }), {
      code: 'limit',
      message: /byte 2064/,
    });
    await assert.rejects(whole(deep), { code: 'truncated' });
    assert.ok(Array.isArray(await whole('['.repeat(300_000) + ']'.repeat(300_000))));
    await assert.rejects(whole(`"${'x'.repeat(5000)}"`, 100, { messageBytes: 1000 }), {
      code: 'limit',
      message: /messageBytes=1000/,
    });
    await assert.rejects(whole(`[${'[],'.repeat(5000)}0]`, undefined, { messageBytes: 10_000 }), {
      code: 'limit',
    });
  });

  it('looks at each byte of a long string once, however small the chunks', async () => {
    const start = process.hrtime.bigint();
    await whole(`"${'x'.repeat(1 << 22)}"`, 64);
    assert.ok(process.hrtime.bigint() - start < 10_000_000_000n);
  });

  it('names the byte', async () => {
    await assert.rejects(whole('{"a":1,}'), { message: /t: byte 7: "}" where a name is expected/ });
    await assert.rejects(whole('[1,2', 1), { message: /t: byte 4: the JSON text ends early.*1 arrays/ });
    await assert.rejects(whole('1 2', 1), { message: /byte 2.*nothing more is expected/ });
    await assert.rejects(whole(''), { code: 'empty' });
  });

  it('replaces invalid UTF-8, and takes a byte order mark in any chunks', async () => {
    assert.equal(await whole(Buffer.from([34, 0xff, 34])), '\ufffd');
    assert.equal(await whole(Buffer.from('\ufeff1'), 1), 1);
  });
});

describe('the outline of a JSON prefix', () => {
  it('has the names of the first three levels', () => {
    const outline = jsonOutline(Buffer.from(' {"a":[{"b":{"c":{"d":1}}}],"t":"text","e":[[1,{"f":2}]], "g'));
    assert.deepEqual([...outline!.paths], ['a', 'a[].b', 'a[].b.c', 't', 'e', 'e[][].f']);
    assert.equal(outline!.texts.get('t'), 'text');
    assert.equal(outline!.open, true);
  });
  it('is null for anything else and never throws', () => {
    const random = seeded(3);
    for (let i = 0; i < 20_000; i++) {
      const bytes = Uint8Array.from({ length: Math.floor(random() * 30) }, () => Math.floor(random() * 256));
      if (i % 2 === 0 && bytes.length > 0) bytes[0] = i % 4 === 0 ? 123 : 91;
      jsonOutline(bytes);
    }
    assert.equal(jsonOutline(Buffer.from('a;b 1\n')), null);
    jsonOutline(Buffer.from('['.repeat(60_000)));
    jsonOutline(Buffer.from('{"a":'.repeat(10_000)));
  });
});

function randomValue(random: () => number, depth: number): unknown {
  const kind = Math.floor(random() * (depth === 0 ? 5 : 7));
  if (kind === 0) return null;
  if (kind === 1) return random() < 0.5;
  if (kind === 2) return Math.floor(random() * 1e6) - 5e5;
  if (kind === 3) return (random() - 0.5) * 10 ** Math.floor(random() * 40 - 20);
  if (kind === 4) return randomText(random);
  const length = Math.floor(random() * 5);
  if (kind === 5) return Array.from({ length }, () => randomValue(random, depth - 1));
  return Object.fromEntries(
    Array.from({ length }, () => [randomText(random), randomValue(random, depth - 1)]),
  );
}

function randomText(random: () => number): string {
  return String.fromCharCode(
    ...Array.from({ length: Math.floor(random() * 8) }, () =>
      Math.floor(random() * (random() < 0.5 ? 128 : 0xd800)),
    ),
  );
}
