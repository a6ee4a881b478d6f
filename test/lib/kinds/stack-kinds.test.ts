import assert from 'node:assert/strict';
import { groupFrames } from '../../../lib/analysis/granularity.js';
import { stackWeights } from '../../../lib/analysis/stack-weights.js';
import { classifyFrames, type FrameKinds, OF_CALLER, ROLES } from '../../../lib/kinds/classify.js';
import { KINDS, type Kind, kindNumber, NO_KIND } from '../../../lib/kinds/kinds.js';
import { framePaths, kindsBelow, stackKinds, weightByKind } from '../../../lib/kinds/stack-kinds.js';
import { select } from '../../../lib/profile/select.js';
import { profileOf } from '../../support/draw.js';
import { FIXTURE } from '../../support/payoff-fixture.js';
import { randomProfile, seeded } from '../../support/random.js';

const kindOf = (row: string): Kind => {
  const profile = profileOf([`${row} 1`]);
  return KINDS[stackKinds(select(profile), classifyFrames(profile))[0]!]!;
};

describe('the kind of a stack', () => {
  const cases: readonly (readonly [string, string, Kind])[] = [
    [
      'the leafmost known frame decides',
      'main.f;strings.ToLower;runtime.mallocgc;runtime.memclrNoHeapPointers',
      'mem',
    ],
    ['marking below an allocation is assist', 'main.f;runtime.mallocgc;runtime.gcmarknewobject', 'assist'],
    [
      'so is what assists call',
      'main.f;runtime.mallocgc;runtime.gcAssistAlloc;runtime.systemstack;runtime.gcDrainN;runtime.scanobject',
      'assist',
    ],
    [
      'and helpers of it',
      'main.f;runtime.mallocgc;runtime.gcAssistAlloc1;runtime.gcDrainN;runtime.memmove',
      'assist',
    ],
    [
      'sweeping below an allocation stays sweeping',
      'main.f;runtime.mallocgc;runtime.(*mcentral).cacheSpan;runtime.(*sweepLocked).sweep',
      'gc-sweep',
    ],
    [
      'a collection that code asks for is marking',
      'main.f;runtime.GC;runtime.gcStart;runtime.systemstack',
      'gc-mark',
    ],
    ['helpers below a serializer are its', 'main.f;encoding/json.Marshal;reflect.Value.Field', 'json'],
    [
      'allocations among them',
      'main.f;encoding/json.Marshal;runtime.growslice;runtime.mallocgc;runtime.nextFreeFast',
      'json',
    ],
    ['but not assists', 'main.f;encoding/json.Marshal;runtime.mallocgc;runtime.gcAssistAlloc', 'assist'],
    ['nor barriers', 'main.f;encoding/json.Marshal;runtime.gcWriteBarrier', 'gc-barrier'],
    [
      'marking below a barrier is the barrier',
      'main.f;runtime.gcWriteBarrier;runtime.wbBufFlush1;runtime.findObject',
      'gc-barrier',
    ],
    [
      'and below sweeping it is sweeping',
      'runtime.bgsweep;runtime.sweepone;runtime.(*mspan).moveInlineMarks',
      'gc-sweep',
    ],
    [
      'nor system calls',
      'main.f;encoding/json.(*Encoder).Encode;os.(*File).Write;syscall.Syscall',
      'syscall',
    ],
    ['nor locks', 'main.f;encoding/json.Marshal;sync.(*Mutex).Lock', 'sync'],
    [
      "nor what the team's own code does below",
      'main.f;encoding/json.Marshal;main.(*T).String;runtime.mallocgc',
      'alloc',
    ],
    [
      'methods that a serializer calls are its',
      'main.f;encoding/json.Marshal;main.(*T).MarshalJSON;runtime.mallocgc',
      'json',
    ],
    [
      'generic serializing code is of the format that calls it',
      'f;serde_json::ser::to_vec;serde::ser::impls::serialize;alloc::vec::Vec<T>::reserve',
      'json',
    ],
    ['all below a regular expression is its', 'main.f;regexp.(*Regexp).backtrack;sync.(*Pool).Get', 'regexp'],
    ['but not the kernel', 'main.f;regexp.(*Regexp).backtrack;tcp_sendmsg_[k]', 'kernel'],
    ['nor own code that it calls back', 'main.f;regexp.(*Regexp).ReplaceAllStringFunc;main.upper', 'app'],
    ['all below cgo is foreign', 'main.f;runtime.cgocall;runtime.asmcgocall;sqlite3_step;malloc', 'foreign'],
    ['own C as well', 'main.f;runtime.cgocall;work_in_c', 'foreign'],
    ['until Go is called back', 'main.f;runtime.cgocall;work_in_c;runtime.cgocallback;main.back', 'app'],
    ['but not the kernel below it', 'main.f;runtime.cgocall;work_in_c;tcp_sendmsg_[k]', 'kernel'],
    [
      'all below an entry into the kernel is the kernel',
      'f;write;entry_SYSCALL_64_after_hwframe;do_syscall_64;tcp_sendmsg',
      'kernel',
    ],
    ['accessors are of the kind of who calls', 'main.f;runtime.mallocgc;runtime.acquirem', 'alloc'],
    ['own code among them', 'main.f;runtime.acquirem', 'app'],
    ['what no rule knows as well', 'main.f;runtime.mallocgc;runtime.notKnownYet', 'alloc'],
    ['but not to own code', 'main.f;runtime.notKnownYet', 'runtime-other'],
    ['code without a name likewise', 'f;EVP_DigestUpdate;?', 'crypto'],
    ['and is unsymbolized below own code', 'f;?', 'unsymbolized'],
    ['a stack of accessors alone is of the runtime', 'runtime.goexit;runtime.systemstack', 'runtime-other'],
    ['a stack without frames is unsymbolized', '', 'unsymbolized'],
    ['inlined frames count', 'main.f;runtime.mallocgc;runtime.memmove[inl]', 'mem'],
    [
      'compilers own what they call',
      'v8::internal::Compiler::Compile;v8::internal::Parser::Parse;malloc',
      'compile',
    ],
  ];
  for (const [what, row, kind] of cases) it(`${what}: ${kind}`, () => assert.equal(kindOf(row), kind));

  it('is as the payoff model says of its fixture', () => {
    for (const [row, , kind] of FIXTURE) assert.equal(kindOf(row), kind, row);
  });

  it('splits the weight below chosen functions', () => {
    const profile = profileOf(FIXTURE.map(([row, weight]) => `${row} ${weight}`));
    const selection = select(profile);
    const grouping = groupFrames(profile, 'function');
    const frames = classifyFrames(profile);
    const { weights } = stackWeights(selection, 0);
    const split = (...names: string[]): Record<string, number> => {
      const chosen = Uint8Array.from(grouping.names, (name) => (names.includes(name) ? 1 : 0));
      const sums = weightByKind(kindsBelow(selection, frames, grouping, chosen), weights);
      return Object.fromEntries(KINDS.flatMap((kind, row) => (sums[row] === 0 ? [] : [[kind, sums[row]!]])));
    };
    assert.deepEqual(split('encodeJSON'), { json: 250, assist: 20, alloc: 60 });
    assert.deepEqual(split('score', 'render'), { app: 250 });
    assert.deepEqual(split('handleA'), { app: 150, json: 180, assist: 20, alloc: 60, syscall: 90 });
    assert.deepEqual(split('runtime.scanobject'), { 'gc-mark': 180 });
    assert.deepEqual(split(), {});
  });

  it('counts only the stacks that it is told to', () => {
    assert.deepEqual(
      [
        ...weightByKind(
          Uint8Array.from([0, NO_KIND, 0]),
          Float64Array.from([1, 2, 4]),
          Uint8Array.from([0, 1, 1]),
        ),
      ].slice(0, 2),
      [4, 0],
    );
  });
});

