/** Columns of samples, filled in the order of their times. */
import { Float64Builder, Int32Builder } from '../../base/columns.js';
import { atByte, ProfileError } from '../../base/errors.js';
import { ListInterner } from '../../base/interner.js';
import type { ReadContext } from '../format.js';
import {
  type Attribute,
  type Attributes,
  BRANCH_CALL_STACK,
  READ_ID,
  SAMPLE_BRANCH_STACK,
  SAMPLE_REGS_USER,
  SAMPLE_STACK_USER,
} from './attributes.js';
import { MODE_USER, StackPath } from './call-chain.js';
import { type Chains, ChainWords, NO_STACK } from './chains.js';
import type { Facts } from './features.js';
import { Locations } from './locations.js';
import type { Processes, Thread } from './processes.js';
import { readValues, SampleFields } from './sample.js';
import { DumpedStacks } from './user-stack.js';

const TWO_32 = 2 ** 32;
/** Upper half of the largest period that a float holds exactly. */
const LARGEST_EXACT_HIGH = 0x1fffff;
const MAX_INT64 = 2n ** 63n - 1n;
const DUMPED = SAMPLE_REGS_USER | SAMPLE_STACK_USER;
/** Few samples are shorter: there is room for so many in advance, as pages that are never touched cost nothing and growing does. */
const BYTES_A_SAMPLE = 64;
const MOST_EXPECTED = 1 << 22;

/** Who was sampled. */
export interface Who {
  readonly comm: string;
  readonly pid: number;
  readonly tid: number;
  readonly cpu: number | null;
}

/** What the samples of one attribute amount to. */
export interface Tally {
  samples: number;
  /** Their sum is that of both: single periods beyond 2^53 are summed by themselves. */
  periods: number;
  widePeriods: bigint;
}

/**
 * Sample s has stack `stackOf[s]` (a list of rows of `locations`, root first), `whoOf[s]`, `attributeOf[s]`, `periods[s]`
 * and `times[s]`.
 */
export class Samples {
  readonly locations: Locations;
  readonly stacks = new ListInterner();
  readonly who: Who[] = [];
  /** By attribute, in order of their first samples. */
  readonly tallies = new Map<number, Tally>();
  readonly stackOf = new Int32Builder();
  readonly whoOf = new Int32Builder();
  readonly attributeOf = new Int32Builder();
  readonly periods = new Float64Builder();
  /** Periods beyond 2^53 by sample; `periods` holds their nearest floats. */
  readonly widePeriods = new Map<number, bigint>();
  /** Nanoseconds since the first time in the file; NaN where a sample has none. */
  readonly times = new Float64Builder();
  readonly #name: string;
  readonly #context: ReadContext;
  readonly #little: boolean;
  readonly #processes: Processes;
  readonly #attributes: Attributes;
  readonly #fields = new SampleFields();
  readonly #path: StackPath;
  readonly #dumped: DumpedStacks;
  /** Reads the chains of samples that are not kept by their chain. */
  readonly #loader: ChainWords;
  /** The last answers of `#tallyOf` and `#whoRow`. */
  #tallied = -1;
  #tally: Tally = { samples: 0, periods: 0, widePeriods: 0n };
  #lastWho: Thread['who'] | null = null;
  #lastCpu = -1;
  #lastRow = -1;
  readonly #readBefore = new Map<string, bigint>();
  /** Samples that wait for their user part, by thread and cookie. */
  readonly #deferred = new Map<string, number[]>();

  constructor(
    name: string,
    little: boolean,
    context: ReadContext,
    processes: Processes,
    attributes: Attributes,
    facts: Facts,
    bytes: number,
  ) {
    const room = Math.min(MOST_EXPECTED, Math.floor(bytes / BYTES_A_SAMPLE));
    for (const column of [this.stackOf, this.whoOf, this.attributeOf, this.periods, this.times])
      column.reserve(room);
    this.#name = name;
    this.#little = little;
    this.#context = context;
    this.#loader = new ChainWords(little);
    this.#processes = processes;
    this.#attributes = attributes;
    this.locations = new Locations(processes, context.limits.rows);
    this.#path = new StackPath(processes, this.locations, this.stacks);
    this.#dumped = new DumpedStacks(processes, this.#path, context, facts);
  }

