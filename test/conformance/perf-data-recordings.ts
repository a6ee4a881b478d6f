/**
 * Makes recordings of many kinds on this machine and compares what is read of each with what `perf script` prints of it:
 *
 *   node dist/test/conformance/perf-data-recordings.js [--only PATTERN] [--table] FOLDER
 *
 * Needs perf, g++, go, node, java, python3, and the right to record. Run it from the repository's root. FOLDER is made and kept.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, copyFileSync, existsSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readProfile } from '../../lib/index.js';
import { compareProfiles, parseScript } from './perf-data-compare.js';

interface Recording {
  readonly name: string;
  /** Arguments of `perf record`, without -o. */
  readonly flags: string;
  readonly program: string;
  /** Written to standard output. */
  readonly pipe?: boolean;
  /** More arguments of `perf script`, where its defaults print what no call stack is. */
  readonly fields?: string;
  /** The recorder is killed, or its output is passed on: a shell command with $DATA and $OUT. */
  readonly after?: string;
}

const CPP = './orders 15';
const WITHOUT_ADDRESSES = '-F comm,tid,time,period,event,ip,sym,dso';
const RECORDINGS: readonly Recording[] = [
  { name: 'cpp-fp', flags: '-F 499 -e cpu-clock -g', program: CPP },
  { name: 'cpp-fp-user', flags: '-F 499 -e cpu-clock:u -g', program: CPP },
  { name: 'cpp-kernel', flags: '-F 999 -e cpu-clock:k -g', program: CPP },
  { name: 'cpp-task-clock', flags: '-F 499 -e task-clock -g', program: CPP },
  { name: 'cpp-count', flags: '-c 1000000 -e cpu-clock -g', program: CPP },
  { name: 'cpp-page-faults', flags: '-c 1 -e page-faults -g', program: CPP },
  { name: 'cpp-minor-major', flags: '-c 1 -e minor-faults -e major-faults -g', program: CPP },
  { name: 'cpp-switches', flags: '-c 1 -e context-switches -g', program: CPP },
  { name: 'cpp-three-events', flags: '-F 499 -e cpu-clock,page-faults,context-switches -g', program: CPP },
  { name: 'cpp-two-clocks', flags: '-F 299 -e cpu-clock -e task-clock -g', program: CPP },
  { name: 'cpp-group-read', flags: '-F 499 -e {cpu-clock,page-faults}:S -g', program: CPP },
  {
    name: 'cpp-group-read-3',
    flags: '-c 500000 -e {task-clock,page-faults,context-switches}:S -g',
    program: CPP,
  },
  { name: 'cpp-group', flags: '-F 499 -e {cpu-clock,page-faults} -g', program: CPP },
  { name: 'cpp-dummy', flags: '-F 499 -e dummy -e cpu-clock -g', program: CPP },
  { name: 'cpp-identifier', flags: '-F 499 -e cpu-clock --sample-identifier -g', program: CPP },
  { name: 'cpp-zstd', flags: '-z -F 499 -e cpu-clock -g', program: CPP },
  { name: 'cpp-zstd-19', flags: '-z19 -F 499 -e cpu-clock -g', program: CPP },
  { name: 'cpp-pipe', flags: '-F 499 -e cpu-clock -g', program: CPP, pipe: true },
  { name: 'cpp-pipe-zstd', flags: '-z -F 499 -e cpu-clock -g', program: CPP, pipe: true },
  { name: 'cpp-pipe-events', flags: '-F 499 -e cpu-clock,page-faults -g', program: CPP, pipe: true },
  { name: 'cpp-no-chain', flags: '-F 999 -e cpu-clock', program: CPP },
  { name: 'cpp-namespaces', flags: '--namespaces -F 499 -e cpu-clock -g', program: CPP },
  { name: 'cpp-cgroups', flags: '--all-cgroups -F 499 -e cpu-clock -g', program: CPP },
  { name: 'cpp-per-thread', flags: '--per-thread -F 499 -e cpu-clock -g', program: CPP },
  { name: 'cpp-no-inherit', flags: '--no-inherit -F 499 -e cpu-clock -g', program: CPP },
  { name: 'cpp-stat', flags: '-s -F 499 -e cpu-clock -g', program: CPP },
  { name: 'cpp-data', flags: '-d -F 499 -e cpu-clock -g', program: CPP, fields: WITHOUT_ADDRESSES },
  {
    name: 'cpp-weight',
    flags: '-d -W --phys-data -F 499 -e cpu-clock -g',
    program: CPP,
    fields: WITHOUT_ADDRESSES,
  },
  {
    name: 'cpp-page-size',
    flags: '--data-page-size --code-page-size -d -F 499 -e cpu-clock -g',
    program: CPP,
    fields: WITHOUT_ADDRESSES,
  },
  { name: 'cpp-cpu', flags: '--sample-cpu -F 499 -e cpu-clock -g', program: CPP },
  { name: 'cpp-switch-events', flags: '--switch-events -F 499 -e cpu-clock -g', program: CPP },
  { name: 'cpp-buildid-all', flags: '--buildid-all -F 499 -e cpu-clock -g', program: CPP },
  { name: 'cpp-buildid-mmap', flags: '--buildid-mmap -F 499 -e cpu-clock -g', program: CPP },
  { name: 'cpp-no-buildid', flags: '-B -F 499 -e cpu-clock -g', program: CPP },
  { name: 'cpp-clockid', flags: '-k mono -F 499 -e cpu-clock -g', program: CPP },
  { name: 'cpp-raw', flags: '-R -F 499 -e cpu-clock -g', program: CPP },
  {
    name: 'cpp-user-regs',
    flags: '--user-regs=ip,sp,bp -F 499 -e cpu-clock -g',
    program: CPP,
    fields: WITHOUT_ADDRESSES,
  },
  {
    name: 'cpp-intr-regs',
    flags: '--intr-regs=ip,sp,ax -F 499 -e cpu-clock -g',
    program: CPP,
    fields: WITHOUT_ADDRESSES,
  },
  { name: 'cpp-small-buffer', flags: '-m 1 -F 4999 -e cpu-clock -g', program: CPP },
  { name: 'cpp-stripped', flags: '-F 499 -e cpu-clock -g', program: './orders-stripped 15' },
  { name: 'cpp-debuglink', flags: '-F 499 -e cpu-clock -g', program: './orders-linked 15' },
  { name: 'cpp-static-pie', flags: '-F 499 -e cpu-clock -g', program: './orders-static 15' },
  {
    name: 'cpp-injected',
    flags: '-F 499 -e cpu-clock -g',
    program: CPP,
    after: 'perf inject -b -i $DATA -o $OUT',
  },
  { name: 'all-cpus', flags: '-a -F 199 -e cpu-clock -g', program: './orders 15' },
  { name: 'all-cpus-events', flags: '-a -F 199 -e cpu-clock -e context-switches -g', program: './orders 15' },
  { name: 'fork-exec', flags: '-F 499 -e cpu-clock -g', program: 'sh -c ./fork-exec.sh' },
  { name: 'fork-exec-faults', flags: '-c 1 -e page-faults -g', program: 'sh -c ./fork-exec.sh' },
  { name: 'tracepoint', flags: '-e sched:sched_switch -g', program: CPP },
  { name: 'tracepoint-and-clock', flags: '-F 499 -e sched:sched_switch -e cpu-clock -g', program: CPP },
  {
    name: 'tracepoint-pipe',
    flags: '-e sched:sched_switch -g',
    program: CPP,
    pipe: true,
    fields: WITHOUT_ADDRESSES,
  },
  { name: 'dwarf', flags: '-F 199 -e cpu-clock --call-graph dwarf', program: CPP },
  { name: 'dwarf-user', flags: '-F 199 -e cpu-clock:u --call-graph dwarf,4096', program: CPP },
  { name: 'dwarf-zstd', flags: '-z -F 199 -e cpu-clock:u --call-graph dwarf,16384', program: CPP },
  { name: 'rust', flags: '-F 499 -e cpu-clock -g', program: './orders-rust 10' },
  { name: 'rust-task-clock', flags: '-F 499 -e task-clock:u -g', program: './orders-rust 10' },
  { name: 'rust-dwarf', flags: '-F 199 -e cpu-clock:u --call-graph dwarf,8192', program: './orders-rust 10' },
  { name: 'go', flags: '-F 499 -e cpu-clock -g', program: './work-go' },
  { name: 'go-pie', flags: '-F 499 -e cpu-clock -g', program: './work-go-pie' },
  { name: 'go-stripped', flags: '-F 499 -e cpu-clock:u -g', program: './work-go-stripped' },
  { name: 'node', flags: '-F 199 -e cpu-clock -g', program: 'node --perf-basic-prof program.js 40' },
  {
    name: 'node-interpreted',
    flags: '-F 199 -e cpu-clock -g',
    program: 'node --perf-basic-prof --interpreted-frames-native-stack program.js 40',
  },
  { name: 'node-no-map', flags: '-F 199 -e cpu-clock -g', program: 'node program.js 40' },
  {
    name: 'java',
    flags: '-F 99 -e cpu-clock -g',
    program:
      'java -Xmx64m -XX:+PreserveFramePointer -XX:+UnlockDiagnosticVMOptions -XX:+DumpPerfMapAtExit Orders 40',
  },
  { name: 'java-no-map', flags: '-F 99 -e cpu-clock -g', program: 'java -Xmx64m Orders 40' },
  { name: 'python', flags: '-F 499 -e cpu-clock -g', program: 'python3 work.py' },
];

