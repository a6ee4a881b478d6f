import assert from 'node:assert/strict';
import { classify, classifyFrames, type Host, OF_CALLER } from '../../../lib/kinds/classify.js';
import { GO, GO_RUNTIME_FILES } from '../../../lib/kinds/go.js';
import { GO_LIBRARIES } from '../../../lib/kinds/go-libraries.js';
import { HOTSPOT } from '../../../lib/kinds/hotspot.js';
import { JVM } from '../../../lib/kinds/jvm.js';
import { KERNEL } from '../../../lib/kinds/kernel.js';
import { aboutKind, KINDS, kindNumber } from '../../../lib/kinds/kinds.js';
import { NATIVE } from '../../../lib/kinds/native.js';
import { NODE } from '../../../lib/kinds/node.js';
import { NODE_PACKAGES } from '../../../lib/kinds/node-packages.js';
import { PYTHON } from '../../../lib/kinds/python.js';
import type { KindRule } from '../../../lib/kinds/rule.js';
import { PRIORS } from '../../../lib/payoff/priors/resolve.js';
import { profileOf } from '../../support/draw.js';

interface Place {
  readonly module: string | null;
  readonly file: string | null;
  readonly hosts?: readonly Host[];
}

/** Names as recordings show them, by where they were seen: one line a kind. */
const SEEN: readonly (readonly [string, Place, string])[] = [
  [
    'Go with source files (pprof)',
    { module: 'shop', file: 'x.go' },
    `
      app: main.main main.(*shop).search example.com/shop/internal/fraud.Score main.handle.func1
      assist: runtime.gcAssistAlloc runtime.gcAssistAlloc1 runtime.gcAssistAlloc.func1 runtime.deductAssistCredit
      gc-mark: runtime.gcBgMarkWorker.func2 runtime.gcDrainMarkWorkerIdle runtime.gcDrain runtime.scanobject
      gc-mark: runtime.scanObject runtime.tryDeferToSpanScan runtime.greyobject runtime.(*gcWork).balance
      gc-mark: internal/runtime/gc/scan.ScanSpanPacked runtime.(*spanQueue).steal runtime.markroot
      gc-sweep: runtime.bgsweep runtime.sweepone runtime.(*sweepLocked).sweep runtime.bgscavenge runtime.(*pageAlloc).scavenge
      gc-barrier: runtime.gcWriteBarrier runtime.gcWriteBarrier2 gcWriteBarrier runtime.wbBufFlush1 runtime.bulkBarrierPreWrite
      gc: runtime.runfinq runtime.runFinalizers runtime.runCleanups
      alloc: runtime.mallocgc runtime.mallocgcTiny runtime.mallocgcSmallScanNoHeaderSC12 runtime.newobject runtime.growslice
      alloc: runtime.nextFreeFast runtime.(*mcache).refill runtime.(*mheap).alloc runtime.newstack runtime.copystack
      mem: runtime.memmove runtime.memclrNoHeapPointers memeqbody runtime.duffcopy internal/bytealg.IndexByte runtime.typedmemmove
      map: runtime.mapaccess1_faststr runtime.mapassign runtime.evacuate_faststr internal/runtime/maps.(*Map).getWithKey
      map: aeshashbody runtime.memhash64 internal/runtime/maps.ctrlGroup.matchH2
      sched: runtime.schedule runtime.findRunnable runtime.park_m runtime.futex runtime.lock2 runtime.(*timers).check
      sync: sync.(*Mutex).Lock internal/sync.(*Mutex).Lock sync.(*Pool).Get runtime.chansend1 runtime.selectgo
      net: runtime.netpoll internal/poll.(*FD).Read net.(*conn).Write
      syscall: internal/runtime/syscall/linux.Syscall6 runtime/internal/syscall.Syscall6 syscall.RawSyscall runtime.entersyscall
      json: encoding/json.Marshal encoding/json.(*decodeState).object json.Marshal main.(*Order).MarshalJSON
      json-fast: github.com/bytedance/sonic/internal/decoder.Decode github.com/goccy/go-json.Marshal
      protobuf: google.golang.org/protobuf/proto.Marshal main.(*Order).XXX_Unmarshal example.com/pb.(*Order).SizeVT
      serialization: encoding/gob.(*Encoder).Encode encoding/xml.Unmarshal gopkg.in/yaml%2ev3.unmarshal
      rpc: net/http.(*conn).serve net/http.HandlerFunc.ServeHTTP google.golang.org/grpc.(*Server).Serve github.com/gin-gonic/gin.(*Context).Next
      regexp: regexp.(*Regexp).tryBacktrack regexp/syntax.IsWordChar
      reflect: reflect.Value.Field internal/reflectlite.Swapper.func3 runtime.getitab
      crypto: crypto/internal/fips140/sha256.blockSHANI crypto/tls.(*Conn).Write golang.org/x/crypto/bcrypt.bcrypt
      compress: compress/flate.(*compressor).deflate github.com/klauspost/compress/zstd.(*Encoder).EncodeAll
      hash: hash/crc32.update github.com/cespare/xxhash/v2.Sum64
      base64: encoding/base64.(*Encoding).Encode encoding/hex.Encode
      strings: fmt.(*pp).printArg strconv.ParseInt strings.ToLower unicode/utf8.DecodeRune runtime.slicebytetostring text/template.(*state).walk
      log: log/slog.(*Logger).Info go.uber.org/zap.(*Logger).Info
      sort: sort.Sort slices.pdqsortOrdered[go.shape.int] container/heap.Push
      math: math/big.nat.mul math.archLog runtime.fastrandn
      time: time.Now runtime.nanotime
      db: database/sql.(*DB).Query github.com/jackc/pgx/v5.(*Conn).Query
      profiler: runtime.sigprof runtime/pprof.StartCPUProfile
      foreign: runtime.cgocall runtime.asmcgocall runtime.cgocallback
      caller: runtime.systemstack runtime.acquirem internal/runtime/atomic.(*Uint32).Add errors.New runtime/pprof.Do
      io: bufio.(*Writer).Flush os.(*File).Write io.ReadAll
      runtime-other: runtime._ExternalCode runtime.sigtrampgo
    `,
  ],
  [
    'a Go library outside the tables',
    { module: 'shop', file: '/go/pkg/mod/github.com/acme/box@v1.2.0/box.go' },
    'library: github.com/acme/box.Open',
  ],
  [
    'Go without source files (perf)',
    { module: 'shop', file: null },
    `
      alloc: runtime.mallocgc.abi0
      json: encoding/json.(*encodeState).marshal
      app: main.work
    `,
  ],
  [
    'a function of the runtime that only its file tells',
    { module: 'shop', file: '/usr/local/go/src/runtime/mgcsweep.go' },
    'gc-sweep: runtime.newInAFutureRelease',
  ],
  [
    'a function of the runtime that nothing tells',
    { module: 'shop', file: '/usr/local/go/src/runtime/new.go' },
    'runtime-other: runtime.newInAFutureRelease',
  ],
  [
    'V8 and Node in C++ (perf)',
    { module: 'node', file: null, hosts: ['node'] },
    `
      gc: v8::internal::Scavenger::ScavengeObject<v8::internal::FullHeapObjectSlot> v8::internal::Heap::CollectGarbage
      gc-mark: v8::internal::MarkCompactCollector::MarkLiveObjects v8::internal::ConcurrentMarking::RunMajor
      gc-sweep: v8::internal::Sweeper::RawSweep
      gc-barrier: Builtins_RecordWriteIgnoreFP v8::internal::Heap_CombinedGenerationalAndSharedBarrierSlow
      alloc: v8::internal::Factory::AllocateRaw Builtins_FastNewClosure malloc
      json: v8::internal::JsonParser<unsigned_char>::ScanJsonString v8::internal::JsonStringifier::Serialize_<true>
      regexp: v8::internal::RegExpImpl::IrregexpExecRaw Builtins_RegExpPrototypeExec v8::internal::NativeRegExpMacroAssembler::Match
      strings: v8::internal::String::WriteToFlat<unsigned_char> Builtins_StringEqual Builtins_SubString v8::internal::StringTable::LookupKey
      map: Builtins_FindOrderedHashMapEntry Builtins_MapPrototypeGet v8::internal::OrderedHashMap::Rehash
      sort: Builtins_ArrayTimSort Builtins_MergeAt
      dynamic: Builtins_KeyedLoadIC_Megamorphic v8::internal::LookupIterator::Start Builtins_CallFunction_ReceiverIsAny
      interp: Builtins_InterpreterEntryTrampoline Builtins_LdaNamedPropertyHandler
      compile: v8::internal::compiler::GraphReducer::ReduceTop v8::internal::ParserBase<v8::internal::Parser>::ParseStatement Builtins_CompileLazy
      sched: Builtins_RunMicrotasks uv_run node::SpinEventLoop
      net: uv__read uv__try_write node::LibuvStreamWrap::DoTryWrite
      rpc: llhttp__internal_execute nghttp2_session_mem_recv
      crypto: node::crypto::Hash::HashUpdate EVP_DigestUpdate sha1_block_data_order_shaext
      compress: deflate_fast inflate
      load: v8::internal::Snapshot::Initialize
    `,
  ],
  [
    'JavaScript, by its source file',
    { module: 'perf-1.map', file: '/srv/app.js' },
    'app: renderTemplate read sort (anonymous) JSON',
  ],
  ['a package', { module: 'perf-1.map', file: '/srv/node_modules/express/lib/router/index.js' }, 'rpc: next'],
  [
    'a package that pnpm put deeper',
    { module: null, file: 'file:///srv/node_modules/.pnpm/pg@8.0.0/node_modules/pg/lib/client.js' },
    'db: query',
  ],
  [
    'a package outside the tables',
    { module: null, file: '/srv/node_modules/left-pad/index.js' },
    'library: leftPad',
  ],
  ["Node's own JavaScript", { module: null, file: 'node:internal/url' }, 'strings: parse'],
  [
    "pseudo nodes of V8's profiler",
    { module: null, file: null, hosts: ['node'] },
    'idle: (idle)\n gc: (garbage&collector)\n runtime-other: (program)\n caller: (root)',
  ],
  ['code that V8 compiled for an expression', { module: 'perf-1.map', file: null }, 'regexp: RegExp:^(\\S+)'],
  [
    'Java, compiled (perf map)',
    { module: 'perf-1.map', file: null, hosts: ['jvm'] },
    `
      map: java.util.HashMap.putVal Ljava/util/HashMap;::get java/util/HashMap:.get java/util/HashMap.get_[j]
      strings: java.lang.String.equals java.lang.StringBuilder.append java.util.Formatter.format
      regexp: java.util.regex.Pattern$CharProperty.match
      json: com.fasterxml.jackson.core.json.UTF8JsonGenerator.writeString com.google.gson.Gson.toJson
      protobuf: com.google.protobuf.CodedOutputStream.writeTag com.acme.Order.getSerializedSize
      rpc: io.grpc.internal.ServerImpl.start org.apache.coyote.http11.Http11Processor.service
      net: sun.nio.ch.SocketChannelImpl.write io.netty.channel.nio.NioEventLoop.run
      sync: java.util.concurrent.locks.ReentrantLock.lock java.util.concurrent.CountDownLatch.await
      sched: java.util.concurrent.ThreadPoolExecutor.runWorker java.lang.Thread.run
      crypto: sun.security.provider.SHA2.implCompress0 javax.crypto.Cipher.doFinal
      compress: java.util.zip.Deflater.deflate
      hash: java.util.zip.CRC32.update
      math: java.math.BigDecimal.add
      sort: java.util.TimSort.mergeLo java.util.DualPivotQuicksort.sort
      interp: Interpreter
      dynamic: java.lang.invoke.LambdaForm$MH.invoke
      reflect: java.lang.reflect.Method.invoke
      db: com.zaxxer.hikari.pool.HikariPool.getConnection
      log: ch.qos.logback.classic.Logger.info
      caller: java.util.ArrayList.add java.util.stream.ReferencePipeline.collect
      app: com.acme.Shop.price App.render
    `,
  ],
  [
    'HotSpot',
    { module: 'libjvm.so', file: null, hosts: ['jvm'] },
    `
      gc: G1ParScanThreadState::trim_queue_to_threshold SpinPause OopOopIterateDispatch<G1CMOopClosure>::Table PSPromotionManager::drain
      gc-mark: G1CMTask::do_marking_step ZMark::mark_object
      alloc: MemAllocator::allocate OptoRuntime::new_instance_C
      compile: PhaseChaitin::Split IndexSetIterator::advance_and_next C2Compiler::compile_method AddINode::Opcode
      interp: InterpreterRuntime::resolve_from_cache
      sched: VMThread::run SafepointSynchronize::begin
      load: ClassFileParser::parse_stream SystemDictionary::resolve
    `,
  ],
  [
    'CPython',
    { module: 'libpython3.11.so.1.0', file: null, hosts: ['python'] },
    `
      interp: _PyEval_EvalFrameDefault _PyEval_Vector gen_send_ex2
      dynamic: _PyObject_GenericGetAttrWithDict PyObject_Vectorcall _PyObject_MakeTpCall PyNumber_Add
      alloc: _PyObject_Malloc PyObject_Free _PyObject_GC_New
      refcount: _Py_Dealloc subtype_dealloc list_dealloc
      gc: gc_collect_main visit_decref subtype_traverse
      map: _Py_dict_lookup insertdict set_add_key
      strings: unicode_concatenate PyUnicode_Decode _PyUnicodeWriter_WriteStr
      math: long_add x_mul PyFloat_FromDouble
      sort: binarysort gallop_right unsafe_long_compare
      regexp: sre_ucs1_match
      sync: take_gil drop_gil
      load: PyImport_ImportModuleLevelObject
    `,
  ],
  [
    "C extensions of Python's own",
    { module: '_json.cpython-311-x86_64-linux-gnu.so', file: null, hosts: ['python'] },
    'json: scanstring_unicode encoder_listencode_obj anything',
  ],
  [
    'other extensions',
    { module: '_multiarray_umath.cpython-311-x86_64-linux-gnu.so', file: null, hosts: ['python'] },
    'foreign: DOUBLE_add anything',
  ],
  [
    'Python, by source file',
    { module: null, file: '/usr/lib/python3.11/json/decoder.py' },
    'json: raw_decode',
  ],
  [
    'a Python package',
    { module: null, file: '/srv/venv/lib/python3.11/site-packages/sqlalchemy/engine/base.py' },
    'db: execute',
  ],
  ["the team's Python", { module: null, file: '/srv/app/views.py' }, 'app: read handle'],
  [
    'C, C++ and Rust',
    { module: 'server', file: null },
    `
      alloc: malloc _int_free operator&new(unsigned&long) je_malloc mi_malloc __rust_alloc alloc::raw_vec::RawVec<T>::grow_one
      alloc: core::ptr::drop_in_place<shop::Order> std::vector<int>::_M_realloc_insert<int>
      mem: __memmove_avx512_unaligned_erms memcmp@plt __memset_avx2_erms
      map: std::_Hashtable<int>::find hashbrown::map::HashMap<K,V>::insert std::_Rb_tree_insert_and_rebalance
      sort: std::__introsort_loop<int*> core::slice::sort::stable::drift::sort
      strings: core::fmt::write std::__cxx11::basic_string<char>::append strlen alloc::string::String::push_str
      json: <serde_json::ser::Serializer<W>&as&serde::ser::Serializer>::serialize_str
      json: serde_json::de::from_str nlohmann::json_abi_v3_11_2::basic_json<>::parse
      json-fast: simdjson::dom::parser::parse
      protobuf: prost::encoding::encode_varint google::protobuf::MessageLite::SerializeToString
      serialization: <shop::Order&as&serde::ser::Serialize>::serialize
      regexp: regex_automata::meta::Regex::search re2::RE2::Match pcre2_match_8
      rpc: hyper::proto::h1::dispatch::Dispatcher<D>::poll tonic::server::grpc::Grpc<T>::unary
      sched: tokio::runtime::scheduler::multi_thread::worker::Context::run
      sync: parking_lot::raw_mutex::RawMutex::lock_slow pthread_mutex_lock __lll_lock_wait
      crypto: SSL_read rustls::conn::ConnectionCommon sha2::sha256::compress256
      compress: ZSTD_compressBlock_fast deflate_slow miniz_oxide::deflate::core::compress
      refcount: alloc::sync::Arc<T>::drop_slow std::_Sp_counted_base<2>::_M_release
      math: __sin_fma num_bigint::biguint::multiplication::mac3
      time: clock_gettime std::time::Instant::now
      syscall: read epoll_wait syscall
      load: _dl_lookup_symbol_x
      caller: core::iter::traits::iterator::Iterator::next std::function<void()>::operator()
      app: main shop::price Shop::price (anonymous&namespace)::mergeSort <shop::Order&as&core::clone::Clone>::clone
    `,
  ],
  ['a library by its object file', { module: 'libcrypto.so.3', file: null }, 'crypto: anything'],
  [
    'a native library in a managed process',
    { module: 'libacme.so', file: null, hosts: ['jvm'] },
    'foreign: acme_work',
  ],
  ['a native library in a native process', { module: 'libacme.so', file: null }, 'library: acme_work'],
  [
    'the kernel',
    { module: '[kernel.kallsyms]', file: null },
    'kernel: tcp_sendmsg do_syscall_64 memcpy clear_page_erms anything\n idle: do_idle cpuidle_enter_state',
  ],
  ['the kernel by its mark alone', { module: null, file: null }, 'kernel: tcp_sendmsg_[k]'],
];

