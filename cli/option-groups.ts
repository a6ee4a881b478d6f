/** Groups of options that several commands share. */
import type { Argv } from 'yargs';
import { ProfileError } from '../lib/base/errors.js';
import { CONFIG_FILE } from './config-name.js';
import { COST_FLAGS } from './cost-flags.js';
import { choice, count, once, path, text } from './flags.js';

export const REPORT_FORMATS = ['text', 'json', 'markdown', 'html'] as const;

/** Kept equal to the library's by a test, so that --help loads none of it. */
export const GC_WEIGHTS = ['alloc_space', 'alloc_objects', 'inuse_space', 'malloc_samples', 'none'] as const;

export function files(y: Argv) {
  return y
    .positional('files', {
      type: 'string',
      array: true,
      default: [] as string[],
      describe: 'profiles, globs, or - for standard input',
    })
    .option('input-format', text('read as this format instead of detecting it'))
    .option(
      'event',
      text(
        'perf: the event to count, by name or number, or "first"; files of several profiles: which one, or "all"',
      ),
    )
    .option('thread', text('only samples of this thread, by id or name, where the file tells threads apart'))
    .option('symfs', text('perf.data: look for object files in this directory, as if it were /'))
    .option('allow-local-binaries', {
      type: 'boolean',
      default: false,
      describe: "perf.data: look for symbols in this machine's own files",
    })
    .option('count-unit', text('folded: the unit of the counts, such as nanoseconds'))
    .option('all-frames', {
      type: 'boolean',
      default: false,
      describe: 'keep frames that the file asks to drop',
    })
    .option('output', { ...path('write to this file'), alias: 'o' });
}

export function report<T>(y: Argv<T>) {
  return y
    .option('format', choice(REPORT_FORMATS, 'output format', 'text'))
    .option('json', { type: 'boolean', default: false, describe: 'the same as --format json' })
    .option('output', { ...path('write to this file'), alias: 'o' });
}

export function formats<T, Format extends string>(y: Argv<T>, choices: readonly Format[]) {
  return y
    .option('format', choice(choices, 'output format', 'text' as Format))
    .option('json', { type: 'boolean', default: false, describe: 'the same as --format json' });
}

export function filters<T, Format extends string>(y: Argv<T>, choices: readonly Format[]) {
  return selection(formats(y, choices));
}

/** What of a profile counts. */
export function selection<T>(y: Argv<T>) {
  return y
    .option('sample-type', { ...text('which values to count, by name or number'), alias: 'sample_index' })
    .option('focus', text('keep samples with a matching location'))
    .option('ignore', text('drop samples with a matching location'))
    .option('hide', text('take matching frames out'))
    .option('show', text('take all other frames out'))
    .option('show-from', { ...text('cut stacks rootward of the first match'), alias: 'show_from' })
    .option('tagfocus', text('keep samples with a matching label'))
    .option('tagignore', text('drop samples with a matching label'))
    .option('inlines', {
      type: 'boolean',
      default: true,
      describe: '--no-inlines charges inlined code to the function it is in',
    })
    .option('noinlines', { type: 'boolean', default: false, hidden: true });
}

export function ranking<T>(y: Argv<T>) {
  return y
    .option(
      'allocs',
      path('heap or allocation profile of the same program, by which garbage collection is charged'),
    )
    .option(
      'gc-weight',
      choice(
        GC_WEIGHTS,
        'by what it is charged; default alloc_space with --allocs, else malloc_samples',
        undefined,
      ),
    )
    .option('fixes-done', text('cheaper fixes that are in place already: ids, separated by commas'))
    .option(
      'fixes-confirmed',
      text('cheaper fixes whose question is answered with yes: ids, separated by commas'),
    )
    .option('draws', { ...count('draws of the simulation', 10_000) })
    .option('seed', { ...count('of the draws: the same seed gives the same bytes', 1) })
    .option('verbose', {
      type: 'boolean',
      default: false,
      describe: 'also print packages, cuts, the coverage curve and what the intervals assume',
    });
}

export function cost<T>(y: Argv<T>) {
  let all: Argv<T> = config(y)
    .option('own', text("functions that are the team's own (RE2 pattern)"))
    .epilogue(
      "Values may have units: 800vcpu, 40%, 0.0504$/vcpu-h, 16k$/month, 36months, 100us, 2.5PM; a plain number is in the parameter's own unit. 'flameworth init' lists them all. Flags go before the configuration file.",
    ) as unknown as Argv<T>;
  for (const { flag, describe } of COST_FLAGS)
    all = all.option(flag, {
      ...text(describe),
      requiresArg: true,
      group: 'What the profile cannot know:',
    }) as unknown as Argv<T>;
  return all;
}

export function config<T>(y: Argv<T>) {
  return y.option('config', {
    type: 'string',
    // --no-config is false.
    coerce: (value: string | false | undefined) => {
      if (Array.isArray(value) && value.includes(false))
        throw new ProfileError('usage', '--config and --no-config are both given; give one');
      return value === false ? value : once(value);
    },
    requiresArg: true,
    describe: `configuration file; default ${CONFIG_FILE} here or above, up to the repository's root; --no-config uses none`,
  });
}
