/** SARIF 2.1.0 as GitHub code scanning takes it: advice, not a security alert; what has no source file is left out. */
import { forJson, forSarif, forUrlPath } from '../../base/escape.js';
import { type Review, RULES, type RuleId } from '../finding.js';
import { cut, DEFAULT_KEY, type Located, located, type OutputOptions, RULE_TITLES } from './output.js';

/** GitHub shows 5,000 of 25,000; a reader looks at fewer. */
const MOST_RESULTS = 100;
const HOME = 'https://www.npmjs.com/package/flameworth';

const ABOUT: Readonly<
  Record<RuleId, { readonly name: string; readonly full: string; readonly help: string }>
> = {
  regression: {
    name: 'CpuRegression',
    full: 'The function takes a larger part of the CPU than in the base profile, by more than chance explains.',
    help: 'Compare the two versions with "flameworth diff". A rise that is wanted can be acknowledged in the configuration file.',
  },
  budget: {
    name: 'CpuBudget',
    full: 'The function or package takes more CPU than the budget in the configuration file allows.',
    help: 'Make it cheaper, or raise the budget with its owner. Budgets have a reason and an owner in the configuration file.',
  },
  'hot-code': {
    name: 'HotCodeChanged',
    full: 'The change is in lines that take a part of the CPU of the running service that matters.',
    help: 'Measure the change before it is merged: what these lines cost is paid on every machine of the service.',
  },
  'rewrite-set': {
    name: 'RewriteSetChanged',
    full: 'The change is in a function that an analysis of the profile recommends to rewrite.',
    help: 'Run "flameworth analyze" for the whole set and what rewriting it would pay. A change here may have to be done again.',
  },
};

/** A log with one run. Without findings it has no results, so that GitHub closes what it has. */
export function sarif(review: Review, options: OutputOptions): string {
  const { tool, key = DEFAULT_KEY } = options;
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: tool.name,
            semanticVersion: tool.version,
            informationUri: HOME,
            rules: RULES.map((rule) => ({
              id: ruleId(rule),
              name: ABOUT[rule].name,
              shortDescription: { text: `${RULE_TITLES[rule]}.` },
              fullDescription: { text: ABOUT[rule].full },
              help: { text: ABOUT[rule].help, markdown: ABOUT[rule].help },
              defaultConfiguration: { level: isWarning(rule) ? 'warning' : 'note' },
              properties: {
                tags: ['performance'],
                precision: 'high',
                'problem.severity': isWarning(rule) ? 'warning' : 'recommendation',
              },
            })),
          },
        },
        automationDetails: { id: `flameworth/${key}/` },
        columnKind: 'utf16CodeUnits',
        results: located(review).slice(0, MOST_RESULTS).map(resultOf),
      },
    ],
  };
  return `${forJson(JSON.stringify(log, null, 2))}\n`;
}

function ruleId(rule: RuleId): string {
  return `flameworth/${rule}`;
}

function isWarning(rule: RuleId): boolean {
  return rule === 'regression' || rule === 'budget';
}

function resultOf({ rule, level, message, path, line, name, id, share, samples }: Located): object {
  return {
    ruleId: ruleId(rule),
    ruleIndex: RULES.indexOf(rule),
    level,
    message: { text: forSarif(cut(message, 4000)) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: forUrlPath(path), uriBaseId: '%SRCROOT%' },
          // A profile knows lines, not columns, and the text of the line is not at hand.
          region: { startLine: line, startColumn: 1, endLine: line, endColumn: 2 },
        },
        logicalLocations: [{ fullyQualifiedName: cut(name, 1000), kind: 'function' }],
      },
    ],
    partialFingerprints: { 'flameworthFinding/v1': id },
    rank: Math.min(100, Number((share * 100).toFixed(4))),
    properties: { sharePercent: Number((share * 100).toFixed(4)), samples },
  };
}
