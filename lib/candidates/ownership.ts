/** Whose code a function is: the team's own, a library's, the language's standard library or runtime, or the kernel's. */

export type Owner = 'own' | 'standard' | 'runtime' | 'kernel' | 'unsymbolized';

/** First path elements of Go's standard library (go1.26 `go list std`), but for `main`. */
const GO_STANDARD = new Set(
  'archive bufio bytes cmp compress container context crypto database debug embed encoding errors expvar flag fmt go hash html image index internal io iter log maps math mime net os path plugin reflect regexp runtime slices sort strconv strings structs sync syscall testing text time unicode unique unsafe vendor weak'.split(
    ' ',
  ),
);
const NATIVE_STANDARD =
  /^(std|core|alloc|__gnu_cxx|__cxxabiv1|boost::detail)::|^<(std|core|alloc)::|^operator (new|delete)/;
const NODE_STANDARD =
  /^(node:|v8::|node::|Builtin|Builtins_|uv_|uv__|Stub:|RegExp:)|^\((root|program|idle|garbage collector)\)$/;
const JVM_STANDARD = /^(java|javax|jdk|sun|scala|kotlin)[./]|^Ljava\/|^(Interpreter|StubRoutines|call_stub)/;
const NATIVE_MODULE =
  /^(ld-linux.*|ld-musl.*|libc(-[\d.]+)?\.so.*|libc\.musl.*|libpthread.*|libm(-[\d.]+)?\.so.*|libstdc\+\+.*|libgcc_s.*|libjvm\.so|libpython.*|node|\[vdso\])$/;
const KERNEL_MODULE = /^\[(kernel\.kallsyms|guest\.kernel\.kallsyms).*\]|^vmlinux|\.ko(\.(gz|xz|zst))?$/;
/** Go code that has crossed into the kernel is seen at its system call stub: no language change makes it faster. */
const KERNEL_STUB =
  /^(internal\/runtime\/syscall(\/linux)?|runtime\/internal\/syscall|syscall)\.(RawSyscall|Syscall)/;

/** From the function's name, its object file's base name and its source file; null where unknown. */
export function ownerOf(name: string | null, module: string | null, file: string | null): Owner {
  if (module !== null && KERNEL_MODULE.test(module)) return 'kernel';
  if (name === null || name.startsWith('[')) return 'unsymbolized';
  if (KERNEL_STUB.test(name)) return 'kernel';
  if (module !== null && NATIVE_MODULE.test(module)) return 'runtime';
  if (NATIVE_STANDARD.test(name) || NODE_STANDARD.test(name) || JVM_STANDARD.test(name)) return 'standard';
  if (file?.startsWith('node:') === true) return 'standard';
  return goOwner(name, file);
}

/** Go: standard import paths have no dot in their first element; `runtime` itself, and assembly without package, are the runtime. */
function goOwner(name: string, file: string | null): Owner {
  const bare = name.replace(/\[.*/, '');
  const slash = bare.lastIndexOf('/');
  const dot = bare.indexOf('.', slash + 1);
  const isGo =
    file?.endsWith('.go') === true || file?.endsWith('.s') === true || /^(runtime|main)\./.test(name);
  if (!isGo) return 'own';
  if (dot === -1) return 'runtime';
  const path = bare.slice(0, dot);
  if (path === 'runtime' || path.startsWith('runtime/internal') || path.startsWith('internal/runtime'))
    return 'runtime';
  const first = path.split('/', 1)[0]!;
  return GO_STANDARD.has(first) && !first.includes('.') && path !== 'main' ? 'standard' : 'own';
}
