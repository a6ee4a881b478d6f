/** What each record changes, applied in the order of their times: attributes, names, threads, maps, samples. */
import { atByte, ProfileError } from '../../base/errors.js';
import type { ReadContext } from '../format.js';
import { type Attribute, Attributes, attributeBytes, parseAttribute, SAMPLE_TID } from './attributes.js';
import { MODE_KERNEL } from './call-chain.js';
import { CompiledCode } from './compiled-code.js';
import { buildIdRecord, type Facts, hexId, noFacts, readFeature, textUpToNul } from './features.js';
import { viewOf } from './header.js';
import { TimeWindow } from './order.js';
import { Processes } from './processes.js';
import {
  compressedPayload,
  FIRST_FOREIGN_TYPE,
  FIRST_USER_TYPE,
  RECORD,
  RECORD_HEADER,
  type RecordSink,
  RecordStream,
} from './records.js';
import { idOffset, timeOffset, trailerBytes } from './sample.js';
import { Samples } from './samples.js';
import { ZstdStream } from './zstd.js';

const MISC_MODE = 7;
const MISC_EXEC = 1 << 13;
const MISC_BUILD_ID = 1 << 14;
const TWO_32 = 2 ** 32;
const UPDATE_NAME = 2;
const UNREGISTER = 1;
const MAX_EVENTS = 100_000;

export class Session implements RecordSink {
  readonly attributes = new Attributes();
  readonly facts: Facts = noFacts();
  readonly processes: Processes;
  readonly samples: Samples;
  readonly #name: string;
  readonly #context: ReadContext;
  readonly #little: boolean;
  readonly #window: TimeWindow;
  readonly #compiled: CompiledCode;
  #inner: RecordStream | null = null;
  #zstd: ZstdStream | null = null;
  #timeBase: { readonly low: number; readonly high: number } | null = null;

  constructor(name: string, littleEndian: boolean, context: ReadContext) {
    this.#name = name;
    this.#context = context;
    this.#little = littleEndian;
    this.processes = new Processes(name, context.limits);
    this.#compiled = new CompiledCode(this.processes, context);
    this.samples = new Samples(name, littleEndian, context, this.processes, this.attributes, this.facts);
    this.#window = new TimeWindow((bytes, view, at, size) => this.#ordered(bytes, view, at, size));
  }

  record(
    type: number,
    bytes: Uint8Array,
    view: DataView,
    at: number,
    size: number,
    fileOffset: number,
  ): void {
    if (type >= FIRST_USER_TYPE) {
      if (type < FIRST_FOREIGN_TYPE) this.#ofRecorder(type, bytes, view, at, size, fileOffset);
      return;
    }
    const attribute = this.#attributeOf(view, at, size, type === RECORD.sample);
    if (attribute === null) {
      this.#bad(type, fileOffset);
      return;
    }
    const timeAt = timeOffset(attribute, type === RECORD.sample, at, size);
    const time = timeAt < 0 ? Number.NaN : this.#time(view, timeAt);
    // Without a time (made up by perf for what was there before, or recorded without) it counts at once.
    if (Number.isNaN(time)) this.#ordered(bytes, view, at, size);
    else this.#window.add(bytes, at, size, time);
  }

