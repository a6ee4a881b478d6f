/** Names without their decoration: what tools, compilers and linkers add is taken off, what programmers wrote stays. */

/** A frame's name as the tables want it. */
export interface PlainName {
  /** Without type arguments, parameters, closures, clones, tiers, hashes and versions; Java with dots. */
  readonly text: string;
  /** For Rust's `<T as Trait>::f` the other reading, `T::f`, where `text` is `Trait::f`; else null. */
  readonly other: string | null;
  /** The source file, where the name brings one (`load (json/decoder.py:12)`); else null. */
  readonly file: string | null;
  /** The name says that it is the kernel's (`_[k]`). */
  readonly kernel: boolean;
}

/** Total: every text has a plain name, at worst itself. Linear in the length, but for names that nest deeply. */
export function plainName(name: string): PlainName {
  const mark = MARK.exec(name);
  const kernel = mark?.[1] === 'k';
  let text = mark === null ? name : name.slice(0, -4);
  if (text.includes('(anonymous namespace)::')) text = text.replaceAll('(anonymous namespace)::', '');
  if (text.includes('%2e')) text = text.replaceAll('%2e', '.');
  if (SIMPLE.test(text)) return { text, other: null, file: null, kernel };
  let file: string | null = null;
  const script = /^(?:JS|LazyCompile|Function|Eval|Script):[~^+*]?(.*)$/.exec(text);
  if (script !== null) {
    const place = /^(.*?) ?((?:\/|node:|file:|[A-Za-z]:\\)\S.*?)(?::\d+){1,2}$/.exec(script[1]!);
    return { text: (place?.[1] ?? script[1]!).trim(), other: null, file: place?.[2] ?? '.js', kernel };
  }
  if (RAW.test(text)) return { text, other: null, file: null, kernel };
  const python = /^py::(.*):([^:]*)$/.exec(text) ?? /^(.*?) \(([^()]+\.pyx?)(?::\d+)?\)$/.exec(text);
  if (python !== null) {
    text = python[1]!;
    file = python[2]!;
  }
  text = text
    .replace(/ \[clone [^\]]*\]/g, '')
    .replace(/ ?\((inline|inlined)\)$/, '')
    .replace(/@plt$|@@?[A-Z][A-Za-z]*_[\w.]+$|@@?Base$/, '');
  if (text.includes('$')) text = withoutEscapes(text);
  if (text.startsWith('<')) return { ...qualified(text), file, kernel };
  if (JAVA.test(text)) return { text: javaName(text), other: null, file, kernel };
  return { text: withoutSuffixes(lastWord(withoutArguments(text))), other: null, file, kernel };
}

