import assert from 'node:assert/strict';
import { demangle } from '../../../lib/symbols/demangle.js';
import { jitLoads } from '../../../lib/symbols/jitdump.js';
import { perfMapNames } from '../../../lib/symbols/perf-map.js';
import { SymbolSearch } from '../../../lib/symbols/symbol-table.js';
import { seeded } from '../../support/random.js';

/** As `c++filt -p` and perf print them. */
const NAMES: readonly (readonly [mangled: string, want: string | null])[] = [
  ['main', null],
  ['_ZdlPv', 'operator delete'],
  ['_ZN3foo3barEv', 'foo::bar'],
  ['_ZN3foo3barIiEEvT_', 'foo::bar<int>'],
  ['_ZNSt6vectorIiSaIiEE9push_backEOi', 'std::vector<int, std::allocator<int> >::push_back'],
  [
    '_ZNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEC1EOS4_',
    'std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> >::basic_string',
  ],
  ['_ZNKSt8functionIFvRKSsEEclES1_', 'std::function<void (std::string const&)>::operator()'],
  ['_ZZN1A1fEiENKUlvE_clEv', 'A::f(int)::{lambda()#1}::operator()'],
  ['_ZN12_GLOBAL__N_11fEv', '(anonymous namespace)::f'],
  ['_ZN1AD0Ev', 'A::~A'],
  ['_ZTV1A', 'vtable for A'],
  ['_ZThn16_N1A1fEi', 'non-virtual thunk to A::f(int)'],
  ['_ZN1fILb1ELi5ELj7EEEvv', 'f<true, 5, 7u>'],
  ['_ZNK1AcvbEv', 'A::operator bool'],
  ['_ZN6orders8distance17h7acc99296230415cE', 'orders::distance'],
  [
    '_ZN5alloc7raw_vec19RawVec$LT$T$C$A$GT$8grow_one17ha89dedcaea7b3ae2E',
    'alloc::raw_vec::RawVec<T,A>::grow_one',
  ],
  ['_RNvNtCsgEmfK2I1SDS_4core3fmt5write', 'core::fmt::write'],
  ['_RINvNtCs1_4core3mem8align_ofNtNtC1a1b1CE', 'core::mem::align_of::<a::b::C>'],
  ['_RNvXC1aNtB2_1SNtB2_1T1f', '<a::S as a::T>::f'],
  ['_ZNK2v88internal7Isolate4InitEPNS0_8SnapshotE', 'v8::internal::Isolate::Init'],
  ['_ZN1A1bB5cxx11Ev', 'A::b[abi:cxx11]'],
  ['_ZN12_GLOBAL__N_14deep1gEv.constprop.0', '(anonymous namespace)::deep::g'],
  ['_ZN1AC2Ev', 'A::A'],
  ['_ZN3foo3barIiE1gEv', 'foo::bar<int>::g'],
  ['_ZN3foo99barE', null],
  ['_Z', null],
  ['_ZN', null],
  ['_RNv', null],
];

describe('demangling', () => {
  for (const [mangled, want] of NAMES) it(mangled, () => assert.equal(demangle(mangled), want));
  it('gives up on names that refer to themselves without end', () => {
    const deep = `_Z${'N1aIX'.repeat(5000)}`;
    assert.equal(demangle(deep), null);
    let doubling = '_Z1fI';
    for (let i = 0; i < 60; i++)
      doubling += `St4pairIS${i === 0 ? '' : (i - 1).toString(36).toUpperCase()}_S_E`;
    assert.ok((demangle(`${doubling}Evv`) ?? '').length < 1 << 16);
  });
});

describe('symbols', () => {
  it('an address has the innermost symbol that covers it, else the nearest without size', () => {
    const search = new SymbolSearch(Float64Array.of(5, 15, 25, 35, 45));
    search.offer(0, 30, 1, () => 'outer');
    search.offer(10, 10, 0, () => 'inner');
    search.offer(20, 0, 0, () => 'label');
    search.offer(40, 0, 1, () => 'open');
    assert.deepEqual(
      search.found().map((symbol) => symbol?.name ?? null),
      ['outer', 'inner', 'outer', 'label', 'open'],
    );
  });
  it('of several at one address the global, then that with fewer underscores, then the longer', () => {
    const search = new SymbolSearch(Float64Array.of(1));
    for (const [name, bind] of [
      ['weak_and_longest', 2],
      ['__global', 1],
      ['global', 1],
      ['globals', 1],
      ['local', 0],
    ] as const)
      search.offer(0, 8, bind, () => name);
    assert.deepEqual(
      search.found().map((symbol) => symbol?.name ?? null),
      ['globals'],
    );
  });
  it('finds for each address what looking at every symbol finds', () => {
    const random = seeded(11);
    for (let turn = 0; turn < 50; turn++) {
      const span = turn % 2 === 0 ? 1000 : 2 ** 47;
      const places = new Set(Array.from({ length: 60 }, () => Math.floor(random() * span)));
      const starts = [...places].sort((a, b) => a - b);
      const targets = Float64Array.from({ length: 80 }, (_, i) =>
        i % 4 === 0 ? starts[Math.floor(random() * starts.length)]! : Math.floor(random() * span) - 0.5,
      ).sort();
      const search = new SymbolSearch(targets);
      const sizes = starts.map((start, row) => ((starts[row + 1] ?? span) - start) * random());
      for (const [row, start] of starts.entries()) search.offer(start, sizes[row]!, 1, String, row);
      const want = Array.from(targets, (target) => {
        const row = starts.findLastIndex((start, at) => start <= target && target < start + sizes[at]!);
        return row < 0 ? null : String(row);
      });
      assert.deepEqual(
        search.found().map((symbol) => symbol?.name ?? null),
        want,
      );
    }
  });
  it('a perf map: later lines win, 0x or not, names with spaces', () => {
    const map = Buffer.from('10 10 old name\n0x10 0x8 void J.main(a b)\nbad line\n30 zz x\n');
    assert.deepEqual(perfMapNames(map, Float64Array.of(0x11, 0x19, 0x40)), [
      'void J.main(a b)',
      'old name',
      null,
    ]);
  });
  it('what is no jitdump has no code', () => assert.deepEqual(jitLoads(new Uint8Array(100)), []));
});