/** Where each table's names are looked up, so that every pattern can be reached. */
const TABLES: readonly (readonly [string, readonly KindRule[], string | null, string | null])[] = [
  ['go', GO, null, 'x.go'],
  ['go-libraries', GO_LIBRARIES, null, 'x.go'],
  ['node', NODE, 'node', null],
  ['node-packages', NODE_PACKAGES, null, null],
  ['jvm', JVM, null, null],
  ['hotspot', HOTSPOT, 'libjvm.so', null],
  ['python', PYTHON, 'libpython3.11.so.1.0', null],
  ['native', NATIVE, 'libfoo.so.1', null],
  ['kernel', KERNEL, '[kernel.kallsyms]', null],
];

describe('the kind of a frame', () => {
  let names = 0;
  for (const [where, { module, file, hosts = [] }, lines] of SEEN) {
    it(`is known for ${where}`, () => {
      for (const line of lines.trim().split('\n')) {
        const [kind, ...rest] = line.trim().split(/: | +/);
        for (const name of rest) {
          const found = classify(name.replaceAll('&', ' '), module, file, { hosts: new Set(hosts) });
          assert.equal(found.kind, kind, name);
        }
      }
    });
    names += lines.split(/\s+/).filter((word) => word !== '' && !/^[a-z0-9-]+:$/.test(word)).length;
  }
  it(`is tested on many names (${names})`, () => assert.ok(names >= 150));

  it('follows --own, but for methods that a serializer generates', () => {
    const own = (text: string): boolean => /^(regexp|example)/.test(text);
    assert.equal(classify('regexp.MustCompile', null, 'x.go', { own }).kind, 'app');
    assert.equal(classify('example.com/pb.(*Order).SizeVT', null, 'x.go', { own }).kind, 'protobuf');
    assert.equal(classify('main.work', null, 'x.go', { own }).kind, 'library');
  });

  it('of code without a name is unsymbolized, unless its object file tells', () => {
    assert.equal(classify(null, null, null).kind, 'unsymbolized');
    assert.equal(classify('[unknown]', 'server', null).kind, 'unsymbolized');
    assert.equal(classify(null, 'libz.so.1.2.13', null).kind, 'compress');
    assert.equal(classify(null, '[kernel.kallsyms]', null).kind, 'kernel');
  });

  it('is one for each frame row, by function and object file', () => {
    const profile = profileOf(['main;memcpy[module:vmlinux];memcpy[module:libc.so.6];runtime.acquirem 1']);
    const { kinds } = classifyFrames(profile);
    assert.deepEqual(
      [...kinds],
      ['app', 'kernel', 'mem'].map((kind) => kindNumber(kind as 'app')).concat(OF_CALLER),
    );
  });
});

