/** What stays of a name when compilers renumber, packages move or folders differ: keys by which names find each other again. */
import type { Granularity } from '../analysis/granularity.js';
import { packageOf } from '../analysis/package-name.js';
import type { NameMatch } from './comparison.js';

/** A group of one side, as far as matching needs it. */
export interface Named {
  readonly name: string;
  readonly file: string | null;
  readonly line: number;
  /** Where its function begins; 0 unknown. */
  readonly startLine: number;
  /** Its function's name; null without symbol. */
  readonly functionName: string | null;
}

export interface NameKey {
  readonly how: NameMatch['how'];
  readonly key: string;
}

/** Strongest first; each is tried for all names before the next. */
export function nameKeys(granularity: Granularity, named: Named): NameKey[] {
  const { name, file } = named;
  if (granularity === 'function') return functionKeys(name, file);
  const base = file === null ? null : baseName(file);
  if (granularity === 'filefunction' && base !== null && named.functionName !== null)
    return [{ how: 'moved', key: `${named.functionName} ${base}` }];
  if (granularity === 'line' && base !== null && named.functionName !== null) {
    const at = `${named.functionName} ${base}`;
    return [
      { how: 'moved', key: `${at}:${named.line}` },
      ...(named.startLine > 0 && named.line > 0
        ? [{ how: 'line', key: `${at}+${named.line - named.startLine}` } as const]
        : []),
    ];
  }
  if (granularity === 'package' || granularity === 'file')
    return /[/]/.test(name) ? [{ how: 'moved', key: tailOf(name, granularity === 'file' ? 2 : 1) }] : [];
  return [];
}

/**
 * The family of a name whose numbers a compiler gives in the order of the source, and those numbers: Go's
 * "main.f.func2.1", Java's "lambda$f$0" and "Shop$1.run", "{closure#0}" of Rust, "{lambda()#1}" of C++. Null for others.
 */
export function closureFamily(
  name: string,
): { readonly family: string; readonly numbers: readonly number[] } | null {
  const numbers: number[] = [];
  const take = (text: string): string =>
    text.replace(/\d+/g, (digits) => {
      numbers.push(Number(digits));
      return '#';
    });
  const family = name
    .replace(
      /(\.(?:func|gowrap|deferwrap)\d+(?:\.\d+|\.(?:func|gowrap|deferwrap)\d+|-range\d+)*|-range\d+)$/,
      take,
    )
    .replace(/(lambda\$[\w$]*?\$\d+|\$\$Lambda(?:\$\d+)?[./]?(?:0x[0-9a-f]+)?|\$\d+(?=[.$/]|$))/g, take)
    .replace(/\{(?:closure|lambda\([^{}]*\))#\d+\}/g, take);
  return numbers.length === 0 ? null : { family, numbers };
}

function functionKeys(name: string, file: string | null): NameKey[] {
  const plain = name
    .replace(/::h[0-9a-f]{16}$/, '')
    .replace(/(\.(constprop|isra|part|llvm|cold|lto_priv)(\.\d+)?)+$/, '');
  const bare = withoutTypeArguments(plain);
  const last = bare.includes('::') ? bare.split('::').slice(-2).join('::') : tailOf(bare, 1);
  const keys: NameKey[] = [
    { how: 'hash', key: plain },
    { how: 'generic', key: bare },
    { how: 'moved', key: last },
  ];
  // The name alone is weak, unless it stays in a file of the same name.
  const symbol = symbolOf(bare);
  if (file !== null && symbol !== last) keys.push({ how: 'moved', key: `${symbol} in ${baseName(file)}` });
  return keys;
}

/** Type arguments replaced by their brackets: "f[go.shape.int]", "f<int>" and "f[...]" are instances of one f. */
function withoutTypeArguments(name: string): string {
  let depth = 0;
  let bare = '';
  for (let i = 0; i < name.length; i++) {
    const c = name[i]!;
    const opens =
      (c === '[' || c === '<') && (depth > 0 || /[\w:]/.test(name[i - 1] ?? '')) && !/operator<*$/.test(bare);
    const closes = (c === ']' || (c === '>' && name[i - 1] !== '-')) && depth > 0;
    if (opens && depth++ === 0) bare += c;
    else if (closes && --depth === 0) bare += c;
    else if (depth === 0) bare += c;
  }
  return depth === 0 ? bare : name;
}

function symbolOf(name: string): string {
  const owner = packageOf(name, null);
  return name.startsWith(owner) ? name.slice(owner.length).replace(/^(\.|::)/, '') : name;
}

function tailOf(path: string, parts: number): string {
  return path.split('/').slice(-parts).join('/');
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
