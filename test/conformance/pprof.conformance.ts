/** pprof files with known answers: the corpora's (FLAMEWORTH_CORPORA) and, where Go is installed, go tool pprof's own. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readProfile } from '../../lib/formats/read.js';
import { sampleTypeNamed } from '../../lib/profile/sample-type.js';
import { select } from '../../lib/profile/select.js';
import { topRows } from '../../lib/report/top.js';

interface Node {
  readonly name: string;
  readonly flat: number | string;
  readonly cum: number | string;
}
interface Expected {
  readonly error?: string;
  readonly samples: number;
  readonly total: number | string;
  readonly nodes: number;
  readonly topFlat: readonly Node[];
  readonly topCum: readonly Node[];
}

const CORPORA = process.env['FLAMEWORTH_CORPORA'];
const CASES = [
  'A01-pprof-driver-cpu',
  'A02-go-cpu',
  'A03-default-sample-type',
  'A07-unsymbolized',
  'A08-four-sample-types',
];

async function compare(
  path: string,
  want: Expected,
  sampleType?: string,
  granularity: 'function' | 'line' | 'address' = 'function',
): Promise<void> {
  const profile = await readProfile(path);
  const top = topRows(select(profile), {
    sampleType: sampleTypeNamed(profile, sampleType),
    granularity,
    cumulative: false,
    limit: 0,
  });
  assert.equal(profile.samples.length, want.samples);
  assert.equal(String(top.total), String(want.total));
  assert.equal(top.rows.length, want.nodes);
  const rows = new Map(top.rows.map((row) => [row.name, row]));
  for (const node of [...want.topFlat, ...want.topCum]) {
    const row = rows.get(node.name);
    assert.ok(row !== undefined, `no row ${node.name}`);
    assert.deepEqual([String(row.self), String(row.total)], [String(node.flat), String(node.cum)], node.name);
  }
}

describe('corpora: pprof', () => {
  if (CORPORA === undefined) {
    it('skipped: FLAMEWORTH_CORPORA is not set', function () {
      process.stdout.write('pprof corpora skipped: FLAMEWORTH_CORPORA is not set\n');
      this.skip();
    });
    return;
  }
  const expected = JSON.parse(readFileSync(join(CORPORA, 'expected.json'), 'utf8'));
  for (const id of CASES) {
    it(id, async () => {
      const { input, expect, more = {} } = expected[id];
      await compare(join(CORPORA, input), expect);
      for (const [how, want] of Object.entries(more) as [string, Expected][]) {
        const type = /^sample_index=(.*)$/.exec(how)?.[1];
        if (want.error !== undefined)
          await assert.rejects(compare(join(CORPORA, input), want, type), { code: 'usage' });
        else if (type !== undefined) await compare(join(CORPORA, input), want, type);
        else if (how === '-lines') await compare(join(CORPORA, input), want, undefined, 'line');
        else if (how === '-addresses') await compare(join(CORPORA, input), want, undefined, 'address');
      }
    });
  }
  for (const [file, want] of Object.entries(expected['A06-pprof-malformed'].expect) as [string, Expected][]) {
    it(`A06 ${file}: ${want.error === undefined ? 'accepted' : 'rejected'}`, async () => {
      const path = join(CORPORA, 'own/pprof-malformed', file);
      if (want.error !== undefined) await assert.rejects(readProfile(path), { name: 'ProfileError' });
      else if (file === 'ok-no-samples.pb') assert.equal((await readProfile(path)).samples.length, 0);
      else await compare(path, want);
    });
  }
});

describe('go tool pprof', function () {
  this.timeout(120_000);
  if (spawnSync('go', ['version']).status !== 0) {
    it('skipped: go is not installed', function () {
      process.stdout.write('go tool pprof comparison skipped: go is not installed\n');
      this.skip();
    });
    return;
  }
  const folder = 'samples/go-shop';
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.pb.gz'))
    .map((name) => join(folder, name));
  for (const file of files) {
    it(`every function of ${file} has the same flat and cum`, async () => {
      const profile = await readProfile(file);
      const unit = file.includes('cpu') ? 'ns' : 'B';
      const args = [
        'tool',
        'pprof',
        '-top',
        '-symbolize=none',
        '-nodecount=0',
        '-nodefraction=0',
        '-edgefraction=0',
        `-unit=${unit}`,
        file,
      ];
      const text = execFileSync('go', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
      const want = new Map<string, string>();
      for (const line of text.split('\n')) {
        const row =
          /^ *(-?[\d.]+)\w* +\S+% +\S+% +(-?[\d.]+)\w* +\S+% {2}(.*?)(?: \((?:partial-)?inline\))?$/.exec(
            line,
          );
        if (row !== null) want.set(row[3]!, `${row[1]} ${row[2]}`);
      }
      const top = topRows(select(profile), {
        sampleType: profile.defaultSampleType,
        granularity: 'function',
        cumulative: false,
        limit: 0,
      });
      assert.ok(want.size > 50);
      assert.deepEqual(new Map(top.rows.map((row) => [row.name, `${row.self} ${row.total}`])), want);
    });
  }
});
