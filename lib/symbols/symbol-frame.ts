/** What is known of one place in one function. */
export interface SymbolFrame {
  /** For people, demangled. */
  readonly name: string;
  /** As the linker has it. */
  readonly systemName: string;
  readonly file: string | null;
  /** 1-based line being executed; 0 unknown. */
  readonly line: number;
  /** 1-based line where the function begins; 0 unknown. */
  readonly startLine: number;
}

/** A frame of which only the name is known. */
export function namedFrame(name: string, systemName = name): SymbolFrame {
  return { name, systemName, file: null, line: 0, startLine: 0 };
}

/** Index of the first element of ascending `values` that is not less than `value`. */
export function lowerBound(values: Float64Array, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
