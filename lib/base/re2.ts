/** RE2 patterns: they run in linear time, so that one from a file or a user cannot hang the program. */
import { createRequire } from 'node:module';
import type { RE2JS } from 're2js';

export type Pattern = RE2JS;

/** Throws an Error whose message says what is wrong where `pattern` is not valid RE2 syntax. */
export function compilePattern(pattern: string): Pattern {
  // Loaded with the first pattern, and at once: it takes longer than reading a small profile, which mostly asks for none.
  library ??= createRequire(import.meta.url)('re2js') as { readonly RE2JS: typeof RE2JS };
  return library.RE2JS.compile(pattern);
}

let library: { readonly RE2JS: typeof RE2JS } | null = null;