const { values, positionals } = parseArgs({
  options: { only: { type: 'string' }, table: { type: 'boolean' } },
  allowPositionals: true,
});
const folder = resolve(positionals[0] ?? fail('name a folder'));
mkdirSync(folder, { recursive: true });
build();
let allSamples = 0;
let allFrames = 0;
let allOther = 0;
let allMore = 0;
let bad = 0;
const kinds = new Map<string, number>();
const chosen = RECORDINGS.filter(
  ({ name }) => values.only === undefined || new RegExp(values.only).test(name),
);
for (const recording of chosen) await compare(recording);
say(
  `${chosen.length} recordings, ${allSamples} samples, ${allFrames} frames, ${allMore} of them named by us only, ${allOther} named otherwise (${share(allOther, allFrames)} equal); ${bad} recordings with other samples or sums`,
);
for (const [pair, count] of [...kinds].sort((a, b) => b[1] - a[1]).slice(0, 60)) say(`  ${count}  ${pair}`);
process.exitCode = bad > 0 || allOther > 0.005 * allFrames ? 1 : 0;

async function compare(recording: Recording): Promise<void> {
  const data = join(folder, `${recording.name}.data`);
  if (!existsSync(data)) record(recording, data);
  const script = spawnSync(
    'perf',
    ['script', '--no-inline', ...(recording.fields?.split(' ') ?? []), '-i', data],
    {
      cwd: folder,
      maxBuffer: 2 ** 31 - 1,
    },
  );
  const ours = await readProfile(data, {
    symbols: { allowLocalBinaries: true, buildIdCache: join(homedir(), '.debug') },
  });
  const result = compareProfiles(ours, await parseScript(script.stdout));
  const { samples, frames, otherNames, namedMore, otherDepth, otherSamples, events } = result;
  if (otherSamples > 0 || events.length > 0) bad++;
  allSamples += samples;
  allFrames += frames;
  allOther += otherNames;
  allMore += namedMore;
  for (const [pair, count] of result.pairs) kinds.set(pair, (kinds.get(pair) ?? 0) + count);
  const warnings = ours.warnings.map(({ code }) => code).join(' ');
  say(
    values.table === true
      ? `| ${recording.name} | \`${recording.flags}\` | ${samples} | ${frames} | ${share(otherNames, frames)} | ${namedMore || ''} | ${otherDepth || ''} |`
      : `${recording.name}: ${samples} samples, ${frames} frames, ${otherNames} names, ${namedMore} named by us only, ${otherDepth} depths, ${otherSamples} samples differ ${events.join(', ')} ${warnings}`,
  );
}

