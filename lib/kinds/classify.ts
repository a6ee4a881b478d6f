/** From a frame to its kind: which table is asked, in which order, and what is left where no rule matches. */
import { moduleOf } from '../analysis/granularity.js';
import { NONE, type Profile } from '../profile/profile.js';
import { GO, GO_RUNTIME_FILES } from './go.js';
import { GO_LIBRARIES } from './go-libraries.js';
import { JVM } from './jvm.js';
import { KERNEL } from './kernel.js';
import { type Kind, kindNumber } from './kinds.js';
import { plainName } from './names.js';
import { NATIVE } from './native.js';
import { NODE } from './node.js';
import { NODE_PACKAGES } from './node-packages.js';
import { type Owner, ownerOf } from './ownership.js';
import { PYTHON } from './python.js';
import { type KindRule, PatternIndex, type Role, type Runtime } from './rule.js';

/** What is known of a frame's work. */
export interface FrameKind {
  /** `caller`: of the kind of whoever calls it. */
  readonly kind: Kind | 'caller';
  /** The rule that decided; null where none did and the owner decided. */
  readonly rule: KindRule | null;
  /** The table of the rule; null where none decided. */
  readonly runtime: Runtime | null;
}

/** Managed languages in the process: native code there is foreign, and a JVM's threads have names that tell. */
export type Host = 'go' | 'jvm' | 'node' | 'python';

export interface ClassifyOptions {
  /** True for names of the team's own functions, as `ownerOf` takes it; default: nobody says. */
  readonly own?: ((text: string) => boolean) | null;
  /** Managed languages that the process is known to run; default none. */
  readonly hosts?: ReadonlySet<Host>;
}

/**
 * The kind of one function: `name` as recorded (null without symbol), `module` the base name of its object file,
 * `file` its source file, null where unknown. Own code, where `own` says so, is `app` whatever it is called, but for
 * methods that a serializer generates. Otherwise the longest pattern of names decides, then methods, source files,
 * object files; then the owner: own code is `app`, a library's `library` (or `foreign` in a managed process), the
 * language's `runtime-other`.
 */
export function classify(
  name: string | null,
  module: string | null,
  file: string | null,
  { own = null, hosts = NO_HOSTS }: ClassifyOptions = {},
): FrameKind {
  const nameless = name === null || name === '' || name.startsWith('[') || /^0x[0-9a-f]+$/.test(name);
  const plain = nameless ? null : plainName(name);
  if (plain?.kernel === true || (module !== null && ownerOf(null, module, null) === 'kernel'))
    return inKernel(plain?.text ?? '');
  const path = file ?? plain?.file ?? null;
  const tables = tablesFor(plain?.text ?? '', module, path);
  if (plain !== null) {
    const generated = bestOf(tables, (table) => table.methods.find(methodOf(plain.text)));
    if (own?.(plain.text) === true) return generated ?? APP;
    const byName =
      bestOf(tables, (table) => table.names.find(plain.text)) ??
      (module === null ? atKernelEntry(plain.text) : null);
    const byType =
      plain.other !== null && (byName === null || byName.kind === 'caller')
        ? bestOf(tables, (table) => table.names.find(plain.other!))
        : null;
    const named = byType !== null && byType.kind !== 'caller' ? byType : (byName ?? byType);
    // `<Order as Clone>::clone` is the team's own work when Order is.
    if (named !== null && !(named.kind === 'caller' && plain.other !== null && byType === null)) return named;
    if (generated !== null) return generated;
    if (named !== null && plain.other !== null) return owned(plain.other, module, path, own, hosts);
  }
  const byPlace = fromFile(plain?.text ?? '', path, tables) ?? fromModule(module);
  return byPlace ?? owned(plain?.text ?? null, module, path, own, hosts);
}

/** Kinds of all frames of a profile, and what their rules say of whole stacks. */
export interface FrameKinds {
  /** Per frame row: the number of its kind (`KINDS`), or OF_CALLER. */
  readonly kinds: Uint8Array;
  /** Per frame row: the number of its role in `ROLES`, 0 for none. */
  readonly roles: Uint8Array;
  /** Per frame row: 1 where no rule matched and the owner says that it is the language's or nobody's. */
  readonly unmatched: Uint8Array;
  /** Managed languages found. */
  readonly hosts: ReadonlySet<Host>;
}

/** In `FrameKinds.kinds`: the frame works for its caller and is of the caller's kind. */
export const OF_CALLER = 254;

export const ROLES: readonly (Role | null)[] = [
  null,
  'idle',
  'gc',
  'sched',
  'compile',
  'profiler',
  'foreign',
  'callback',
  'kernel',
];

