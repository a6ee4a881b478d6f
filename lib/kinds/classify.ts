/** From a frame to its kind: which table is asked, in which order, and what is left where no rule matches. */
import { moduleOf } from '../analysis/granularity.js';
import { NONE, type Profile } from '../profile/profile.js';
import { GO, GO_RUNTIME_FILES } from './go.js';
import { GO_LIBRARIES } from './go-libraries.js';
import { HOTSPOT } from './hotspot.js';
import { JVM } from './jvm.js';
import { KERNEL } from './kernel.js';
import { type Kind, kindNumber } from './kinds.js';
import { type PlainName, plainName } from './names.js';
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
  const among = tablesFor(plain?.text ?? '', module, path);
  const scripted = path !== null && SCRIPT.test(path);
  if (plain !== null && own?.(plain.text) === true)
    return (scripted ? null : generated(plain.text, among)) ?? APP;
  const named = plain === null || scripted ? null : byName(plain, module, among, own);
  return named ?? byPlace(plain?.text ?? '', path, module, among) ?? owned(plain, module, path, own, hosts);
}

/** By the trait before the type (`<Order as Serialize>::serialize` serializes), by the type before what says `caller`. */
function byName(
  { text, other }: PlainName,
  module: string | null,
  among: readonly Table[],
  own: ((text: string) => boolean) | null,
): FrameKind | null {
  const first =
    bestOf(among, (table) => table.names.find(text)) ?? (module === null ? atKernelEntry(text) : null);
  const vague = first === null || first.kind === 'caller' || first.kind === 'serialization';
  if (!vague || (first !== null && other === null)) return first;
  if (other !== null) {
    const second = own?.(other) === true ? APP : bestOf(among, (table) => table.names.find(other));
    // A trait of serde's serializes whatever the type; the type says the format where it is a format's own.
    if (first?.kind === 'serialization') return second !== null && FORMATS.has(second.kind) ? second : first;
    // Generic code over a type that no rule knows is the type's owner's.
    if (second !== null || first !== null) return second;
  }
  return generated(text, among);
}

/** Methods that serializers generate or call, by their last part alone. */
function generated(text: string, among: readonly Table[]): FrameKind | null {
  const method = text.slice(Math.max(text.lastIndexOf('.'), text.lastIndexOf(':')) + 1);
  return bestOf(among, (table) => table.methods.find(method));
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
    else if (file.endsWith('.py') || name.startsWith('py::') || /\.pyx?:\d+\)$/.test(name))
      hosts.add('python');
    else if (/\.[cm]?[jt]s$/.test(file) || file.startsWith('node:') || name.startsWith('v8::internal::'))
      hosts.add('node');
    else if (/\.(java|kt|scala)$/.test(file) || /^L?java\/|^java\.(lang|util)\./.test(name)) hosts.add('jvm');
  }
  return hosts;
}

const FORMATS: ReadonlySet<string> = new Set<Kind>(['json', 'json-fast', 'protobuf']);
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

type Tables = Readonly<Record<Runtime, Table>> & {
  readonly hotspot: Table;
  readonly goRuntimeFiles: PatternIndex;
};
let made: Tables | null = null;

/** Made at the first use: importing does no work. */
function tables(): Tables {
  made ??= {
    go: tableOf('go', [...GO, ...GO_LIBRARIES]),
    jvm: tableOf('jvm', JVM),
    hotspot: tableOf('jvm', HOTSPOT),
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
/** In these languages a function's own name says nothing: any function may be called `read`. Its source file does. */
const SCRIPT = /\.([cm]?[jt]sx?|pyx?)$|^(node|wasm|file|https?):|^<frozen/;

/** Which tables may speak of a frame: by source file, else by object file, else by what the name can be. */
function tablesFor(name: string, module: string | null, file: string | null): readonly Table[] {
  const { go, jvm, hotspot, node, python, native } = tables();
  if (file !== null && file !== '') {
    if (/\.go$/.test(file) || (file.endsWith('.s') && !/sysdeps|multiarch/.test(file))) return [go];
    if (/\.pyx?$|^<frozen/.test(file)) return [python];
    if (SCRIPT.test(file)) return [node];
    if (/\.(java|kt|kts|scala|groovy|clj)$/.test(file)) return [jvm];
  }
  if (module !== null) {
    if (JITTED.test(module)) return [jvm, node];
    if (module === 'node') return [node, native];
    if (/^lib(jvm|java|nio|net|zip|jli|jimage|verify)\.so$/.test(module)) return [hotspot, jvm, native];
    if (/^(lib)?python[\d.]|\.cpython-|\.abi3\.so$/.test(module)) return [python, native];
    if (/^lib.*\.so/.test(module)) return [native];
    return name.includes('::') ? [native] : [go, native];
  }
  if (name.includes('::')) return [native, node, hotspot, python];
  return name.includes('.') ? [go, jvm, node, native] : [go, jvm, hotspot, node, python, native];
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

/** By source file below the folder of a language's library or a package manager, else by object file. */
function byPlace(
  name: string,
  file: string | null,
  module: string | null,
  among: readonly Table[],
): FrameKind | null {
  const { goRuntimeFiles } = tables();
  let found: FrameKind | null = null;
  if (file !== null && among.length === 1 && among[0]!.runtime === 'go') {
    const base = file.slice(file.lastIndexOf('/') + 1);
    const rule = name.startsWith('runtime.') ? goRuntimeFiles.find(base)?.rule : undefined;
    if (rule !== undefined) found = { kind: rule.kind, rule, runtime: 'go' };
  } else if (file !== null) {
    const place = file
      .replace(/^.*\/node_modules\/(?:\.pnpm\/[^/]+\/node_modules\/)?/, '')
      .replace(/^.*\/(?:site|dist)-packages\//, '')
      .replace(/^.*\/lib(?:64)?\/python[\d.]+\//, '');
    found = bestOf(among, (table) => table.files.find(place));
  }
  if (found !== null || module === null) return found;
  const { jvm, node, python, native } = tables();
  return bestOf([python, native, node, jvm], (table) => table.modules.find(module));
}

function owned(
  plain: PlainName | null,
  module: string | null,
  file: string | null,
  own: ((text: string) => boolean) | null,
  hosts: ReadonlySet<Host>,
): FrameKind {
  const owner = ownerOf(plain === null ? null : (plain.other ?? plain.text), module, file, own);
  const native = module !== null && /\.so(\.|$)/.test(module) && hosts.size > 0;
  const kind = native && owner === 'library' ? 'foreign' : OWNER_KINDS[owner];
  return { kind, rule: null, runtime: null };
}

const OWNER_KINDS: Readonly<Record<Owner, Kind>> = {
  own: 'app',
  library: 'library',
  standard: 'runtime-other',
  runtime: 'runtime-other',
  kernel: 'kernel',
  unsymbolized: 'unsymbolized',
};
