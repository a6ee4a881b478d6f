/** Reads V8's .cpuprofile, and the older form with one tree. */
import { Float64Builder } from '../../base/columns.js';
import { NONE, type Profile } from '../../profile/profile.js';
import { type ByteSource, type ReadContext, sourceOf } from '../format.js';
import { fields, type JsonValue, readJson, type Shape } from '../json/shape.js';
import { callFrameOf, textOf } from '../v8/call-frame.js';
import { buildProfile, type RawCpuProfile } from './build.js';
import { Checks, nodeShape, numbersShape, RawNodes } from './raw.js';

export async function read(source: ByteSource, context: ReadContext): Promise<Profile> {
  const reader = new Reader(source.name, context);
  await readJson(source, context, reader.shape);
  return buildProfile(reader.raw(), sourceOf(source, 'cpuprofile'), context);
}

/** Takes the members as they come; ids are resolved when all are there. */
class Reader {
  readonly shape: Shape;
  readonly #name: string;
  readonly #checks: Checks;
  readonly #nodes = new RawNodes();
  readonly #samples = new Float64Builder();
  readonly #deltas = new Float64Builder();
  readonly #timestamps = new Float64Builder();
  #startTime: number | null = null;
  #endTime: number | null = null;
  #old = false;
  /** Rows of the nodes of the older form that are open, root first. */
  readonly #path: number[] = [];

  constructor(name: string, context: ReadContext) {
    this.#name = name;
    const checks = new Checks(name, context.limits, 'cpuprofile');
    this.#checks = checks;
    const numbers = (what: string, column: Float64Builder): Shape => ({
      each: numbersShape(() => column, what, checks),
    });
    this.shape = {
      fields: fields({
        nodes: { each: nodeShape(() => this.#nodes, checks) },
        head: this.#oldNode(),
        samples: numbers('samples', this.#samples),
        timeDeltas: numbers('timeDeltas', this.#deltas),
        timestamps: numbers('timestamps', this.#timestamps),
        startTime: { scalar: (value) => (this.#startTime = checks.finite(value, 'startTime')) },
        endTime: { scalar: (value) => (this.#endTime = checks.finite(value, 'endTime')) },
      }),
    };
  }

  raw(): RawCpuProfile {
    const deltas = this.#deltas;
    if (this.#nodes.frames.length === 0)
      throw this.#checks.bad('bad-value', 'it has no call nodes; expected "nodes" or "head"');
    const scale = this.#old ? 1e6 : 1;
    const start = this.#startTime === null ? Number.NaN : this.#startTime * scale;
    const end = this.#endTime === null ? Number.NaN : this.#endTime * scale;
    if (deltas.length === 0 && this.#timestamps.length > 0) {
      const times = this.#timestamps.finish();
      // A start on another clock, or in another unit, says nothing of the first sample.
      let last = start <= times[0]! && times[0]! - start < 1e9 ? start : times[0]!;
      for (const time of times) {
        deltas.push(time - last);
        last = time;
      }
    }
    return { name: this.#name, nodes: this.#nodes, samples: this.#samples, deltas, length: end - start };
  }

  /** `{functionName, url, lineNumber, hitCount, id, children: [node, ...]}`: V8's own line numbers, from 1. */
  #oldNode(): Shape {
    const node: { -readonly [Part in keyof Shape]: Shape[Part] } = {};
    const checks = this.#checks;
    const { frames, hits, ids } = this.#nodes;
    const parts: { name: JsonValue; url: JsonValue; line: JsonValue }[] = [];
    const top = () => parts[parts.length - 1]!;
    const row = () => this.#path[this.#path.length - 1]!;
    node.begin = () => {
      this.#old = true;
      checks.room(frames.length, 'rows');
      const parent = this.#path.length === 0 ? NONE : row();
      this.#path.push(this.#nodes.add(Number.NaN, callFrameOf(null), 0, Number.NaN, parent));
      parts.push({ name: '', url: '', line: 0 });
    };
    node.fields = fields({
      functionName: { scalar: (value) => (top().name = value) },
      url: { scalar: (value) => (top().url = value) },
      lineNumber: { scalar: (value) => (top().line = value) },
      hitCount: { scalar: (value) => (hits.data[row()] = checks.count(value)) },
      id: { scalar: (value) => (ids.data[row()] = checks.finite(value, 'id')) },
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
}
