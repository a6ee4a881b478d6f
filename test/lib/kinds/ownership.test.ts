import assert from 'node:assert/strict';
import { isRoot } from '../../../lib/candidates/roots.js';
import { type Owner, ownerOf } from '../../../lib/kinds/ownership.js';

describe('the owner', () => {
  for (const [name, module, file, want] of [
    ['main.handle', 'shop', '/src/shop/main.go', 'own'],
    ['github.com/acme/shop/cart.Add', 'shop', '/src/shop/cart/cart.go', 'own'],
    [
      'github.com/gin-gonic/gin.(*Context).Next',
      'shop',
      '/go/pkg/mod/github.com/gin-gonic/gin@v1.9.1/context.go',
      'library',
    ],
    [
      'golang.org/x/net/http2.(*Framer).ReadFrame',
      'shop',
      '/src/shop/vendor/golang.org/x/net/http2/frame.go',
      'library',
    ],
    ['shop/cart.Add', 'shop', null, 'own'],
    ['encoding/json.Marshal', 'shop', '/usr/local/go/src/encoding/json/encode.go', 'standard'],
    ['strings.Index', 'shop', null, 'standard'],
    ['runtime.mallocgc', 'shop', '/usr/local/go/src/runtime/malloc.go', 'runtime'],
    ['internal/runtime/maps.(*Map).Get', 'shop', null, 'runtime'],
    ['memeqbody', 'shop', '/usr/local/go/src/internal/bytealg/equal_amd64.s', 'runtime'],
    ['internal/runtime/syscall.Syscall6', 'shop', '/usr/local/go/src/x.s', 'kernel'],
    ['syscall.RawSyscall', 'shop', null, 'kernel'],
    ['do_syscall_64', '[kernel.kallsyms]', null, 'kernel'],
    [null, '[kernel.kallsyms]', null, 'kernel'],
    ['nft_do_chain', 'nf_tables.ko.xz', null, 'kernel'],
    ['memcpy', 'libc.so.6', null, 'runtime'],
    ['__vdso_clock_gettime', '[vdso]', null, 'runtime'],
    ['std::vector<int>::push_back', 'app', null, 'standard'],
    ['<alloc::string::String as core::fmt::Write>::write_str', 'app', null, 'standard'],
    ['<core::iter::Map<I,F>>::next', 'app', '/rustc/0a1b2c/library/core/src/iter.rs', 'standard'],
    ['serde_json::de::from_str', 'app', '/root/.cargo/registry/src/x/serde_json/de.rs', 'library'],
    ['shop::price', 'app', 'src/main.rs', 'own'],
    ['SSL_read', 'libssl.so.3', null, 'library'],
    ['process', null, 'node:internal/process/task_queues', 'standard'],
    ['JS:*processTicksAndRejections node:internal/process/task_queues:67:35', null, null, 'standard'],
    ['JS:*render /app/node_modules/react/index.js:1:2', null, null, 'library'],
    ['Builtin:ArrayMap', null, null, 'standard'],
    ['v8::internal::Heap::CollectGarbage', 'node', null, 'runtime'],
    ['render', null, '/app/src/view.js', 'own'],
    ['java.util.HashMap.get', null, null, 'standard'],
    ['io.netty.channel.Channel.read', null, null, 'library'],
    ['com.acme.Cart.price', null, null, 'own'],
    ['loads', null, '/usr/lib/python3.12/json/__init__.py', 'standard'],
    ['get', null, '/venv/lib/python3.12/site-packages/requests/api.py', 'library'],
    [null, 'app', null, 'unsymbolized'],
    ['[unknown]', null, null, 'unsymbolized'],
  ] as [string | null, string | null, string | null, Owner][]) {
    it(`of ${name} in ${module ?? 'no module'}, ${file ?? 'no file'} is ${want}`, () => {
      assert.equal(ownerOf(name, module, file), want);
    });
  }
  it("is the user's to say, but not for the kernel or what has no name", () => {
    const own = (text: string): boolean => text.startsWith('net/http.') || text === 'do_syscall_64';
    assert.equal(ownerOf('net/http.(*conn).serve', null, null, own), 'own');
    assert.equal(ownerOf('main.handle', null, '/src/main.go', own), 'library');
    assert.equal(ownerOf('runtime.mallocgc', null, null, own), 'runtime');
    assert.equal(ownerOf('do_syscall_64', '[kernel.kallsyms]', null, own), 'kernel');
    assert.equal(ownerOf(null, 'app', null, own), 'unsymbolized');
  });
});

describe('roots', () => {
  for (const [name, total, self, want] of [
    ['main.main', 0.1, 0, true],
    ['__libc_start_main', 0.2, 0.1, true],
    ['dispatch', 0.91, 0.009, true],
    ['dispatch', 0.91, 0.011, false],
    ['dispatch', 0.9, 0, false],
  ] as const) {
    it(`${want ? 'include' : 'leave out'} ${name} with ${total} of all and ${self} in itself`, () => {
      assert.equal(isRoot(name, total, self), want);
    });
  }
});
