/** `verify parity`: does the new code answer as the old code does. */
import { readFile } from 'node:fs/promises';
import { ProfileError } from '../../lib/base/errors.js';
import { forJson, forTerminal } from '../../lib/base/escape.js';
import {
  documentHtml,
  documentMarkdown,
  documentText,
  type ReportDocument,
} from '../../lib/report/document.js';
import { parityDocument } from '../../lib/report/parity-document.js';
import { parityJson } from '../../lib/report/verify-json.js';
import { PARITY_METRICS, parseGate, trippedGates } from '../../lib/verify/gates.js';
import type { ParityRules } from '../../lib/verify/rules.js';
import { verifyParity } from '../../lib/verify/verify-parity.js';
import { expandInputs } from '../inputs.js';
import { emphasized, pageWidth, refuseOverwrite, writeResult } from '../output.js';
import { progressLine } from '../progress.js';
import { STDIN } from '../words.js';
import { TOOL } from './common.js';

export interface VerifyArguments {
  readonly format: 'text' | 'json' | 'markdown' | 'html';
  readonly json: boolean;
  readonly output?: string | undefined;
  readonly failOn: readonly string[];
  readonly require: readonly string[];
}

interface ParityArguments extends VerifyArguments {
  readonly files: string[];
  readonly rules?: string | undefined;
  readonly ignorePath: readonly string[];
  readonly minCompared?: number | undefined;
  readonly showValues: boolean;
}

export async function run(argv: ParityArguments): Promise<void> {
  const names = Object.keys(PARITY_METRICS);
  const failOn = argv.failOn.map((text) => parseGate(text, names));
  const require = argv.require.map((text) => parseGate(text, names));
  const inputs = await expandInputs(argv.files);
  await refuseOverwrite(inputs, argv.output);
  const rules = await rulesOf(argv);
  const progress = progressLine();
  try {
    const parity = await verifyParity(inputs, {
      rules,
      fewestCompared: argv.minCompared,
      showValues: argv.showValues,
      onProgress: progress.onProgress,
    });
    progress.done();
    const tripped = trippedGates(parity, failOn, require);
    await writeReport(argv, parityDocument(parity), () => parityJson(TOOL, parity, tripped));
    tellTripped(tripped);
  } finally {
    progress.done();
  }
}

async function rulesOf({ rules, ignorePath }: ParityArguments): Promise<ParityRules> {
  const given = rules === undefined ? {} : await readRules(rules);
  return {
    ...given,
    rules: [...(given.rules ?? []), ...ignorePath.map((path) => ({ path, ignore: true }))],
  };
}

async function readRules(file: string): Promise<ParityRules> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new Error('it is no object');
    return value as ParityRules;
  } catch (error) {
    throw new ProfileError(
      'bad-config',
      `${file}: cannot be read as rules: ${(error as Error).message}`,
      null,
      {
        cause: error,
      },
    );
  }
}

/** In the form that was asked for. */
export async function writeReport(
  argv: VerifyArguments,
  document: ReportDocument,
  json: () => unknown,
): Promise<void> {
  const output = argv.output === STDIN ? undefined : argv.output;
  const form = argv.json ? 'json' : argv.format;
  if (form === 'json') await writeResult(`${forJson(JSON.stringify(json(), null, 2))}\n`, output);
  else if (form === 'markdown') await writeResult(documentMarkdown(document), output);
  else if (form === 'html') await writeResult(documentHtml(document), output);
  else {
    const width = output === undefined ? pageWidth() : null;
    await writeResult(emphasized(documentText(document, width), output), output);
  }
}

/** A gate that tripped is exit code 1, after the report. */
export function tellTripped(tripped: readonly string[]): void {
  for (const text of tripped) process.stderr.write(`flameworth: ${forTerminal(text)}\n`);
  if (tripped.length > 0) process.exitCode = 1;
}
