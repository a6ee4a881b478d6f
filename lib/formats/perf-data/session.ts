/** What each record changes, applied in the order of their times: attributes, names, threads, maps, samples. */
import { atByte, ProfileError } from '../../base/errors.js';
import type { ReadContext } from '../format.js';
import { type Attribute, Attributes, attributeBytes, parseAttribute, SAMPLE_TID } from './attributes.js';
import { MODE_KERNEL } from './call-chain.js';
import { Chains, NO_CHAIN } from './chains.js';
import { CompiledCode } from './compiled-code.js';
import { buildIdRecord, type Facts, hexId, noFacts, readFeature, textUpToNul } from './features.js';
import { viewOf } from './header.js';
import { type OrderedSink, TimeWindow } from './order.js';
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
import { SampleFields, trailerBytes, trailingId, trailingTime } from './sample.js';
import { Samples } from './samples.js';
import { ZstdStream } from './zstd.js';

const MISC_MODE = 7;
const MISC_EXEC = 1 << 13;
const MISC_BUILD_ID = 1 << 14;
const TWO_32 = 2 ** 32;
const UPDATE_NAME = 2;
const UNREGISTER = 1;
const MAX_EVENTS = 100_000;

export class Session implements RecordSink, OrderedSink {
  readonly attributes = new Attributes();
  readonly facts: Facts = noFacts();
  readonly processes: Processes;
  readonly samples: Samples;
  readonly #name: string;
  readonly #context: ReadContext;
  readonly #little: boolean;
  readonly #window: TimeWindow;
  readonly #compiled: CompiledCode;
  readonly #fields = new SampleFields();
  #chains: Chains;
  #inner: RecordStream | null = null;
  #zstd: ZstdStream | null = null;
  /** The first time in the file, in two halves. */
  #baseLow = 0;
  #baseHigh = 0;
  #hasBase = false;

  /** `bytes`: size of the recording, 0 where it is not known. */
  constructor(name: string, littleEndian: boolean, context: ReadContext, bytes: number) {
    this.#name = name;
    this.#context = context;
    this.#little = littleEndian;
    this.processes = new Processes(name, context.limits);
    this.#compiled = new CompiledCode(this.processes, context);
    this.samples = new Samples(
      name,
      littleEndian,
      context,
      this.processes,
      this.attributes,
      this.facts,
      bytes,
    );
    this.#chains = new Chains(littleEndian, bytes);
    this.#window = new TimeWindow(this);
  }

  record(
    type: number,
    bytes: Uint8Array,
    view: DataView,
    at: number,
    size: number,
    fileOffset: number,
  ): void {
    if (type === RECORD.sample) {
      this.#sample(bytes, view, at, size);
      return;
    }
    if (type >= FIRST_USER_TYPE) {
      if (type < FIRST_FOREIGN_TYPE) this.#ofRecorder(type, bytes, view, at, size, fileOffset);
      return;
    }
    const attribute = this.#attributeOf(view, at, size);
    if (attribute === null) {
      this.#bad(type, fileOffset);
      return;
    }
    const timeAt = trailingTime(attribute, at, size);
    const time = timeAt < 0 ? Number.NaN : this.#time(view, timeAt);
    // Without a time (made up by perf for what was there before, or recorded without) it counts at once.
    if (Number.isNaN(time)) this.orderedRecord(bytes, view, at, size);
    else this.#window.addRecord(bytes, at, size, time);
  }

  /** Most samples are read here, once; the rest wait as they are, for what they mean depends on those before. */
  #sample(bytes: Uint8Array, view: DataView, at: number, size: number): void {
    const row = this.#sampleRow(view, at, size);
    const attribute = this.attributes.list[row];
    const fields = this.#fields;
    if (attribute === undefined || !fields.parse(view, at, size, attribute, this.#little)) {
      this.#bad(RECORD.sample, null);
      return;
    }
    const { layout } = attribute;
    const time = layout.time < 0 ? Number.NaN : this.#time(view, at + layout.time);
    const period = fields.hasPeriod
      ? fields.periodHigh * TWO_32 + fields.periodLow
      : (attribute.fixedPeriod ?? 1);
    if (layout.plain && period <= Number.MAX_SAFE_INTEGER) {
      const chain = this.#chains.of(bytes, view, fields, view.getUint16(at + 4, this.#little) & MISC_MODE);
      if (chain !== NO_CHAIN) {
        const { pid, tid, cpu } = fields;
        if (Number.isNaN(time)) this.orderedSample(chain, row, pid, tid, cpu, period, time);
        else this.#window.addSample(chain, row, pid, tid, cpu, period, time);
        return;
      }
    }
    if (Number.isNaN(time)) this.orderedRecord(bytes, view, at, size);
    else this.#window.addRecord(bytes, at, size, time);
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
        if (this.#chains.isFull) this.#renewChains();
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

  /** Only the chains that wait are needed again; what repeats is soon there again. */
  #renewChains(): void {
    const old = this.#chains;
    const chains = new Chains(this.#little);
    this.#window.renumberChains((row) => chains.moved(old, row));
    this.#chains = chains;
  }

  /** Of a record other than a SAMPLE. Null where there is no attribute at all. */
  #attributeOf(view: DataView, at: number, size: number): Attribute | null {
    const { list } = this.attributes;
    const row = list.length <= 1 ? 0 : this.#rowOfId(view, trailingId(list[0]!, at, size));
    return list[row] ?? null;
  }

  #sampleRow(view: DataView, at: number, size: number): number {
    const { list } = this.attributes;
    if (list.length <= 1) return 0;
    const { id } = list[0]!.layout;
    return this.#rowOfId(view, id < 0 || id + 8 > size ? -1 : at + id);
  }

  /** An id of nobody is the first attribute's: records made up by perf have 0. */
  #rowOfId(view: DataView, place: number): number {
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
    if (!this.#hasBase) {
      this.#hasBase = true;
      this.#baseLow = low;
      this.#baseHigh = high;
    }
    return (high - this.#baseHigh) * TWO_32 + (low - this.#baseLow);
  }

  orderedSample(
    chain: number,
    row: number,
    pid: number,
    tid: number,
    cpu: number,
    period: number,
    time: number,
  ): void {
    if (!this.#compiled.isEmpty && this.attributes.list[row]!.sharedClock) this.#compileUpTo(time);
    this.samples.addPlain(this.#chains, chain, row, pid, tid, cpu, period, time);
  }

  orderedRecord(bytes: Uint8Array, view: DataView, at: number, size: number): void {
    const type = view.getUint32(at, this.#little);
    if (type === RECORD.sample) {
      const row = this.#sampleRow(view, at, size);
      const { layout, sharedClock } = this.attributes.list[row]!;
      const time = layout.time < 0 ? Number.NaN : this.#time(view, at + layout.time);
      if (!this.#compiled.isEmpty && sharedClock) this.#compileUpTo(time);
      if (!this.samples.add(view, at, size, row, time)) this.#bad(type, null);
      return;
    }
    const attribute = this.#attributeOf(view, at, size)!;
    const end = at + size - trailerBytes(attribute);
    const whole = this.#change(type, bytes, view, at, end);
    if (!whole) this.#bad(type, null);
  }

  #compileUpTo(time: number): void {
    if (Number.isNaN(time)) return;
    this.#compiled.upTo((BigInt(this.#baseHigh) << 32n) + BigInt(this.#baseLow) + BigInt(time));
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
    const attribute = this.#attributeOf(view, at, end - at)!;
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
