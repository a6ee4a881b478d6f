/** V8's .cpuprofile: what `node --cpu-prof` and DevTools save, and the older form with one tree. See docs/formats/cpuprofile.md. */
import { Float64Builder, Int32Builder } from '../../base/columns.js';
import { atByte, ProfileError } from '../../base/errors.js';
import { NONE, type Profile } from '../../profile/profile.js';
import { type ByteSource, type Confidence, type Format, type ReadContext, sourceOf } from '../format.js';
import { jsonOutline } from '../json/outline.js';
import { fields, type JsonValue, readJson, type Shape } from '../json/shape.js';
import { type CallFrame, callFrameOf, textOf } from '../v8/call-frame.js';
import { buildProfile, type RawCpuProfile } from './build.js';

export const cpuprofile: Format = { id: 'cpuprofile', title: 'V8 .cpuprofile', sniff, read };

function sniff(prefix: Uint8Array): Confidence {
  const outline = jsonOutline(prefix);
  if (outline === null) return 'no';
  const { paths, open } = outline;
  if (paths.has('nodes[].callFrame') || (paths.has('timeDeltas') && paths.has('samples'))) return 'yes';
  // The older form, told from .heapprofile by what its nodes count.
  if (paths.has('head.hitCount') || paths.has('head.children[].hitCount')) return 'yes';
  const begun = ['nodes', 'samples', 'timeDeltas', 'head', 'startTime'].some((name) => paths.has(name));
  const other = ['head.selfSize', 'profiles', 'meta', 'traceEvents'].some((name) => paths.has(name));
  return open && begun && !other ? 'maybe' : 'no';
}

async function read(source: ByteSource, context: ReadContext): Promise<Profile> {
  const reader = new Reader(source.name, context);
  await readJson(source, context, reader.shape);
  return buildProfile(reader.raw(), sourceOf(source, 'cpuprofile'), context);
}

/** Takes the members as they come; ids are resolved when all are there. */
class Reader {
  readonly shape: Shape;
  readonly #name: string;
  readonly #context: ReadContext;
  readonly #raw;
  #startTime: number | null = null;
  #endTime: number | null = null;
  #old = false;
  readonly #timestamps = new Float64Builder();
  /** Rows of the nodes of the older form that are open, root first. */
  readonly #path: number[] = [];

