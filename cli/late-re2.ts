/** Stands for re2js in the bundle of the command line: loaded with the first pattern, for it takes longer than reading a small profile. */
import { createRequire } from 'node:module';

type Library = typeof import('re2js');

let library: Library | null = null;

export const RE2JS = {
  compile(pattern: string): ReturnType<Library['RE2JS']['compile']> {
    library ??= createRequire(import.meta.url)('re2js') as Library;
    return library.RE2JS.compile(pattern);
  },
};