/** FlameGraph's and async-profiler's marks: kernel, inlined, JIT, waker, interpreted, compiled by C1, and so on. */
const MARK = /_\[([kijw01])\]$/;
/** Nothing to take off: the common case. */
const SIMPLE = /^(?!__GI_)[A-Za-z_]+$/;
/** Names that are texts, not paths. */
const RAW = /^(RegExp:|Builtin:|Stub:|BytecodeHandler:|\()/;
/** A path of packages in Java's ways of writing: `Ljava/util/HashMap;::get`, `java/util/HashMap:.get`, `java/util/HashMap.get`. */
const JAVA = /^L?[a-z_]\w*\/([\w$-]+\/)*[\w$+-]*[A-Z][\w$+/-]*[;:.]/;

/** `java.lang.Object java.util.HashMap.get(java.lang.Object)` loses its parameters and result elsewhere. */
function javaName(text: string): string {
  const bare = text.replace(/\(.*$/, '').replace(/^L(?=[\w/$+-]+;)/, '');
  return bare.replace(/;?::?\.?|;\.?/, '.').replaceAll('/', '.');
}

/** Rust's older mangling as tools without a demangler leave it: `_$LT$T$u20$as$u20$Trait$GT$::f::h0123456789abcdef`. */
function withoutEscapes(text: string): string {
  if (!/\$(LT|GT|u[0-9a-f]{2}|RF|BP|C|LP|RP)\$/.test(text)) return text;
  return text
    .replace(/^_(?=\$)|(?<=::)_(?=\$)/g, '')
    .replace(/\$(LT|GT|RF|BP|C|LP|RP|u[0-9a-f]{2})\$/g, (_, code: string) =>
      code.startsWith('u') && code.length === 3
        ? String.fromCharCode(Number.parseInt(code.slice(1), 16))
        : ESCAPES[code]!,
    )
    .replaceAll('..', '::');
}

const ESCAPES: Readonly<Record<string, string>> = {
  LT: '<',
  GT: '>',
  RF: '&',
  BP: '*',
  C: ',',
  LP: '(',
  RP: ')',
};

/** Deeper than any compiler's names; hostile ones would otherwise exhaust the call stack. */
const MOST_NESTED = 8;

/** `<T as Trait>::f` and `<T>::f`. */
function qualified(text: string, depth = 0): { text: string; other: string | null } {
  if (depth > MOST_NESTED) return { text, other: null };
  const end = closing(text, 0);
  const inside = text.slice(1, end);
  const rest = text.slice(end + 1);
  const as = topLevel(inside, ' as ');
  const clean = (path: string): string =>
    withoutSuffixes(withoutArguments(path.replace(/^[&*([ ]*((mut|const|dyn|impl) )*[&*([ ]*/, '') + rest));
  if (as === -1)
    return { text: clean(inside.startsWith('<') ? qualified(inside, depth + 1).text : inside), other: null };
  const self = inside.slice(0, as);
  return {
    text: clean(inside.slice(as + 4)),
    other: clean(self.startsWith('<') ? qualified(self, depth + 1).text : self),
  };
}

/** The bracket that closes the one at `at`; the end of the text where none does. */
function closing(text: string, at: number): number {
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    if (text[i] === '<') depth++;
    else if (text[i] === '>' && text[i - 1] !== '-' && text[i - 1] !== '=' && --depth === 0) return i;
  }
  return text.length;
}

function topLevel(text: string, what: string): number {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '<' || text[i] === '(' || text[i] === '[') depth++;
    else if ((text[i] === '>' && text[i - 1] !== '-') || text[i] === ')' || text[i] === ']') depth--;
    else if (depth === 0 && text.startsWith(what, i)) return i;
  }
  return -1;
}

const OPERATOR = /operator(?:<=>|<<=?|>>=?|->\*?|<=?|>=?|\(\)|\[\])/y;

/**
 * Cuts `<...>`, `[...]` and `(...)` with all that is in them; Go's receivers and operators stay.
 */
function withoutArguments(text: string): string {
  if (!/[<[(]/.test(text)) return text;
  let bare = '';
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (depth === 0) {
      OPERATOR.lastIndex = i;
      const operator = c === 'o' ? OPERATOR.exec(text) : null;
      const kept =
        operator?.[0] ??
        (c === '(' ? /^\(\*?[\w.]+(?:\[.*?\])?\)(?=\.)/.exec(text.slice(i, i + 200))?.[0] : undefined);
      if (kept !== undefined) {
        bare += operator === null ? kept.replace(/\[.*\]/, '') : kept;
        i += kept.length - 1;
        continue;
      }
    }
    if (c === '<' || c === '[' || (c === '(' && i > 0)) depth++;
    else if (c === ']' || c === ')' || (c === '>' && text[i - 1] !== '-')) {
      if (depth > 0) depth--;
      else bare += c;
    } else if (depth === 0) bare += c;
  }
  return bare === '' ? text : bare;
}

/** Drops a result type: `void std::sort`, `java.lang.Object java.util.HashMap.get`. */
function lastWord(text: string): string {
  const bare = text.replace(/( const| volatile| &&?|\.resume)+$/, '').trim();
  const space = bare.lastIndexOf(' ');
  if (space === -1 || /operator [\w:* ]+$|^\(/.test(bare)) return bare.replace(/^.* (?=operator )/, '');
  const word = bare.slice(space + 1);
  return word.includes('::') || /^[A-Za-z_$][\w$]*[./][\w$./]+$/.test(word) ? word : bare;
}

function withoutSuffixes(text: string): string {
  let bare = text;
  if (bare.includes('::'))
    bare = bare
      .replace(/::h[0-9a-f]{16}\b/, '')
      .replace(/(::\{+[^{}]*\}+)+/g, '')
      .replace(/::(?=::)|::$/g, '');
  else if (bare.includes('.')) {
    bare = bare.replace(/\.abi(0|internal)$|-fm$|-tramp\d+$/, '');
    bare = bare.replace(/(\.func\d+|\.gowrap\d+|\.deferwrap\d+|-range\d+|\.\d+|-fm)+$/, '');
  }
  return bare.replace(/(\.(isra|part|constprop|cold|lto_priv|llvm)(\.\d+)*)+$/, '').replace(/^__GI_/, '');
}
