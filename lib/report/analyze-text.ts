/** What `analyze` and `payoff` print for people: the answer, then what was measured, what to rewrite, and what that is worth. */
import type { Answer } from '../analyze.js';
import { forTerminal } from '../base/escape.js';
import { formatShare, formatValue, groupThousands } from '../base/units.js';
import type { Candidate, CandidateSet } from '../candidates/candidates.js';
import { SAMPLES_FOR_NUMBERS } from '../evidence/sufficiency.js';
import { doubts } from './doubts.js';
import { proofLines } from './proof-text.js';
import { counted, fold, number, typeOf } from './prose.js';
import { type TableColumn, textTable } from './text-table.js';
import { worth } from './worth-text.js';

const right = (title: string): TableColumn => ({ title, align: 'right' });
const left = (title: string): TableColumn => ({ title, align: 'left' });
const share = formatShare;

/** `verbose`: roll-ups, cuts, the coverage curve and every caption beside what fits on one screen. */
export function analyzeText(answer: Answer, width: number | null, verbose = false): string {
  const { set, verdict, assumptions } = answer;
  const out: string[] = [`Verdict: ${verdict.code}. ${verdict.reasons.join(' ')}`, ''];
  if (set.samples < SAMPLES_FOR_NUMBERS)
    out.push(
      `No figures can be given on ${groupThousands(Math.round(set.samples))} samples: ${groupThousands(SAMPLES_FOR_NUMBERS)} would be enough. What follows is a direction; shares are rounded, and their intervals say how far they may be off.`,
      '',
    );
  out.push(
    ...measured(answer),
    '',
    ...candidateTable(set, width),
    '',
    ...spread(set),
    ...callbackLines(answer),
  );
  if (verbose) out.push('', ...details(answer, width));
  out.push(
    '',
    ...proofLines(answer.proof, width),
    ...worth(answer, width, verbose),
    '',
    ...assumptionLines(assumptions, verbose),
    ...warnings(answer),
  );
  return `${out.map((line) => (isTable(line) || width === null ? line : fold(line, width))).join('\n')}\n`;
}

/** Table rows are cut to the page already and have gaps; items of lists begin with two spaces. */
function isTable(line: string): boolean {
  return /^ {3}/.test(line) || /\S {2,}\S/.test(line);
}

function measured({ profile, sampleType, set }: Answer): string[] {
  const { type } = typeOf(profile, sampleType);
  const { owners, background } = set;
  const left = [
    ...(background.idle > 0 ? [`${share(background.idle)} idle`] : []),
    ...(background.profiler > 0 ? [`${share(background.profiler)} of the profiler`] : []),
  ];
  const files = profile.sources.length === 1 ? '1 profile' : `${profile.sources.length} profiles`;
  const duration = profile.duration === null ? '' : `, ${formatValue(profile.duration, 'nanoseconds')}`;
  const out = left.length === 0 ? '' : `; left out: ${left.join(', ')}`;
  return [
    `Measured: ${forTerminal(type)} of ${files}, ${counted(profile, sampleType)}${duration}${out}`,
    `Whose: own ${share(owners.own)}, libraries ${share(owners.library)}, standard library ${share(owners.standard)}, runtime ${share(owners.runtime)}, kernel ${share(owners.kernel)}, unsymbolized ${share(owners.unsymbolized)}`,
    `Work: ${kindList(set.kinds, 7, { part: set.samples < SAMPLES_FOR_NUMBERS ? rough : share })}${collection(set)}`,
  ];
}

function collection({ background, chargedBy }: CandidateSet): string {
  if (background.gc === 0) return '';
  const by =
    chargedBy === 'none' ? 'charged to nobody; --allocs says who causes it' : `charged by ${chargedBy}`;
  return `; background collection ${share(background.gc)}, ${by}`;
}

/** The largest kinds, as many as fit the room; what else there is stays a rest. */
function kindList(
  kinds: CandidateSet['kinds'],
  most: number,
  { part = share, room = Number.POSITIVE_INFINITY }: { part?: typeof share; room?: number } = {},
): string {
  let text = '';
  for (const row of kinds.filter((kind) => kind.share >= 0.005).slice(0, most)) {
    const longer = `${text}${text === '' ? '' : ', '}${row.kind} ${part(row.share)}`;
    if (longer.length > room) break;
    text = longer;
  }
  return text;
}

