import assert from 'node:assert/strict';
import { groupFrames } from '../../../../lib/analysis/granularity.js';
import { totals } from '../../../../lib/analysis/totals.js';
import type { ErrorCode } from '../../../../lib/base/errors.js';
import { readProfile } from '../../../../lib/formats/read.js';
import { check } from '../../../../lib/profile/check.js';
import type { Profile } from '../../../../lib/profile/profile.js';
import { select } from '../../../../lib/profile/select.js';
import { bytes, type Field, number } from '../../../support/wire.js';

/** What google/pprof's proto/profile.proto and profile/ say, one file a rule, written by hand. */
const STRINGS = ['', 'samples', 'count', 'cpu', 'nanoseconds', 'main', 'malloc', 'inner', 'tenant', 'acme'];
const string = (text: string): number => {
  const at = STRINGS.indexOf(text);
  assert.ok(at >= 0, text);
  return at;
};
const table = (texts: readonly string[] = STRINGS): Field[] => texts.map((text) => bytes(6, text));
const type = (name: string, unit: string): Field =>
  bytes(1, [number(1, string(name)), number(2, string(unit))]);
const fn = (id: number | bigint, name: string): Field => bytes(5, [number(1, id), number(2, string(name))]);
const line = (function_: number | bigint, at = 1): Field => bytes(4, [number(1, function_), number(2, at)]);
/** Lines innermost first, as the file has them. */
const location = (id: number | bigint, ...functions: (number | bigint)[]): Field =>
  bytes(4, [number(1, id), ...functions.map((of) => line(of))]);
const sample = (stack: readonly (number | bigint)[], ...values: (number | bigint)[]): Field =>
  bytes(2, [bytes(1, stack), bytes(2, values)]);
/** main calls malloc calls inner, ids 1 to 3. */
const CODE = [...['main', 'malloc', 'inner'].flatMap((name, i) => [fn(i + 1, name), location(i + 1, i + 1)])];
const CPU = [type('cpu', 'nanoseconds')];

async function read(...parts: readonly (Field | readonly Field[])[]): Promise<Profile> {
  const profile = await readProfile(Buffer.concat(parts.flat() as Field[]), { inputFormat: 'pprof' });
  check(profile);
  return profile;
}

/** Self and total by name, of the default type. */
function sums(profile: Profile): Record<string, [self: number, total: number]> {
  const grouping = groupFrames(profile, 'function');
  const got = totals(select(profile), grouping, profile.defaultSampleType);
  return Object.fromEntries(grouping.names.map((name, i) => [name, [got.self[i]!, got.totals[i]!]]));
}

const refused = (code: ErrorCode, message: RegExp, ...parts: readonly (Field | readonly Field[])[]) =>
  assert.rejects(read(...parts), (error: { code: string; message: string }) => {
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  });

describe('pprof: the wire', () => {
  it('takes lists packed, unpacked and mixed, in order, and fields in any order', async () => {
    const want = { main: [0, 7], malloc: [0, 7], inner: [7, 7] };
    const unpacked = bytes(2, [number(1, 3), number(2, 7), number(1, 2), number(1, 1)]);
    const mixed = bytes(2, [bytes(1, [3, 2]), number(1, 1), bytes(2, [7])]);
    for (const one of [sample([3, 2, 1], 7), unpacked, mixed]) {
      assert.deepEqual(sums(await read(CPU, one, CODE, table())), want);
      assert.deepEqual(sums(await read(table(), CODE, one, CPU)), want);
    }
  });

  it('takes ids of any size and order: at each end of one to four bytes, beyond 2^53, out of order', async () => {
    const ids = [1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152, 2 ** 28, 2n ** 53n + 1n, 2n ** 64n - 1n];
    for (const root of ids)
      for (const leaf of ids) {
        if (root === leaf) continue;
        const code = [location(leaf, 2), location(root, 1), fn(1, 'main'), fn(2, 'inner')];
        const profile = await read(CPU, sample([leaf, leaf, root], 3), sample([root], 5), code, table());
        assert.deepEqual(sums(profile), { inner: [3, 3], main: [5, 8] }, `${root} ${leaf}`);
      }
  });

  it('takes the last of a repeated number and passes over fields that it does not know', async () => {
    const twice = bytes(5, [number(1, 1), number(2, string('inner')), number(2, string('main'))]);
    const unknown = [number(99, 5), bytes(1000, 'text'), Buffer.from([0x99, 6, 1, 2, 3, 4, 5, 6, 7, 8])];
    const profile = await read(CPU, unknown, sample([1], 2), location(1, 1), twice, table());
    assert.deepEqual(sums(profile), { main: [2, 2] });
  });

  it('refuses a known field of the wrong wire type, groups, and varints over ten bytes', async () => {
    await refused('bad-encoding', /Profile\.sample has wire type 0/, CPU, number(2, 1), CODE, table());
    await refused('bad-encoding', /Line|wire type/, CPU, bytes(4, [number(1, 1), bytes(4, [bytes(1, 'x')])]));
    await refused('bad-encoding', /wire type 3/, CPU, [Buffer.from([0x9b, 6])]);
    await refused('bad-encoding', /longer than 10 bytes/, CPU, [
      Buffer.from([0x60, ...Array(11).fill(0xff)]),
    ]);
    await refused('truncated', /.*/, CPU, [Buffer.from([0x12, 9, 1])]);
  });

  it('keeps values that a float cannot, and negative ones', async () => {
    const profile = await read(CPU, sample([1], 2n ** 53n + 1n), sample([1], -5), CODE, table());
    assert.deepEqual([...profile.samples.exact[0]!], [2n ** 53n + 1n, -5n]);
  });

  it('refuses two profiles one behind the other, told by time_nanos', async () => {
    const whole = [...CPU, sample([1], 1), ...CODE, ...table(), number(9, 1_700_000_000_000_000_001n)];
    assert.equal((await read(whole)).startTime, 1_700_000_000_000_000_001n);
    await refused('bad-value', /concatenated/, whole, whole);
  });
});

