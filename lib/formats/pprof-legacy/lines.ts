/** Lines of a text that is in memory, and the section of a memory map behind the samples. */

export class Lines {
  readonly #bytes: Uint8Array;
  readonly #decoder = new TextDecoder();
  #at: number;
  /** Of the line given last; 1-based. */
  number = 0;

  constructor(bytes: Uint8Array, at = 0, number = 0) {
    this.#bytes = bytes;
    this.#at = at;
    this.number = number;
  }

  /** Where the next line begins. */
  get at(): number {
    return this.#at;
  }

  /** The next line without white space around it; null at the end. */
  next(): string | null {
    if (this.#at >= this.#bytes.length) return null;
    const end = this.#bytes.indexOf(10, this.#at);
    const line = this.#bytes.subarray(this.#at, end === -1 ? this.#bytes.length : end);
    this.#at = end === -1 ? this.#bytes.length : end + 1;
    this.number++;
    return this.#decoder.decode(line).trim();
  }
}

export function isBlank(line: string): boolean {
  return line === '' || line.startsWith('#');
}

/** Whether a memory map begins behind this line. */
export function opensMap(line: string): boolean {
  return line.includes('--- Memory map: ---') || line.includes('MAPPED_LIBRARIES:');
}

/** The hexadecimal numbers of a text, "0x…" each, or null for one beyond 64 bits. */
export function addressesOf(text: string): bigint[] | null {
  const found: bigint[] = [];
  for (const [number] of text.matchAll(/0x[0-9a-fA-F]+/g)) {
    if (number.length > 2 + 64) return null;
    const address = BigInt(number);
    if (address >> 64n !== 0n) return null;
    found.push(address);
  }
  return found;
}
