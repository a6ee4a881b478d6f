/** CPU profiles that come in pieces among the events of a trace: `Profile`, then `ProfileChunk`s of the same id. */
import { Float64Builder } from '../../base/columns.js';
import type { Profile, Source } from '../../profile/profile.js';
import { chooseParts } from '../choose.js';
import { buildProfile, buildProfiles, type RawCpuProfile } from '../cpuprofile/build.js';
import { Checks, nodeShape, numbersShape, RawNodes } from '../cpuprofile/raw.js';
import type { ReadContext } from '../format.js';
import { fields, type Shape } from '../json/shape.js';
import type { Threads } from './threads.js';

/** Of the threads of a browser, the one that runs a page's code. */
const MAIN_THREAD = 'CrRendererMain';

interface Piece {
  readonly nodes: RawNodes;
  readonly samples: Float64Builder;
  readonly deltas: Float64Builder;
  start: number;
  end: number;
}

interface Chunk extends Piece {
  readonly time: number;
}

/** One recording: the chunks in the order of the file. */
interface Recording {
  thread: number;
  start: number;
  readonly chunks: Chunk[];
}

export class CpuPieces {
  /** The shape of an event's args.data: fills the piece that `take` gives. */
  readonly data: Shape;
  readonly #name: string;
  readonly #recordings = new Map<string, Recording>();
  #piece: Piece = newPiece();
  #nodes = 0;

  constructor(name: string, { limits }: ReadContext) {
    this.#name = name;
    const checks = new Checks(name, limits, 'chrome-trace');
    const deltas: Shape = { each: numbersShape(() => this.#piece.deltas, 'timeDeltas', checks) };
    this.data = {
      fields: fields({
        startTime: { scalar: (value) => (this.#piece.start = checks.finite(value, 'startTime')) },
        endTime: { scalar: (value) => (this.#piece.end = checks.finite(value, 'endTime')) },
        timeDeltas: deltas,
        cpuProfile: {
          fields: fields({
            nodes: {
              each: nodeShape(
                () => this.#piece.nodes,
                checks,
                () => this.#nodes,
              ),
            },
            samples: { each: numbersShape(() => this.#piece.samples, 'samples', checks) },
            timeDeltas: deltas,
            startTime: { scalar: (value) => (this.#piece.start = checks.finite(value, 'startTime')) },
            endTime: { scalar: (value) => (this.#piece.end = checks.finite(value, 'endTime')) },
          }),
        },
      }),
    };
  }

  /** Recordings that have call nodes. */
  get count(): number {
    return [...this.#recordings.values()].filter(hasNodes).length;
  }

  /** What the event that ends had, and room for the next. */
  take(): Piece {
    const piece = this.#piece;
    // Most events have none of it, and a new one costs more than reading them.
    if (!isEmpty(piece)) this.#piece = newPiece();
    return piece;
  }

  add(
    event: { readonly kind: string; readonly key: string; readonly thread: number; readonly time: number },
    piece: Piece,
  ): void {
    let recording = this.#recordings.get(event.key);
    if (recording === undefined) {
      recording = { thread: event.thread, start: Number.NaN, chunks: [] };
      this.#recordings.set(event.key, recording);
    }
    // The chunks are written by the profiler's own thread.
    if (event.kind === 'Profile') recording.thread = event.thread;
    if (event.kind !== 'ProfileChunk' && !Number.isNaN(piece.start)) recording.start = piece.start;
    if (event.kind === 'Profile') return;
    this.#nodes += piece.nodes.frames.length;
    recording.chunks.push({ ...piece, time: Number.isNaN(event.time) ? 0 : event.time });
  }

  finish(threads: Threads, source: Source, context: ReadContext): Profile {
    const recordings = [...this.#recordings.values()].filter(hasNodes);
    const sizes = recordings.map(({ chunks }) =>
      chunks.reduce((sum, { samples }) => sum + samples.length, 0),
    );
    const listed = recordings.map(({ thread }, i) => ({
      name: threads.name(thread).slice(0, 80),
      amount: `(${sizes[i]} samples)`,
    }));
    const candidates = recordings.map((_, i) => i);
    const pages = candidates.filter((i) => listed[i]!.name === MAIN_THREAD);
    const largest = (pages.length > 0 ? pages : candidates).reduce((best, i) =>
      sizes[i]! > sizes[best]! ? i : best,
    );
    const chosen = chooseParts(listed, [largest], context);
    const raws = chosen.map((i) => this.#raw(recordings[i]!, threads));
    return raws.length === 1 ? buildProfile(raws[0]!, source, context) : buildProfiles(raws, source, context);
  }

  #raw({ thread, start, chunks }: Recording, threads: Threads): RawCpuProfile {
    const nodes = new RawNodes();
    const samples = new Float64Builder();
    const deltas = new Float64Builder();
    let end = Number.NaN;
    for (const chunk of chunks
      .map((one, i) => ({ one, i }))
      .sort((a, b) => a.one.time - b.one.time || a.i - b.i)) {
      const { one } = chunk;
      nodes.append(one.nodes);
      for (let i = 0; i < one.samples.length; i++) samples.push(one.samples.data[i]!);
      for (let i = 0; i < one.deltas.length; i++) deltas.push(one.deltas.data[i]!);
      if (!Number.isNaN(one.end)) ({ end } = one);
    }
    return { name: this.#name, nodes, samples, deltas, length: end - start, labels: threads.labels(thread) };
  }
}

function hasNodes({ chunks }: Recording): boolean {
  return chunks.some(({ nodes }) => nodes.frames.length > 0);
}

function isEmpty({ nodes, samples, deltas, start, end }: Piece): boolean {
  const none = nodes.frames.length + nodes.childIds.length + samples.length + deltas.length === 0;
  return none && Number.isNaN(start) && Number.isNaN(end);
}

function newPiece(): Piece {
  return {
    nodes: new RawNodes(),
    samples: new Float64Builder(16),
    deltas: new Float64Builder(16),
    start: Number.NaN,
    end: Number.NaN,
  };
}