  constructor(name: string, context: ReadContext) {
    this.#name = name;
    this.#context = context;
    this.#raw = {
      name,
      ids: new Float64Builder(),
      frames: [] as CallFrame[],
      hits: new Float64Builder(),
      parentIds: new Float64Builder(),
      parentRows: new Int32Builder(),
      childOf: new Int32Builder(),
      childIds: new Float64Builder(),
      samples: new Float64Builder(),
      deltas: new Float64Builder(),
    };
    const { samples, deltas } = this.#raw;
    this.shape = {
      fields: fields({
        nodes: { each: this.#node() },
        head: this.#oldNode(),
        samples: { each: this.#numbers('samples', samples, context.limits.samples) },
        timeDeltas: { each: this.#numbers('timeDeltas', deltas, context.limits.samples) },
        timestamps: { each: this.#numbers('timestamps', this.#timestamps, context.limits.samples) },
        startTime: { scalar: (value) => (this.#startTime = this.#finite(value, 'startTime')) },
        endTime: { scalar: (value) => (this.#endTime = this.#finite(value, 'endTime')) },
      }),
    };
  }

  raw(): RawCpuProfile {
    const raw = this.#raw;
    if (raw.frames.length === 0)
      throw this.#bad('bad-value', 'it has no call nodes; expected "nodes" or "head"');
    const scale = this.#old ? 1e6 : 1;
    const start = this.#startTime === null ? Number.NaN : this.#startTime * scale;
    const end = this.#endTime === null ? Number.NaN : this.#endTime * scale;
    if (raw.deltas.length === 0 && this.#timestamps.length > 0) {
      const times = this.#timestamps.finish();
      // A start on another clock, or in another unit, says nothing of the first sample.
      let last = start <= times[0]! && times[0]! - start < 1e9 ? start : times[0]!;
      for (const time of times) {
        raw.deltas.push(time - last);
        last = time;
      }
    }
    return { ...raw, length: end - start };
  }

  #node(): Shape {
    let id = Number.NaN;
    let frame: CallFrame | null = null;
    let hits = 0;
    let parent = Number.NaN;
    const { childOf, childIds } = this.#raw;
    return {
      begin: () => {
        id = Number.NaN;
        frame = null;
        hits = 0;
        parent = Number.NaN;
      },
      fields: fields({
        id: { scalar: (value) => (id = this.#finite(value, 'id')) },
        callFrame: { whole: (value) => (frame = callFrameOf(value)) },
        hitCount: { scalar: (value) => (hits = this.#count(value)) },
        parent: { scalar: (value) => (parent = this.#finite(value, 'parent')) },
        children: {
          each: {
            scalar: (value) => {
              if (childIds.length >= this.#context.limits.rows) throw this.#over('rows');
              childOf.push(this.#raw.frames.length);
              childIds.push(this.#finite(value, 'children'));
            },
          },
        },
      }),
      end: () => this.#add(id, frame ?? callFrameOf(null), hits, parent),
    };
  }

  /** `{functionName, url, lineNumber, hitCount, id, children: [node, ...]}`: V8's own line numbers, from 1. */
  #oldNode(): Shape {
    const node: { -readonly [Part in keyof Shape]: Shape[Part] } = {};
    const { frames, hits, ids } = this.#raw;
    const parts: { name: JsonValue; url: JsonValue; line: JsonValue }[] = [];
    const top = () => parts[parts.length - 1]!;
    const row = () => this.#path[this.#path.length - 1]!;
    node.begin = () => {
      this.#old = true;
      const parent = this.#path.length === 0 ? NONE : row();
      this.#path.push(this.#add(Number.NaN, callFrameOf(null), 0, Number.NaN, parent));
      parts.push({ name: '', url: '', line: 0 });
    };
    node.fields = fields({
      functionName: { scalar: (value) => (top().name = value) },
      url: { scalar: (value) => (top().url = value) },
      lineNumber: { scalar: (value) => (top().line = value) },
      hitCount: { scalar: (value) => (hits.data[row()] = this.#count(value)) },
      id: { scalar: (value) => (ids.data[row()] = this.#finite(value, 'id')) },
      children: { each: node },
    });
    node.end = () => {
      const { name, url, line } = parts.pop()!;
      frames[this.#path.pop()!] = callFrameOf(
        new Map<string, JsonValue>([
          ['functionName', textOf(name)],
          ['url', textOf(url)],
          ['lineNumber', typeof line === 'number' ? line - 1 : -1],
        ]),
      );
    };
    return node;
  }

  /** `parent` is an id, `parentRow` a row; NaN and NONE where it is told otherwise. */
  #add(id: number, frame: CallFrame, hits: number, parent: number, parentRow: number = NONE): number {
    const raw = this.#raw;
    if (raw.frames.length >= this.#context.limits.rows) throw this.#over('rows');
    raw.ids.push(id);
    raw.hits.push(hits);
    raw.parentIds.push(parent);
    raw.parentRows.push(parentRow);
    raw.frames.push(frame);
    return raw.frames.length - 1;
  }

  #numbers(what: string, column: Float64Builder, bound: number): Shape {
    return {
      scalar: (value) => {
        if (column.length >= bound) throw this.#over('samples');
        column.push(this.#finite(value, what));
      },
    };
  }

  /** Times and ids beyond 2^53 would not add up. */
  #finite(value: string | number | boolean | null, what: string): number {
    if (typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value;
    throw this.#bad('bad-value', `"${what}" has ${String(value).slice(0, 40)}; expected a number`);
  }

  #count(value: string | number | boolean | null): number {
    const count = value === null ? 0 : this.#finite(value, 'hitCount');
    if (count < 0 || !Number.isInteger(count))
      throw this.#bad('bad-value', `"hitCount" is ${count}; expected a count`);
    return count;
  }

  #over(limit: 'rows' | 'samples'): ProfileError {
    const bound = this.#context.limits[limit];
    return this.#bad(
      'limit',
      `has more than ${bound} ${limit}; raise limits.${limit} if the file is trusted`,
    );
  }

  #bad(code: 'bad-value' | 'limit', message: string): ProfileError {
    return new ProfileError(code, `${message} (cpuprofile)`, atByte(this.#name, null));
  }
}
