import assert from 'node:assert/strict';
import { type Granularity, groupAddress, groupFrames } from '../../../lib/analysis/granularity.js';
import { packageOf } from '../../../lib/analysis/package-name.js';
import { profileOf } from '../../support/draw.js';

describe('groups', () => {
  const profile = profileOf([
    'f[file:./src//a.c,line:3,module:/bin/app,at:10];f[file:src/a.c,line:3,module:/bin/app,at:20] 1',
    'f[file:src/b.c,line:0,module:/bin/app,at:30];g[module:/bin/app,at:40] 1',
    '?[module:/x/libz.so,at:50];?[module:/x/libz.so,at:60];?[at:70] 1',
  ]);
  for (const [granularity, want] of [
    ['function', ['f', 'g', '[libz.so]', '<unknown>']],
    ['filefunction', ['f src/a.c', 'f src/b.c', 'g', '[libz.so]', '<unknown>']],
    ['file', ['src/a.c', 'src/b.c', '[app]', '[libz.so]', '<unknown>']],
    ['line', ['f src/a.c:3', 'f src/b.c', 'g', '[libz.so]', '<unknown>']],
    ['module', ['app', 'libz.so', '<unknown>']],
    [
      'address',
      [
        '0000000000000010 f src/a.c:3',
        '0000000000000020 f src/a.c:3',
        '0000000000000030 f src/b.c',
        '0000000000000040 g',
        '0000000000000050 [libz.so]',
        '0000000000000060 [libz.so]',
        '0000000000000070 <unknown>',
      ],
    ],
  ] as [Granularity, string[]][]) {
    it(`by ${granularity} are named as pprof names them`, () => {
      const grouping = groupFrames(profile, granularity);
      assert.deepEqual(grouping.names, want);
      assert.equal(groupAddress(profile, grouping, 1), granularity === 'address' ? 0x20n : 0n);
    });
  }
  it('know only the granularities there are', () => {
    assert.throws(() => groupFrames(profile, 'class' as Granularity), { code: 'usage' });
  });
});

describe('the package', () => {
  for (const [name, file, want] of [
    ['net/http.(*conn).serve', null, 'net/http'],
    ['main.main.func1', '/src/main.go', 'main'],
    [
      'github.com/acme/shop/cart.(*Cart[go.shape.struct { github.com/x/y.A []int }]).Add.func2',
      null,
      'github.com/acme/shop/cart',
    ],
    ['slices.SortFunc[go.shape.[]net/http.Header]', null, 'slices'],
    ['gopkg.in/yaml%2ev3.unmarshal', null, 'gopkg.in/yaml.v3'],
    ['com.acme.shop.Cart.price', null, 'com.acme.shop'],
    ['com/acme/shop/Cart.price', null, 'com/acme/shop'],
    ['std::collections::HashMap<a::B, c::D>::get', null, 'std::collections::HashMap'],
    ['ns::Type::method(other::Arg const&)', null, 'ns::Type'],
    ['render', '/app/src/view.js', '/app/src/view.js'],
    ['Module.method', '/app/shop/cart.py', '/app/shop/cart.py'],
    ['memcpy', null, '<no package>'],
    ['memcpy', '/src/string.c', '/src/string.c'],
  ] as const) {
    it(`of ${name} is ${want}`, () => {
      assert.equal(packageOf(name, file), want);
    });
  }
});