type Numbers = { readonly length: number; readonly [row: number]: number };

/** Each distinct (function, object file) is classified once. `own` as `ownerOf` takes it. */
export function classifyFrames(profile: Profile, own: ((text: string) => boolean) | null = null): FrameKinds {
  const { frames } = profile;
  const options = { own, hosts: hostsOf(profile) };
  const kinds = new Uint8Array(frames.length);
  const roles = new Uint8Array(frames.length);
  const unmatched = new Uint8Array(frames.length);
  const functions = frames.function as Numbers;
  const locations = frames.location as Numbers;
  const mappings = profile.locations.mapping as Numbers;
  const first = new Map<number, number>();
  const width = profile.mappings.length + 1;
  for (let frame = 0; frame < frames.length; frame++) {
    const key = (functions[frame]! + 1) * width + mappings[locations[frame]!]! + 1;
    const known = first.get(key);
    if (known !== undefined) {
      kinds[frame] = kinds[known]!;
      roles[frame] = roles[known]!;
      unmatched[frame] = unmatched[known]!;
      continue;
    }
    first.set(key, frame);
    const { kind, rule } = classify(
      functionText(profile, functions[frame]!, 'name'),
      moduleOf(profile, frame),
      functionText(profile, functions[frame]!, 'file'),
      options,
    );
    kinds[frame] = kind === 'caller' ? OF_CALLER : kindNumber(kind);
    roles[frame] = ROLES.indexOf(rule?.role ?? null);
    unmatched[frame] = rule === null && kind === 'runtime-other' ? 1 : 0;
  }
  return { kinds, roles, unmatched, hosts: options.hosts };
}

function functionText(profile: Profile, row: number, column: 'name' | 'file'): string | null {
  const text = row === NONE ? NONE : (profile.functions[column] as Numbers)[row]!;
  return text === NONE ? null : (profile.strings as readonly string[])[text]!;
}

