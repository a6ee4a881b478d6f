/** What every command does around its one call of the library: read the inputs, write the result. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { forJson, forTerminal } from '../../lib/base/escape.js';
import { readProfile } from '../../lib/formats/read.js';
import type { Profile } from '../../lib/profile/profile.js';
import type { Filters } from '../../lib/profile/select.js';
import type { Tool } from '../../lib/report/json.js';
import { VERSION } from '../args.js';
import { expandInputs } from '../inputs.js';
import { emphasized, pageWidth, refuseOverwrite, writeResult } from '../output.js';
import { progressLine } from '../progress.js';
import { STDIN } from '../words.js';

/** The parsed command line, as yargs hands it over. */
export interface CommonArguments {
  readonly files: string[];
  readonly inputFormat?: string | undefined;
  readonly event?: string | undefined;
  readonly thread?: string | undefined;
  readonly symfs?: string | undefined;
  readonly allowLocalBinaries: boolean;
  readonly countUnit?: string | undefined;
  readonly allFrames: boolean;
  readonly output?: string | undefined;
}

/** Commands that print text or JSON. */
export interface FormatArguments extends CommonArguments {
  readonly format: 'text' | 'json' | 'markdown' | 'html';
  readonly json: boolean;
}

export interface FilterArguments extends FormatArguments, Omit<Filters, 'noInlines'> {
  readonly sampleType?: string | undefined;
  readonly inlines: boolean;
  readonly noinlines: boolean;
}

export const TOOL: Tool = { name: 'flameworth', version: VERSION };

/**
 * Reads what the command line names. With `tell`, what was odd in the inputs goes to standard error: for commands whose
 * own output does not say it, since a profile that lost something must not look whole.
 */
export async function readInputs(
  argv: CommonArguments,
  { tell }: { readonly tell: boolean },
): Promise<Profile> {
  const inputs = await expandInputs(argv.files);
  await refuseOverwrite(inputs, argv.output);
  const names = inputs.map(({ name }) => name);
  for (const twice of new Set(names.filter((name, i) => names.indexOf(name) !== i)))
    process.stderr.write(
      `flameworth: warning: ${forTerminal(twice)} is given twice; its samples count twice\n`,
    );
  const progress = progressLine();
  try {
    const profile = await readProfile(inputs, {
      inputFormat: argv.inputFormat,
      event: argv.event,
      thread: argv.thread,
      symbols: {
        symfs: argv.symfs,
        allowLocalBinaries: argv.allowLocalBinaries,
        buildIdCache: join(homedir(), '.debug'),
      },
      unit: argv.countUnit,
      allFrames: argv.allFrames,
      hash: 'json' in argv && wantsJson(argv as FormatArguments),
      onProgress: progress.onProgress,
    });
    progress.done();
    if (tell) tellWarnings(profile);
    return profile;
  } finally {
    progress.done();
  }
}

/** One line for each kind of oddity, with the first place and the count. */
function tellWarnings(profile: Profile): void {
  for (const { message, count } of profile.warnings) {
    const times = count > 1 ? ` (${count} times)` : '';
    process.stderr.write(`flameworth: warning: ${forTerminal(message)}${times}\n`);
  }
}

export function filtersOf(argv: FilterArguments): Filters {
  const { focus, ignore, hide, show, showFrom, tagfocus, tagignore, inlines, noinlines } = argv;
  return { focus, ignore, hide, show, showFrom, tagfocus, tagignore, noInlines: !inlines || noinlines };
}

export function wantsJson(argv: FormatArguments): boolean {
  return argv.json || argv.format === 'json';
}

/** Either the JSON of `value` or the text, to where the user wants it. */
export async function writeAnswer(
  argv: FormatArguments,
  value: () => unknown,
  text: (width: number | null) => string,
): Promise<void> {
  const output = argv.output === STDIN ? undefined : argv.output;
  const width = output === undefined ? pageWidth() : null;
  await writeResult(
    wantsJson(argv) ? `${forJson(JSON.stringify(value(), null, 2))}\n` : emphasized(text(width), output),
    output,
  );
}