/** The rules once more, one after another and without any thought of speed. */
function naiveKind(path: readonly (Kind | 'caller')[], roles: readonly string[]): Kind {
  const collector = ['assist', 'gc', 'gc-mark', 'gc-sweep'];
  const fixed = ['kernel', 'syscall', 'idle'];
  const own = ['app', 'library'];
  const vague = ['runtime-other', 'unsymbolized'];
  const rest = path.filter((kind) => kind !== 'caller');
  let kind: Kind = path.length === 0 ? 'unsymbolized' : 'runtime-other';
  const first = rest.findLastIndex((name) => !vague.includes(name));
  const vagueLeaf = rest.length > 0 && first < rest.length - 1 ? (rest.at(-1) as Kind) : null;
  if (first === -1) kind = vagueLeaf ?? kind;
  else kind = own.includes(rest[first]!) && vagueLeaf !== null ? vagueLeaf : (rest[first] as Kind);
  const callers = first === -1 || own.includes(rest[first]!) ? [] : rest.slice(0, first).reverse();
  const until = callers.findIndex((name) => own.includes(name));
  for (const above of until === -1 ? callers : callers.slice(0, until)) {
    if (fixed.includes(kind)) break;
    if (collector.includes(above)) {
      if (!collector.includes(kind)) kind = above as Kind;
      else if (kind === 'gc-mark' && (above === 'assist' || above === 'gc-sweep')) kind = above;
    } else if (above === 'alloc' && kind === 'gc-mark') kind = 'assist';
    else if (above === 'gc-barrier' && kind === 'gc-mark') kind = above;
    else if (collector.includes(kind) || kind === 'gc-barrier') continue;
    else if (['regexp', 'compile', 'profiler'].includes(above)) kind = above as Kind;
    else if (['json', 'json-fast', 'protobuf', 'serialization'].includes(above)) {
      const helpers =
        'mem map alloc strings reflect base64 math sort hash dynamic refcount time serialization';
      if (helpers.split(' ').includes(kind)) kind = above as Kind;
    }
  }
  const crossing = roles.findLast((role) => ['foreign', 'callback', 'kernel'].includes(role));
  if (fixed.includes(kind)) return kind;
  if (crossing === 'kernel') return 'kernel';
  return crossing === 'foreign' && !collector.includes(kind) && kind !== 'gc-barrier' ? 'foreign' : kind;
}