function record(recording: Recording, data: string): void {
  const target = recording.after === undefined ? data : `${data}.raw`;
  const out = recording.pipe === true ? openSync(target, 'w') : 'ignore';
  const args = ['record', '-N', ...recording.flags.split(' '), '-o', recording.pipe === true ? '-' : target];
  const run = spawnSync('perf', [...args, '--', ...words(recording.program)], {
    cwd: folder,
    stdio: ['ignore', out, 'pipe'],
    timeout: 120_000,
  });
  if (typeof out === 'number') closeSync(out);
  if (!existsSync(target)) fail(`perf ${args.join(' ')}: ${run.stderr}`);
  if (recording.after !== undefined)
    execFileSync('sh', ['-c', recording.after], { env: { ...process.env, DATA: target, OUT: data } });
}

function build(): void {
  const run = (command: string): void => {
    execFileSync('sh', ['-c', command], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  };
  const make = (file: string, command: string): void => {
    if (!existsSync(join(folder, file))) run(command);
  };
  const root = process.cwd();
  const cpp = `g++ -O2 -g1 -fno-omit-frame-pointer -std=c++17 -pthread ${root}/samples/cpp/orders.cpp`;
  make('orders', `${cpp} -o orders -lz`);
  make('orders-stripped', 'cp orders orders-stripped && strip orders-stripped');
  make(
    'orders-linked',
    'cp orders orders-linked && objcopy --only-keep-debug orders-linked orders-linked.debug && strip orders-linked && objcopy --add-gnu-debuglink=orders-linked.debug orders-linked',
  );
  make('orders-static', `${cpp} -static-pie -o orders-static -lz`);
  copyFileSync(join(root, 'samples/rust/orders'), join(folder, 'orders-rust'));
  copyFileSync(join(root, 'samples/node/program.js'), join(folder, 'program.js'));
  mkdirSync(join(folder, 'go'), { recursive: true });
  copyFileSync(join(root, 'test/conformance/programs/work.go'), join(folder, 'go/main.go'));
  writeFileSync(join(folder, 'go/go.mod'), 'module example.com/work\ngo 1.24\n');
  make('work-go', 'cd go && go build -o ../work-go .');
  make('work-go-pie', 'cd go && go build -buildmode=pie -o ../work-go-pie .');
  make('work-go-stripped', "cd go && go build -ldflags='-s -w' -o ../work-go-stripped .");
  make('Orders.class', `javac -g -d . ${root}/samples/java/Orders.java`);
  writeFileSync(
    join(folder, 'work.py'),
    'import json, zlib\nfor i in range(300):\n    zlib.compress(json.dumps(list(range(i * 20))).encode())\n',
  );
  rmSync(join(folder, 'fork-exec.sh'), { force: true });
  writeFileSync(
    join(folder, 'fork-exec.sh'),
    '#!/bin/sh\nfor i in 1 2 3; do ./orders 3 >/dev/null & ls -lR /usr/lib/python3 >/dev/null; done; wait\n',
    { mode: 0o755 },
  );
}

function words(program: string): string[] {
  return program.startsWith('sh -c ') ? ['sh', '-c', program.slice(6)] : program.split(' ');
}

function share(other: number, all: number): string {
  return all === 0 ? '' : `${(100 - (100 * other) / all).toFixed(2)} %`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function fail(message: string): never {
  throw new Error(message);
}
