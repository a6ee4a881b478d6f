/** One protobuf message of profile.proto each into plain rows (google/pprof proto/profile.proto, b9395ee). */
import type { Id } from './ids.js';
import { VARINT, type WireReader } from './wire.js';

export interface RawValueType {
  type: number;
  unit: number;
}
export interface RawMapping {
  at: number;
  id: Id;
  start: Id;
  limit: Id;
  offset: Id;
  file: number;
  buildId: number;
}
export interface RawFunction {
  at: number;
  id: Id;
  name: number;
  systemName: number;
  file: number;
  startLine: number;
}

/** Each reads the message in [reader.pos, end) and leaves reader.pos at end. Repeated scalars: the last wins. */
export function readValueType(reader: WireReader, end: number): RawValueType {
  const row: RawValueType = { type: 0, unit: 0 };
  while (reader.pos < end) {
    reader.field(end);
    if (reader.number === 1) row.type = int(reader, end, 'ValueType.type');
    else if (reader.number === 2) row.unit = int(reader, end, 'ValueType.unit');
    else reader.skip(end);
  }
  return row;
}

export function readMapping(reader: WireReader, end: number): RawMapping {
  const row: RawMapping = {
    at: reader.base + reader.pos,
    id: 0,
    start: 0,
    limit: 0,
    offset: 0,
    file: 0,
    buildId: 0,
  };
  while (reader.pos < end) {
    reader.field(end);
    switch (reader.number) {
      case 1:
        row.id = uint(reader, end, 'Mapping.id');
        break;
      case 2:
        row.start = uint(reader, end, 'Mapping.memory_start');
        break;
      case 3:
        row.limit = uint(reader, end, 'Mapping.memory_limit');
        break;
      case 4:
        row.offset = uint(reader, end, 'Mapping.file_offset');
        break;
      case 5:
        row.file = int(reader, end, 'Mapping.filename');
        break;
      case 6:
        row.buildId = int(reader, end, 'Mapping.build_id');
        break;
      case 7:
      case 8:
      case 9:
      case 10:
        int(reader, end, 'Mapping.has_*');
        break;
      default:
        reader.skip(end);
    }
  }
  return row;
}

export function readFunction(reader: WireReader, end: number): RawFunction {
  const row: RawFunction = {
    at: reader.base + reader.pos,
    id: 0,
    name: 0,
    systemName: 0,
    file: 0,
    startLine: 0,
  };
  while (reader.pos < end) {
    reader.field(end);
    switch (reader.number) {
      case 1:
        row.id = uint(reader, end, 'Function.id');
        break;
      case 2:
        row.name = int(reader, end, 'Function.name');
        break;
      case 3:
        row.systemName = int(reader, end, 'Function.system_name');
        break;
      case 4:
        row.file = int(reader, end, 'Function.filename');
        break;
      case 5:
        row.startLine = lineNumber(int(reader, end, 'Function.start_line'));
        break;
      default:
        reader.skip(end);
    }
  }
  return row;
}

/** Lines are columns of 32-bit numbers; what does not fit is not a line. */
export function lineNumber(value: number): number {
  return value > 0 && value < 2 ** 31 ? value : 0;
}

/** A varint field that must be one: as a float, exact within +-2^53. */
export function int(reader: WireReader, end: number, what: string): number {
  reader.expect(VARINT, what);
  return reader.int64(end);
}

/** An unsigned one: an id or an address. */
export function uint(reader: WireReader, end: number, what: string): Id {
  reader.expect(VARINT, what);
  const start = reader.pos;
  const value = reader.int64(end);
  if (value >= 0 && value <= Number.MAX_SAFE_INTEGER) return value;
  reader.pos = start;
  return reader.bigint(end, false);
}
