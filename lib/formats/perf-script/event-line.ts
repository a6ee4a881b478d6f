/** The first line of a `perf script` sample: who, where, when, which event. Scanned by hand in time linear in the line. */

/** What kind of line it is; `Bare` ("comm tid" and nothing else) is a header only where a frame follows. */
export const NOT_A_HEADER = 0;
export const HEADER = 1;
export const SIDE_RECORD = 2;
export const BARE_HEADER = 3;

const TAB = 9;
const SPACE = 32;
const MINUS = 45;
const DOT = 46;
const SLASH = 47;
const ZERO = 48;
const NINE = 57;
const COLON = 58;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
/** Letters of perf's misc field: kernel, user, hypervisor, guest, ... (perf script -F misc). */
const MISC = new Set([...'KUHGgMESp'].map((letter) => letter.charCodeAt(0)));
const MISC_LETTERS = 3;
const SIDE = [...'PERF_RECORD_'].map((letter) => letter.charCodeAt(0));
const RAW = [...'raw'].map((letter) => letter.charCodeAt(0));
/** One separator and "%10lu ": what perf prints for a period. A thread id is narrower, which tells them apart. */
const PERIOD_FIELD = 11;
const NANOSECOND_DIGITS = 9;
/** More would not be exact, and are no clock. */
const SECONDS_DIGITS = 15;

/**
 * The parts of one header line as offsets into the buffer that `parse` was given; -1 where a part is absent. One is
 * made per reader and used again for each line. `who` is everything before the time: equal bytes, equal who.
 */
export class EventLine {
  whoStart = 0;
  whoEnd = 0;
  commStart = 0;
  commEnd = 0;
  pidStart = -1;
  pidEnd = -1;
  tidStart = -1;
  tidEnd = -1;
  cpuStart = -1;
  cpuEnd = -1;
  hasTime = false;
  /** Whole seconds and the nanoseconds beyond them. */
  seconds = 0;
  nanoseconds = 0;
  periodStart = -1;
  periodEnd = -1;
  eventStart = -1;
  eventEnd = -1;
  /** What follows the event: a frame on the same line, or a tracepoint's payload; -1 where nothing does. */
  tailStart = -1;
  tailEnd = -1;
  #tokenStart = 0;
  #tokenEnd = 0;