function candidateTable(
  { candidates, unit, endpoints, samples }: CandidateSet,
  width: number | null,
): string[] {
  const part = samples < SAMPLES_FOR_NUMBERS ? rough : share;
  const taxed = candidates.some(({ taxShare }) => taxShare > 0);
  const served = candidates.some(({ servingShare }) => servingShare > 0);
  // The share says nearly the same.
  const narrow = width !== null && width < NARROW;
  const titles = [
    right('share'),
    right('95% interval'),
    ...(served ? [right('serving')] : []),
    ...(taxed ? [right('of it GC')] : []),
    ...(narrow ? [] : [right('adds')]),
  ];
  const rows = candidates.map((c) => [
    part(c.share),
    `${share(c.interval.low)}-${share(c.interval.high)}`,
    ...(served ? [part(c.servingShare)] : []),
    ...(taxed ? [part(c.taxShare)] : []),
    ...(narrow ? [] : [`+${part(c.marginalShare)}`]),
    labelled(c, endpoints),
  ]);
  const [head, ...lines] = textTable(
    [...titles, left(unit === 'endpoint' ? 'endpoint' : 'function')],
    rows,
    width,
  );
  return [
    head!,
    ...lines.flatMap((line, i) => [
      line,
      `       ${kindList(candidates[i]!.kinds, 6, { part, room: (width ?? Number.POSITIVE_INFINITY) - 7 })}`,
    ]),
  ];
}

/** Columns below which a table leaves out what it can spare. */
const NARROW = 70;

/** Whole percents, said to be rough. */
function rough(part: number): string {
  return `~${Math.round(100 * part)}%`;
}

function labelled({ name }: Candidate, endpoints: CandidateSet['endpoints']): string {
  const label = endpoints.find((endpoint) => endpoint.name === name)?.label;
  return label == null || label === name ? name : `${name} {${label}}`;
}

/** How concentrated the work is, in plain words, and what the table leaves open. */
function spread(set: CandidateSet): string[] {
  const { concentration, candidates, endpoints, alternative, unit } = set;
  const lines: string[] = [];
  if (concentration.k50 > 0) lines.push(concentrationLine(set));
  if (endpoints.length > 1) {
    const top = endpoints.slice(0, unit === 'endpoint' ? candidates.length : 2);
    lines.push(
      `${words(top.length, 'endpoint')} of ${endpoints.length} ${top.length === 1 ? 'holds' : 'hold'} ${share(top.reduce((sum, row) => sum + row.share, 0))}.`,
    );
  }
  lines.push(
    `Together ${share(set.coveredShare)} of the CPU, of which ${share(set.kernelShare)} in the kernel${set.taxShare > 0 ? `, and ${share(set.taxShare)} of background collection` : ''}.`,
    ...servingLines(set),
  );
  for (const { first, second, profilesNeeded } of set.tied)
    lines.push(
      `${forTerminal(first)} and ${forTerminal(second)} cannot be told apart by share${profilesNeeded === null ? '' : `; ${groupThousands(profilesNeeded)} such profiles would tell`}.`,
    );
  if (alternative !== null)
    lines.push(
      `The other cut: ${words(alternative.names.length, alternative.unit)} that ${alternative.names.length === 1 ? 'holds' : 'hold'} ${share(alternative.coveredShare)}: ${alternative.names.map(forTerminal).join(', ')}.`,
    );
  for (const { name, cut } of candidates)
    if (cut.dominator !== null && unit === 'function')
      lines.push(
        `${forTerminal(name)} is called through ${forTerminal(cut.dominator.name)} in ${share(cut.dominator.through)}: cutting there takes ${share(cut.dominator.share)} with fewer crossings.`,
      );
  return lines;
}

/** What the set calls back into; a call back is two crossings, which count where it is known how often. */
function callbackLines({ set, assumptions }: Answer): string[] {
  if (set.callbacks === 0) return [];
  const names = [...new Set(set.candidates.flatMap(({ cut }) => cut.callbacks.map(({ name }) => name)))];
  const shown = names.slice(0, CALLBACKS_SHOWN).map(forTerminal).join(', ');
  const more = set.callbacks > CALLBACKS_SHOWN ? ` and ${set.callbacks - CALLBACKS_SHOWN} more` : '';
  const calls = assumptions.find(({ name }) => name === 'callsPerRequest')?.value ?? null;
  const counted =
    calls === null
      ? 'not in the estimate, since nothing says how often; --calls-per-request and --callbacks-per-request do'
      : `${number(assumptions.find(({ name }) => name === 'callbacksPerRequest')!.value as number)} calls back a request are in the estimate`;
  return [`Stays behind and is called back: ${shown}${more}. Each call back is two crossings; ${counted}.`];
}

const CALLBACKS_SHOWN = 3;

/** The counts, and in brackets what else they might have come out as. */
function concentrationLine({
  concentration: { k50, k80, effectiveNumber },
  spread: sure,
}: CandidateSet): string {
  const within = (low: string, high: string): string => (low === high ? '' : ` (${low} to ${high})`);
  const counts = ({ low, high }: { low: number; high: number }): string => within(String(low), String(high));
  const equal =
    sure === null ? '' : within(number(sure.effectiveNumber.low), number(sure.effectiveNumber.high));
  return `Half of the work of your own functions is in ${k50}${sure === null ? '' : counts(sure.k50)} of them, four fifths in ${k80}${sure === null ? '' : counts(sure.k80)}; it is spread as over ${number(effectiveNumber)}${equal} equal ones.${equal === '' ? '' : ' In brackets: 95% intervals.'}`;
}

