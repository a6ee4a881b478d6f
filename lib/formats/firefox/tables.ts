/** The tables of a Firefox profile as columns, of one thread (up to version 59) or shared by all, and the shapes that fill them. */
import { Float64Builder } from '../../base/columns.js';
import { atByte, type ErrorCode, ProfileError } from '../../base/errors.js';
import type { Limits } from '../format.js';
import { fields, type Shape } from '../json/shape.js';

type Scalar = string | number | boolean | null;

/** NaN stands for null. Columns of one table have one length, or none where the version does not have them. */
export class Tables {
  readonly strings: string[] = [];
  readonly stack = { frame: column(), prefix: column(), prefixOffset: column(), category: column() };
  readonly frame = {
    func: column(),
    line: column(),
    column: column(),
    address: column(),
    inlineDepth: column(),
    category: column(),
    lib: column(),
  };
  readonly func = {
    name: column(),
    resource: column(),
    fileName: column(),
    source: column(),
    lineNumber: column(),
  };
  readonly resource = { lib: column() };
  readonly sources = { filename: column() };
}

export interface Lib {
  name: string;
  path: string;
}

export interface Thread {
  readonly tables: Tables;
  readonly libs: Lib[];
  readonly samples: {
    readonly stack: Float64Builder;
    readonly time: Float64Builder;
    readonly timeDeltas: Float64Builder;
    readonly weight: Float64Builder;
    readonly threadCPUDelta: Float64Builder;
  };
  weightType: string;
  name: string;
  processName: string;
  tid: Scalar;
  pid: Scalar;
}

export function newThread(): Thread {
  return {
    tables: new Tables(),
    libs: [],
    samples: {
      stack: column(),
      time: column(),
      timeDeltas: column(),
      weight: column(),
      threadCPUDelta: column(),
    },
    weightType: 'samples',
    name: '',
    processName: '',
    tid: null,
    pid: null,
  };
}

function column(): Float64Builder {
  return new Float64Builder(8);
}

/** Makes shapes whose errors name the input. */
export class Shapes {
  readonly #name: string;
  readonly #limits: Limits;
  #rows = 0;

  constructor(name: string, limits: Limits) {
    this.#name = name;
    this.#limits = limits;
  }

  /** The members of a thread or of "shared" that are tables. */
  tables(tables: () => Tables): Record<string, Shape> {
    return {
      stringArray: { each: { scalar: (value) => this.#string(tables().strings, value) } },
      stackTable: this.columns(
        ['frame', 'prefix', 'prefixOffset', 'category'],
        (name) => tables().stack[name],
      ),
      frameTable: this.columns(
        ['func', 'line', 'column', 'address', 'inlineDepth', 'category', 'lib'],
        (name) => tables().frame[name],
      ),
      funcTable: this.columns(
        ['name', 'resource', 'fileName', 'source', 'lineNumber'],
        (name) => tables().func[name],
      ),
      resourceTable: this.columns(['lib'], (name) => tables().resource[name]),
      sources: this.columns(['filename'], (name) => tables().sources[name]),
    };
  }

  /** An object of columns of numbers or nulls. */
  columns<Name extends string>(
    names: readonly Name[],
    of: (name: Name) => Float64Builder,
    more: Record<string, Shape> = {},
    limit: 'rows' | 'samples' = 'rows',
  ): Shape {
    const members: Record<string, Shape> = { ...more };
    for (const name of names)
      members[name] = {
        each: {
          scalar: (value) => {
            const column = of(name);
            this.#room(column.length, limit);
            column.push(this.#number(value, name));
          },
        },
      };
    return { fields: fields(members) };
  }

  libs(libs: () => Lib[]): Shape {
    const top = () => libs()[libs().length - 1]!;
    return {
      each: {
        begin: () => {
          this.#room(libs().length, 'rows');
          libs().push({ name: '', path: '' });
        },
        fields: fields({
          name: { scalar: (value) => (top().name = String(value ?? '')) },
          path: { scalar: (value) => (top().path = String(value ?? '')) },
        }),
      },
    };
  }

  error(code: ErrorCode, message: string): ProfileError {
    return new ProfileError(code, `${message} (firefox)`, atByte(this.#name, null));
  }

  #string(strings: string[], value: Scalar): void {
    this.#room(strings.length, 'rows');
    strings.push(typeof value === 'string' ? value : '');
  }

  #number(value: Scalar, what: string): number {
    if (value === null) return Number.NaN;
    if (typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value;
    throw this.error(
      'bad-value',
      `column "${what}" has ${String(value).slice(0, 40)}; expected a number within 2^53 or null`,
    );
  }

  /** All tables together: a hostile file could have a thousand threads of ten million rows. */
  #room(length: number, limit: 'rows' | 'samples'): void {
    const bound = this.#limits[limit];
    if (length >= bound || ++this.#rows > ROWS_PER_LIMIT * this.#limits.samples)
      throw this.error(
        'limit',
        `has more than ${bound} ${limit}; raise limits.${limit} if the file is trusted`,
      );
  }
}

const ROWS_PER_LIMIT = 2;