describe('the tables of kinds', () => {
  for (const [table, rules, module, file] of TABLES)
    it(`${table}: every pattern of a name decides for a name`, () => {
      for (const rule of rules)
        for (const pattern of rule.names ?? []) {
          const open = /\(\*\w*$/.test(pattern.slice(0, -1));
          const witness = pattern.endsWith('*') ? `${pattern.slice(0, -1)}Zz${open ? ').f' : ''}` : pattern;
          assert.equal(classify(witness, module, file).rule, rule, pattern);
        }
    });

  it('every pattern of a method, a source file and an object file decides', () => {
    const witness = (pattern: string, ending: string): string =>
      pattern.endsWith('*') ? `${pattern.slice(0, -1)}${ending}` : pattern;
    for (const [table, rules] of TABLES)
      for (const rule of rules) {
        const [prefix, own] = table === 'go-libraries' ? ['example.com/x.', 'x.go'] : ['Acme::', null];
        for (const pattern of rule.methods ?? []) {
          const name = (table === 'jvm' ? 'com.acme.Order.' : prefix) + witness(pattern, 'Zz');
          const place = table === 'hotspot' ? 'libjvm.so' : table === 'native' ? 'server' : null;
          assert.equal(classify(name, place, own!).rule, rule, name);
        }
        for (const pattern of rule.files ?? []) {
          const path = witness(pattern, table === 'python' ? 'zz.py' : 'zz.js');
          const below = table === 'python' ? '/usr/lib/python3.11/' : '/srv/node_modules/';
          const full = path.startsWith('node:') || path.startsWith('<') ? path : below + path;
          const file = /\.(py|js)$|:|^</.test(full) ? full : `${full}/zz.js`;
          if (/\.(py|js)$|^node:|^<frozen/.test(file))
            assert.equal(classify('f', null, file).rule, rule, file);
        }
        for (const pattern of rule.modules ?? [])
          assert.equal(classify('Zz', witness(pattern, 'zz.so'), null).rule, rule, pattern);
      }
    for (const rule of GO_RUNTIME_FILES)
      for (const pattern of rule.files ?? [])
        assert.equal(
          classify('runtime.zzZz', null, `runtime/${witness(pattern, 'zz.go')}`).rule,
          rule,
          pattern,
        );
  });

  it('have a sentence for every kind, and price it like a kind', () => {
    for (const kind of KINDS) {
      const { is, pricedAs } = aboutKind(kind);
      assert.match(is, /^[A-Z].*\.$/);
      assert.ok(pricedAs === null || KINDS.includes(pricedAs), kind);
    }
    for (const { kind } of PRIORS)
      assert.ok(kind === 'service' || (KINDS as readonly string[]).includes(kind), kind);
  });
});