/** What an endpoint brings along, and how far the guess of its part may be off. */
function servingLines({ serving }: CandidateSet): string[] {
  if (serving === null) return [];
  const how =
    serving.by === 'labels'
      ? 'told by the labels of what middleware does'
      : "told by the square roots of the handlers' weights, since nothing says how often each is called";
  const range =
    serving.low < serving.high
      ? `; ${share(serving.equallyOften)} were all endpoints called equally often, ${share(serving.equallyDear)} did all cost alike`
      : '';
  return [
    `${share(serving.wholeShare)} of the CPU serves requests outside every handler (framework, connections, middleware). Endpoints take their part along, here ${share(serving.share)}, ${how}${range}.`,
  ];
}

function details({ set, details: more }: Answer, width: number | null): string[] {
  const lines: string[] = [
    `Coverage of the best 1, 2, ... functions: ${set.coverage.map((covered) => share(covered)).join(', ')}`,
    `Left out as roots: ${set.roots.map(forTerminal).join(', ') || 'none'}`,
    ...set.captions.map((caption) => `${caption}.`),
    '',
  ];
  const rollup = (title: string, rows: Answer['details']['packages']): string[] =>
    textTable(
      [right('self%'), right('total%'), left(title)],
      rows.map((row) => [share(row.selfShare), share(row.totalShare), row.name]),
      width,
    );
  lines.push(...rollup('package', more.packages), '', ...rollup('object file', more.modules));
  for (const { name, cut, placeChance } of set.candidates) {
    lines.push(
      '',
      `${forTerminal(name)}: among the first ${set.candidates.length} in ${share(placeChance)} of draws`,
    );
    for (const caller of cut.callers)
      lines.push(`  called by ${forTerminal(caller.name)} ${share(caller.share)}`);
    for (const call of cut.callbacks)
      lines.push(`  calls back into ${forTerminal(call.name)} (${call.kind}) ${share(call.share)}`);
  }
  if (more.subtrees.length > 0) lines.push('', 'The same work as subtrees of the call tree:');
  for (const { path, share: part } of more.subtrees)
    lines.push(`  ${share(part)} ${path.slice(-4).map(forTerminal).join(' > ')}`);
  return lines;
}

/** Given, measured and published values with their tags; plain assumptions by number, or each with its source. */
function assumptionLines(assumptions: Answer['assumptions'], verbose: boolean): string[] {
  type Row = Answer['assumptions'][number];
  const known = assumptions.filter(({ value }) => value !== null);
  const shown = ({ name, value }: Row): string =>
    `${name} ${typeof value === 'number' ? number(value) : forTerminal(String(value))}`;
  // Carbon factors are published, but no one would look for them among what is known of this service.
  const isDefault = ({ tag, name }: Row): boolean => tag === 'assumption' || name.startsWith('carbon.');
  const sourced = known.filter((row) => !isDefault(row));
  const isElsewhere = ({ source }: Row): boolean => source.startsWith('configuration file ');
  const elsewhere = sourced.filter(isElsewhere);
  const places = [...new Set(elsewhere.map(({ source }) => source))].map((place) => {
    const rows = elsewhere.filter(({ source }) => source === place);
    return `Given in the ${forTerminal(place)}: ${rows.map(shown).join(', ')}.`;
  });
  const here = sourced.filter((row) => !isElsewhere(row));
  if (!verbose) {
    // A price has its date beside it, as all sums do.
    const mark = ({ tag, unit, date }: Row): string =>
      unit.startsWith('USD') && date !== null ? `${tag}, ${date.slice(0, 7)}` : tag;
    const rest = known.length - sourced.length;
    return [
      ...places,
      `Known: ${here.map((row) => `${shown(row)} (${mark(row)})`).join(', ')}.`,
      `Assumed: ${rest} defaults; --verbose lists them with their sources, most have a flag.`,
    ];
  }
  const line = (row: Row): string => {
    const dated = row.date === null || row.date === '' ? '' : ` (${row.date})`;
    return `  ${shown(row)}${row.unit === '' ? '' : ` ${row.unit}`}: ${forTerminal(row.source)}${dated}`;
  };
  return [
    ...places,
    'Known, and from where:',
    ...here.map(line),
    'Assumed:',
    ...known.filter(isDefault).map(line),
  ];
}

function warnings({ profile, assessment, details }: Answer): string[] {
  const lines = doubts({ ...details, warnings: profile.warnings, checks: assessment.checks });
  return lines.map((message) => `Warning: ${forTerminal(message)}`);
}

function words(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