describe('pprof: references', () => {
  const two = [...CPU, sample([1], 1)];
  it('refuses what is not there, with the row', async () => {
    await refused('bad-reference', /sample refers to location 9/, CPU, sample([9], 1), CODE, table());
    await refused('bad-reference', /location 1 has a line of function 9/, two, location(1, 9), table());
    await refused(
      'bad-reference',
      /function name is string 77/,
      two,
      location(1, 1),
      bytes(5, [number(1, 1), number(2, 77)]),
      table(),
    );
    await refused(
      'bad-reference',
      /string -1/,
      two,
      location(1, 1),
      bytes(5, [number(1, 1), number(2, -1)]),
      table(),
    );
    await refused('bad-value', /string_table\[0\]/, two, CODE, table(['x']));
    await refused('bad-reference', /string 0, but the string table has 0/, bytes(1, []), sample([1], 1));
  });

  it('refuses the id 0 and an id that is there twice', async () => {
    await refused('bad-value', /function 0 has id 0/, two, fn(0, 'main'), location(1), table());
    await refused('bad-value', /location 0 has id 0/, two, location(0), table());
    await refused('bad-value', /mapping 0 has id 0/, two, location(1), bytes(3, [number(2, 1)]), table());
    await refused(
      'bad-value',
      /two functions have the id 1/,
      two,
      fn(1, 'main'),
      fn(1, 'inner'),
      location(1),
      table(),
    );
    await refused('bad-value', /two locations have the id 1/, two, location(1), location(1), table());
    await refused('bad-reference', /location 0/, CPU, sample([0], 1), CODE, table());
    await refused('bad-reference', /location 0/, CPU, sample([1, 0, 2], 1), CODE, table());
  });

  it('takes a mapping that is not there for none', async () => {
    const lost = bytes(4, [number(1, 1), number(2, 5), number(3, 0x40)]);
    assert.deepEqual(sums(await read(two, lost, table())), { '<unknown>': [1, 1] });
  });

  it('refuses samples without types, and another number of values than of types', async () => {
    await refused('bad-value', /no sample type/, sample([1], 1), CODE, table());
    await refused('bad-value', /sample 0 has 2 values for 1/, CPU, sample([1], 1, 2), CODE, table());
    await refused('bad-value', /sample 1 has 0 values for 1/, two, bytes(2, [bytes(1, [1])]), CODE, table());
    const many = Array.from({ length: 5000 }, () => 1);
    await refused('limit', /more than 4096 values/, CPU, sample([1], ...many), CODE, table());
  });

  it('reads values at each end of one to ten bytes', async () => {
    for (let bits = 7n; bits < 63n; bits += 7n)
      for (const value of [2n ** bits - 1n, 2n ** bits, -(2n ** bits)]) {
        const { values, exact } = (await read(CPU, sample([1], value), CODE, table())).samples;
        assert.equal(exact[0]?.[0] ?? BigInt(values[0]![0]!), value);
      }
  });

  it('takes empty stacks: they count, and for no function', async () => {
    const profile = await read(CPU, sample([], 4), sample([1], 1), CODE, table());
    const grouping = groupFrames(profile, 'function');
    assert.equal(totals(select(profile), grouping, 0).total, 5);
    assert.deepEqual(sums(profile).main, [1, 1]);
  });
});

