/** pprof protobuf, which has no magic: telling it by its fields. */
import type { Confidence, Format } from '../format.js';
import { BYTES, VARINT, WireReader } from './wire.js';

export const pprof: Format = {
  id: 'pprof',
  title: 'pprof protobuf',
  sniff,
  read: async (source, context) => (await import('./read.js')).read(source, context),
};

/** So much of a file shows whether it is text. */
const TEXT_BYTES = 1024;

/**
 * pprof has no magic. Yes: the prefix is a run of well-formed top-level fields of profile.proto, with at least one
 * sub-message whose own fields are well-formed too.
 */
function sniff(prefix: Uint8Array, complete: boolean): Confidence {
  if (prefix.length === 0 || isText(prefix)) return 'no';
  const reader = new WireReader('', prefix);
  let messages = 0;
  try {
    while (reader.pos < prefix.length) {
      const start = reader.pos;
      reader.field(Number.MAX_SAFE_INTEGER);
      const { number, wire } = reader;
      const isMessage = (number >= 1 && number <= 6) || number === 11;
      // A comment list is packed or not; every other field has one wire type.
      const fits = number === 13 ? wire === BYTES || wire === VARINT : wire === (isMessage ? BYTES : VARINT);
      if (number > 15 || !fits) return 'no';
      if (wire === BYTES) {
        if (reader.fieldEnd > prefix.length)
          return complete ? 'no' : start > 0 && messages > 0 ? 'yes' : 'maybe';
        if (number === 1 || (number >= 3 && number <= 5)) {
          const end = reader.fieldEnd;
          while (reader.pos < end) {
            reader.field(end);
            reader.skip(end);
          }
        }
        messages++;
        reader.pos = reader.fieldEnd < reader.pos ? reader.pos : Math.max(reader.pos, reader.fieldEnd);
      } else reader.skip(prefix.length);
    }
  } catch {
    // The reader's error says why it is no pprof file; sniffing only answers whether it is one.
    return !complete && messages > 0 ? 'yes' : 'no';
  }
  if (messages > 0) return 'yes';
  return complete ? 'no' : 'maybe';
}

/** Letters can pass for tags and lengths ("ja" begins a list of comments), but the messages of a profile hold small numbers. */
function isText(prefix: Uint8Array): boolean {
  const end = Math.min(prefix.length, TEXT_BYTES);
  for (let i = 0; i < end; i++) {
    const byte = prefix[i]!;
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) return false;
  }
  return true;
}