  get length(): number {
    return this.stackOf.length;
  }

  /** Adds a sample that has been read; `chain` is a row of `chains`. */
  addPlain(
    chains: Chains,
    chain: number,
    row: number,
    pid: number,
    tid: number,
    cpu: number,
    period: number,
    time: number,
  ): void {
    const thread = this.#processes.thread(pid, tid);
    const who = this.#whoRow(thread, pid, cpu);
    const space = this.#processes.space(pid);
    const { kernel } = this.#processes;
    let stack = chains.stack(chain, space.key, kernel.key);
    if (stack === NO_STACK) {
      stack = this.#resolve(chains, chain, pid, thread);
      chains.keep(chain, space.key, kernel.key, stack);
    }
    this.#push(row, stack, who, period, null, time);
  }

  /** Adds what the SAMPLE record at `at` holds; false where it does not hold what its attribute promises. */
  add(view: DataView, at: number, size: number, row: number, time: number): boolean {
    const little = this.#little;
    const fields = this.#fields;
    const attribute = this.#attributes.list[row]!;
    if (!fields.parse(view, at, size, attribute, little)) return false;
    const thread = this.#processes.thread(fields.pid, fields.tid);
    const who = this.#whoRow(thread, fields.pid, fields.cpu);
    const cookie = this.#fill(view, view.getUint16(at + 4, little) & 7, attribute, thread);
    const stack = this.#commit();
    if (fields.readAt >= 0 && (attribute.readFormat & READ_ID) !== 0) {
      this.#counters(view, attribute, stack, who, time);
    } else if (fields.hasPeriod && fields.periodHigh > LARGEST_EXACT_HIGH) {
      const wide = (BigInt(fields.periodHigh) << 32n) | BigInt(fields.periodLow);
      this.#push(row, stack, who, Number(wide), wide, time);
    } else {
      const period = fields.hasPeriod
        ? fields.periodHigh * TWO_32 + fields.periodLow
        : (attribute.fixedPeriod ?? 1);
      this.#push(row, stack, who, period, null, time);
    }
    if (cookie !== null) this.#defer(`${fields.tid} ${cookie}`);
    return true;
  }

  /** The user part of the samples of `tid` that wait for `cookie`. */
  addDeferred(view: DataView, at: number, length: number, pid: number, tid: number, cookie: bigint): void {
    const key = `${tid} ${Number(cookie & 0xffffffffn) | 0} ${Number(cookie >> 32n) | 0}`;
    const rows = this.#deferred.get(key) ?? [];
    this.#deferred.delete(key);
    for (const row of rows) {
      this.#path.begin(pid, null);
      this.#path.resume(this.stackOf.data[row]!);
      this.#path.chain(this.#loader.load(view, at, length), 0, length * 2, MODE_USER);
      this.stackOf.data[row] = this.#commit();
    }
  }

