/** Reads V8's .heapprofile: a tree of calls with the bytes that each allocated. */
import { Float64Builder } from '../../base/columns.js';
import { atByte, ProfileError } from '../../base/errors.js';
import { ProfileBuilder } from '../../profile/builder.js';
import { NONE, type Profile } from '../../profile/profile.js';
import { CallNodes } from '../call-nodes.js';
import { type ByteSource, type ReadContext, sourceOf } from '../format.js';
import { fields, type JsonValue, readJson, type Shape } from '../json/shape.js';
import { callFrameOf, locationOf, ROOT } from '../v8/call-frame.js';

const COUNTS = { type: 'samples', unit: 'count' };
const SPACE = { type: 'space', unit: 'bytes' };

export async function read(source: ByteSource, context: ReadContext): Promise<Profile> {
  const reader = new Reader(source.name, context);
  await readJson(source, context, reader.shape);
  return reader.finish(source);
}

class Reader {
  readonly shape: Shape;
  readonly #name: string;
  readonly #context: ReadContext;
  readonly #frames: JsonValue[] = [];
  readonly #parents: number[] = [];
  readonly #sizes = new Float64Builder();
  readonly #ids = new Float64Builder();
  /** Node ids of the "samples", which have one entry for each sampled allocation. */
  readonly #sampleNodes = new Float64Builder();
  #hasSamples = false;
  readonly #path: number[] = [];
  /** Of each open node: whether its list of children was seen. */
  readonly #listed: boolean[] = [];

  constructor(name: string, context: ReadContext) {
    this.#name = name;
    this.#context = context;
    this.shape = {
      fields: fields({
        head: this.#node(),
        samples: {
          begin: () => (this.#hasSamples = true),
          each: { fields: fields({ nodeId: { scalar: (value) => this.#sample(value) } }) },
        },
      }),
    };
  }

  finish(source: ByteSource): Profile {
    if (this.#frames.length === 0)
      throw this.#bad('bad-value', 'there is no "head"; expected a tree of calls');
    const { diagnostics, limits } = this.#context;
    // Without samples only the bytes are known: how many allocations stand behind them is not.
    const builder = new ProfileBuilder(this.#hasSamples ? [COUNTS, SPACE] : [SPACE]);
    const nodes = new CallNodes(builder, this.#name, limits);
    for (const [row, parent] of this.#parents.entries()) {
      const frame = callFrameOf(this.#frames[row]);
      const pseudo = parent === NONE && frame.name === ROOT;
      nodes.add(parent, pseudo ? NONE : locationOf(builder, frame));
    }
    const counts = this.#countSamples();
    for (let row = 0; row < nodes.length; row++) {
      const size = this.#sizes.data[row]!;
      if (size === 0 && counts[row] === 0) continue;
      builder.sample(nodes.stackOf(row), 0, this.#hasSamples ? [counts[row]!, size] : [size]);
    }
    return builder.finish({ sources: [sourceOf(source, 'heapprofile')], warnings: diagnostics.list() });
  }

  #node(): Shape {
    const node: { -readonly [Part in keyof Shape]: Shape[Part] } = {};
    const row = () => this.#path[this.#path.length - 1]!;
    node.begin = () => {
      const { rows } = this.#context.limits;
      if (this.#frames.length >= rows)
        throw this.#bad(
          'limit',
          `has more than ${rows} call nodes; raise limits.rows if the file is trusted`,
        );
      this.#parents.push(this.#path.length === 0 ? NONE : row());
      this.#frames.push(null);
      this.#sizes.push(0);
      this.#ids.push(Number.NaN);
      this.#path.push(this.#frames.length - 1);
      this.#listed.push(false);
    };
    node.fields = fields({
      callFrame: { whole: (value) => (this.#frames[row()] = value) },
      selfSize: { scalar: (value) => (this.#sizes.data[row()] = this.#number(value, 'selfSize')) },
      id: { scalar: (value) => (this.#ids.data[row()] = this.#number(value, 'id')) },
      children: {
        begin: () => {
          if (this.#listed[this.#listed.length - 1] === true)
            throw this.#bad('bad-value', 'one node has two members "children"; expected one');
          this.#listed[this.#listed.length - 1] = true;
        },
        each: node,
      },
    });
    node.end = () => {
      this.#path.pop();
      this.#listed.pop();
    };
    return node;
  }

  #sample(id: string | number | boolean | null): void {
    const { samples } = this.#context.limits;
    if (this.#sampleNodes.length >= samples)
      throw this.#bad(
        'limit',
        `has more than ${samples} samples; raise limits.samples if the file is trusted`,
      );
    this.#sampleNodes.push(this.#number(id, 'nodeId'));
  }

  /** Per node, how many sampled allocations it has. V8 leaves those of collected objects in, whose nodes may be gone. */
  #countSamples(): Float64Array {
    const counts = new Float64Array(this.#frames.length);
    if (!this.#hasSamples) return counts;
    const rows = new Map<number, number>();
    for (let row = 0; row < counts.length; row++) {
      const id = this.#ids.data[row]!;
      if (Number.isNaN(id)) continue;
      if (rows.has(id)) throw this.#bad('bad-value', `two call nodes have the id ${id}`);
      rows.set(id, row);
    }
    let lost = 0;
    for (let i = 0; i < this.#sampleNodes.length; i++) {
      const row = rows.get(this.#sampleNodes.data[i]!);
      if (row === undefined) lost++;
      else counts[row]! += 1;
    }
    if (lost > 0)
      this.#context.diagnostics.note(
        'heapprofile-unknown-node',
        `${lost} samples name a call node that is not there; they are not counted`,
        atByte(this.#name, null),
        lost,
      );
    return counts;
  }

  #number(value: string | number | boolean | null, what: string): number {
    if (typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER) return value;
    throw this.#bad(
      'bad-value',
      `"${what}" is ${String(value).slice(0, 40)}; expected a number from 0 to 2^53`,
    );
  }

  #bad(code: 'bad-value' | 'limit', message: string): ProfileError {
    return new ProfileError(code, `${message} (heapprofile)`, atByte(this.#name, null));
  }
}
