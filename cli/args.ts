/** The yargs definitions, and nothing else: names, types, help texts, and which command runs. */
import yargs, { type Argv } from 'yargs';
import { ProfileError } from '../lib/base/errors.js';
import { checkBaseWords } from './base-words.js';
import { CONFIG_FILE } from './config-name.js';
import { joinNegatives } from './cost-flags.js';
import { choice, count, list, number, path, repeated, text } from './flags.js';
import {
  config,
  cost,
  files,
  filters,
  formats,
  REPORT_FORMATS,
  ranking,
  report,
  selection,
} from './option-groups.js';

const FORMATS = ['text', 'json'] as const;
const DIFF_FORMATS = ['text', 'json', 'markdown'] as const;
const PER = ['share', 'request', 'none'] as const;
const PICTURES = ['html', 'svg'] as const;
const UNITS = ['auto', 'function', 'endpoint'] as const;
const GRANULARITIES = ['function', 'filefunction', 'file', 'line', 'package', 'module', 'address'] as const;

/** What a command line asks for. */
export type Command = () => Promise<void>;

/** The command of a command line, to be run; null where yargs has answered by itself (--help, --version). Every failure is thrown. */
export async function parseCommand(words: readonly string[]): Promise<Command | null> {
  try {
    await buildParser(words).parseAsync();
    return null;
  } catch (error) {
    if (error instanceof Choice) return error.command;
    throw error;
  }
}

/**
 * Carries the command out of yargs. A handler that returns is followed by the rendering of the whole help text, in case the
 * handler fails later: 30 ms before the command gets its turn. One that throws is not.
 */
class Choice extends Error {
  readonly command: Command;

  constructor(command: Command) {
    super('a command was chosen');
    this.command = command;
  }
}

function choose(command: Command): never {
  throw new Choice(command);
}

