/** `review`: what a patch touches of what profiles show; several outputs in one run; silent where there is nothing to say. */
import { ProfileError } from '../../lib/base/errors.js';
import { forTerminal } from '../../lib/base/escape.js';
import type { Review } from '../../lib/review/finding.js';
import { REVIEW_FORMATS, type ReviewFormat, renderReview } from '../../lib/review/outputs/outputs.js';
import { LARGEST_PATCH } from '../../lib/review/patch.js';
import { reviewProfiles } from '../../lib/review.js';
import { readSettings } from '../config.js';
import { costOptions } from '../cost-flags.js';
import { writeResult } from '../output.js';
import { readPathMappings } from '../path-mappings.js';
import { readText } from '../text-file.js';
import { today } from '../today.js';
import { asWritten, STDIN } from '../words.js';
import { type FilterArguments, filtersOf, readInputs, TOOL } from './common.js';

interface ReviewArguments extends Omit<FilterArguments, 'format'> {
  readonly patch: string;
  readonly base?: string[] | undefined;
  readonly format?: string[] | undefined;
  readonly recorded?: 'before' | 'after' | undefined;
  readonly trimPath?: string[] | undefined;
  readonly pathMappings?: string | undefined;
  readonly repositoryFiles?: string | undefined;
  readonly repositoryUrl?: string | undefined;
  readonly sha?: string | undefined;
  readonly baseSha?: string | undefined;
  readonly key?: string | undefined;
  readonly failOn?: string[] | undefined;
  readonly own?: string | undefined;
  readonly config?: string | false | undefined;
}

export async function run(argv: ReviewArguments): Promise<void> {
  const outputs = outputsOf(argv);
  const failing = (argv.failOn ?? []).map(failOn);
  const baseFiles = argv.base ?? [];
  const inputs = [argv.patch, argv.repositoryFiles, ...baseFiles, ...argv.files];
  if (inputs.filter((name) => name === STDIN).length + (argv.files.length === 0 ? 1 : 0) > 1)
    throw new ProfileError('usage', 'several inputs are standard input; it can be read once only');
  const settings = await readSettings(argv.config, costOptions(argv as unknown as Record<string, unknown>));
  if (settings.file !== null && !argv.json)
    process.stderr.write(`flameworth: settings of ${forTerminal(settings.file)}\n`);
  const patch = await readText(argv.patch, 'the patch', LARGEST_PATCH);
  const files = argv.repositoryFiles;
  const repositoryFiles =
    files === undefined ? undefined : listed(await readText(files, '--repository-files'));
  const mappings = argv.pathMappings === undefined ? undefined : await readPathMappings(argv.pathMappings);
  const reading = { ...argv, format: 'text' as const };
  const head = await readInputs(reading, { tell: true });
  const base =
    baseFiles.length === 0 ? null : await readInputs({ ...reading, files: baseFiles }, { tell: true });
  const review = reviewProfiles(head, base, patch, {
    ...filtersOf(reading),
    sampleType: argv.sampleType,
    recorded: argv.recorded,
    trimPath: argv.trimPath,
    mappings,
    repositoryFiles,
    cost: settings.cost,
    own: argv.own ?? settings.own,
    budgets: settings.budgets,
    acknowledged: settings.acknowledged,
    today: today(),
  });
  for (const { format, file } of outputs) {
    const text = renderReview(review, format, {
      tool: TOOL,
      key: argv.key,
      repositoryUrl: argv.repositoryUrl,
      sha: argv.sha,
      baseSha: argv.baseSha,
      configuration: settings.file,
    });
    // A file is written empty too, so that none of an earlier run is taken for this one's.
    if (text !== '' || file !== undefined) await writeResult(text, file);
  }
  tellOdd(review);
  if (review.findings.some(({ rule }) => failing.includes(rule))) process.exitCode = 1;
}

const GATES = ['regression', 'budget', 'hot-code', 'rewrite-set'];

function failOn(rule: string): string {
  if (!GATES.includes(rule))
    throw new ProfileError('usage', `--fail-on ${JSON.stringify(rule)}: expected one of ${GATES.join(', ')}`);
  return rule;
}

interface Output {
  readonly format: ReviewFormat;
  /** Undefined: standard output. */
  readonly file: string | undefined;
}

/** `KIND` prints, `KIND=FILE` writes; one of them may print. */
function outputsOf({ format, json, output }: ReviewArguments): Output[] {
  const words = [...(json ? ['json'] : []), ...(format ?? [])];
  const found = (words.length === 0 ? ['text'] : words).map((word): Output => {
    const at = word.indexOf('=');
    const name = (at < 0 ? word : word.slice(0, at)) as ReviewFormat;
    const file = at < 0 ? undefined : asWritten(word.slice(at + 1));
    if (!REVIEW_FORMATS.includes(name))
      throw new ProfileError(
        'usage',
        `--format: there is no ${JSON.stringify(name)}; expected ${REVIEW_FORMATS.join(', ')}, alone or as KIND=FILE`,
      );
    if (file === '') throw new ProfileError('usage', `--format ${word} names no file`);
    return { format: name, file: file === '-' ? undefined : file };
  });
  const printed = found.filter(({ file }) => file === undefined);
  if (printed.length > 1)
    throw new ProfileError(
      'usage',
      `${printed.map((one) => one.format).join(' and ')} both go to standard output; name files as --format KIND=FILE`,
    );
  const to = output === STDIN ? undefined : output;
  const names = found.map(({ file }) => file ?? to).filter((file) => file !== undefined);
  if (new Set(names).size < names.length) throw new ProfileError('usage', 'two outputs go to the same file');
  return found.map(({ format: kind, file }) => ({ format: kind, file: file ?? to }));
}

/** `git ls-files`, with -z or without. */
function listed(text: string): string[] {
  return text.split(text.includes('\0') ? '\0' : /\r?\n/).filter((line) => line !== '');
}

/** On standard error, so that silence on standard output stays silence. */
function tellOdd({ diagnostics, suppressed }: Review): void {
  for (const { message, count } of diagnostics)
    process.stderr.write(
      `flameworth: warning: ${forTerminal(message)}${count > 1 ? ` (${count} times)` : ''}\n`,
    );
  for (const sentence of suppressed) process.stderr.write(`flameworth: ${forTerminal(sentence)}\n`);
}
