import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CPU = 'samples/go-shop/cpu-1.pb.gz';

describe('pictures on the command line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flameworth-flame-'));
  after(() => rmSync(folder, { recursive: true }));
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['dist/cli/main.js', ...args, '--no-config'], {
      encoding: 'utf8',
      maxBuffer: 1e8,
    });
  const written = (name: string, ...args: string[]): string => {
    const path = join(folder, name);
    const { status, stdout, stderr } = run(...args, '-o', path);
    assert.deepEqual([status, stdout], [0, ''], stderr);
    return readFileSync(path, 'utf8');
  };

  it('writes a page that allows nothing but its own script and style, the same twice', () => {
    const page = written('flame.html', 'flame', CPU);
    assert.match(page, /^<!doctype html>/);
    assert.match(page, /default-src 'none'; script-src 'sha256-[\w+/=]{44}'; style-src 'sha256-[\w+/=]{44}'/);
    assert.doesNotMatch(page, /https?:\/\/(?!www\.w3\.org)/);
    assert.equal(written('again.html', 'flame', CPU), page);
  });

  it('writes an SVG, by its name or when told', () => {
    const svg = written('flame.svg', 'flame', CPU, '--title', 'shop & co');
    assert.match(svg, /^<svg /);
    assert.match(svg, /shop &#38; co/);
    assert.equal(run('flame', CPU, '--title', 'shop & co', '--to', 'svg').stdout, svg);
    assert.match(svg, /<script>/);
    assert.doesNotMatch(run('flame', CPU, '--to', 'svg', '--no-script').stdout, /<script/);
  });

  it('compares with a base', () => {
    assert.match(written('d.svg', 'flame', 'samples/go-shop/cpu-2.pb.gz', '--base', CPU), /points<\/title>/);
  });

  it('draws memory too, and says nothing of dollars there', () => {
    const page = written('allocs.html', 'flame', 'samples/go-shop/allocs.pb.gz');
    assert.ok(page.length > 50_000);
  });

  it('refuses what it cannot draw or write, in one line', () => {
    const graph = join(folder, 'graph.callgrind');
    writeFileSync(graph, 'events: Ir\nfn=main\n1 10\n');
    const cases: [RegExp, ...string[]][] = [
      [/flame writes a file: name it/, CPU],
      [/expected a name that ends in \.html or \.svg/, CPU, '-o', join(folder, 'x.txt')],
      [/no such file/, 'nowhere.pb.gz', '-o', join(folder, 'x.html')],
      [/has no stacks|call graph/, graph, '-o', join(folder, 'x.html')],
      [/no such file/, CPU, '--base', 'nowhere.pb.gz', '-o', join(folder, 'x.html')],
    ];
    for (const [message, ...args] of cases) {
      const { status, stdout, stderr } = run('flame', ...args);
      assert.deepEqual([status, stdout], [2, ''], args.join(' '));
      assert.match(stderr.split('\n')[0]!, message);
    }
    assert.ok(!existsSync(join(folder, 'x.html')));
  });

  it('writes the report as a page and as Markdown', () => {
    const page = written('report.html', 'analyze', CPU, '--fleet-vcpu', '800', '--format', 'html');
    assert.match(page, /<p class="verdict">[a-z-]+<\/p>/);
    const { status, stdout } = run('analyze', CPU, '--fleet-vcpu', '800', '--format', 'markdown');
    assert.equal(status, 0);
    assert.match(stdout, /^## Verdict: [a-z-]+\n/);
    assert.match(stdout, /\| `main\.\(\*shop\)\.quote` \|/);
    assert.match(stdout, /\| Net present value \(list, \d{4}-\d{2}\) \|/);
  });
});
