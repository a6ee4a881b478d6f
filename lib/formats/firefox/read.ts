/** Reads "processed profiles" of the Firefox Profiler. */
import type { Profile } from '../../profile/profile.js';
import { type ByteSource, type ReadContext, sourceOf } from '../format.js';
import { fields, readJson, type Shape } from '../json/shape.js';
import { buildProfile, type RawFirefox } from './build.js';
import { newThread, Shapes, Tables, type Thread } from './tables.js';

export async function read(source: ByteSource, context: ReadContext): Promise<Profile> {
  const reader = new Reader(source.name, context);
  await readJson(source, context, reader.shape);
  return buildProfile(reader.finish(), sourceOf(source, 'firefox'), context);
}

class Reader {
  readonly shape: Shape;
  readonly #shapes: Shapes;
  readonly #raw: { -readonly [Part in keyof RawFirefox]: RawFirefox[Part] } & {
    threads: Thread[];
    categories: string[];
  };
  #version = Number.NaN;
  #gecko = false;

  constructor(name: string, context: ReadContext) {
    const shapes = new Shapes(name, context.limits);
    this.#shapes = shapes;
    this.#raw = {
      name,
      shared: new Tables(),
      libs: [],
      threads: [],
      categories: [],
      interval: Number.NaN,
      cpuUnit: '',
      startTime: Number.NaN,
    };
    const raw = this.#raw;
    const number = (value: string | number | boolean | null): number =>
      typeof value === 'number' ? value : Number.NaN;
    this.shape = {
      fields: fields({
        meta: {
          fields: fields({
            preprocessedProfileVersion: { scalar: (value) => (this.#version = number(value)) },
            interval: { scalar: (value) => (raw.interval = number(value)) },
            startTime: { scalar: (value) => (raw.startTime = number(value)) },
            sampleUnits: {
              fields: fields({ threadCPUDelta: { scalar: (value) => (raw.cpuUnit = String(value)) } }),
            },
            categories: {
              each: {
                begin: () => raw.categories.push(''),
                fields: fields({
                  name: { scalar: (value) => (raw.categories[raw.categories.length - 1] = String(value)) },
                }),
              },
            },
          }),
        },
        libs: shapes.libs(() => raw.libs),
        shared: { fields: fields(shapes.tables(() => raw.shared)) },
        threads: { each: this.#thread() },
      }),
    };
  }

  finish(): RawFirefox {
    if (Number.isNaN(this.#version) || this.#gecko)
      throw this.#shapes.error(
        'unsupported',
        'is a raw Gecko profile; open it at profiler.firefox.com and save it from there, or record with samply',
      );
    return this.#raw;
  }

  #thread(): Shape {
    const { threads } = this.#raw;
    const shapes = this.#shapes;
    const thread = () => threads[threads.length - 1]!;
    return {
      begin: () => {
        threads.push(newThread());
      },
      fields: fields({
        ...shapes.tables(() => thread().tables),
        libs: shapes.libs(() => thread().libs),
        name: { scalar: (value) => (thread().name = String(value ?? '')) },
        processName: { scalar: (value) => (thread().processName = String(value ?? '')) },
        tid: { scalar: (value) => (thread().tid = value) },
        pid: { scalar: (value) => (thread().pid = value) },
        samples: shapes.columns(
          ['stack', 'time', 'timeDeltas', 'weight', 'threadCPUDelta'],
          (name) => thread().samples[name],
          {
            weightType: { scalar: (value) => (thread().weightType = String(value)) },
            schema: { begin: () => (this.#gecko = true), fields: fields({}) },
          },
          'samples',
        ),
      }),
    };
  }
}