/** By object files, source files and a few names that only one language has. */
function hostsOf(profile: Profile): ReadonlySet<Host> {
  const hosts = new Set<Host>();
  const strings = profile.strings as readonly string[];
  const object = profile.mappings.file as Numbers;
  for (let row = 0; row < object.length; row++) {
    const module = object[row] === NONE ? '' : strings[object[row]!]!.replace(/^.*\//, '');
    if (module === 'libjvm.so') hosts.add('jvm');
    else if (module === 'node') hosts.add('node');
    else if (/^(lib)?python[\d.]/.test(module)) hosts.add('python');
  }
  for (let row = 0; row < profile.functions.length; row++) {
    const file = functionText(profile, row, 'file') ?? '';
    const name = functionText(profile, row, 'name') ?? '';
    if (file.endsWith('.go') || name === 'runtime.goexit' || name === 'runtime.mcall') hosts.add('go');
    else if (file.endsWith('.py') || name.startsWith('py::')) hosts.add('python');
    else if (/\.[cm]?[jt]s$/.test(file) || file.startsWith('node:') || name.startsWith('v8::internal::'))
      hosts.add('node');
    else if (/\.(java|kt|scala)$/.test(file) || /^L?java\/|^java\.(lang|util)\./.test(name)) hosts.add('jvm');
  }
  return hosts;
}

const NO_HOSTS: ReadonlySet<Host> = new Set();
const APP: FrameKind = { kind: 'app', rule: null, runtime: null };

interface Table {
  readonly runtime: Runtime;
  readonly names: PatternIndex;
  readonly methods: PatternIndex;
  readonly files: PatternIndex;
  readonly modules: PatternIndex;
}

function tableOf(runtime: Runtime, rules: readonly KindRule[]): Table {
  const index = (column: 'names' | 'methods' | 'files' | 'modules'): PatternIndex =>
    new PatternIndex(
      rules.flatMap((rule) => (rule[column] ?? []).map((pattern) => [pattern, rule] as const)),
    );
  return {
    runtime,
    names: index('names'),
    methods: index('methods'),
    files: index('files'),
    modules: index('modules'),
  };
}

type Tables = Readonly<Record<Runtime, Table>> & { readonly goRuntimeFiles: PatternIndex };
let made: Tables | null = null;

/** Made at the first use: importing does no work. */
function tables(): Tables {
  made ??= {
    go: tableOf('go', [...GO, ...GO_LIBRARIES]),
    jvm: tableOf('jvm', JVM),
    node: tableOf('node', [...NODE, ...NODE_PACKAGES]),
    python: tableOf('python', PYTHON),
    native: tableOf('native', NATIVE),
    kernel: tableOf('kernel', KERNEL),
    goRuntimeFiles: new PatternIndex(
      GO_RUNTIME_FILES.flatMap((rule) => (rule.files ?? []).map((pattern) => [pattern, rule] as const)),
    ),
  };
  return made;
}

/** Code compiled at run time lives in no library, so names of C mean nothing there. */
const JITTED = /^(perf-\d+\.map|\[jit\]|jitted-.*|\/\/anon|memfd:.*|\[anon.*)$/;

/** Which tables may speak of a frame: the source file's language, else the object file's, else what the name can be. */
function tablesFor(name: string, module: string | null, file: string | null): readonly Table[] {
  const { go, jvm, node, python, native } = tables();
  if (file !== null && file !== '') {
    if (/\.go$/.test(file) || (file.endsWith('.s') && !/sysdeps|multiarch/.test(file))) return [go];
    if (/\.([cm]?[jt]sx?)$|^node:|^wasm:|^file:/.test(file)) return [node];
    if (/\.pyx?$|^<frozen/.test(file)) return [python];
    if (/\.(java|kt|kts|scala|groovy|clj)$/.test(file)) return [jvm];
  }
  if (module !== null) {
    if (JITTED.test(module)) return [jvm, node, python];
    if (module === 'node') return [node, native];
    if (module === 'libjvm.so' || /^lib(java|nio|net|zip|jli|jimage|verify)\.so$/.test(module))
      return [jvm, native];
    if (/^(lib)?python[\d.]|\.cpython-|\.abi3\.so$/.test(module)) return [python, native];
    if (/^lib.*\.so/.test(module)) return [native];
    return name.includes('.') || !name.includes('::') ? [go, native] : [native];
  }
  return name.includes('::') ? [native, node, jvm, python] : [go, jvm, node, python, native];
}

/** The longest pattern among the tables; the first table where they are equally long. */
function bestOf(
  among: readonly Table[],
  find: (table: Table) => { readonly rule: KindRule; readonly length: number } | null,
): FrameKind | null {
  let best: FrameKind | null = null;
  let length = -1;
  for (const table of among) {
    const found = find(table);
    if (found === null || found.length <= length) continue;
    length = found.length;
    best = { kind: found.rule.kind, rule: found.rule, runtime: table.runtime };
  }
  return best;
}

function inKernel(name: string): FrameKind {
  const rule = tables().kernel.names.find(name)?.rule ?? null;
  return { kind: rule?.kind === 'idle' ? 'idle' : 'kernel', rule, runtime: 'kernel' };
}

/** Without an object file only names that enter or idle in the kernel are known for sure. */
function atKernelEntry(name: string): FrameKind | null {
  const rule = tables().kernel.names.find(name)?.rule;
  return rule?.role === undefined ? null : { kind: rule.kind, rule, runtime: 'kernel' };
}

function methodOf(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf(':')) + 1);
}

/** Below the folder where a language keeps its library, or a package manager what it installed. */
function fromFile(name: string, file: string | null, among: readonly Table[]): FrameKind | null {
  if (file === null) return null;
  if (among.length === 1 && among[0]!.runtime === 'go') {
    if (!name.startsWith('runtime.')) return null;
    const rule = tables().goRuntimeFiles.find(file.slice(file.lastIndexOf('/') + 1))?.rule;
    return rule === undefined ? null : { kind: rule.kind, rule, runtime: 'go' };
  }
  const place = file
    .replace(/^.*\/node_modules\/(?:\.pnpm\/[^/]+\/node_modules\/)?/, '')
    .replace(/^.*\/(?:site|dist)-packages\//, '')
    .replace(/^.*\/lib(?:64)?\/python[\d.]+\//, '');
  return bestOf(among, (table) => table.files.find(place));
}

function fromModule(module: string | null): FrameKind | null {
  if (module === null) return null;
  const { jvm, node, python, native } = tables();
  return bestOf([python, native, node, jvm], (table) => table.modules.find(module));
}

function owned(
  name: string | null,
  module: string | null,
  file: string | null,
  own: ((text: string) => boolean) | null,
  hosts: ReadonlySet<Host>,
): FrameKind {
  const owner = ownerOf(name, module, file, own);
  const native = module !== null && /\.so(\.|$)/.test(module) && hosts.size > 0;
  return { kind: native && owner === 'library' ? 'foreign' : OWNER_KINDS[owner], rule: null, runtime: null };
}

const OWNER_KINDS: Readonly<Record<Owner, Kind>> = {
  own: 'app',
  library: 'library',
  standard: 'runtime-other',
  runtime: 'runtime-other',
  kernel: 'kernel',
  unsymbolized: 'unsymbolized',
};