function buildParser(words: readonly string[]): Argv {
  return yargs(joinNegatives(words))
    .scriptName('flameworth')
    .locale('en')
    .usage(
      '$0 COMMAND PROFILE…\n\nReads CPU profiles, says which few functions hold the cost, and prices rewriting them.',
    )
    .command(
      'analyze [files..]',
      'the main job: what holds the cost, what rewriting it would pay, the verdict',
      (y) =>
        ranking(cost(filters(files(y), REPORT_FORMATS)))
          .option('limit', count('functions or endpoints a rewrite may take, at most', 5))
          .option('cut', choice(UNITS, 'what a rewrite takes out of the old program', 'auto')),
      (argv) => choose(async () => (await import('./commands/analyze.js')).run(argv)),
    )
    .command(
      'payoff [files..]',
      'prices a rewrite set that you pick',
      (y) =>
        ranking(cost(filters(files(y), REPORT_FORMATS)))
          .option('candidate', text('functions to rewrite (RE2 pattern)'))
          .demandOption('candidate')
          .option('measured', path('load test of the set, rewritten: JSON of "verify load"'))
          .option('parity', path('comparison of its answers: JSON of "verify parity"')),
      (argv) => choose(async () => (await import('./commands/analyze.js')).run(argv)),
    )
    .command(
      'top [files..]',
      'self and total per function, file, line, package, module or address',
      (y) =>
        filters(files(y), FORMATS)
          .option('granularity', choice(GRANULARITIES, 'what a row is', 'function'))
          .option('unit', text('unit to print values in, such as ms; default what suits their size'))
          .option('cum', { type: 'boolean', default: false, describe: 'sort by total instead of self' })
          .option('nodecount', { ...count('rows at most; 0 prints all', 20), alias: 'n' }),
      (argv) => choose(async () => (await import('./commands/top.js')).run(argv)),
    )
    .command(
      'peek <pattern> [files..]',
      'callers and callees of the functions that match',
      (y) =>
        filters(files(y), FORMATS)
          .positional('pattern', {
            type: 'string',
            demandOption: true,
            describe: 'RE2 pattern',
          })
          .option('unit', text('unit to print values in, such as ms; default what suits their size'))
          .option('nodecount', { ...count('functions at most; 0 prints all', 10), alias: 'n' }),
      (argv) => choose(async () => (await import('./commands/peek.js')).run(argv)),
    )
    .command(
      'inspect [files..]',
      'what is in the file: sample types, labels, warnings',
      (y) => formats(files(y), FORMATS),
      (argv) => choose(async () => (await import('./commands/inspect.js')).run(argv)),
    )
    .command(
      'convert [files..]',
      'merges and writes pprof (gzipped), folded stacks or speedscope JSON',
      (y) =>
        files(y)
          .option('to', choice(['pprof', 'folded', 'speedscope'] as const, 'output format', 'pprof'))
          .option('sample-type', {
            ...text('folded, speedscope: which values to write, by name or number'),
            alias: 'sample_index',
          }),
      (argv) => choose(async () => (await import('./commands/convert.js')).run(argv)),
    )
    .command(
      'flame [files..]',
      'the picture: one HTML file that opens anywhere, or an SVG',
      (y) =>
        ranking(cost(filters(files(y), FORMATS)))
          .option('to', { choices: PICTURES, describe: "what to write; default by the output's ending" })
          .option('base', {
            ...text('profile to compare with: colours then show the difference'),
            requiresArg: true,
          })
          .option('title', text('heading; default the names of the files'))
          .option('script', {
            type: 'boolean',
            default: true,
            describe: 'svg: --no-script leaves out the script for zoom and search',
          })
          .option('max-nodes', count('frames to keep at most, the largest; 0 keeps all', 100_000))
          .option('limit', count('functions or endpoints a rewrite may take, at most', 5))
          .option('cut', {
            choices: UNITS,
            default: 'auto' as const,
            describe: 'what a rewrite takes out of the old program',
          }),
      (argv) => choose(async () => (await import('./commands/flame.js')).run(argv)),
    )
    .command(
      'verify',
      'shadow traffic and load tests: is the rewrite correct, what did it really save',
      (y) => verify(y),
    )
    .command(
      'diff [files..]',
      'what changed between two sets of profiles, and whether it is real',
      (y) =>
        config(filters(files(y), DIFF_FORMATS))
          .usage(
            '$0 diff BASE HEAD\n$0 diff --base BASE [--base BASE…] HEAD…\n\nCompares two profiles, or two sets of them, which tells more. Quote globs after --base.',
          )
          .option('base', repeated('profile or glob of the base; may be given several times'))
          .option('granularity', choice(GRANULARITIES, 'what a row is', 'function'))
          .option(
            'per',
            choice(
              PER,
              'what values are divided by; default request where requests are given, else share',
              undefined,
            ),
          )
          .option(
            'base-requests',
            text(
              'requests served while the base was recorded: one count a profile, separated by commas, or one for all',
            ),
          )
          .option('head-requests', text('the same for the head'))
          .option(
            'fail-on',
            repeated(
              'exit with 1 where this is significant: self>+2pp, total>+1pp, self>+10%, total>+10%, cpu>+5% (CPU per request of the whole), budget',
            ),
          )
          .option('floor', text('least change that counts, in points such as 0.5pp; default 0.25pp'))
          .option('q', number('part of the findings that may be false; default 0.01'))
          .option(
            'design-effect',
            number('one profile a side: how much more samples vary than independent ones; default 4'),
          )
          .option('nodecount', { ...count('rows of a table at most; 0 prints all', 20), alias: 'n' })
          .option('verbose', {
            type: 'boolean',
            default: false,
            describe: 'also print the largest rows without a significant change, and budgets that are met',
          }),
      (argv) => choose(async () => (await import('./commands/diff.js')).run(argv)),
    )
    .command(
      'review [files..]',
      'what a patch touches of what profiles show: findings for a code review, or silence',
      (y) =>
        cost(selection(files(y)))
          .option('patch', path('unified diff: git diff -M -U0 BASE...HEAD; - for standard input'))
          .demandOption('patch')
          .option('base', repeated('profile or glob recorded without the patch; may be given several times'))
          .option(
            'format',
            repeated(
              'what to write, as KIND or KIND=FILE; several in one run: text, json, markdown, github, summary, check-run, sarif, gitlab, rdjsonl, bitbucket, azure, junit, csv, benchmark; default text',
            ),
          )
          .option('json', { type: 'boolean', default: false, describe: 'the same as --format json' })
          .option(
            'recorded',
            choice(
              ['before', 'after'] as const,
              'whether the profiles are of the code before or after the patch; default after with --base, else before',
              undefined,
            ),
          )
          .option('trim-path', {
            ...repeated('prefix of paths in the profile to cut off; may be given several times'),
            alias: 'trim_path',
          })
          .option('path-mappings', text('file with the mappings of a .pyroscope.yaml'))
          .option(
            'repository-files',
            path('all files of the repository, as git ls-files lists them; - for standard input'),
          )
          .option('repository-url', text('https address of the repository, for links'))
          .option('sha', text('commit under review, for links'))
          .option('base-sha', text('commit that it is compared with'))
          .option('key', text('tells several reports of one repository apart; default cpu'))
          .option(
            'fail-on',
            repeated('exit with 1 where there is such a finding: regression, budget, hot-code, rewrite-set'),
          ),
      (argv) => choose(async () => (await import('./commands/review.js')).run(argv)),
    )
    .command(
      'calibrate [folders..]',
      'how right predictions were: folders with prediction.json, load.json and parity.json',
      (y) =>
        report(y)
          .option('prediction', path('name of the prediction in each folder; default prediction.json'))
          .positional('folders', {
            type: 'string',
            array: true,
            default: [] as string[],
            demandOption: true,
            describe:
              'folders; each below with prediction.json (payoff --json) and load.json (verify load --json) counts',
          }),
      (argv) => choose(async () => (await import('./commands/calibrate.js')).run(argv)),
    )
    .command(
      'init',
      'writes a commented configuration file with every parameter at its default',
      (y) =>
        y
          .option('output', { ...path(`write to this file; - prints; default ${CONFIG_FILE}`), alias: 'o' })
          .option('force', { type: 'boolean', default: false, describe: 'replace a file that is there' }),
      (argv) => choose(async () => (await import('./commands/init.js')).run(argv)),
    )
    .parserConfiguration({ 'dot-notation': false })
    .check(({ files }) => {
      if (Array.isArray(files)) checkBaseWords(words, files);
      return true;
    })
    .strict()
    .recommendCommands()
    .demandCommand(1, 'name a command')
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message, error) => {
      throw error instanceof ProfileError || error instanceof Choice
        ? error
        : new ProfileError('usage', (error?.message ?? message).replace(/\s*\n\s*/g, ' '));
    })
    .version(VERSION)
    .help()
    .wrap(Math.min(100, process.stdout.columns || 80)) as Argv;
}

