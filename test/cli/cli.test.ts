import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const CPU = 'samples/go-shop/cpu-1.pb.gz';
const folder = mkdtempSync(join(tmpdir(), 'flameworth-'));

function run(args: readonly string[], input?: Uint8Array) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/cli/main.js', ...args], {
    encoding: 'utf8',
    input,
  });
  return { status, stdout, stderr };
}

describe('the command line', () => {
  it('analyzes several profiles and prints the verdict first', () => {
    const { status, stdout, stderr } = run(['analyze', 'samples/go-shop/cpu-*.pb.gz', '--fleet-vcpu', '800']);
    assert.equal(stderr, '');
    assert.equal(status, 0);
    assert.match(stdout, /^Verdict: \S+\./);
    assert.match(stdout, /main\.priceBasket/);
    assert.match(stdout, /of 2 profiles/);
  });
  it('reads standard input as "-" and as nothing, gzipped or not', () => {
    const bytes = readFileSync(CPU);
    const want = run(['top', CPU]).stdout;
    assert.ok(want.length > 200);
    assert.equal(run(['top', '-'], bytes).stdout, want);
    assert.equal(run(['top'], bytes).stdout, want);
  });
  it('writes JSON that parses, the same twice', () => {
    for (const command of ['top', 'inspect', 'analyze']) {
      const first = run([command, CPU, '--json']);
      assert.equal(first.status, 0);
      assert.equal(JSON.parse(first.stdout).schemaVersion, 1);
      assert.equal(run([command, CPU, '--json']).stdout, first.stdout);
    }
  });
  it('converts to a pprof file that gives the same table', () => {
    const out = join(folder, 'merged.pb.gz');
    assert.equal(run(['convert', CPU, '-o', out]).status, 0);
    assert.equal(run(['top', out]).stdout, run(['top', CPU]).stdout);
  });
  it("takes inlined code out with --no-inlines and with pprof's spelling", () => {
    const want = run(['top', CPU]).stdout;
    const { status, stdout } = run(['top', CPU, '--no-inlines']);
    assert.equal(status, 0);
    assert.notEqual(stdout, want);
    assert.equal(run(['top', CPU, '--noinlines']).stdout, stdout);
  });
  it('writes the values that --sample-type names as folded stacks', () => {
    const sum = (args: readonly string[]): number =>
      run(['convert', CPU, '--to', 'folded', ...args])
        .stdout.trimEnd()
        .split('\n')
        .reduce((all, line) => all + Number(line.slice(line.lastIndexOf(' '))), 0);
    assert.equal(sum(['--sample-type', 'samples']), 2969);
    assert.equal(sum([]), 29_690_000_000);
  });
  it('keeps to COLUMNS where no terminal says how wide it is', () => {
    const widest = (COLUMNS: string): number => {
      const { stdout } = spawnSync(process.execPath, ['dist/cli/main.js', 'analyze', CPU, '--draws', '50'], {
        encoding: 'utf8',
        env: { ...process.env, COLUMNS },
      });
      return Math.max(...stdout.split('\n').map((line) => line.length));
    };
    assert.ok(widest('72') <= 72);
    assert.ok(widest('') > 90 && widest('') <= 100);
  });
  it('says on standard error what a table cannot show, and exits with 0', () => {
    const cut = readFileSync('samples/cpp/perf.txt').subarray(0, 50_000);
    for (const command of [
      ['top', '-'],
      ['peek', 'readOrders', '-'],
      ['convert', '-', '--to', 'folded'],
    ]) {
      const { status, stderr, stdout } = run(command, cut);
      assert.equal(status, 0);
      assert.match(stderr, /warning: .*incomplete/);
      assert.ok(stdout.length > 50);
    }
    assert.match(run(['inspect', '-'], cut).stdout, /incomplete/);
    assert.match(run(['analyze', '-'], cut).stdout, /incomplete/);
  });
  const broken = join(folder, 'broken.pb.gz');
  writeFileSync(broken, readFileSync(CPU).subarray(0, 20_000));
  const text = join(folder, 'notes.txt');
  writeFileSync(text, 'no profile\n');
  const empty = join(folder, 'empty');
  writeFileSync(empty, '');
  for (const [what, args, message] of [
    ['a truncated file', ['top', broken], /broken\.pb\.gz: the gzip stream ends early/],
    ['a file in no known format', ['top', text], /notes\.txt: byte 0: is in no format/],
    ['an empty file', ['analyze', empty], /empty: byte 0: the file is empty/],
    ['a directory', ['top', folder], /is a directory/],
    ['a missing file', ['top', 'nowhere.pb.gz'], /nowhere\.pb\.gz: no such file/],
    ['a pattern without a match', ['top', 'samples/*.nothing'], /matches no file/],
    ['an unknown flag', ['top', CPU, '--bogus'], /Unknown argument: bogus/],
    ['a number that is none', ['top', CPU, '-n', 'abc'], /expected one number/],
    ['a flag given twice', ['top', CPU, '--focus', 'a', '--focus', 'b'], /given twice/],
    ['a negative number of rows', ['top', CPU, '-n', '-3'], /whole number from 0/],
    ['half a row', ['top', CPU, '-n', '2.5'], /whole number from 0/],
    ['a choice that is none', ['top', CPU, '--format', 'xml'], /Argument: format, Given: "xml"/],
    ['no draws', ['analyze', CPU, '--draws', '0'], /draws is 0; expected a whole number from 1/],
    [
      'a candidate that is none',
      ['payoff', CPU, '--candidate', 'nobody'],
      /--candidate "nobody" matches no function of this profile/,
    ],
    ['JSON from convert', ['convert', CPU, '--json'], /Unknown argument: json/],
    ['an output that is the input', ['convert', CPU, '-o', `./${CPU}`], /is an input too/],
    ['an unknown command', ['tops', CPU], /top/],
    ['no command', [], /name a command/],
    ['a bad pattern', ['top', CPU, '--focus', '('], /--focus "\(" is not a valid pattern/],
    ['a bad pattern of peek', ['peek', '(', CPU], /PATTERN "\(" is not a valid pattern/],
    ['a flag without its value', ['top', CPU, '--focus'], /Not enough arguments following: focus/],
    ['an output without a name', ['top', CPU, '--output='], /expected a name/],
    ['a choice given twice', ['top', CPU, '--format', 'text', '--format', 'json'], /given twice/],
    [
      'a choice that is none',
      ['top', CPU, '--format', 'yaml'],
      /Invalid values: Argument: format, Given: "yaml"/,
    ],
    ['a value taken back', ['top', CPU, '--no-output'], /has no --no-/],
    ['a flag with a dot', ['top', CPU, '--focus.a=1'], /Unknown argument: focus\.a/],
    ['a switch with a value', ['top', CPU, '--cum=maybe'], /--cum takes no value, not "maybe"/],
    ['standard input twice', ['top', '-', '-'], /given twice/],
    [
      'standard input as both profiles',
      ['analyze', '-', '--allocs', '-'],
      /several inputs are standard input/,
    ],
    ['a folder as the output', ['top', CPU, '-o', folder], /cannot write .*: it is a directory/],
    ['a name that moves the cursor', ['top', 'no\u001b(B\u202e'], /no\\x1b\(B\\u202e/],
    ['an unknown sample type', ['top', CPU, '--sample-type', 'bogus'], /expected one of samples, cpu/],
    [
      'a price of nothing',
      ['analyze', CPU, '--usd-per-vcpu-hour', '0'],
      /--usd-per-vcpu-hour: "0" is out of range/,
    ],
  ] as const) {
    it(`answers ${what} with one line on standard error and exit code 2`, () => {
      const { status, stdout, stderr } = run(args);
      assert.equal(stdout, '');
      assert.equal(status, 2);
      assert.match(stderr, message);
      assert.ok(stderr.trimEnd().split('\n').length <= 2, stderr);
    });
  }

  it('takes words after "--" as they are', () => {
    const odd = join(folder, '1e3');
    writeFileSync(odd, readFileSync(CPU));
    const { status, stdout } = spawnSync(
      process.execPath,
      [resolve('dist/cli/main.js'), 'top', '-n', '1', '--', '1e3'],
      { encoding: 'utf8', cwd: folder },
    );
    assert.equal(status, 0);
    assert.match(stdout, /1 of 732 rows/);
    assert.match(run(['peek', '-n', '1', '--', 'priceBasket$', CPU]).stdout, /main\.priceBasket \(self/m);
    assert.match(run(['peek', '--', '-x', CPU]).stdout, /^0 functions match/);
  });
  it('warns of a file given twice', () => {
    const { status, stderr } = run(['top', CPU, CPU]);
    assert.equal(status, 0);
    assert.match(stderr, /cpu-1\.pb\.gz is given twice; its samples count twice/);
  });
  it('shows no character of a name that could act on a terminal, in text or JSON', () => {
    const bad = 'a\u001b[31m\u007f\u009b\u061c\u202e\u2028b';
    const input = Buffer.from(`root;${bad} 5000\n`);
    for (const args of [
      ['top', '-'],
      ['top', '-', '--json'],
      ['peek', 'a', '-'],
      ['analyze', '-'],
      ['analyze', '-', '--json'],
    ]) {
      const { status, stdout } = run(args, input);
      assert.equal(status, 0);
      assert.doesNotMatch(
        stdout,
        /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u2028-\u202e]/,
        args.join(' '),
      );
      if (args.includes('--json'))
        assert.ok(JSON.stringify(JSON.parse(stdout)).includes(JSON.stringify(bad)));
      else assert.match(stdout, /a\\x1b\[31m\\x7f\\x9b\\u061c\\u202e\\u2028b/);
    }
  });
});

describe('what cannot be written', () => {
  it('is an error on a full disk', function () {
    if (!existsSync('/dev/full')) this.skip();
    for (const args of [
      ['top', CPU],
      ['convert', CPU],
      ['analyze', CPU, '--json'],
    ]) {
      const full = openSync('/dev/full', 'w');
      const { status, stderr } = spawnSync(process.execPath, ['dist/cli/main.js', ...args], {
        encoding: 'utf8',
        stdio: ['ignore', full, 'pipe'],
      });
      closeSync(full);
      assert.match(stderr, /cannot write standard output/);
      assert.equal(status, 2);
    }
  });
  it('is no error where the reader has gone', () => {
    const { stderr } = spawnSync(
      'sh',
      ['-c', `node dist/cli/main.js convert ${CPU} --to folded | head -c 10`],
      {
        encoding: 'utf8',
      },
    );
    assert.equal(stderr, '');
  });
  it('leaves a pipe a pipe, a link a link and permissions what they are', () => {
    const pipe = join(folder, 'pipe');
    const piped = spawnSync(
      'sh',
      ['-c', `mkfifo ${pipe} && { cat ${pipe} & node dist/cli/main.js top ${CPU} -n 1 -o ${pipe}; wait; }`],
      { encoding: 'utf8', timeout: 15_000 },
    );
    assert.match(piped.stdout, /1 of 732 rows/);
    assert.ok(lstatSync(pipe).isFIFO());
    const target = join(folder, 'target');
    const link = join(folder, 'link');
    writeFileSync(target, 'old', { mode: 0o600 });
    symlinkSync(target, link);
    assert.equal(run(['top', CPU, '-n', '1', '-o', link]).status, 0);
    assert.ok(lstatSync(link).isSymbolicLink());
    assert.match(readFileSync(target, 'utf8'), /1 of 732 rows/);
    assert.equal(statSync(target).mode & 0o777, 0o600);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith('.tmp')),
      [],
    );
  });
});
