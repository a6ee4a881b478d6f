/** Prediction beside outcome, in words and figures: for the text report, and the sentences for the others. */
import { forTerminal } from '../base/escape.js';
import { formatShare, groupThousands } from '../base/units.js';
import type { Proof } from '../payoff/proof.js';
import type { Range } from '../payoff/range.js';
import { number } from './prose.js';
import { type TableColumn, textTable } from './text-table.js';

const right = (title: string): TableColumn => ({ title, align: 'right' });
const left = (title: string): TableColumn => ({ title, align: 'left' });
const share = formatShare;

/** A row of the comparison: P10 to P90 of the prediction, 95 % of the measurement; empty where one side is not known. */
export interface ProofRow {
  readonly what: string;
  readonly predicted: string;
  readonly measured: string;
  readonly error: string;
}

/** What the report begins with, the sentences around the table apart. Empty where nothing was measured. */
export function proofLines(proof: Proof | null, width: number | null): string[] {
  if (proof === null) return [];
  const rows = proofRows(proof).map(({ what, predicted, measured, error }) => [
    what,
    predicted,
    measured,
    error,
  ]);
  const columns = [left(''), right('predicted, 8 of 10'), right('measured, 95 %'), left('error')];
  return [
    ...(rows.length === 0
      ? []
      : [`Prediction and outcome, of ${forTerminal(proof.load!.name)}:`, ...textTable(columns, rows, width)]),
    ...proofSentences(proof).map(forTerminal),
    '',
  ];
}

export function proofRows({ load, predicted, cpuSaving, error, isWithin }: Proof): ProofRow[] {
  if (load === null || predicted === null || cpuSaving === null || error === null) return [];
  const { interval } = load;
  const rows: ProofRow[] = [
    {
      what: 'CPU saved',
      predicted: ofRange(predicted.cpuSaving, share),
      measured:
        share(cpuSaving.p50) + (interval === null ? '' : bracket(1 - interval.high, 1 - interval.low, share)),
      error: `${signed(error)} points, ${isWithin === true ? 'within' : 'outside'}`,
    },
  ];
  if (load.capacity !== null)
    rows.push({
      what: 'throughput',
      predicted: ofRange(predicted.capacity, (x) => `${number(x)}x`),
      measured: `${number(load.capacity.ratio)}x${capacityInterval(load.capacity)}`,
      error: '',
    });
  const both = (what: string, pair: readonly [number, number] | null, unit: string): void => {
    if (pair !== null)
      rows.push({
        what,
        predicted: '',
        measured: `${number(pair[0])} to ${number(pair[1])} ${unit}`,
        error: '',
      });
  };
  both('CPU a request', load.cpuMicros, 'µs');
  both('latency p50', load.p50Ms, 'ms');
  both('latency p99', load.p99Ms, 'ms');
  if (load.memoryRatio !== null)
    rows.push({ what: 'memory', predicted: '', measured: `${number(load.memoryRatio)}x`, error: '' });
  return rows;
}

export function proofSentences({ load, parity, setSpeedup }: Proof): string[] {
  const out: string[] = [];
  if (parity !== null) out.push(parityWords(parity));
  if (load !== null && setSpeedup !== null) {
    const { p10, p50, p90 } = setSpeedup;
    const spread = p10 === p90 ? '' : ` --speedup-low ${number(p10)} --speedup-high ${number(p90)}`;
    out.push(
      `The set as a whole became ${number(p50)} times as fast. For traffic in which it holds another share: --speedup ${number(p50)}${spread} --speedup-basis measured.`,
      'Effort and the chance that it is given up are those of a rewrite that is still to be made; where it is done, give --effort-pm and --failure 0.',
    );
  }
  return out;
}

function parityWords({ compared, mismatched, bound }: NonNullable<Proof['parity']>): string {
  if (compared === 0) return 'Correct: not shown, since no answer was compared.';
  if (mismatched > 0)
    return `Not correct: ${groupThousands(mismatched)} of ${groupThousands(compared)} compared answers differ.`;
  return `Correct: all ${groupThousands(compared)} compared answers match; a true mismatch rate over ${Number((100 * bound!).toPrecision(3))} % is ruled out (95 %).`;
}

function ofRange({ p10, p50, p90 }: Range, words: (value: number) => string): string {
  return words(p50) + (p10 === p90 ? '' : bracket(p10, p90, words));
}

function bracket(low: number, high: number, words: (value: number) => string): string {
  return ` (${words(low)} to ${words(high)})`;
}

/** In points of the CPU. */
function signed(error: number): string {
  return `${error < 0 ? '-' : '+'}${Math.abs(100 * error).toFixed(1)}`;
}

/** By the steps of the load, which are no confidence interval. */
function capacityInterval({
  low,
  high,
}: {
  readonly low: number | null;
  readonly high: number | null;
}): string {
  return low === null || high === null ? '' : `, ${number(low)} to ${number(high)} by the steps`;
}