/** Kept equal to package.json by a test. */
export const VERSION = '0.1.0';

function verify(y: Argv): Argv {
  return y
    .command(
      'parity [files..]',
      'compares the answers of old and new code in shadow logs',
      (one) =>
        report(one)
          .positional('files', {
            type: 'string',
            array: true,
            default: [] as string[],
            describe: 'lines of JSON, GoReplay files, two HAR files, globs, or - for standard input',
          })
          .option('rules', path('file with what the comparison may overlook; see docs/verify.md'))
          .option(
            'ignore-path',
            list('path that is not compared, such as items[*].at or header:x-request-id'),
          )
          .option('min-compared', count('endpoints with fewer pairs are "not verified"', 300))
          .option('show-values', {
            type: 'boolean',
            default: false,
            describe: 'show the values of examples, which may be private',
          })
          .option('fail-on', list('exit with 1 if this holds, such as "mismatch>0"'))
          .option('require', list('exit with 1 unless this holds, such as "bound<1e-4"')),
      async (argv) => (await import('./commands/verify-parity.js')).run(argv),
    )
    .command(
      'load <old> <new>',
      'compares two sides of a load test: CPU per request, knee, capacity, memory, latency',
      (one) =>
        report(one)
          .positional('old', { type: 'string', demandOption: true, describe: 'file, folder or quoted glob' })
          .positional('new', { type: 'string', demandOption: true, describe: 'file, folder or quoted glob' })
          .option('cores', text('cores of each side, or old,new, where the files do not say'))
          .option(
            'p99',
            number('99th percentile in ms beyond which a service is full; default 3 times the lowest'),
          )
          .option('fail-on', list('exit with 1 if this holds, such as "saved<20%"'))
          .option('require', list('exit with 1 unless this holds, such as "capacity-ratio>2"')),
      async (argv) => (await import('./commands/verify-load.js')).run(argv),
    )
    .demandCommand(1, 'say what to verify: parity or load') as Argv;
}
