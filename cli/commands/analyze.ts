/** `analyze` and `payoff`: the ranked and priced answer; `payoff` takes the set from the user. */
import { type Answer, analyze } from '../../lib/analyze.js';
import { ProfileError } from '../../lib/base/errors.js';
import { forTerminal } from '../../lib/base/escape.js';
import type { Unit } from '../../lib/candidates/candidates.js';
import type { GcWeight } from '../../lib/candidates/tax.js';
import { checkFixIds } from '../../lib/payoff/alternatives.js';
import { answerFlame } from '../../lib/picture/answer-flame.js';
import { analyzeText } from '../../lib/report/analyze-text.js';
import { analyzeHtml } from '../../lib/report/html.js';
import { analyzeJson } from '../../lib/report/json.js';
import { renderMarkdown } from '../../lib/report/markdown.js';
import { readLoadResult, readParityResult } from '../../lib/verify/results.js';
import { readSettings, type Settings } from '../config.js';
import { costOptions } from '../cost-flags.js';
import { writeResult } from '../output.js';
import { readText } from '../text-file.js';
import { today } from '../today.js';
import { STDIN } from '../words.js';
import { type FilterArguments, filtersOf, readInputs, TOOL, wantsJson, writeAnswer } from './common.js';

interface ReportArguments extends FilterArguments {
  readonly limit?: number | undefined;
  readonly own?: string | undefined;
  readonly candidate?: string | undefined;
  readonly cut?: Unit | 'auto' | undefined;
  readonly allocs?: string | undefined;
  readonly gcWeight?: GcWeight | undefined;
  readonly fixesDone?: string | undefined;
  readonly fixesConfirmed?: string | undefined;
  readonly measured?: string | undefined;
  readonly parity?: string | undefined;
  readonly draws?: number | undefined;
  readonly seed?: number | undefined;
  readonly verbose: boolean;
  readonly config?: string | false | undefined;
}

export async function run(argv: ReportArguments): Promise<void> {
  const settings = await readSettings(argv.config, costOptions(argv as unknown as Record<string, unknown>));
  if (settings.file !== null && !wantsJson(argv))
    process.stderr.write(`flameworth: settings of ${forTerminal(settings.file)}\n`);
  const others = [argv.allocs, argv.measured, argv.parity].filter((file) => file === STDIN).length;
  if (others + (argv.files.length === 0 || argv.files.includes(STDIN) ? 1 : 0) > 1)
    throw new ProfileError('usage', 'several inputs are standard input; it can be read once only');
  const profile = await readInputs(argv, { tell: false });
  const allocs =
    argv.allocs === undefined ? null : await readInputs({ ...argv, files: [argv.allocs] }, { tell: true });
  const found = analyze(profile, {
    ...filtersOf(argv),
    sampleType: argv.sampleType,
    limit: argv.limit,
    own: argv.own ?? settings.own,
    candidate: argv.candidate,
    unit: argv.cut,
    allocs,
    gcWeight: argv.gcWeight,
    subtrees: argv.verbose || wantsJson(argv),
    cost: settings.cost,
    draws: argv.draws,
    seed: argv.seed,
    fixesDone: fixIds(argv.fixesDone, '--fixes-done'),
    fixesConfirmed: fixIds(argv.fixesConfirmed, '--fixes-confirmed'),
    today: today(),
    measured: await resultIn(argv.measured, 'the load test', readLoadResult),
    parity: await resultIn(argv.parity, 'the shadow test', readParityResult),
  });
  const answer = withSources(found, settings);
  if (!argv.json && (argv.format === 'html' || argv.format === 'markdown')) {
    await writeResult(
      argv.format === 'markdown' ? renderMarkdown(answer) : page(answer, argv, settings.file),
      argv.output,
    );
    return;
  }
  await writeAnswer(
    argv,
    () => analyzeJson(TOOL, answer, settings.file),
    (width) => analyzeText(answer, width, argv.verbose),
  );
}

async function resultIn<Result>(
  file: string | undefined,
  what: string,
  read: (text: string, name: string) => Result,
): Promise<Result | undefined> {
  return file === undefined ? undefined : read(await readText(file, what), file);
}

function page(answer: Answer, argv: ReportArguments, configuration: string | null): string {
  const flame = answerFlame(answer, { own: argv.own });
  return analyzeHtml(answer, { tool: TOOL, flame, configuration });
}

/** Throws 'usage' for an id that no fix has. */
function fixIds(list: string | undefined, flag: string): string[] | undefined {
  const ids = list?.split(',').map((id) => id.trim());
  checkFixIds(ids, flag);
  return ids;
}

/** Assumptions that the configuration file decided name it as their source. */
function withSources(answer: Answer, { file, configured }: Settings): Answer {
  if (file === null) return answer;
  const decided = (name: string): boolean =>
    configured.has(name.startsWith('crossing.') ? 'crossingUs' : name);
  return {
    ...answer,
    assumptions: answer.assumptions.map((row) =>
      decided(row.name) ? { ...row, source: `configuration file ${file}` } : row,
    ),
  };
}