describe('pprof: meaning', () => {
  it('puts the innermost line leafward, and charges it', async () => {
    const inlined = [location(1, 3, 2, 1), fn(1, 'main'), fn(2, 'malloc'), fn(3, 'inner')];
    const profile = await read(CPU, sample([1], 6), inlined, table());
    assert.deepEqual(sums(profile), { main: [0, 6], malloc: [0, 6], inner: [6, 6] });
  });

  it('has the default type that the file names, else the last', async () => {
    const types = [type('samples', 'count'), ...CPU];
    const rest = [sample([1], 1, 10), ...CODE, ...table()];
    assert.equal((await read(types, rest)).defaultSampleType, 1);
    assert.equal((await read(types, rest, number(14, string('samples')))).defaultSampleType, 0);
    assert.equal((await read(types, rest, number(14, string('main')))).defaultSampleType, 1);
  });

  it('keeps labels with text, with a number, with a unit alone, and drops one with nothing', async () => {
    const label = (...fields: Field[]): Field => bytes(3, [number(1, string('tenant')), ...fields]);
    const one = (labels: readonly Field[]): Field => bytes(2, [bytes(1, [1]), bytes(2, [1]), ...labels]);
    const profile = await read(
      CPU,
      one([label(number(2, string('acme')))]),
      one([label(number(3, -7)), label(number(3, 9), number(4, string('count')))]),
      one([label(number(4, string('count')))]),
      one([label()]),
      CODE,
      table(),
    );
    const { labels } = profile.samples;
    const { bounds, text, number: numbers } = profile.labelSets;
    const counts = Array.from(labels as unknown as number[], (set) => bounds[set + 1]! - bounds[set]!);
    assert.deepEqual(counts, [1, 2, 1, 0]);
    assert.deepEqual([...(numbers as unknown as number[])], [0, -7, 9, 0]);
    assert.equal(profile.strings[text[0 as never] as never], 'acme');
  });

  it('names a function by its system name where it has no other', async () => {
    const only = bytes(5, [number(1, 1), number(3, string('inner'))]);
    assert.deepEqual(sums(await read(CPU, sample([1], 1), location(1, 1), only, table())), { inner: [1, 1] });
  });
});

describe('pprof: drop_frames', () => {
  const texts = [...STRINGS, 'malloc|in.*', 'inner', '.malloc(int)', '(?:'];
  const drop = number(7, STRINGS.length);
  const strings = table(texts);
  it('cuts a stack below the first dropped name that a kept one calls', async () => {
    const profile = await read(CPU, sample([3, 2, 1], 8), CODE, strings, drop);
    assert.deepEqual(sums(profile).main, [8, 8]);
    const all = await readProfile(Buffer.concat([...CPU, sample([3, 2, 1], 8), ...CODE, ...strings, drop]), {
      allFrames: true,
    });
    assert.deepEqual(sums(all), { main: [0, 8], malloc: [0, 8], inner: [8, 8] });
  });

  it('leaves a stack of dropped names whole, and keeps what keep_frames matches', async () => {
    assert.deepEqual(sums(await read(CPU, sample([3, 2], 8), CODE, strings, drop)).inner, [8, 8]);
    const kept = await read(CPU, sample([3, 1], 8), CODE, strings, drop, number(8, STRINGS.length + 1));
    assert.deepEqual(sums(kept).inner, [8, 8]);
  });

  it('cuts inside a location: what is outside the dropped line stays', async () => {
    const inlined = [location(1, 3, 2, 1), location(2, 1), fn(1, 'main'), fn(2, 'malloc'), fn(3, 'inner')];
    const profile = await read(CPU, sample([1, 2], 8), inlined, strings, drop);
    assert.deepEqual(sums(profile), { main: [8, 8] });
  });

  it('matches whole names, without a leading dot and parameters', async () => {
    const dotted = bytes(5, [number(1, 2), number(2, STRINGS.length + 2)]);
    const code = [fn(1, 'main'), dotted, location(1, 1), location(2, 2)];
    assert.deepEqual(sums(await read(CPU, sample([2, 1], 8), code, strings, drop)).main, [8, 8]);
  });

  it('says that a pattern is not valid, and drops nothing', async () => {
    const profile = await read(CPU, sample([3, 1], 8), CODE, strings, number(7, STRINGS.length + 3));
    assert.deepEqual(sums(profile).inner, [8, 8]);
    assert.deepEqual(
      profile.warnings.map(({ code }) => code),
      ['pprof-bad-drop-frames'],
    );
  });
});