  /** Row of the stack that a chain is now. */
  #resolve(chains: Chains, chain: number, pid: number, thread: Thread): number {
    const { words } = chains;
    const start = chains.start(chain);
    const mode = chains.mode(chain);
    this.#path.begin(pid, thread);
    if (chains.isPointer(chain)) this.#path.frame(mode, words[start]! >>> 0, words[start + 1]! >>> 0, 0);
    else this.#path.chain(words, start, chains.size(chain), mode);
    return this.#commit();
  }

  #commit(): number {
    const stack = this.#path.commit();
    if (this.stacks.length > this.#context.limits.rows) throw this.#over('rows');
    return stack;
  }

  finish(): void {
    let waiting = 0;
    for (const rows of this.#deferred.values()) waiting += rows.length;
    if (waiting > 0)
      this.#context.diagnostics.note(
        'perf-data-deferred-stack',
        'the user part of deferred call chains did not come; those stacks are the kernel part only',
        null,
        waiting,
      );
    this.#dumped.finish();
  }

  /** Fills the path. A cookie where the user part comes in a later record. */
  #fill(view: DataView, mode: number, attribute: Attribute, thread: Thread): string | null {
    const fields = this.#fields;
    const path = this.#path;
    const { sampleType } = attribute;
    path.begin(fields.pid, thread);
    let cookie: string | null = null;
    if (fields.chainAt >= 0) {
      const words = this.#loader.load(view, fields.chainAt, fields.chainLength);
      const place = path.chain(words, 0, fields.chainLength * 2, mode);
      if (place >= 0) cookie = `${words[place]} ${words[place + 1]}`;
    }
    if ((sampleType & DUMPED) === DUMPED && fields.registersAt >= 0)
      this.#dumped.append(view, fields, attribute, this.#little);
    else if (
      (sampleType & SAMPLE_BRANCH_STACK) !== 0 &&
      (attribute.branchSampleType & BRANCH_CALL_STACK) !== 0
    )
      this.#context.diagnostics.note(
        'perf-data-branch-stack',
        'call stacks were recorded as branches (--call-graph lbr), which are not read; run "perf script" and give its text for whole stacks',
      );
    if (path.isEmpty && cookie === null) path.frame(mode, fields.ipLow, fields.ipHigh, 0);
    return cookie;
  }

  /** One sample for each counter of a READ field that has moved: so perf spreads a group over its members. */
  #counters(view: DataView, attribute: Attribute, stack: number, who: number, time: number): void {
    const { tid, readAt } = this.#fields;
    for (const { id, value } of readValues(view, readAt, attribute.readFormat, this.#little)) {
      const row = this.#attributes.rowOf(Number(id & 0xffffffffn), Number(id >> 32n));
      if (row < 0) continue;
      const key = attribute.inherit ? `${id} ${tid}` : `${id}`;
      const moved = BigInt.asUintN(64, value - (this.#readBefore.get(key) ?? 0n));
      this.#readBefore.set(key, value);
      if (moved === 0n) continue;
      this.#push(
        row,
        stack,
        who,
        Number(moved),
        moved > BigInt(Number.MAX_SAFE_INTEGER) ? moved : null,
        time,
      );
    }
  }

  #push(row: number, stack: number, who: number, period: number, wide: bigint | null, time: number): void {
    if (this.length >= this.#context.limits.samples) throw this.#over('samples');
    const tally = row === this.#tallied ? this.#tally : this.#tallyOf(row);
    if (wide !== null) {
      if (wide > MAX_INT64)
        throw new ProfileError(
          'bad-value',
          `the period ${wide} of a sample does not fit 63 bits`,
          atByte(this.#name, null),
        );
      this.widePeriods.set(this.length, wide);
    }
    tally.samples++;
    if (wide === null) tally.periods += period;
    else tally.widePeriods += wide;
    this.stackOf.push(stack);
    this.whoOf.push(who);
    this.attributeOf.push(row);
    this.periods.push(period);
    this.times.push(time);
  }

  #tallyOf(row: number): Tally {
    let tally = this.tallies.get(row);
    if (tally === undefined) {
      tally = { samples: 0, periods: 0, widePeriods: 0n };
      this.tallies.set(row, tally);
    }
    this.#tallied = row;
    this.#tally = tally;
    return tally;
  }

  #defer(key: string): void {
    const rows = this.#deferred.get(key);
    if (rows === undefined) this.#deferred.set(key, [this.length - 1]);
    else rows.push(this.length - 1);
  }

  #whoRow(thread: Thread, pid: number, cpu: number): number {
    if (thread.who === this.#lastWho && cpu === this.#lastCpu) return this.#lastRow;
    const row = thread.who.get(cpu) ?? this.#newWho(thread, pid, cpu);
    this.#lastWho = thread.who;
    this.#lastCpu = cpu;
    this.#lastRow = row;
    return row;
  }

  #newWho(thread: Thread, pid: number, cpu: number): number {
    // perf prints a thread that no record names by its id.
    const comm = thread.comm ?? `:${thread.tid}`;
    if (this.who.length >= this.#context.limits.rows) throw this.#over('rows');
    const row = this.who.push({ comm, pid, tid: thread.tid, cpu: cpu < 0 ? null : cpu }) - 1;
    thread.who.set(cpu, row);
    return row;
  }

  #over(limit: 'rows' | 'samples'): ProfileError {
    return new ProfileError(
      'limit',
      `is over the limit ${limit}=${this.#context.limits[limit]}; raise limits.${limit} if the file is trusted`,
      atByte(this.#name, null),
    );
  }
}
