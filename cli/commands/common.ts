/** What every command does around its one call of the library: read the inputs, write the result. */

import { readProfile } from '../../lib/formats/read.js';
import type { Profile } from '../../lib/profile/profile.js';
import type { Filters } from '../../lib/profile/select.js';
import type { Tool } from '../../lib/report/json.js';
import { VERSION } from '../args.js';
import { expandInputs, STDIN } from '../inputs.js';
import { emphasized, pageWidth, writeResult } from '../output.js';
import { progressLine } from '../progress.js';

/** The parsed command line, as yargs hands it over. */
export interface CommonArguments {
  readonly files: string[];
  readonly inputFormat?: string | undefined;
  readonly event?: string | undefined;
  readonly countUnit?: string | undefined;
  readonly allFrames: boolean;
  readonly format: 'text' | 'json';
  readonly json: boolean;
  readonly output?: string | undefined;
}

export interface FilterArguments extends CommonArguments {
  readonly sampleType?: string | undefined;
  readonly focus?: string | undefined;
  readonly ignore?: string | undefined;
  readonly hide?: string | undefined;
  readonly show?: string | undefined;
  readonly showFrom?: string | undefined;
  readonly tagfocus?: string | undefined;
  readonly tagignore?: string | undefined;
  readonly noInlines: boolean;
}

export const TOOL: Tool = { name: 'flameworth', version: VERSION };

export async function readInputs(argv: CommonArguments): Promise<Profile> {
  // Words after "--" land in `_` behind the command's name.
  const rest = ((argv as unknown as { _: (string | number)[] })._ ?? []).slice(1).map(String);
  const progress = progressLine();
  try {
    return await readProfile(await expandInputs([...argv.files, ...rest]), {
      inputFormat: argv.inputFormat,
      event: argv.event,
      unit: argv.countUnit,
      allFrames: argv.allFrames,
      hash: wantsJson(argv),
      onProgress: progress.onProgress,
    });
  } finally {
    progress.done();
  }
}

export function filtersOf({
  focus,
  ignore,
  hide,
  show,
  showFrom,
  tagfocus,
  tagignore,
  noInlines,
}: FilterArguments): Filters {
  return { focus, ignore, hide, show, showFrom, tagfocus, tagignore, noInlines };
}

export function wantsJson(argv: CommonArguments): boolean {
  return argv.json || argv.format === 'json';
}

/** Either the JSON of `value` or the text, to where the user wants it. */
export async function writeAnswer(
  argv: CommonArguments,
  value: () => unknown,
  text: (width: number | null) => string,
): Promise<void> {
  const output = argv.output === STDIN ? undefined : argv.output;
  const width = output === undefined ? pageWidth() : null;
  await writeResult(
    wantsJson(argv) ? `${JSON.stringify(value(), null, 2)}\n` : emphasized(text(width), output),
    output,
  );
}
