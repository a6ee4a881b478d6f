/** Spans of time of a trace: wall time of what somebody marked, not samples. */
import { Float64Builder, Int32Builder } from '../../base/columns.js';
import { atByte, ProfileError } from '../../base/errors.js';
import { StringInterner } from '../../base/interner.js';
import { ProfileBuilder } from '../../profile/builder.js';
import { NONE, type Profile, type Source } from '../../profile/profile.js';
import { CallNodes } from '../call-nodes.js';
import type { ReadContext } from '../format.js';
import { ThreadChoice } from '../thread-choice.js';
import type { Threads } from './threads.js';

const BEGIN = 0;
const END = 1;
const WHOLE = 2;
const NANOSECONDS = 1000;

/** A span that is open while its thread is walked. `until`: when it ends at the latest, Infinity unknown. */
interface Open {
  readonly node: number;
  readonly name: number;
  readonly until: number;
}

/** Columns by event. */
export class Spans {
  readonly #name: string;
  readonly #context: ReadContext;
  readonly #threads = new Int32Builder();
  readonly #kinds = new Int32Builder();
  readonly #names = new Int32Builder();
  /** Nanoseconds since the first event. */
  readonly #starts = new Float64Builder();
  readonly #durations = new Float64Builder();
  readonly #texts = new StringInterner();
  #base = Number.NaN;

  constructor(name: string, context: ReadContext) {
    this.#name = name;
    this.#context = context;
  }

  get length(): number {
    return this.#kinds.length;
  }

