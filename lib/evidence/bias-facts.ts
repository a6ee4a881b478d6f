/** What the stacks of a profile show about how it was taken: depths, leaves without names, kernel, idle, inlining. */

import { stackWeights } from '../analysis/stack-weights.js';
import { NONE, type Profile } from '../profile/profile.js';
import type { Selection } from '../profile/select.js';

export interface BiasFacts {
  /** Weight of the kept samples; the shares below are of it. */
  readonly weight: number;
  /** Leaf frame without a name, or no frame at all. */
  readonly unsymbolizedShare: number;
  /** Leaf frame in the kernel, or at Go's system call stub. */
  readonly kernelShare: number;
  /** In the kernel's or V8's idle loop, or in Go's idle GC. */
  readonly idleShare: number;
  /** Depth at which a recorder has cut, and the share of stacks exactly so deep; null where nothing looks cut. */
  readonly cut: { readonly depth: number; readonly share: number } | null;
  /** Named locations of machine code, and how many of them say what was inlined there. */
  readonly nativeLocations: number;
  readonly inlinedLocations: number;
}

/**
 * Recorders stop at these depths: 64 Go's CPU profiler (runtime/cpuprof.go, maxCPUProfStack) and Java's Flight
 * Recorder (stackdepth), 127 Linux perf (kernel.perf_event_max_stack), 128 Go's other profiles since 1.23
 * (GODEBUG profstackdepth), 512 agents that raise it.
 */
const CUT_DEPTHS = [64, 127, 128, 512];

/** Deepest stacks lighter than this are chance. */
const CUT_SHARE = 0.01;

const KERNEL_MODULE = /^\[(kernel|guest\.kernel)|(^|\/)vmlinux|\.ko(\.(gz|xz|zst))?$/;
const KERNEL_NAME =
  /^(internal\/runtime\/syscall(\/linux)?|runtime\/internal\/syscall|syscall)\.(Raw)?Syscall|_\[k\]$/;
const NO_NAME = /^(\[unknown\]|<unknown>|unknown|\?+|0x[0-9a-f]+|)$/;
const IDLE_NAME =
  /^(\(idle\)|do_idle|cpuidle_idle_call|default_idle(_call)?|native_safe_halt|intel_idle|runtime\.gcDrainMarkWorkerIdle)$/;
/** Object files of machine code: no brackets, no maps written by a JIT, no anonymous memory. */
const NATIVE_MODULE = /^(?!\[|\/\/|.*\.map$)./;

type Numbers = { readonly length: number; readonly [row: number]: number };

/** One pass over the stacks; linear in their positions. */
export function biasFacts(selection: Selection, sampleType: number): BiasFacts {
  const { profile } = selection;
  const { weights } = stackWeights(selection, sampleType);
  const flags = frameFlags(profile);
  const bounds = profile.stacks.bounds as Numbers;
  const locations = profile.stacks.locations as Numbers;
  const frames = profile.locations.frames as Numbers;
  let weight = 0;
  let unnamed = 0;
  let kernel = 0;
  let idle = 0;
  const byLocations = new DepthWeights();
  const byFrames = new DepthWeights();
  for (let stack = 0; stack < weights.length; stack++) {
    const own = Math.abs(weights[stack]!);
    if (own === 0) continue;
    weight += own;
    const first = bounds[stack]!;
    const end = bounds[stack + 1]!;
    let depth = 0;
    let leaf = UNNAMED;
    let seen = 0;
    for (let i = first; i < end; i++) {
      const last = frames[locations[i]! + 1]!;
      for (let frame = frames[locations[i]!]!; frame < last; frame++) {
        leaf = flags[frame]!;
        seen |= leaf;
        depth++;
      }
    }
    if ((leaf & UNNAMED) !== 0) unnamed += own;
    if ((leaf & KERNEL) !== 0) kernel += own;
    if ((seen & IDLE) !== 0) idle += own;
    byLocations.add(end - first, own);
    byFrames.add(depth, own);
  }
  const share = (part: number): number => (weight > 0 ? part / weight : 0);
  const cut = [byLocations, byFrames].find(
    (depths) => CUT_DEPTHS.includes(depths.deepest) && share(depths.atDeepest) >= CUT_SHARE,
  );
  return {
    weight,
    unsymbolizedShare: share(unnamed),
    kernelShare: share(kernel),
    idleShare: share(idle),
    cut: cut === undefined ? null : { depth: cut.deepest, share: share(cut.atDeepest) },
    ...inlining(profile),
  };
}

const UNNAMED = 1;
const KERNEL = 2;
const IDLE = 4;

/** The greatest depth so far, and the weight found there. */
class DepthWeights {
  deepest = 0;
  atDeepest = 0;

  add(depth: number, weight: number): void {
    if (depth > this.deepest) {
      this.deepest = depth;
      this.atDeepest = 0;
    }
    if (depth === this.deepest) this.atDeepest += weight;
  }
}

function frameFlags(profile: Profile): Uint8Array {
  const names = profile.functions.name as Numbers;
  const functionFlags = Uint8Array.from({ length: profile.functions.length }, (_, row) => {
    const name = (profile.strings as readonly string[])[names[row]!]!;
    return (
      (NO_NAME.test(name) ? UNNAMED : 0) |
      (KERNEL_NAME.test(name) ? KERNEL : 0) |
      (IDLE_NAME.test(name) ? IDLE : 0)
    );
  });
  const kernelMapping = mappingMatches(profile, KERNEL_MODULE);
  const fn = profile.frames.function as Numbers;
  const location = profile.frames.location as Numbers;
  const mapping = profile.locations.mapping as Numbers;
  return Uint8Array.from({ length: profile.frames.length }, (_, frame) => {
    const row = fn[frame]!;
    const module = mapping[location[frame]!]!;
    const kernel = module !== NONE && kernelMapping[module] === 1 ? KERNEL : 0;
    return (row === NONE ? UNNAMED : functionFlags[row]!) | kernel;
  });
}

function mappingMatches(profile: Profile, pattern: RegExp): Uint8Array {
  const files = profile.mappings.file as Numbers;
  return Uint8Array.from({ length: profile.mappings.length }, (_, row) =>
    files[row] !== NONE && pattern.test((profile.strings as readonly string[])[files[row]!]!) ? 1 : 0,
  );
}

function inlining(profile: Profile): { nativeLocations: number; inlinedLocations: number } {
  const native = mappingMatches(profile, NATIVE_MODULE);
  const { locations } = profile;
  const mapping = locations.mapping as Numbers;
  const address = locations.address as { readonly [row: number]: bigint };
  const frames = locations.frames as Numbers;
  const fn = profile.frames.function as Numbers;
  let nativeLocations = 0;
  let inlinedLocations = 0;
  for (let row = 0; row < locations.length; row++) {
    const module = mapping[row]!;
    if (module === NONE || native[module] === 0 || address[row] === 0n || fn[frames[row]!] === NONE) continue;
    nativeLocations++;
    if (frames[row + 1]! - frames[row]! > 1) inlinedLocations++;
  }
  return { nativeLocations, inlinedLocations };
}