  /** No more records come. */
  finish(): void {
    if (this.#inner !== null && this.#inner.pending > 0)
      this.#context.diagnostics.note(
        'perf-data-cut',
        'the compressed records end within a record: the recording was interrupted',
        atByte(this.#name, null),
      );
    this.#window.finish();
    this.samples.finish();
  }

  /** Records of the recording program; they have no time and act at once. */
  #ofRecorder(
    type: number,
    bytes: Uint8Array,
    view: DataView,
    at: number,
    size: number,
    fileOffset: number,
  ): void {
    const body = bytes.subarray(at + RECORD_HEADER, at + size);
    switch (type) {
      case RECORD.finishedRound:
        this.#window.round();
        return;
      case RECORD.headerAttr:
        this.#addAttribute(body, fileOffset);
        return;
      case RECORD.headerFeature: {
        if (body.length < 8) return;
        const feature = Number(viewOf(body).getBigUint64(0, this.#little));
        this.feature(feature, body.subarray(8), fileOffset);
        return;
      }
      case RECORD.eventUpdate:
        this.#updateEvent(body);
        return;
      case RECORD.buildId: {
        const found = buildIdRecord(bytes.subarray(at, at + size), view.getUint16(at + 4, this.#little));
        if (found !== null) this.facts.buildIds.push(found);
        return;
      }
      case RECORD.compressed:
      case RECORD.compressed2:
        this.#inner ??= new RecordStream(this.#name, this, this.#little, this.#context.limits, 0);
        this.#zstd ??= new ZstdStream(this.#name, this.#context.limits, (plain) => this.#inner!.feed(plain));
        for (const payload of compressedPayload(type, bytes, view, at, size, this.#little))
          this.#zstd.push(payload, fileOffset);
    }
  }

  /** A feature section, of the file's end or of a record. */
  feature(feature: number, section: Uint8Array, fileOffset: number): void {
    if (!readFeature(feature, section, this.#little, this.attributes, this.facts))
      this.#context.diagnostics.note(
        'perf-data-bad-feature',
        `feature section ${feature} is cut or malformed; what it says was left out`,
        atByte(this.#name, fileOffset),
      );
  }

  #addAttribute(body: Uint8Array, fileOffset: number): void {
    const size = body.length < 8 ? 0 : attributeBytes(viewOf(body), 0, this.#little);
    const attribute = size > body.length ? null : parseAttribute(body.subarray(0, size), this.#little);
    if (attribute === null) {
      this.#bad(RECORD.headerAttr, fileOffset);
      return;
    }
    const ids = viewOf(body.subarray(size));
    for (let at = 0; at + 8 <= ids.byteLength; at += 8)
      attribute.ids.push(ids.getBigUint64(at, this.#little));
    if (this.attributes.list.length >= MAX_EVENTS)
      throw new ProfileError('limit', `more than ${MAX_EVENTS} events`, atByte(this.#name, fileOffset));
    this.attributes.add(attribute);
  }

  /** {kind u64, id u64, payload}: a name that the event got after its attribute was written. */
  #updateEvent(body: Uint8Array): void {
    if (body.length < 17) return;
    const view = viewOf(body);
    if (view.getBigUint64(0, this.#little) !== BigInt(UPDATE_NAME)) return;
    const id = view.getBigUint64(8, this.#little);
    const attribute =
      this.attributes.list[this.attributes.rowOf(Number(id & 0xffffffffn), Number(id >> 32n))];
    if (attribute !== undefined) attribute.name = textUpToNul(body.subarray(16));
  }

  /** Null where the record is too short to tell. An id of nobody is the first attribute's: records made up by perf have 0. */
  #attributeOf(view: DataView, at: number, size: number, isSample: boolean): Attribute | null {
    const row = this.#attributeRow(view, at, size, isSample);
    return this.attributes.list[row] ?? null;
  }

  #attributeRow(view: DataView, at: number, size: number, isSample: boolean): number {
    const { list } = this.attributes;
    if (list.length <= 1) return 0;
    const place = idOffset(list[0]!, isSample, at, size);
    if (place < 0) return 0;
    const little = this.#little;
    const row = this.attributes.rowOf(
      view.getUint32(little ? place : place + 4, little),
      view.getUint32(little ? place + 4 : place, little),
    );
    return Math.max(row, 0);
  }

  /** Nanoseconds since the first time in the file; NaN for none. Uptimes of months do not fit a float, differences do. */
  #time(view: DataView, at: number): number {
    const little = this.#little;
    const low = view.getUint32(little ? at : at + 4, little);
    const high = view.getUint32(little ? at + 4 : at, little);
    if ((low === 0 && high === 0) || (low === 0xffffffff && high === 0xffffffff)) return Number.NaN;
    this.#timeBase ??= { low, high };
    return (high - this.#timeBase.high) * TWO_32 + (low - this.#timeBase.low);
  }

  #ordered(bytes: Uint8Array, view: DataView, at: number, size: number): void {
    const type = view.getUint32(at, this.#little);
    if (type === RECORD.sample) {
      const row = this.#attributeRow(view, at, size, true);
      const timeAt = timeOffset(this.attributes.list[row]!, true, at, size);
      const time = timeAt < 0 ? Number.NaN : this.#time(view, timeAt);
      if (timeAt >= 0 && !this.#compiled.isEmpty && this.attributes.list[row]!.sharedClock)
        this.#compiled.upTo(view.getBigUint64(timeAt, this.#little));
      if (!this.samples.add(view, at, size, row, time)) this.#bad(type, null);
      return;
    }
    const attribute = this.#attributeOf(view, at, size, false)!;
    const end = at + size - trailerBytes(attribute);
    const whole = this.#change(type, bytes, view, at, end);
    if (!whole) this.#bad(type, null);
  }

  /** Records other than samples; `end` is where their own fields end. False where they are too short. */
  #change(type: number, bytes: Uint8Array, view: DataView, at: number, end: number): boolean {
    const little = this.#little;
    const body = at + RECORD_HEADER;
    const misc = view.getUint16(at + 4, little);
    switch (type) {
      case RECORD.mmap:
      case RECORD.mmap2:
        return this.#map(type, misc, bytes, view, body, end);
      case RECORD.comm: {
        if (body + 8 > end) return false;
        const comm = textUpToNul(bytes.subarray(body + 8, end));
        this.processes.comm(
          view.getInt32(body, little),
          view.getInt32(body + 4, little),
          comm,
          (misc & MISC_EXEC) !== 0,
        );
        return true;
      }
      case RECORD.fork:
        if (body + 16 > end) return false;
        this.processes.fork(
          view.getInt32(body, little),
          view.getInt32(body + 4, little),
          view.getInt32(body + 8, little),
          view.getInt32(body + 12, little),
        );
        return true;
      case RECORD.lost:
      case RECORD.lostSamples: {
        const place = type === RECORD.lost ? body + 8 : body;
        if (place + 8 > end) return false;
        const lost = Number(view.getBigUint64(place, little));
        if (lost > 0)
          this.#context.diagnostics.note(
            'perf-data-lost',
            'the kernel lost records because perf could not keep up; shares may be biased',
            null,
            Math.min(lost, Number.MAX_SAFE_INTEGER),
          );
        return true;
      }
      case RECORD.ksymbol:
        return this.#kernelSymbol(bytes, view, body, end);
      case RECORD.callchainDeferred:
        return this.#deferredChain(view, at, body, end);
      default:
        return true;
    }
  }

  /** {pid, tid, address, length, file offset}, then for MMAP2 device or build id, protection and flags; then the name. */
  #map(type: number, misc: number, bytes: Uint8Array, view: DataView, body: number, end: number): boolean {
    const little = this.#little;
    const nameAt = body + (type === RECORD.mmap ? 32 : 64);
    if (nameAt > end) return false;
    const withId = type === RECORD.mmap2 && (misc & MISC_BUILD_ID) !== 0;
    const pid = view.getInt32(body, little);
    const name = textUpToNul(bytes.subarray(nameAt, end));
    this.#compiled.found(name, pid);
    this.processes.map({
      pid,
      tid: view.getInt32(body + 4, little),
      start: view.getBigUint64(body + 8, little),
      length: view.getBigUint64(body + 16, little),
      fileOffset: view.getBigUint64(body + 24, little),
      name,
      buildId: withId ? hexId(bytes.subarray(body + 36, body + 56), bytes[body + 32]!) : null,
      kernel: (misc & MISC_MODE) === MODE_KERNEL || pid === -1,
    });
    return true;
  }

  /** {address u64, length u32, type u16, flags u16, name}: code that the kernel made, such as BPF programs. */
  #kernelSymbol(bytes: Uint8Array, view: DataView, body: number, end: number): boolean {
    if (body + 16 > end) return false;
    const little = this.#little;
    if (view.getUint16(body + 14, little) & UNREGISTER) return true;
    const name = textUpToNul(bytes.subarray(body + 16, end));
    this.processes.kernelSymbol(view.getBigUint64(body, little), view.getUint32(body + 8, little), name);
    return true;
  }

  /** {cookie u64, count u64, addresses}: the user part of call chains that were taken in the kernel before. */
  #deferredChain(view: DataView, at: number, body: number, end: number): boolean {
    if (body + 16 > end) return false;
    const little = this.#little;
    const count = view.getBigUint64(body + 8, little);
    if (count * 8n > BigInt(end - body - 16)) return false;
    const attribute = this.#attributeOf(view, at, end - at, false)!;
    // The thread stands in the fields at the record's end, of which the first is pid and tid.
    if (trailerBytes(attribute) === 0 || (attribute.sampleType & SAMPLE_TID) === 0) return true;
    const pid = view.getInt32(end, little);
    const tid = view.getInt32(end + 4, little);
    this.samples.addDeferred(view, body + 16, Number(count), pid, tid, view.getBigUint64(body, little));
    return true;
  }

  #bad(type: number, fileOffset: number | null): void {
    this.#context.diagnostics.note(
      'perf-data-bad-record',
      `a record of type ${type} is shorter than what it should hold; it was left out`,
      atByte(this.#name, fileOffset),
    );
  }
}
