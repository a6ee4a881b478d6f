/** Whose code a function is: the team's own, a library's, the language's standard library or runtime, or the kernel's. */

export const OWNERS = ['own', 'library', 'standard', 'runtime', 'kernel', 'unsymbolized'] as const;
export type Owner = (typeof OWNERS)[number];

/**
 * From the function's name, its object file's base name and its source file; null where unknown. `own` decides for
 * application code: what matches is own, what does not is a library's. Without it, code is a library's where its
 * path says so: "@v1.2.3" or "/vendor/" (Go), "node_modules", "site-packages", ".cargo/registry", a shared object.
 * A Go package whose files are not recorded counts as own, since a module path does not tell whose it is.
 */
export function ownerOf(
  name: string | null,
  module: string | null,
  file: string | null,
  own: ((text: string) => boolean) | null = null,
): Owner {
  if (module !== null && KERNEL_MODULE.test(module)) return 'kernel';
  if (name === null || name === '' || name.startsWith('[')) return 'unsymbolized';
  if (own?.(name) === true) return 'own';
  const owner = byLanguage(name, module, file);
  return owner === 'own' && own !== null ? 'library' : owner;
}

const KERNEL_MODULE =
  /^\[(kernel\.kallsyms|guest\.kernel\.kallsyms|kernel).*\]|^vmlinux|\.ko(\.(gz|xz|zst))?$/;

/** The first rule that matches decides. */
const BY_NAME: readonly (readonly [RegExp, Owner])[] = [
  // Go code that has crossed into the kernel is seen at its system call stub: no language makes it faster.
  [/^(internal\/runtime\/syscall(\/linux)?|runtime\/internal\/syscall|syscall)\.(Raw)?Syscall/, 'kernel'],
  [
    /^(std|core|alloc|__gnu_cxx|__cxxabiv1)::|^<+(&|\*|dyn |mut )*(std|core|alloc)::|^operator (new|delete)/,
    'standard',
  ],
  [
    /^(v8::|node::|Builtin|uv_|uv__|Stub:|RegExp:)|\bnode:|^\((root|program|idle|garbage collector)\)$/,
    'standard',
  ],
  [
    /^(java|javax|jdk|sun|scala|kotlin|com\.sun)[./]|^Ljava\/|^(Interpreter$|StubRoutines|call_stub)/,
    'standard',
  ],
  [/\/node_modules\//, 'library'],
  [
    /^(org[./](apache|springframework|hibernate|slf4j|eclipse)|io[./](netty|grpc|vertx)|com[./](google|fasterxml))[./]/,
    'library',
  ],
];

const BY_MODULE: readonly (readonly [RegExp, Owner])[] = [
  [
    /^(ld-(linux|musl).*|ld-[\d.]+\.so|lib(c|pthread|m|dl|rt)(-[\d.]+)?\.so.*|libc\.musl.*|libstdc\+\+.*|libgcc_s.*|libc\+\+.*|libjvm\.so|libpython.*|python[\d.]*|node|\[vdso\])$/,
    'runtime',
  ],
  [/^lib.*\.(so(\.[\d.]+)?|dylib)$/, 'library'],
];

const BY_FILE: readonly (readonly [RegExp, Owner])[] = [
  [/^node:|(^|\/)rustc\/[0-9a-f]+\/|\/lib\/python[\d.]+\/(?!(site|dist)-packages)/, 'standard'],
  [
    /@v\d|\/vendor\/|\/node_modules\/|\/(site|dist)-packages\/|\/\.?cargo\/(registry|git)\/|\/gems\//,
    'library',
  ],
];

/** First path elements of Go's standard library (go1.26 `go list std`), but for `main`. */
const GO_STANDARD = new Set(
  'archive bufio bytes cmp compress container context crypto database debug embed encoding errors expvar flag fmt go hash html image index internal io iter log maps math mime net os path plugin reflect regexp runtime slices sort strconv strings structs sync syscall testing text time unicode unique unsafe vendor weak'.split(
    ' ',
  ),
);

function byLanguage(name: string, module: string | null, file: string | null): Owner {
  const byName = firstMatch(BY_NAME, name);
  if (byName === 'kernel') return byName;
  const byModule = module === null ? null : firstMatch(BY_MODULE, module);
  const found =
    byModule ?? byName ?? goStandard(name, file) ?? (file === null ? null : firstMatch(BY_FILE, file));
  return found ?? 'own';
}

function firstMatch(rules: readonly (readonly [RegExp, Owner])[], text: string): Owner | null {
  for (const [pattern, owner] of rules) if (pattern.test(text)) return owner;
  return null;
}

/** `runtime` itself, and assembly without a package, are the runtime; null for what is not Go or not of the language. */
function goStandard(name: string, file: string | null): Owner | null {
  const bare = name.replace(/\[.*/, '');
  const dot = bare.indexOf('.', bare.lastIndexOf('/') + 1);
  const path = dot === -1 ? '' : bare.slice(0, dot);
  const known = file !== null && /\.(go|s)$/.test(file);
  if (!known && file !== null && path !== 'runtime') return null;
  if (dot === -1) return known ? 'runtime' : null;
  if (path === 'runtime' || path.startsWith('runtime/internal') || path.startsWith('internal/runtime'))
    return 'runtime';
  return GO_STANDARD.has(path.split('/', 1)[0]!) ? 'standard' : null;
}
