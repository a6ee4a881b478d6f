import assert from 'node:assert/strict';
import { plainName } from '../../../lib/kinds/names.js';

/** What a tool prints, and what the tables are asked for. */
const PLAIN: readonly (readonly [string, string])[] = [
  ['runtime.gcBgMarkWorker.func2', 'runtime.gcBgMarkWorker'],
  ['main.(*shop).handle.func1.2', 'main.(*shop).handle'],
  ['main.(*shop).handle-fm', 'main.(*shop).handle'],
  ['main.work.gowrap1', 'main.work'],
  ['main.work.deferwrap2', 'main.work'],
  ['main.each-range1', 'main.each'],
  ['runtime.goexit.abi0', 'runtime.goexit'],
  ['runtime.nextFreeFast (inline)', 'runtime.nextFreeFast'],
  ['slices.SortFunc[go.shape.[]int,go.shape.int]', 'slices.SortFunc'],
  [
    'internal/sync.(*HashTrieMap[go.shape.interface {},go.shape.int]).Load',
    'internal/sync.(*HashTrieMap).Load',
  ],
  ['gopkg.in/yaml%2ev3.(*parser).parse', 'gopkg.in/yaml.v3.(*parser).parse'],
  ['JS:*renderTemplate /srv/app.js:12:3', 'renderTemplate'],
  ['LazyCompile:~fib /srv/app.js:1:13', 'fib'],
  ['RegExp:[&<>"]', 'RegExp:[&<>"]'],
  ['(garbage collector)', '(garbage collector)'],
  ['v8::internal::JsonParser<unsigned char>::ScanJsonString', 'v8::internal::JsonParser::ScanJsonString'],
  ['void std::__introsort_loop<int*, long>(int*, int*, long)', 'std::__introsort_loop'],
  ['std::vector<int, std::allocator<int> >::operator[](unsigned long)', 'std::vector::operator[]'],
  ['std::ostream& std::operator<< <char>(std::ostream&, char const*)', 'std::operator<<'],
  ['operator new(unsigned long)', 'operator new'],
  ['(anonymous namespace)::mergeSort<std::string_view>', 'mergeSort'],
  ['Shop::price(Order const&) const [clone .cold]', 'Shop::price'],
  ['pthread_rwlock_unlock@@GLIBC_2.34', 'pthread_rwlock_unlock'],
  ['cfree@GLIBC_2.2.5', 'cfree'],
  ['memcmp@plt', 'memcmp'],
  ['finish_task_switch.isra.0', 'finish_task_switch'],
  ['__GI___pthread_mutex_lock', '__pthread_mutex_lock'],
  ['tcp_sendmsg_[k]', 'tcp_sendmsg'],
  ['serde_json::de::from_str::h0123456789abcdef', 'serde_json::de::from_str'],
  ['shop::work::{{closure}}::h0123456789abcdef', 'shop::work'],
  ['alloc::raw_vec::RawVec<T,A>::grow_one', 'alloc::raw_vec::RawVec::grow_one'],
  [
    'core::iter::range::_$LT$impl$u20$Iterator$u20$for$u20$A$GT$::next::hd0b7b2668add6c40',
    'core::iter::range::next',
  ],
  ['<alloc::vec::Vec<T> as core::clone::Clone>::clone', 'core::clone::Clone::clone'],
  ['java.lang.Object java.util.HashMap.get(java.lang.Object)', 'java.util.HashMap.get'],
  ['Ljava/util/HashMap;::get', 'java.util.HashMap.get'],
  ['java/util/HashMap:.get', 'java.util.HashMap.get'],
  ['java/util/HashMap.get_[j]', 'java.util.HashMap.get'],
  ['java.lang.String App.render(App$Order)', 'App.render'],
  [
    'java.lang.Object Orders$$Lambda$15/0x00007f8c.apply(java.lang.Object)',
    'Orders$$Lambda$15/0x00007f8c.apply',
  ],
  ['loads (json/__init__.py:346)', 'loads'],
  ['py::score:/srv/app.py', 'score'],
  ['net/http.HandlerFunc.ServeHTTP', 'net/http.HandlerFunc.ServeHTTP'],
];

describe('plain names', () => {
  for (const [name, text] of PLAIN) it(name, () => assert.equal(plainName(name).text, text));

  it('have a second reading for methods of a trait', () => {
    assert.equal(
      plainName('<shop::Order as serde::ser::Serialize>::serialize').other,
      'shop::Order::serialize',
    );
    assert.equal(plainName('<shop::Order>::total').other, null);
  });
  it('say what file the name brings, and that it is of the kernel', () => {
    assert.equal(plainName('loads (json/__init__.py:346)').file, 'json/__init__.py');
    assert.equal(plainName('py::score:/srv/app.py').file, '/srv/app.py');
    assert.equal(plainName('JS:*renderTemplate /srv/app.js:12:3').file, '/srv/app.js');
    assert.ok(plainName('tcp_sendmsg_[k]').kernel);
    assert.ok(!plainName('java/util/HashMap.get_[j]').kernel);
  });
  it('exist for any text, in time that its length bounds', () => {
    for (const odd of [
      '',
      '<',
      '>',
      '((',
      ')',
      '[[[',
      '<<T as U>',
      'a::<',
      'operator',
      '$LT$',
      '::',
      '.',
      '_[k]',
    ])
      assert.equal(typeof plainName(odd).text, 'string');
    const started = process.hrtime.bigint();
    for (const piece of ['<', '(', 'a.func1', '::{', '$LT$', ' as ', '/a', '.1'])
      plainName(piece.repeat(20_000));
    assert.ok(process.hrtime.bigint() - started < 5_000_000_000n);
  });
});