  /** Parses bytes [start, end) of a line without its end. */
  parse(bytes: Uint8Array, start: number, end: number): number {
    this.whoStart = start;
    this.pidStart = -1;
    this.tidStart = -1;
    this.cpuStart = -1;
    this.hasTime = false;
    this.periodStart = -1;
    this.eventStart = -1;
    this.tailStart = -1;
    const colon = this.#findTime(bytes, start, end);
    if (colon < 0) return this.#parseWithoutTime(bytes, start, end);
    if (!this.#who(bytes, start, this.whoEnd)) return NOT_A_HEADER;
    this.hasTime = true;
    return this.#what(bytes, colon + 1, end);
  }

  /** The colon of the first token of digits, a dot, 1 to 9 digits and a colon that stands behind white space. */
  #findTime(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    while (at < end) {
      while (at < end && !isSpace(bytes[at]!)) at++;
      while (at < end && isSpace(bytes[at]!)) at++;
      const token = at;
      let seconds = 0;
      while (at < end && isDigit(bytes[at]!) && at - token < SECONDS_DIGITS)
        seconds = seconds * 10 + bytes[at++]! - ZERO;
      if (at === token || bytes[at] !== DOT || at >= end) continue;
      const dot = at++;
      let fraction = 0;
      while (at < end && isDigit(bytes[at]!) && at - dot <= NANOSECOND_DIGITS)
        fraction = fraction * 10 + bytes[at++]! - ZERO;
      const digits = at - dot - 1;
      if (digits === 0 || at >= end || bytes[at] !== COLON) continue;
      if (at + 1 < end && !isSpace(bytes[at + 1]!)) continue;
      this.seconds = seconds;
      this.nanoseconds = fraction * 10 ** (NANOSECOND_DIGITS - digits);
      this.whoEnd = token;
      return at;
    }
    return -1;
  }

  /** `comm pid/tid [cpu] misc`, from the right: a comm may hold anything, numbers too. */
  #who(bytes: Uint8Array, start: number, end: number): boolean {
    if (!this.#tokenBefore(bytes, start, end)) return false;
    if (isMisc(bytes, this.#tokenStart, this.#tokenEnd) && !this.#tokenBefore(bytes, start, this.#tokenStart))
      return false;
    if (this.#isCpu(bytes)) {
      this.cpuStart = this.#tokenStart + 1;
      this.cpuEnd = this.#tokenEnd - 1;
      if (!this.#tokenBefore(bytes, start, this.#tokenStart)) return false;
    }
    return this.#commAndIds(bytes, start);
  }

  /** The current token is `pid/tid` or `tid`, and what is left of it is the comm. */
  #commAndIds(bytes: Uint8Array, start: number): boolean {
    const from = this.#tokenStart;
    const to = this.#tokenEnd;
    const middle = numberEnd(bytes, from, to);
    if (middle < 0) return false;
    if (middle === to) {
      this.tidStart = from;
      this.tidEnd = to;
    } else {
      if (bytes[middle] !== SLASH || numberEnd(bytes, middle + 1, to) !== to) return false;
      this.pidStart = from;
      this.pidEnd = middle;
      this.tidStart = middle + 1;
      this.tidEnd = to;
    }
    let commEnd = from;
    while (commEnd > start && isSpace(bytes[commEnd - 1]!)) commEnd--;
    let commStart = start;
    while (commStart < commEnd && isSpace(bytes[commStart]!)) commStart++;
    this.commStart = commStart;
    this.commEnd = commEnd;
    return true;
  }

  /** `period event: tail`, right of the time. */
  #what(bytes: Uint8Array, start: number, end: number): number {
    if (!this.#tokenAfter(bytes, start, end)) return HEADER;
    if (startsWith(bytes, this.#tokenStart, end, SIDE)) return SIDE_RECORD;
    if (isNumber(bytes, this.#tokenStart, this.#tokenEnd)) {
      this.periodStart = this.#tokenStart;
      this.periodEnd = this.#tokenEnd;
      if (!this.#tokenAfter(bytes, this.#tokenEnd, end)) return HEADER;
    }
    const from = this.#tokenStart;
    // An event that perf cannot name is printed as two words: "raw 0x1a8:".
    if (this.#tokenEnd - from === RAW.length && startsWith(bytes, from, end, RAW))
      this.#tokenAfter(bytes, this.#tokenEnd, end);
    const to = this.#tokenEnd;
    if (bytes[to - 1] !== COLON || to - this.#tokenStart < 2) return NOT_A_HEADER;
    this.eventStart = from;
    this.eventEnd = to - 1;
    if (this.#tokenAfter(bytes, to, end)) {
      this.tailStart = this.#tokenStart;
      this.tailEnd = end;
    }
    return HEADER;
  }

  /** `comm tid event:`, `comm tid period event:`, or only `comm tid`. */
  #parseWithoutTime(bytes: Uint8Array, start: number, end: number): number {
    if (!this.#tokenBefore(bytes, start, end)) return NOT_A_HEADER;
    const from = this.#tokenStart;
    const to = this.#tokenEnd;
    if (bytes[to - 1] !== COLON || to - from < 2 || !isLetter(bytes[from]!)) {
      if (hasSideRecord(bytes, start, end)) return SIDE_RECORD;
      this.whoEnd = end;
      return this.#who(bytes, start, end) && this.commEnd > this.commStart ? BARE_HEADER : NOT_A_HEADER;
    }
    if (startsWith(bytes, from, end, SIDE)) return SIDE_RECORD;
    this.whoEnd = from;
    if (!this.#tokenBefore(bytes, start, from)) return NOT_A_HEADER;
    const lastStart = this.#tokenStart;
    const lastEnd = this.#tokenEnd;
    if (isNumber(bytes, lastStart, lastEnd) && this.#tokenBefore(bytes, start, lastStart)) {
      const wide = lastEnd - this.#tokenEnd >= PERIOD_FIELD;
      const onlyPeriod = this.#isCpu(bytes) || (wide && isIds(bytes, this.#tokenStart, this.#tokenEnd));
      if (onlyPeriod) {
        this.periodStart = lastStart;
        this.periodEnd = lastEnd;
        this.whoEnd = lastStart;
      }
    }
    if (!this.#who(bytes, start, this.whoEnd)) return NOT_A_HEADER;
    this.eventStart = from;
    this.eventEnd = to - 1;
    return HEADER;
  }

  /** Makes the last token of [start, end) current. */
  #tokenBefore(bytes: Uint8Array, start: number, end: number): boolean {
    let to = end;
    while (to > start && isSpace(bytes[to - 1]!)) to--;
    let from = to;
    while (from > start && !isSpace(bytes[from - 1]!)) from--;
    this.#tokenStart = from;
    this.#tokenEnd = to;
    return from < to;
  }

  /** Makes the first token of [start, end) current. */
  #tokenAfter(bytes: Uint8Array, start: number, end: number): boolean {
    let from = start;
    while (from < end && isSpace(bytes[from]!)) from++;
    let to = from;
    while (to < end && !isSpace(bytes[to]!)) to++;
    this.#tokenStart = from;
    this.#tokenEnd = to;
    return from < to;
  }

  #isCpu(bytes: Uint8Array): boolean {
    const from = this.#tokenStart;
    const to = this.#tokenEnd;
    return (
      bytes[from] === OPEN_BRACKET && bytes[to - 1] === CLOSE_BRACKET && isNumber(bytes, from + 1, to - 1)
    );
  }
}

function isSpace(byte: number): boolean {
  return byte === SPACE || byte === TAB;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}

function isLetter(byte: number): boolean {
  return (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);
}

function isNumber(bytes: Uint8Array, start: number, end: number): boolean {
  if (start >= end) return false;
  for (let at = start; at < end; at++) if (!isDigit(bytes[at]!)) return false;
  return true;
}

/** End of the integer that begins at `start`, or -1. */
function numberEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start < end && bytes[start] === MINUS ? start + 1 : start;
  const digits = at;
  while (at < end && isDigit(bytes[at]!)) at++;
  return at === digits ? -1 : at;
}

function isIds(bytes: Uint8Array, start: number, end: number): boolean {
  const middle = numberEnd(bytes, start, end);
  if (middle < 0 || middle === end) return middle === end;
  return bytes[middle] === SLASH && numberEnd(bytes, middle + 1, end) === end;
}

function isMisc(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > MISC_LETTERS) return false;
  for (let at = start; at < end; at++) if (!MISC.has(bytes[at]!)) return false;
  return true;
}

function startsWith(bytes: Uint8Array, start: number, end: number, word: readonly number[]): boolean {
  if (end - start < word.length) return false;
  for (let i = 0; i < word.length; i++) if (bytes[start + i] !== word[i]) return false;
  return true;
}

function hasSideRecord(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    if ((at === start || isSpace(bytes[at - 1]!)) && startsWith(bytes, at, end, SIDE)) return true;
  }
  return false;
}
