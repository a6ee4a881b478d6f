/** Location messages into columns: a file may have hundreds of thousands, so no object for each. */
import { BigUint64Builder, Float64Builder, Int32Builder } from '../../base/columns.js';
import { type Id, IdColumn } from './ids.js';
import { int, lineNumber, uint } from './messages.js';
import { BYTES, type WireReader } from './wire.js';

/** Location l has lines [lineStart[l], lineStart[l + 1]), innermost first, as in the file. */
export class RawLocations {
  readonly ids = new IdColumn();
  readonly mappings = new IdColumn();
  readonly addresses = new BigUint64Builder();
  /** 1 where is_folded is set. */
  readonly folded = new Int32Builder();
  /** Byte offset of each message. */
  readonly at = new Float64Builder();
  readonly lineStart = new Int32Builder();
  readonly lineFunctions = new IdColumn();
  readonly lines = new Int32Builder();
  readonly columns = new Int32Builder();

  constructor() {
    this.lineStart.push(0);
  }

  get length(): number {
    return this.ids.length;
  }

  /** Reads the message in [reader.pos, end). Repeated scalars: the last wins. */
  read(reader: WireReader, end: number): void {
    let id: Id = 0;
    let mapping: Id = 0;
    let address: Id = 0;
    let folded = false;
    this.at.push(reader.base + reader.pos);
    while (reader.pos < end) {
      reader.field(end);
      switch (reader.number) {
        case 1:
          id = uint(reader, end, 'Location.id');
          break;
        case 2:
          mapping = uint(reader, end, 'Location.mapping_id');
          break;
        case 3:
          address = uint(reader, end, 'Location.address');
          break;
        case 4:
          reader.expect(BYTES, 'Location.line');
          this.#line(reader, reader.fieldEnd);
          break;
        case 5:
          folded = int(reader, end, 'Location.is_folded') !== 0;
          break;
        default:
          reader.skip(end);
      }
    }
    this.ids.push(id);
    this.mappings.push(mapping);
    this.addresses.push(address);
    this.folded.push(folded ? 1 : 0);
    this.lineStart.push(this.lineFunctions.length);
  }

  #line(reader: WireReader, end: number): void {
    let fn: Id = 0;
    let line = 0;
    let column = 0;
    while (reader.pos < end) {
      reader.field(end);
      if (reader.number === 1) fn = uint(reader, end, 'Line.function_id');
      else if (reader.number === 2) line = lineNumber(int(reader, end, 'Line.line'));
      else if (reader.number === 3) column = lineNumber(int(reader, end, 'Line.column'));
      else reader.skip(end);
    }
    this.lineFunctions.push(fn);
    this.lines.push(line);
    this.columns.push(column);
  }
}
