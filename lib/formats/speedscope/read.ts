/** Reads speedscope's own JSON: one or several profiles over one list of frames. */
import { Float64Builder, Int32Builder } from '../../base/columns.js';
import { atByte, ProfileError } from '../../base/errors.js';
import { HASH_SEED, ListInterner, mixHash } from '../../base/interner.js';
import type { Profile } from '../../profile/profile.js';
import { type ByteSource, type ReadContext, sourceOf } from '../format.js';
import { fields, readJson, type Shape } from '../json/shape.js';
import { buildProfile, MAX_POSITIONS, type RawFrame, type RawPart } from './build.js';

/** Exporters that join equal stacks, so that a row may stand for many observations. */
const JOINING = /^(flameworth|speedscope)\b/;

type Scalar = string | number | boolean | null;
type OpenPart = { -readonly [Key in keyof RawPart]: RawPart[Key] };

export async function read(source: ByteSource, context: ReadContext): Promise<Profile> {
  const reader = new Reader(source.name, context);
  await readJson(source, context, reader.shape);
  const { frames, parts, active, exporter } = reader;
  const joined = JOINING.test(exporter);
  return buildProfile(
    { name: source.name, frames, parts, active, joined },
    sourceOf(source, 'speedscope'),
    context,
  );
}

class Reader {
  readonly shape: Shape;
  readonly frames: RawFrame[] = [];
  readonly parts: OpenPart[] = [];
  active = 0;
  exporter = '';
  readonly #name: string;
  readonly #context: ReadContext;
  #frame = { name: '', file: '', line: 0, column: 0 };
  #event = { kind: '', frame: -1, at: Number.NaN };
  #depth = 0;
  #hash = HASH_SEED;
  #positions = 0;

  constructor(name: string, context: ReadContext) {
    this.#name = name;
    this.#context = context;
    this.shape = {
      fields: fields({
        shared: { fields: fields({ frames: { each: this.#frameShape() } }) },
        profiles: { each: this.#partShape() },
        exporter: { scalar: (value) => (this.exporter = String(value)) },
        activeProfileIndex: {
          scalar: (value) => (this.active = typeof value === 'number' ? value : 0),
        },
      }),
    };
  }

  #frameShape(): Shape {
    const line = (value: Scalar): number =>
      typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 2 ** 31 ? value : 0;
    return {
      begin: () => (this.#frame = { name: '', file: '', line: 0, column: 0 }),
      fields: fields({
        name: { scalar: (value) => (this.#frame.name = String(value ?? '')) },
        file: { scalar: (value) => (this.#frame.file = String(value ?? '')) },
        line: { scalar: (value) => (this.#frame.line = line(value)) },
        col: { scalar: (value) => (this.#frame.column = line(value)) },
      }),
      end: () => {
        if (this.frames.length >= this.#context.limits.rows) throw this.#over('rows');
        this.frames.push(this.#frame);
      },
    };
  }

  #partShape(): Shape {
    const part = () => this.parts[this.parts.length - 1]!;
    return {
      begin: () => {
        if (this.parts.length >= this.#context.limits.rows) throw this.#over('rows');
        this.parts.push({
          kind: '',
          name: '',
          unit: 'none',
          stacks: new ListInterner(),
          stackOf: new Int32Builder(16),
          weights: new Float64Builder(16),
          opens: new Int32Builder(16),
          frameOf: new Int32Builder(16),
          at: new Float64Builder(16),
        });
      },
      fields: fields({
        type: { scalar: (value) => (part().kind = String(value)) },
        name: { scalar: (value) => (part().name = String(value ?? '')) },
        unit: { scalar: (value) => (part().unit = String(value ?? 'none')) },
        samples: { each: this.#stackShape(part) },
        weights: { each: { scalar: (value) => part().weights.push(this.#weight(value)) } },
        events: { each: this.#eventShape(part) },
      }),
    };
  }

  #stackShape(part: () => RawPart): Shape {
    const { limits } = this.#context;
    return {
      begin: () => {
        this.#depth = 0;
        this.#hash = HASH_SEED;
      },
      each: {
        scalar: (value) => {
          const frame = this.#frameIndex(value);
          if (++this.#depth > limits.stackDepth) throw this.#over('stackDepth');
          if (++this.#positions > MAX_POSITIONS)
            throw this.#bad('limit', `its stacks together have more than ${MAX_POSITIONS} frames`);
          part().stacks.items.push(frame);
          this.#hash = mixHash(this.#hash, frame);
        },
      },
      end: () => {
        const { stackOf, stacks } = part();
        if (stackOf.length >= limits.samples) throw this.#over('samples');
        const before = stacks.length;
        const stack = stacks.commit(this.#hash);
        if (stack < before) this.#positions -= this.#depth;
        stackOf.push(stack);
      },
    };
  }

  #eventShape(part: () => RawPart): Shape {
    return {
      begin: () => (this.#event = { kind: '', frame: -1, at: Number.NaN }),
      fields: fields({
        type: { scalar: (value) => (this.#event.kind = String(value)) },
        frame: { scalar: (value) => (this.#event.frame = this.#frameIndex(value)) },
        at: { scalar: (value) => (this.#event.at = this.#finite(value, 'at')) },
      }),
      end: () => {
        const { kind, frame, at } = this.#event;
        const { opens, frameOf, at: times } = part();
        if (opens.length >= this.#context.limits.samples) throw this.#over('samples');
        if ((kind !== 'O' && kind !== 'C') || frame < 0 || Number.isNaN(at))
          throw this.#bad(
            'bad-value',
            `event ${opens.length} is not {"type": "O" or "C", "frame": NUMBER, "at": NUMBER}`,
          );
        opens.push(kind === 'O' ? 1 : 0);
        frameOf.push(frame);
        times.push(at);
      },
    };
  }

  #frameIndex(value: Scalar): number {
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2 ** 31) return value;
    throw this.#bad(
      'bad-reference',
      `a frame index is ${String(value).slice(0, 40)}; expected a whole number from 0`,
    );
  }

  #weight(value: Scalar): number {
    const weight = this.#finite(value, 'weights');
    if (weight < 0) throw this.#bad('bad-value', `a weight is ${weight}; expected 0 or more`);
    return weight;
  }

  #finite(value: Scalar, what: string): number {
    if (typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value;
    throw this.#bad(
      'bad-value',
      `"${what}" has ${String(value).slice(0, 40)}; expected a number within 2^53`,
    );
  }

  #over(limit: 'rows' | 'samples' | 'stackDepth'): ProfileError {
    const bound = this.#context.limits[limit];
    return this.#bad(
      'limit',
      `has more than ${bound} ${limit}; raise limits.${limit} if the file is trusted`,
    );
  }

  #bad(code: 'bad-value' | 'bad-reference' | 'limit', message: string): ProfileError {
    return new ProfileError(code, `${message} (speedscope)`, atByte(this.#name, null));
  }
}
