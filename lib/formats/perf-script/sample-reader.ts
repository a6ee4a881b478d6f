/** Lines of `perf script` text to columns of samples: one pass, nothing decoded that was seen before. */
import { Float64Builder, Int32Builder } from '../../base/columns.js';
import { atLine, ProfileError } from '../../base/errors.js';
import { HASH_SEED, ListInterner, mixHash } from '../../base/interner.js';
import type { ReadContext } from '../format.js';
import type { LineSink } from '../line-reader.js';
import { ByteStrings } from './byte-strings.js';
import { BARE_HEADER, EventLine, HEADER, SIDE_RECORD } from './event-line.js';
import { FRAME_LINE, IGNORED_LINE, isTailFrame, SOURCE_LINE, stackLineKind } from './stack-line.js';

const TAB = 9;
const SPACE = 32;
const HASH_SIGN = 35;
const EXACT_DIGITS = 15;
const QUOTED_CHARACTERS = 80;
/** What `periods` holds for a sample without one. */
const NO_PERIOD = -1;
const MAX_EVENTS = 10_000;

/** Who was sampled: the part of a header left of the time. */
export interface Who {
  readonly comm: string;
  /** Null where the text does not say. */
  readonly pid: number | null;
  readonly tid: number;
  readonly cpu: number | null;
}

/** What one event amounts to. */
export interface EventTally {
  readonly name: string;
  samples: number;
  withPeriod: number;
  periods: bigint;
}

/**
 * Feed it lines, then `finish`. Afterwards sample s has stack `stackOf[s]` (a run of line numbers, leaf first, source
 * lines behind their frame), `whoOf[s]`, `eventOf[s]`, `periods[s]` and `times[s]`.
 */
export class SampleReader implements LineSink {
  /** The distinct frame lines (without leading space) and source lines (with it), told apart by `lineKinds`. */
  readonly lines = new ByteStrings();
  readonly lineKinds = new Int32Builder(1024);
  readonly stacks = new ListInterner();
  readonly who: Who[] = [];
  readonly events: EventTally[] = [];
  readonly stackOf = new Int32Builder();
  readonly whoOf = new Int32Builder();
  readonly eventOf = new Int32Builder();
  readonly periods = new Float64Builder();
  /** Periods beyond 2^53 by sample; `periods` holds their nearest floats. */
  readonly widePeriods = new Map<number, bigint>();
  /** Nanoseconds since the first sample's time; one a sample that has a time. */
  readonly times = new Float64Builder();
  readonly #name: string;
  readonly #context: ReadContext;
  readonly #header = new EventLine();
  readonly #whoBytes = new ByteStrings();
  readonly #eventBytes = new ByteStrings();
  readonly #decoder = new TextDecoder();
  #firstSeconds = 0;
  #firstNanoseconds = 0;
  #open = false;
  #depth = 0;
  #hash = HASH_SEED;
  /** The stack began on the header's line, so that no blank line is due. */
  #single = false;
  #blanks = 0;
  /** The last line was white space only: if the input ends there, a frame was cut in its indentation. */
  #indentOnly = false;
  /** A "comm tid" line that is a header if a frame follows: its row in `who`, or -1. */
  #bare = -1;
  #bareText = '';
  #bareLine = 0;
  /** Frames below a line that was not understood belong to nobody. */
  #orphan = false;

  constructor(name: string, context: ReadContext) {
    this.#name = name;
    this.#context = context;
  }

