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
  // Pointers to functions that return such pointers: no space between the parentheses.
  ['_Z1fIPFPFivEvEEvv', 'f<int (*(*)())()>'],
  ['_Z1fIPFRFivEvEEvv', 'f<int (& (*)())()>'],
  ['_Z1fIPFPivEEvv', 'f<int* (*)()>'],
  ['_Z1fIPFM1APFivEvEEvv', 'f<int (* A::*(*)())()>'],
  [
    '_ZTCN2v88internal12StdoutStreamE0_So',
    'construction vtable for std::ostream-in-v8::internal::StdoutStream',
  ],
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

/** Of a program that rustc made; as `rustfilt` prints them. */
const RUST: readonly (readonly [mangled: string, want: string])[] = [
  ['_RNvCsfYvT7YoHI8d_2rsu9gre_6ka8i', 'rs::größe'],
  ['_RNvNtCsfYvT7YoHI8d_2rsu8gdel_5qau12gre__wna1lvb', 'rs::gödel::größe_ü'],
  ['_RNvMCsfYvT7YoHI8d_2rsINtB2_1CKc0_E1fB2_', "<rs::C<'\\0'>>::f"],
  ['_RNvMCsfYvT7YoHI8d_2rsINtB2_1CKc27_E1fB2_', "<rs::C<'\\''>>::f"],
  ['_RNvMCsfYvT7YoHI8d_2rsINtB2_1CKc22_E1fB2_', "<rs::C<'\"'>>::f"],
  ['_RNvMCsfYvT7YoHI8d_2rsINtB2_1CKc200b_E1fB2_', "<rs::C<'\\u{200b}'>>::f"],
  ['_RNvMs_CsfYvT7YoHI8d_2rsINtB4_1SKRe68c3a922270a_E1fB4_', '<rs::S<"hé\\"\'\\n">>::f'],
  [
    '_RNvMs0_CsfYvT7YoHI8d_2rsINtB5_1BKoffffffffffffffffffffffffffffffff_Kxn5_Kb1_E1fB5_',
    '<rs::B<0xffffffffffffffffffffffffffffffff, -5, true>>::f',
  ],
];

describe('demangling of Rust', () => {
  for (const [mangled, want] of RUST) it(mangled, () => assert.equal(demangle(mangled), want));
  it('constants of structures stand in braces, others within them do not', () => {
    assert.equal(demangle('_RINvC1a1fKAj1_j2_EE'), 'a::f::<{[1, 2]}>');
    assert.equal(demangle('_RINvC1a1fKTj1_EE'), 'a::f::<{(1,)}>');
    assert.equal(demangle('_RINvC1a1fKRTRe61_b0_EE'), 'a::f::<{&("a", false)}>');
    assert.equal(demangle('_RINvC1a1fKVNtC1a1PS1xj1_1yVNtC1a1QUEE'), 'a::f::<{a::P { x: 1, y: a::Q }}>');
    assert.equal(demangle('_RINvC1a1fKVNtC1a1PTj1_j2_EE'), 'a::f::<{a::P(1, 2)}>');
  });
  it('what is no Punycode, no character or no UTF-8 is not taken for one', () => {
    assert.equal(demangle('_RNvC1au4ab_-'), null);
    assert.equal(demangle('_RNvC1au4x_ZZ'), 'a::punycode{x-ZZ}');
    assert.equal(demangle('_RINvC1a1fKcd800_E'), null);
    assert.equal(demangle('_RINvC1a1fKRec3_E'), null);
    assert.equal(demangle('_RINvC1a1fKb2_E'), null);
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
  it('a perf map: what moved away leaves what it did not cover', () => {
    const map = Buffer.from(
      '100 30 old\n110 10 new\n0X120 1 hex\n90 ffffffffffffffffff x\n91 ffffffffffffffff wide',
    );
    assert.deepEqual(
      perfMapNames(map.subarray(0, 40), Float64Array.of(0x100, 0x10f, 0x110, 0x11f, 0x120, 0x121, 0x130)),
      ['old', 'old', 'new', 'new', 'hex', 'old', null],
    );
    assert.deepEqual(perfMapNames(map, Float64Array.of(0x90, 0x91)), [null, 'wide']);
  });
  it('tables and maps that are made to overlap end in seconds', function () {
    this.timeout(10_000);
    const targets = Float64Array.from({ length: 20_000 }, (_, i) => 1e6 + i * 16);
    const search = new SymbolSearch(targets);
    for (let i = 0; i < 50_000; i++) search.offer(i, 2 ** 40, 1, () => 'f', 0);
    search.offer(1e6 + 1, 0, 1, () => 'g', 0);
    assert.equal(search.found().length, targets.length);
    const lines = Array.from({ length: 50_000 }, (_, i) => `${i.toString(16)} ffffffffff f`);
    assert.equal(perfMapNames(Buffer.from(lines.join('\n')), targets).length, targets.length);
  });
  it('what is no jitdump has no code', () => assert.deepEqual(jitLoads(new Uint8Array(100)), []));
});
