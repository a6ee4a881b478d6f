/** Reads Chrome's trace events: V8's CPU profiles in pieces, or else spans of time. */
import { atByte, ProfileError } from '../../base/errors.js';
import type { Profile } from '../../profile/profile.js';
import { type ByteSource, type ReadContext, sourceOf } from '../format.js';
import { fields, readJson, type Shape } from '../json/shape.js';
import { CpuPieces } from './cpu-pieces.js';
import { Spans } from './spans.js';
import { Threads } from './threads.js';

export async function read(source: ByteSource, context: ReadContext): Promise<Profile> {
  const reader = new Reader(source.name, context);
  const { complete } = await readJson(source, context, reader.shape, true);
  if (!complete)
    context.diagnostics.note(
      'chrome-trace-cut',
      'the list of events has no end: what was behind it is lost',
      atByte(source.name, null),
    );
  const from = sourceOf(source, 'chrome-trace');
  const { pieces, spans, threads } = reader;
  if (pieces.count > 0) return pieces.finish(threads, from, context);
  if (spans.length === 0)
    throw new ProfileError(
      'empty',
      'there are no CPU profiles and no spans among its events; record with the category "disabled-by-default-v8.cpu_profiler" (chrome-trace)',
      atByte(source.name, null),
    );
  return spans.finish(threads, from, context);
}

type Scalar = string | number | boolean | null;

/** Takes events as they come. The members of one may stand in any order, so it is looked at when it ends. */
class Reader {
  readonly shape: Shape;
  readonly threads = new Threads();
  readonly pieces: CpuPieces;
  readonly spans: Spans;
  #phase = '';
  #name = '';
  #argsName = '';
  #id: Scalar = null;
  #pid: Scalar = null;
  #tid: Scalar = null;
  #time = Number.NaN;
  #duration = Number.NaN;
  #threadDuration = Number.NaN;

  constructor(name: string, context: ReadContext) {
    this.pieces = new CpuPieces(name, context);
    this.spans = new Spans(name, context);
    const number = (value: Scalar): number => (typeof value === 'number' ? value : Number.NaN);
    const text = (value: Scalar): string => (typeof value === 'string' ? value : '');
    const event: Shape = {
      begin: () => {
        this.#phase = '';
        this.#name = '';
        this.#argsName = '';
        this.#id = null;
        this.#pid = null;
        this.#tid = null;
        this.#time = Number.NaN;
        this.#duration = Number.NaN;
        this.#threadDuration = Number.NaN;
      },
      fields: fields({
        ph: { scalar: (value) => (this.#phase = text(value)) },
        name: { scalar: (value) => (this.#name = text(value)) },
        id: { scalar: (value) => (this.#id = value) },
        pid: { scalar: (value) => (this.#pid = value) },
        tid: { scalar: (value) => (this.#tid = value) },
        ts: { scalar: (value) => (this.#time = number(value)) },
        dur: { scalar: (value) => (this.#duration = number(value)) },
        tdur: { scalar: (value) => (this.#threadDuration = number(value)) },
        args: {
          fields: fields({
            name: { scalar: (value) => (this.#argsName = text(value)) },
            data: this.pieces.data,
          }),
        },
      }),
      end: () => this.#event(),
    };
    this.shape = { each: event, fields: fields({ traceEvents: { each: event } }) };
  }

  #event(): void {
    const name = this.#name;
    const piece = this.pieces.take();
    if (this.#phase === 'M') {
      if (name === 'thread_name') this.threads.nameThread(this.#pid, this.#tid, this.#argsName);
      else if (name === 'process_name') this.threads.nameProcess(this.#pid, this.#argsName);
    } else if (name === 'Profile' || name === 'ProfileChunk' || name === 'CpuProfile') {
      const thread = this.threads.row(this.#pid, this.#tid);
      // One "CpuProfile" has no id of its own.
      const key = name === 'CpuProfile' ? `whole ${thread}` : `${String(this.#pid)} ${String(this.#id)}`;
      this.pieces.add({ kind: name, key, thread, time: this.#time }, piece);
    } else if (this.#phase === 'X' || this.#phase === 'B' || this.#phase === 'E') {
      const duration = Number.isNaN(this.#duration) ? this.#threadDuration : this.#duration;
      this.spans.add(this.threads.row(this.#pid, this.#tid), this.#phase, name, this.#time, duration);
    }
  }
}
