/** The payments case: its recordings say what its README says of them. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { analyze, readProfile } from '../lib/index.js';

const CASE = 'samples/payments';
const README = readFileSync(`${CASE}/README.md`, 'utf8');
const REWRITTEN = ['main.(*service).giftBatch', 'main.(*service).quote'];

interface Pair {
  readonly primary: { readonly status: number; readonly body?: unknown };
  readonly candidate: { readonly status: number; readonly body?: unknown };
}

describe('the payments case', () => {
  it('has the functions that were rewritten named by its Go profiles', async () => {
    const hosts = [1, 2, 3].map((host) => `${CASE}/profiles/cpu-${host}.pb.gz`);
    const allocs = await readProfile(`${CASE}/profiles/allocs.pb.gz`);
    const { set } = analyze(await readProfile(hosts), { allocs, draws: 500 });
    assert.deepEqual(set.candidates.map(({ name }) => name).sort(), REWRITTEN);
  });

  it('has the same named by perf', async () => {
    const { set } = analyze(await readProfile(`${CASE}/profiles/go-perf.txt.gz`), { draws: 500 });
    assert.deepEqual(set.candidates.map(({ name }) => name).sort(), REWRITTEN);
  });

  it('has no answer but 200 where both services are given one rate', () => {
    const reports = readdirSync(`${CASE}/load-equal`).filter((name) => name.endsWith('.vegeta.json'));
    assert.ok(reports.length >= 18);
    for (const name of reports) {
      const codes = json<{ status_codes: object }>(`load-equal/${name}`).status_codes;
      assert.deepEqual(Object.keys(codes), ['200'], name);
    }
  });

  it('gives the measured saving beside the prediction', () => {
    const { cpuSaving } = json<{ predictions: { cpuSaving: Record<string, number> }[] }>(
      'predictions.json',
    ).predictions.at(-1)!;
    const saved = 1 - perRequest('rust') / perRequest('go');
    const row = [cpuSaving.p10!, cpuSaving.p50!, cpuSaving.p90!, saved].map(
      (share) => `${(100 * share).toFixed(1)} %`,
    );
    assert.ok(README.includes(`| ${row.join(' | ')} |`), row.join(' | '));
  });

  for (const [version, differs] of [
    ['first', true],
    ['parity', false],
  ] as const)
    it(`has shadow logs in which ${differs ? 'pairs differ' : 'no pair differs'}: ${version}`, () => {
      const pairs = ['gifts', 'quotes'].flatMap((part) =>
        gunzipSync(readFileSync(`${CASE}/shadow/${version}-${part}.jsonl.gz`))
          .toString()
          .trim()
          .split('\n'),
      );
      const different = pairs.filter((line) => {
        const { primary, candidate } = JSON.parse(line) as Pair;
        return (
          primary.status !== candidate.status ||
          JSON.stringify(primary.body) !== JSON.stringify(candidate.body)
        );
      }).length;
      assert.equal(different > 0, differs);
      assert.ok(
        README.includes(
          `${different.toLocaleString('en')} of ${pairs.length.toLocaleString('en')} pairs differ`,
        ),
      );
    });
});

function json<T>(path: string): T {
  return JSON.parse(readFileSync(`${CASE}/${path}`, 'utf8')) as T;
}

/** The median of the runs under both endpoints' traffic, in microseconds. */
function perRequest(side: string): number {
  const runs = [1, 2, 3, 4, 5].map(
    (run) =>
      json<{ cpuMicrosPerRequest: number }>(`load-equal/${side}-hot-${run}.meter.json`).cpuMicrosPerRequest,
  );
  return runs.sort((a, b) => a - b)[2]!;
}