describe('the kind of a stack, drawn at random', () => {
  it('is the same by an independent rule, whole and below chosen groups (seeds 1 to 150)', () => {
    for (let seed = 1; seed <= 150; seed++) {
      const random = seeded(seed);
      const profile = randomProfile(seed);
      const selection = select(profile, seed % 3 === 0 ? { hide: 'f3' } : {});
      const codes = [
        ...KINDS.keys(),
        OF_CALLER,
        OF_CALLER,
        OF_CALLER,
        0,
        0,
        kindNumber('alloc'),
        kindNumber('gc-mark'),
        kindNumber('json'),
      ];
      const kinds = Uint8Array.from(
        { length: profile.frames.length },
        () => codes[Math.floor(random() * codes.length)]!,
      );
      const roles = Uint8Array.from(kinds, () => (random() < 0.05 ? Math.floor(random() * ROLES.length) : 0));
      const frames: FrameKinds = { kinds, roles, unmatched: new Uint8Array(kinds.length), hosts: new Set() };
      const grouping = groupFrames(profile, 'function');
      const chosen = Uint8Array.from(grouping.names, () => (random() < 0.2 ? 1 : 0));
      const { starts, items } = framePaths(selection);
      const whole = stackKinds(selection, frames);
      const below = kindsBelow(selection, frames, grouping, chosen);
      for (let stack = 0; stack < whole.length; stack++) {
        const path = [...items.subarray(starts[stack]!, starts[stack + 1]!)];
        const expected = (from: number): Kind =>
          naiveKind(
            path.slice(from).map((frame) => (kinds[frame] === OF_CALLER ? 'caller' : KINDS[kinds[frame]!]!)),
            path.slice(from).map((frame) => ROLES[roles[frame]!] ?? ''),
          );
        assert.equal(KINDS[whole[stack]!], expected(0), `seed ${seed}, stack ${stack}`);
        const at = path.findIndex((frame) => chosen[grouping.groupOfFrame[frame]!] === 1);
        if (at === -1) assert.equal(below[stack], NO_KIND);
        else assert.equal(KINDS[below[stack]!], expected(at), `seed ${seed}, stack ${stack} from ${at}`);
      }
    }
  });

  it('below own code is that of the whole stack, where cgo and kernel are not above (seeds 1 to 60)', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = seeded(seed);
      const profile = randomProfile(seed);
      const selection = select(profile);
      const kinds = Uint8Array.from({ length: profile.frames.length }, () =>
        Math.floor(random() * KINDS.length),
      );
      const frames: FrameKinds = {
        kinds,
        roles: new Uint8Array(kinds.length),
        unmatched: kinds,
        hosts: new Set(),
      };
      const grouping = groupFrames(profile, 'address');
      const chosen = Uint8Array.from(grouping.exampleFrame, (frame) =>
        KINDS[kinds[frame]!] === 'app' ? 1 : 0,
      );
      for (let frame = 0; frame < kinds.length; frame++)
        kinds[frame] = kinds[grouping.exampleFrame[grouping.groupOfFrame[frame]!]!]!;
      const whole = stackKinds(selection, frames);
      const below = kindsBelow(selection, frames, grouping, chosen);
      for (let stack = 0; stack < whole.length; stack++)
        if (below[stack] !== NO_KIND) assert.equal(below[stack], whole[stack]);
    }
  });
});
