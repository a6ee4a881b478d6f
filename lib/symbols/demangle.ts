/** Mangled names to those in the source: C++ (Itanium), Rust (legacy and v0). */
import { demangleItanium } from './itanium.js';
import { demangleRust } from './rust-names.js';

/** As perf prints it, without parameters; null where the name is not mangled. */
export function demangle(name: string): string | null {
  if (name.startsWith('_R') || name.startsWith('_Z') || name.startsWith('__Z'))
    return demangleRust(name) ?? demangleItanium(name);
  return null;
}