  /** Times in microseconds. */
  add(thread: number, phase: 'B' | 'E' | 'X', name: string, time: number, duration: number): void {
    const { limits, diagnostics } = this.#context;
    if (Number.isNaN(this.#base) && Number.isFinite(time)) this.#base = time;
    const start = Math.round((time - this.#base) * NANOSECONDS);
    const length = phase === 'X' ? Math.round((duration || 0) * NANOSECONDS) : 0;
    if (!(Number.isSafeInteger(start) && Number.isSafeInteger(start + length) && length >= 0)) {
      diagnostics.note(
        'chrome-trace-bad-event',
        'an event has no time, a negative duration or one beyond 2^53 nanoseconds; it is left out',
        atByte(this.#name, null),
      );
      return;
    }
    if (this.length >= limits.samples)
      throw new ProfileError(
        'limit',
        `has more than ${limits.samples} events; raise limits.samples if the file is trusted (chrome-trace)`,
        atByte(this.#name, null),
      );
    this.#threads.push(thread);
    this.#kinds.push(phase === 'X' ? WHOLE : phase === 'B' ? BEGIN : END);
    this.#names.push(this.#texts.intern(name));
    this.#starts.push(start);
    this.#durations.push(length);
  }

  /** One row for each call path of each thread, with the time that no span inside it covers. */
  finish(threads: Threads, source: Source, context: ReadContext): Profile {
    const builder = new ProfileBuilder([{ type: 'wall', unit: 'nanoseconds' }]);
    const byThread = new Map<number, number[]>();
    const choice = new ThreadChoice(context);
    for (let event = 0; event < this.length; event++) {
      const thread = this.#threads.data[event]!;
      const list = byThread.get(thread);
      if (list === undefined) byThread.set(thread, [event]);
      else list.push(event);
    }
    for (const [thread, events] of byThread) {
      if (!choice.keeps(threads.labels(thread))) continue;
      const labels = builder.labelSet(threads.labels(thread));
      const nodes = new CallNodes(builder, this.#name, context.limits);
      const self = this.#walk(builder, nodes, this.#inOrder(events));
      for (let node = 0; node < self.length; node++)
        if (self.data[node]! > 0) builder.sample(nodes.stackOf(node), labels, [self.data[node]!]);
    }
    choice.refuseUnknown();
    context.diagnostics.note(
      'chrome-trace-spans',
      'the trace has no CPU profile: its spans of wall time are read, which are no samples of the CPU',
      atByte(this.#name, null),
    );
    return builder.finish({ sources: [source], warnings: context.diagnostics.list() });
  }

  /** By time; of equal times first B and E as they stand in the file, then whole spans, the longest first. */
  #inOrder(events: readonly number[]): number[] {
    const { data: starts } = this.#starts;
    const { data: kinds } = this.#kinds;
    const { data: durations } = this.#durations;
    const late = (event: number): number => (kinds[event] === WHOLE ? 1 : 0);
    return [...events].sort(
      (a, b) => starts[a]! - starts[b]! || late(a) - late(b) || durations[b]! - durations[a]! || a - b,
    );
  }

  /** Self time by call node. */
  #walk(builder: ProfileBuilder, nodes: CallNodes, events: readonly number[]): Float64Builder {
    const self = new Float64Builder();
    const children = new Map<number, number>();
    const open: Open[] = [];
    let now = 0;
    /** Charges the time until `time` to what is open, closing what ends before. */
    const advance = (time: number): void => {
      for (let top = open[open.length - 1]; top !== undefined; top = open[open.length - 1]) {
        const end = Math.min(top.until, time);
        if (end > now) {
          self.data[top.node]! += end - now;
          now = end;
        }
        if (top.until > time) break;
        open.pop();
      }
      now = Math.max(now, time);
    };
    let stray = 0;
    for (const event of events) {
      const time = this.#starts.data[event]!;
      const name = this.#names.data[event]!;
      const kind = this.#kinds.data[event]!;
      advance(time);
      if (kind === END) {
        const at = this.#closes(open, name);
        if (at === NONE) stray++;
        else open.length = at;
        continue;
      }
      const top = open[open.length - 1];
      const key = ((top?.node ?? -1) + 1) * this.#texts.strings.length + name;
      let node = children.get(key);
      if (node === undefined) {
        node = nodes.add(top?.node ?? NONE, this.#location(builder, name));
        children.set(key, node);
        self.push(0);
      }
      const until = kind === WHOLE ? time + this.#durations.data[event]! : Number.POSITIVE_INFINITY;
      // A span that reaches beyond the one around it is cut there.
      open.push({ node, name, until: Math.min(until, top?.until ?? Number.POSITIVE_INFINITY) });
    }
    const left = open.filter(({ until }) => until === Number.POSITIVE_INFINITY).length;
    // What has no end lasts until the last event, or as long as a whole span inside it.
    advance(
      open.reduce(
        (last, { until }) => (until === Number.POSITIVE_INFINITY ? last : Math.max(last, until)),
        now,
      ),
    );
    this.#tell(stray, left);
    return self;
  }

  /** How many stay open when a span of `name` ends: the innermost begun one, or the innermost of that name. */
  #closes(open: readonly Open[], name: number): number {
    const top = open.length - 1;
    if (this.#texts.strings[name] === '') return top < 0 ? NONE : top;
    for (let at = top; at >= 0 && top - at < LOOKED_BACK; at--) if (open[at]!.name === name) return at;
    return NONE;
  }

  #location(builder: ProfileBuilder, name: number): number {
    const text = this.#texts.strings[name] || '(unnamed)';
    return builder.location(NONE, 0n, [
      { function: builder.function(text, text, null, 0), line: 0, column: 0 },
    ]);
  }

  #tell(stray: number, left: number): void {
    const { diagnostics } = this.#context;
    const place = atByte(this.#name, null);
    if (stray > 0)
      diagnostics.note(
        'chrome-trace-stray-end',
        `${stray} ends of spans have no beginning; they are left out`,
        place,
        stray,
      );
    if (left > 0)
      diagnostics.note(
        'chrome-trace-open-span',
        `${left} spans were never ended: they end with the last event`,
        place,
        left,
      );
  }
}

/** An end looks so far rootward for its beginning: more would be quadratic in a hostile file. */
const LOOKED_BACK = 1000;
