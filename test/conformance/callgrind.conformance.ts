/** callgrind against its own callgrind_annotate: the self cost of every function, and its total where it is in no circle. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readProfile } from '../../lib/formats/read.js';
import type { Profile } from '../../lib/profile/profile.js';
import { sums } from '../support/reading.js';

const PROGRAM = `
#include <stdio.h>
#include <stdlib.h>
static int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
int even(int n);
int odd(int n) { return n == 0 ? 0 : even(n - 1); }
int even(int n) { return n == 0 ? 1 : odd(n - 1); }
int work(int n) { int s = 0; for (int i = 0; i < n; i++) s += i ^ fib(i % 10); return s; }
int compare(const void *a, const void *b) { return *(int *)a - *(int *)b; }
int main(void) {
  int v[500];
  for (int i = 0; i < 500; i++) v[i] = work(i % 20) + even(i % 7);
  qsort(v, 500, sizeof(int), compare);
  printf("%d\\n", v[3]);
  return 0;
}
`;

/** Rows "1,234 (5.67%)  file:function [object]", costs of equal names joined: inlined lines have rows of their own. */
function annotated(text: string, join: (a: number, b: number) => number): Map<string, number> {
  const rows = new Map<string, number>();
  for (const line of text.split('\n')) {
    const row = /^ *([\d,]+)(?: \( *[\d.]+%\))? +(\S.*?)(?: \[[^\]]*\])?$/.exec(line);
    if (row === null || row[2] === 'PROGRAM TOTALS') continue;
    const name = row[2]!.replace(/^.*?:(?=\D|0x)/, '').replace(/^.*:(?=[^:])/, '');
    rows.set(name, join(rows.get(name) ?? 0, Number(row[1]!.replaceAll(',', ''))));
  }
  return rows;
}

describe('callgrind_annotate', function () {
  this.timeout(300_000);
  if (spawnSync('valgrind', ['--version']).status !== 0 || spawnSync('gcc', ['--version']).status !== 0) {
    it('skipped: valgrind and gcc are not installed', function () {
      process.stdout.write('callgrind_annotate comparison skipped: valgrind and gcc are not installed\n');
      this.skip();
    });
    return;
  }
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'flameworth-callgrind-'));
    writeFileSync(join(folder, 'w.c'), PROGRAM);
    execFileSync('gcc', ['-O1', '-g', '-fno-inline', '-o', 'w', 'w.c'], { cwd: folder });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [what, options] of [
    ['as it is', []],
    [
      'with addresses, jumps, caches and plain names',
      [
        '--dump-instr=yes',
        '--collect-jumps=yes',
        '--cache-sim=yes',
        '--compress-strings=no',
        '--compress-pos=no',
      ],
    ],
  ] as const)
    it(what, async () => {
      const file = join(folder, `${options.length}.out`);
      execFileSync('valgrind', ['--tool=callgrind', `--callgrind-out-file=${file}`, ...options, './w'], {
        cwd: folder,
        stdio: 'ignore',
      });
      const annotate = (pick: (a: number, b: number) => number, ...more: string[]): Map<string, number> =>
        annotated(
          execFileSync('callgrind_annotate', ['--threshold=100', '--auto=no', '--show=Ir', ...more, file], {
            cwd: folder,
            encoding: 'utf8',
          }),
          pick,
        );
      const profile = await readProfile(file);
      const got = sums(profile);
      const self = annotate((a, b) => a + b);
      assert.ok(self.size > 50);
      for (const [name, cost] of self) assert.equal(got.self[name] ?? 0, cost, name);
      assert.equal(
        Object.values(got.self).reduce((sum, cost) => sum + cost, 0),
        [...self.values()].reduce((sum, cost) => sum + cost, 0),
      );
      // callgrind_annotate adds the calls of a function to itself; without such calls and circles its total is ours.
      const inclusive = annotate(Math.max, '--inclusive=yes');
      for (const name of ['main', 'work', 'fib', 'qsort', 'compare'])
        assert.equal(got.totals[name], inclusive.get(name), name);
      assert.ok(inclusive.get("fib'2")! > got.total);
      assert.ok(Object.values(got.totals).every((cost) => cost <= got.total + 10));
      assert.deepEqual(warningsOf(profile), ['callgrind-call-graph']);
    });
});

function warningsOf(profile: Profile): string[] {
  return profile.warnings.map(({ code }) => code);
}