  line(bytes: Uint8Array, start: number, end: number, number: number): void {
    let text = start;
    while (text < end && (bytes[text] === TAB || bytes[text] === SPACE)) text++;
    this.#indentOnly = text === end && end > start;
    if (text === end) {
      this.#blanks++;
      this.#orphan = false;
      if (this.#bare >= 0) this.#dropBare();
      if (this.#open) this.#close(number);
      return;
    }
    if (this.#open) {
      const row = this.lines.find(bytes, text, end);
      if (row >= 0) this.#push(row, number);
      else this.#newLineInSample(bytes, start, text, end, number);
      return;
    }
    this.#lineOutside(bytes, start, text, end, number);
  }

  /** Ends the last sample; `ended`: the input ended with a line end. */
  finish(lineCount: number, ended: boolean): void {
    if (this.#bare >= 0) this.#dropBare();
    const cutInIndent = !ended && this.#indentOnly;
    if (!this.#open && !cutInIndent) return;
    if (!ended || (this.#blanks > 0 && !this.#single)) {
      this.#context.diagnostics.note(
        'input-ends-in-sample',
        'no blank line follows the last sample: if the file was cut, that sample is incomplete',
        atLine(this.#name, lineCount),
      );
    }
    if (this.#open) this.#close(lineCount);
  }

  #newLineInSample(bytes: Uint8Array, start: number, text: number, end: number, number: number): void {
    const kind = stackLineKind(bytes, start, end);
    if (kind === FRAME_LINE) {
      // A comm may be a hexadecimal word; perf indents frames with a tab.
      if (bytes[start] !== TAB && this.#header.parse(bytes, start, end) === HEADER && this.#isFull()) {
        this.#close(number);
        this.#openHeader(bytes, number);
        return;
      }
      this.#push(this.#addLine(bytes, text, end, FRAME_LINE, number), number);
      return;
    }
    if (bytes[start] === HASH_SIGN || kind === IGNORED_LINE) return;
    const header = this.#header.parse(bytes, start, end);
    if (header === HEADER) {
      this.#close(number);
      this.#openHeader(bytes, number);
    } else if (kind === SOURCE_LINE && this.#depth > 0) {
      const known = this.lines.find(bytes, start, end);
      this.#push(known >= 0 ? known : this.#addLine(bytes, start, end, SOURCE_LINE, number), number);
    } else if (header !== SIDE_RECORD) {
      this.#unparsed(this.#quote(bytes, start, end), number);
    }
  }

  #lineOutside(bytes: Uint8Array, start: number, text: number, end: number, number: number): void {
    if (bytes[start] === HASH_SIGN) return;
    const kind = stackLineKind(bytes, start, end);
    if (this.#bare >= 0 && kind === FRAME_LINE) {
      this.#begin(this.#bare, -1, number);
      this.#bare = -1;
    } else {
      if (this.#bare >= 0) this.#dropBare();
      const header = this.#header.parse(bytes, start, end);
      if (header === HEADER) {
        this.#openHeader(bytes, number);
        return;
      }
      if (header === SIDE_RECORD || kind === IGNORED_LINE) return;
      if (header === BARE_HEADER && !(kind === FRAME_LINE && text > start)) {
        this.#bare = this.#whoRow(bytes);
        this.#bareText = this.#quote(bytes, start, end);
        this.#bareLine = number;
        return;
      }
      if (kind !== FRAME_LINE || text === start || this.#orphan) {
        this.#orphan = true;
        this.#unparsed(this.#quote(bytes, start, end), number);
        return;
      }
      // perf script -F ip,sym: a sample's header is a blank line.
      this.#begin(-1, -1, number);
    }
    const known = this.lines.find(bytes, text, end);
    this.#push(known >= 0 ? known : this.#addLine(bytes, text, end, FRAME_LINE, number), number);
  }

  /** Begins the sample whose header was just parsed. */
  #openHeader(bytes: Uint8Array, number: number): void {
    const header = this.#header;
    this.#orphan = false;
    this.#begin(this.#whoRow(bytes), header.eventStart < 0 ? -1 : this.#eventRow(bytes, number), number);
    if (header.periodStart >= 0) this.#period(bytes, header.periodStart, header.periodEnd, number);
    if (header.hasTime) {
      if (this.times.length === 0) {
        this.#firstSeconds = header.seconds;
        this.#firstNanoseconds = header.nanoseconds;
      }
      this.times.push(
        (header.seconds - this.#firstSeconds) * 1e9 + (header.nanoseconds - this.#firstNanoseconds),
      );
    }
    const { tailStart, tailEnd } = header;
    if (tailStart >= 0 && isTailFrame(bytes, tailStart, tailEnd)) {
      this.#single = true;
      const known = this.lines.find(bytes, tailStart, tailEnd);
      this.#push(known >= 0 ? known : this.#addLine(bytes, tailStart, tailEnd, FRAME_LINE, number), number);
    }
  }

  #begin(who: number, event: number, number: number): void {
    const { samples } = this.#context.limits;
    if (this.whoOf.length >= samples) throw this.#over('samples', samples, number);
    this.#open = true;
    this.#single = false;
    this.#depth = 0;
    this.#hash = HASH_SEED;
    this.whoOf.push(who);
    const row = event < 0 ? this.#namelessEvent(number) : event;
    this.eventOf.push(row);
    this.events[row]!.samples++;
    this.periods.push(NO_PERIOD);
  }

  #push(row: number, number: number): void {
    const { stackDepth } = this.#context.limits;
    if (++this.#depth > stackDepth) throw this.#over('stackDepth', stackDepth, number);
    this.stacks.items.push(row);
    this.#hash = mixHash(this.#hash, row);
  }

  #close(number: number): void {
    this.#open = false;
    this.stackOf.push(this.stacks.commit(this.#hash));
    const { rows } = this.#context.limits;
    if (this.stacks.length > rows) throw this.#over('rows', rows, number);
  }

  #addLine(bytes: Uint8Array, start: number, end: number, kind: number, number: number): number {
    const { rows } = this.#context.limits;
    if (this.lines.length >= rows) throw this.#over('rows', rows, number);
    this.lineKinds.push(kind);
    return this.lines.add(bytes, start, end);
  }

  #isFull(): boolean {
    return this.#header.hasTime && this.#header.eventStart >= 0;
  }

  #whoRow(bytes: Uint8Array): number {
    const header = this.#header;
    const known = this.#whoBytes.find(bytes, header.whoStart, header.whoEnd);
    if (known >= 0) return known;
    this.who.push({
      comm: this.#text(bytes, header.commStart, header.commEnd),
      pid: header.pidStart < 0 ? null : Number(this.#text(bytes, header.pidStart, header.pidEnd)),
      tid: Number(this.#text(bytes, header.tidStart, header.tidEnd)),
      cpu: header.cpuStart < 0 ? null : Number(this.#text(bytes, header.cpuStart, header.cpuEnd)),
    });
    return this.#whoBytes.add(bytes, header.whoStart, header.whoEnd);
  }

  #eventRow(bytes: Uint8Array, number: number): number {
    const { eventStart, eventEnd } = this.#header;
    const known = this.#eventBytes.find(bytes, eventStart, eventEnd);
    if (known >= 0) return known;
    if (this.#eventBytes.length >= MAX_EVENTS) throw this.#over('events', MAX_EVENTS, number);
    this.events.push({
      name: this.#text(bytes, eventStart, eventEnd),
      samples: 0,
      withPeriod: 0,
      periods: 0n,
    });
    return this.#eventBytes.add(bytes, eventStart, eventEnd);
  }

  /** `perf script -F` can leave the event out; such samples are of an event without a name. */
  #namelessEvent(number: number): number {
    this.#header.eventStart = 0;
    this.#header.eventEnd = 0;
    return this.#eventRow(EMPTY_BYTES, number);
  }

  #period(bytes: Uint8Array, start: number, end: number, number: number): void {
    const sample = this.periods.length - 1;
    const event = this.events[this.eventOf.data[sample]!]!;
    event.withPeriod++;
    if (end - start <= EXACT_DIGITS) {
      let value = 0;
      for (let at = start; at < end; at++) value = value * 10 + bytes[at]! - 48;
      this.periods.data[sample] = value;
      event.periods += BigInt(value);
      return;
    }
    const exact = BigInt(this.#text(bytes, start, end));
    if (BigInt.asIntN(64, exact) !== exact) {
      throw new ProfileError(
        'bad-value',
        `the period ${exact} does not fit 64 bits; expected "comm tid time: period event:"`,
        atLine(this.#name, number),
      );
    }
    this.periods.data[sample] = Number(exact);
    event.periods += exact;
    if (exact > BigInt(Number.MAX_SAFE_INTEGER)) this.widePeriods.set(sample, exact);
  }

  #dropBare(): void {
    this.#unparsed(this.#bareText, this.#bareLine);
    this.#bare = -1;
    this.#orphan = true;
  }

  #unparsed(text: string, number: number): void {
    this.#context.diagnostics.note(
      'perf-script-unparsed-line',
      `line ${number} is neither a header nor a frame: ${text}`,
      atLine(this.#name, number),
    );
  }

  #quote(bytes: Uint8Array, start: number, end: number): string {
    return JSON.stringify(this.#text(bytes, start, Math.min(end, start + QUOTED_CHARACTERS)));
  }

  #text(bytes: Uint8Array, start: number, end: number): string {
    return this.#decoder.decode(bytes.subarray(start, end));
  }

  #over(limit: string, bound: number, number: number): ProfileError {
    return new ProfileError(
      'limit',
      `is over the limit ${limit}=${bound}; raise limits.${limit} if the file is trusted`,
      atLine(this.#name, number),
    );
  }
}

const EMPTY_BYTES = new Uint8Array(0);
