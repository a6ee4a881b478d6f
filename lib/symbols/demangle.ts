/** Mangled names to those in the source: C++ (Itanium), Rust (legacy and v0). */
import { demangleItanium, isAnonymousNamespace } from './itanium.js';
import { demangleRust } from './rust-names.js';

/** As perf prints it, without parameters; null where the name is not mangled. */
export function demangle(name: string): string | null {
  if (name.startsWith('_R') || name.startsWith('_Z') || name.startsWith('__Z'))
    return plainName(name) ?? demangleRust(name) ?? demangleItanium(name);
  return null;
}

const CAPITAL_E = 69;
const SMALL_H = 104;

/**
 * `_ZN`, lengths with names, `E`: most names of a C++ program are no more than that, with parameters behind that are
 * not printed. Null for all else: templates, substitutions, operators, tags, and what may be a hash of Rust's.
 */
function plainName(name: string): string | null {
  if (!name.startsWith('_ZN')) return null;
  let at = 3;
  if (name.charCodeAt(at) === 75) at++;
  let text = '';
  for (;;) {
    let length = 0;
    const digits = at;
    for (; at - digits < 4; at++) {
      const digit = name.charCodeAt(at) - 48;
      if (!(digit >= 0 && digit <= 9)) break;
      length = length * 10 + digit;
    }
    if (at === digits) break;
    const end = at + length;
    if (length === 0 || end >= name.length || (length === 17 && name.charCodeAt(at) === SMALL_H)) return null;
    const part = name.slice(at, end);
    if (text !== '') text += '::';
    text += isAnonymousNamespace(part) ? '(anonymous namespace)' : part;
    at = end;
  }
  return text !== '' && name.charCodeAt(at) === CAPITAL_E ? text : null;
}
