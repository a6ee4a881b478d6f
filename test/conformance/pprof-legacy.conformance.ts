/** Legacy profiles against `go tool pprof -raw`: every stack with its values, addresses, names and mappings. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readProfile } from '../../lib/formats/read.js';
import type { Profile } from '../../lib/profile/profile.js';
import { LEGACY } from '../support/legacy.js';
import { sums } from '../support/reading.js';

const CORPORA = process.env['FLAMEWORTH_CORPORA'];
type Numbers = { readonly [row: number]: number };

/** Stacks, leaf first, with the sums of their values; addresses with the files of their mappings. */
interface Seen {
  readonly types: string;
  readonly stacks: ReadonlyMap<string, string>;
}

function pprofRaw(text: string): Seen {
  const lines = text.split('\n');
  const section = (name: string): number => lines.findIndex((line) => line.startsWith(name));
  const [samples, locations, mappings] = [section('Samples:'), section('Locations'), section('Mappings')];
  const files = new Map<string, string>();
  for (const line of lines.slice(mappings + 1)) {
    const match = /^(\d+): \S+ ?(\S*)/.exec(line);
    if (match !== null) files.set(match[1]!, match[2]!);
  }
  const places = new Map<string, string>();
  for (const line of lines.slice(locations + 1, mappings)) {
    const match = /^ *(\d+): (0x[0-9a-f]+)(?: M=(\d+))? ?(.*)$/.exec(line);
    if (match === null) continue;
    const [, id, address, mapping, rest] = match as unknown as [
      string,
      string,
      string,
      string | undefined,
      string,
    ];
    // "com.example.f Source.java:12:0 s=0", "GC :0:0 s=0"
    const named = /^(.*) (\S*):(\d+):\d+ s=\d+(?:\(.*\))?$/.exec(rest.trim());
    places.set(
      id,
      named === null
        ? `${address} ${files.get(mapping ?? '') ?? ''}`.trim()
        : `${named[1]} ${named[2]}:${named[3]}`,
    );
  }
  const stacks = new Map<string, string>();
  for (const line of lines.slice(samples + 2, locations)) {
    const match = /^ *([-\d ]+): ([\d ]*)$/.exec(line);
    if (match === null) continue;
    const path = match[2]!
      .trim()
      .split(' ')
      .filter((id) => id !== '')
      .map((id) => places.get(id)!)
      .join(' < ');
    stacks.set(path, added(stacks.get(path), match[1]!.trim().split(/ +/)));
  }
  return { types: lines[samples + 1]!.trim().replace(/\[dflt\]/g, ''), stacks };
}

function added(before: string | undefined, values: readonly string[]): string {
  const sum = before?.split(' ');
  return values.map((value, i) => String(BigInt(value) + BigInt(sum?.[i] ?? 0))).join(' ');
}

function ours(profile: Profile): Seen {
  const { samples, stacks, locations, frames, functions, mappings } = profile;
  const strings = profile.strings as readonly string[];
  const n = (column: unknown): Numbers => column as Numbers;
  const found = new Map<string, string>();
  for (let s = 0; s < samples.length; s++) {
    const stack = n(samples.stack)[s]!;
    const path: string[] = [];
    for (let i = n(stacks.bounds)[stack + 1]! - 1; i >= n(stacks.bounds)[stack]!; i--) {
      const location = n(stacks.locations)[i]!;
      const frame = n(locations.frames)[location]!;
      const fn = n(frames.function)[frame]!;
      const mapping = n(locations.mapping)[location]!;
      const module = mapping === -1 ? -1 : n(mappings.file)[mapping]!;
      const address = (locations.address as { readonly [row: number]: bigint })[location]!;
      const file = fn === -1 ? -1 : n(functions.file)[fn]!;
      path.push(
        fn === -1
          ? `0x${address.toString(16)} ${module === -1 ? '' : strings[module]}`.trim()
          : `${strings[n(functions.name)[fn]!]} ${file === -1 ? '' : strings[file]}:${n(frames.line)[frame]}`,
      );
    }
    const values = samples.values.map((column, type) => String(samples.exact[type]?.[s] ?? column[s]));
    const key = path.join(' < ');
    found.set(key, added(found.get(key), values));
  }
  return { types: profile.sampleTypes.map(({ type, unit }) => `${type}/${unit}`).join(' '), stacks: found };
}

describe('go tool pprof, legacy formats', function () {
  this.timeout(120_000);
  if (spawnSync('go', ['version']).status !== 0) {
    it('skipped: go is not installed', function () {
      process.stdout.write('go tool pprof comparison skipped: go is not installed\n');
      this.skip();
    });
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'flameworth-legacy-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const inputs = new Map(Object.entries(LEGACY));
  if (CORPORA !== undefined)
    for (const name of ['gobench.heap', 'java.cpu'])
      inputs.set(name, readFileSync(join(CORPORA, 'pprof/profile/testdata', name)));
  for (const [name, bytes] of inputs)
    it(name, async () => {
      const path = join(folder, 'profile');
      writeFileSync(path, bytes);
      const text = execFileSync('go', ['tool', 'pprof', '-raw', '-symbolize=none', path], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const want = pprofRaw(text);
      const got = ours(await readProfile(path));
      assert.equal(got.types, want.types);
      // pprof leaves out samples whose values are all 0.
      const kept = [...got.stacks].filter(([, values]) => /[1-9]/.test(values));
      assert.deepEqual(
        new Map(kept.sort()),
        new Map([...want.stacks].filter(([, values]) => /[1-9]/.test(values)).sort()),
      );
      assert.ok(want.stacks.size > 0);
    });
});

describe('corpora: legacy pprof', () => {
  if (CORPORA === undefined) return;
  const expected = JSON.parse(readFileSync(join(CORPORA, 'expected.json'), 'utf8'));
  for (const id of ['A04-legacy-go-heap', 'A05-legacy-java-cpu-binary'])
    it(id, async () => {
      const { input, expect } = expected[id];
      const profile = await readProfile(join(CORPORA, input));
      const { total, self, totals } = sums(profile);
      assert.equal(profile.samples.length, expect.samples);
      assert.deepEqual(
        profile.sampleTypes.map(({ type, unit }) => `${type}/${unit}`),
        expect.sampleTypes,
      );
      assert.deepEqual(
        [total, profile.defaultSampleType, profile.period?.value],
        [expect.total, expect.index, expect.period],
      );
      assert.equal(
        Object.values(self).reduce((sum, value) => sum + value, 0),
        expect.sumFlat,
      );
      assert.equal(Object.keys(totals).length, expect.nodes);
      for (const { name, flat, cum } of [...expect.topFlat, ...expect.topCum])
        assert.deepEqual([self[name] ?? 0, totals[name]], [flat, cum], name);
      assert.equal(profile.functions.length, expect.functions);
    });
});
