/** One row of the speedup tables, and how the files of this folder write one. */
import type { Range } from '../range.js';

/** A: primary and reproducible. B: primary, uncontrolled. C: second-hand. `assumption`: no source that would carry it. */
export type Grade = 'A' | 'B' | 'C' | 'assumption';

/** Where a figure comes from. */
export interface PriorSource {
  readonly id: string;
  /** What it is and where to find it. */
  readonly what: string;
  /** ISO year, month or day, as precise as it is known. */
  readonly date: string;
  readonly grade: Grade;
}

/** How far to trust a speedup: a row of the built-in tables, or what the user gave, measured or spiked. */
export type Basis = 'prior' | 'assumption' | 'given' | 'spike' | 'measured';

/** How much faster one kind of work gets between two languages. `from` or `to` may be `*`. */
export interface Prior {
  readonly from: string;
  readonly to: string;
  /** A kind of work of `kinds/kinds.ts`, or `service`: a whole endpoint whose work is not split by kind. */
  readonly kind: string;
  /** Holds only where the work says so too (`KindOfWork.when`), as JSON of untyped data; null: always. */
  readonly when: string | null;
  /** Local speedup, P10 / P50 / P90. `Infinity`: the work goes away. */
  readonly speedup: Range;
  /** True for work that the language does not decide: not shrunk, and not changed by a speedup given for the whole code. */
  readonly structural: boolean;
  readonly sources: readonly PriorSource[];
  readonly note: string;
  readonly basis: Basis;
  /** A row of the user's: it goes before all built-in ones. */
  readonly user: boolean;
}

export type Triple = readonly [p10: number, p50: number, p90: number];

/** Rows of one pair of languages: kind, percentiles, sources, note. */
export function pair(from: string, to: string) {
  const make =
    (structural: boolean) =>
    (
      kind: string,
      [p10, p50, p90]: Triple,
      sources: readonly PriorSource[],
      note: string,
      when: string | null = null,
    ): Prior => {
      const basis = sources.some(({ grade }) => grade !== 'assumption') ? 'prior' : 'assumption';
      return {
        from,
        to,
        kind,
        when,
        speedup: { p10, p50, p90 },
        structural,
        sources,
        note,
        basis,
        user: false,
      };
    };
  return { row: make(false), fixed: make(true) };
}

/** The work goes away: all of it at the median, 80 % of it at P10. */
export const REMOVED: Triple = [5, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];

/** The sources of a row in one line. */
export function priorSource(prior: Prior): string {
  const names = prior.sources.map((source) =>
    source.grade === 'assumption' ? source.what : `${source.what} (grade ${source.grade})`,
  );
  return names.length === 0 ? prior.note : `${names.join('; ')}. ${prior.note}`;
}

/** The latest date among the sources of a row; null where it has none. */
export function priorDate(prior: Prior): string | null {
  return (
    prior.sources
      .map((source) => source.date)
      .sort()
      .at(-1) ?? null
  );
}
