/** V8, libuv and Node's native side: names as perf shows them, and the pseudo nodes of V8's own profiler. */
import { type KindRule, words } from './rule.js';

/** V8's classes, without "v8::internal::"; any member and any longer name. */
function v8(text: string): string[] {
  return words(text).map((word) => `v8::internal::${word}*`);
}

/** V8's built-ins, without "Builtins_"; any longer name. */
function builtins(text: string): string[] {
  return words(text).map((word) => `Builtins_${word}*`);
}

export const NODE: readonly KindRule[] = [
  {
    kind: 'idle',
    role: 'idle',
    names: words('(idle)'),
    note: "V8's pseudo node of a loop that waits",
  },
  {
    kind: 'gc',
    role: 'gc',
    names: ['(garbage collector)'],
    note: "V8's pseudo node; it hangs off the root",
  },
  {
    kind: 'runtime-other',
    names: words('(program)'),
    note: "V8's pseudo node: native code outside any JavaScript call",
  },
  {
    kind: 'caller',
    names: words('(root)'),
    note: "V8's pseudo node at the root of all stacks",
  },
  {
    kind: 'gc-mark',
    names: v8(`
      MarkCompactCollector MarkingVisitor MarkingBarrierVisitor MarkingState MajorMarkingState MainMarkingVisitor
      ConcurrentMarking YoungGenerationMark YoungGenerationMain YoungGenerationRoot IncrementalMarking
      MarkingWorklist MinorMark WeakObjects ConcurrentYoungGenerationMarking AtomicMarkingState
      NonAtomicMarkingState ParallelClearingJob ClearStringTable RootMarkingVisitor Marking
    `),
    note: 'full collections',
  },
  {
    kind: 'gc-sweep',
    names: v8(`
      Sweeper PagedSpaceForNewSpace FreeList MemoryAllocator::Unmapper ArrayBufferSweeper LocalSweeper Evacuator
    `),
    note: 'sweeping and evacuation',
  },
  {
    kind: 'gc',
    names: [
      ...v8(`
        Scavenger ScavengerCollector SemiSpace Scavenge RootScavengeVisitor IterateAndScavenge PretenuringHandler
        Heap::CollectGarbage Heap::Scavenge Heap::MarkCompact Heap:: Heap::PerformGarbageCollection
        Heap::OnMoveEvent Heap::Iterate Heap::Process Heap::UpdateExternal Heap::UpdateYoung
        Heap::PerformHeapLimitCheck Heap::ReportExternal EvacuationAllocator BodyDescriptor BodyDescriptorBase
        FlexibleBodyDescriptor SubclassBodyDescriptor JSObject::BodyDescriptor GCTracer GlobalHandles TracedHandles
        EphemeronRememberedSet StressScavengeObserver ScavengeJob MemoryReducer GCIdleTime RememberedSet SlotSet
        PointersUpdating WeakList VisitWeakList CppHeap ObjectStats ExternalPointerTable::Sweep Safepoint
        GlobalSafepoint IsolateSafepoint CollectionBarrier ItemParallelJob HeapLayout AllocationSite::Digest
        Heap::Visit Heap::GarbageCollection Heap::ReduceNewSpace Heap::EnsureSweeping BasicMemoryChunk::Is
        PromotedPageRecord UpdatingVisitor StoreBuffer AllocationTracker ClientHeapVerifier TimedHistogram
        YoungGeneration ObjectVisitor RootVisitor RecordMigratedSlot MinorGCJob UnifiedHeap TypedSlots
        ConcurrentBitmap MemoryController InvalidatedSlots CollectorBase ScheduleMinorGC EternalHandles
      `),
      ...words('cppgc::* heap::base::* v8::platform::tracing::*'),
    ],
    note: 'young collections, roots, C++ heap',
  },
  {
    kind: 'gc-barrier',
    names: [
      ...v8(`
        WriteBarrier MarkingBarrier Heap_CombinedGenerational Heap::GenerationalBarrier Heap::CombinedGenerational
        Heap::WriteBarrier Heap::InsertIntoRememberedSet Heap_Generational
      `),
      ...builtins('RecordWrite EphemeronKeyBarrier'),
    ],
    note: 'write barriers',
  },
  {
    kind: 'alloc',
    names: [
      ...v8(`
        Factory FactoryBase TorqueGeneratedFactory LocalFactory Heap::AllocateRaw Heap::Allocate HeapAllocator
        AllocateInNewSpace NewSpace PagedSpace PagedNewSpace NewLargeObjectSpace LargeObjectSpace
        OldLargeObjectSpace MainAllocator LocalHeap::Allocate MemoryAllocator MemoryChunk Page LinearAllocation
        SpaceWithLinearArea Runtime_Allocate BackingStore VirtualMemory AllocationObserver AllocationCounter
        NormalPageSpace Heap::CreateFiller FixedArrayBuilder ReadOnlySpace ConcurrentAllocator LargePage HandleScope
        Heap::RightTrim Heap::LeftTrim LocalAllocationBuffer Space GlobalBackingStoreRegistry NoFreeList
      `),
      ...builtins(`
        Allocate NewArgumentsElements FastNew CreateEmpty CreateObject CreateArray CreateShallow GrowFast NewSloppy
        NewStrict NewRest CloneFastJSArray
      `),
      ...words(`
        node::NodeArrayBufferAllocator* node::UncheckedMalloc* node::Realloc* node::Malloc* node::MaybeStackBuffer*
      `),
    ],
    note: 'objects, pages, array buffers',
  },
  {
    kind: 'json',
    names: [
      ...v8(`
        JsonParser JsonParse JsonString JsonStringifier JsonStringify JsonParseInternalizer JSRawJson Builtin_Json
      `),
      ...words('Builtins_Json* Builtin:JsonParse Builtin:JsonStringify JSON.parse JSON.stringify'),
    ],
    note: 'JSON.parse and JSON.stringify, which V8 does itself',
  },
  {
    kind: 'serialization',
    names: [...v8('ValueSerializer ValueDeserializer'), ...words('node::serdes::*')],
    note: 'structured clone, packages for other formats',
  },
  {
    kind: 'regexp',
    names: [
      ...v8(`
        RegExp RegExpImpl IrregexpInterpreter NativeRegExpMacroAssembler JSRegExp Runtime_RegExp Builtin_RegExp
        Runtime_StringReplaceNonGlobalRegExp Analysis RegExpGlobalCache RegExpStack ChoiceNode TextNode QuickCheck
        BoyerMoore LoopChoiceNode ActionNode AssertionNode BackReferenceNode RegExpNode SearchRegExp
        StringReplaceGlobalRegExp CharacterRange EndNode NegativeLookaround ExperimentalRegExp
      `),
      ...words('RegExp:* Builtins_RegExp* Builtin:RegExp*'),
    ],
    note: 'compiled expressions bear their source as name',
  },
  {
    kind: 'strings',
    names: [
      ...v8(`
        String SeqOneByteString SeqTwoByteString ConsString SlicedString ExternalString StringTable StringSearch
        StringStream StringForwardingTable IncrementalStringBuilder ReplacementStringBuilder Utf8Decoder Utf8Encoder
        Utf8 Utf16 StringBuilder Builtin_String Runtime_String Runtime_SubString Runtime_InternalizeString
        StringHasher FlatStringReader SearchString StringCharacterStream Factory::InternalizeString
        Factory::NewProperSubString Factory::NewConsString Factory::NewStringFrom Factory::InternalizeUtf8
        Factory::NumberToString Factory::NewSubString Uri Intl JSCollator JSNumberFormat JSDateTimeFormat JSSegment
        StringConcat StringWriteToFlat StringShape StringComparator FindStringIndices FindOneByteStringIndices
        WriteOneByteData StringToDouble NumberToString DoubleToCString IntToCString Name:: Factory::NewOneByteString
        Factory::NewTwoByteString Factory::NewRawOneByte Factory::NewRawTwoByte Factory::LookupSingleCharacterString
        Builtin_GlobalDecode Builtin_GlobalEncode Runtime_NumberToString JSLocale JSSegmenter JSPluralRules
        SharedStringAccessGuard FactoryBase::NewConsString FactoryBase::NewRawOneByte FactoryBase::NewRawTwoByte
        FactoryBase::InternalizeString FactoryBase::NumberToString FactoryBase::NewOneByte FactoryBase::NewTwoByte
        FactoryBase::InternalizeStringWithKey FactoryBase::MakeOrFindTwoCharacterString
        FactoryBase::LookupSingleCharacterString FactoryBase::SmiToString FactoryBase::HeapNumberToString base::Str
        CopyChars CompiledReplacement InternalStringToIntDouble NumberParseIntHelper
      `),
      ...builtins(`
        String SubString StringAdd StringEqual StringFastLocale NumberToString NumberPrototypeToString ToString
        NumberParse ParseInt ParseFloat GlobalEncode GlobalDecode GlobalEscape GlobalUnescape StringToList
        LocalePrototype NumberFormat SegmenterPrototype CollatorPrototype
      `),
      ...words(`
        v8::String::* icu_* simdutf::* ada::* node::StringBytes* node::Utf8Value* node::url::* node::i18n::* u_*
        ucol_* unorm_* uprv_* utf8_* ucnv_* node::StringDecoder* unibrow::* v8::base::Strtod* v8::base::Dtoa*
        v8::base::DoubleToStringConverter* v8::base::FastDtoa* node::ExternOneByteString* Builtin:String*
        node::encoding_binding::* node::SPrintF* node::FPrintF* node::ToStringHelper* node::stringsearch::*
      `),
    ],
    note: 'strings, numbers as text, Unicode, URLs',
  },
  {
    kind: 'base64',
    names: words('node::base64_* base64_* simdutf::base64* node::Base64*'),
    note: 'Buffer as text',
  },
  {
    kind: 'map',
    names: [
      ...v8(`
        OrderedHash OrderedName SmallOrdered HashTable HashTableBase NameDictionary GlobalDictionary
        NumberDictionary SimpleNumberDictionary Dictionary ObjectHashTable ObjectHashSet EphemeronHashTable JSMap
        JSSet JSWeak Runtime_MapGrow Runtime_MapShrink Runtime_SetGrow Runtime_SetShrink BaseNameDictionary
        SwissNameDictionary IdentityMap Object::GetHash Object::GetOrCreateHash Builtin_Map ObjectHashTableBase
        BaseDictionary StringSet CompilationCacheTable
      `),
      ...builtins(`
        Map Set WeakMap WeakSet FindOrdered WeakCollection CollectionFrom OrderedHash NameDictionary
      `),
      ...words('Builtin:Map* Builtin:Set*'),
    ],
    note: 'Map, Set, dictionaries of objects',
  },
  {
    kind: 'sort',
    names: [
      ...v8('Runtime_TypedArraySort DescriptorArray::Sort'),
      ...builtins(`
        ArrayTimSort ArrayPrototypeSort SortCompare MergeAt MergeCollapse MergeForce GallopLeft GallopRight
        BinaryInsertionSort CountAndMakeRun TypedArrayPrototypeSort TypedArrayMerge CompactRemoveHoles
        PrepareElementsForSort ArrayPrototypeToSorted
      `),
      ...words('Builtins_Copy'),
    ],
    note: 'Array.prototype.sort is TimSort in Torque',
  },
  {
    kind: 'math',
    names: [
      ...v8('BigInt MutableBigInt MathRandom'),
      ...builtins(`
        Math BigInt Add_ Subtract_ Multiply_ Divide_ Modulus_ Exponentiate_ DoubleToI Float64 Int32
        NumberConstructor Number
      `),
      ...words('v8::bigint::* v8::base::ieee754::* v8::base::RandomNumber* Builtin:Math*'),
    ],
    note: 'BigInt, Math, decimals',
  },
  {
    kind: 'time',
    names: [
      ...v8('JSDate DateCache JSTemporal DateParser Builtin_Date Runtime_DateCurrentTime'),
      ...builtins('Date Temporal'),
      ...words(`
        v8::base::TimeTicks* v8::base::Time::* v8::base::ElapsedTimer* uv_hrtime uv__hrtime node::performance::*
        v8::base::ThreadTicks*
      `),
    ],
    note: 'clocks, Date',
  },
  {
    kind: 'interp',
    names: [
      ...builtins(`
        Interpreter Lda Sta Star Ldar Jump Mov Test CallProperty CallUndefined CallAny CallRuntime Wide ExtraWide
        ShortStar AddSmi SubSmi MulSmi DivSmi ModSmi Bitwise Shift DefineNamed DefineKeyed CreateClosure SwitchOn
        ForIn PushContext PopContext InvokeIntrinsic ReThrow Inc Dec GetIterator LookupContext CreateBlock
        CreateFunction Baseline DebugBreak GetTemplate CreateReg CreateMapped CreateCatch
      `),
      ...words(`
        BytecodeHandler:* Builtins_AddHandler Builtins_SubHandler Builtins_MulHandler Builtins_DivHandler
        Builtins_ModHandler Builtins_IncHandler Builtins_DecHandler Builtins_ReturnHandler
        Builtins_GetNamedPropertyHandler Builtins_GetKeyedPropertyHandler Builtins_SetNamedPropertyHandler
        Builtins_SetKeyedPropertyHandler Builtins_ConstructHandler Builtins_ToNumericHandler
        Builtins_ToNumberHandler Builtins_ThrowHandler v8::internal::interpreter::Interpreter*
      `),
    ],
    note: 'Ignition and its handlers, with what baseline code calls',
  },
  {
    kind: 'dynamic',
    names: [
      ...v8(`
        LookupIterator IC LoadIC StoreIC KeyedLoadIC KeyedStoreIC KeyedStoreGenericGenerator Runtime_LoadIC
        Runtime_KeyedLoadIC Runtime_StoreIC Runtime_KeyedStoreIC Runtime_GetProperty Runtime_SetKeyed
        Runtime_SetNamed Runtime_HasProperty Runtime_DefineKeyed Runtime_DefineNamed Runtime_CloneObject
        TransitionArray TransitionsAccessor Transitions Map:: MapUpdater JSObject JSReceiver JSProxy Object::
        HeapObject FeedbackNexus FeedbackVector FeedbackMetadata FeedbackCell StubCache KeyAccumulator FastKey
        DescriptorArray FieldType ElementsAccessor FastElementsAccessor SlowSloppy TypedElementsAccessor
        PropertyCallback Accessors PropertyCell PropertyDescriptor Execution Builtin_Object Builtin_Reflect
        Runtime_Object Runtime_ForIn Runtime_TryMigrate JSFunction Context ScopeInfo PropertyKey AccessorAssembler
        Runtime_ToNumber Runtime_ToString Runtime_Equal Runtime_StrictEqual Smi HeapNumber Runtime_NewObject
        Builtin_HandleApiCall HandleApiCall FunctionCallbackArguments Builtin_Array Runtime_Array JSArray FixedArray
        WeakFixedArray Builtin_TypedArray JSTypedArray JSArrayBuffer WeakArrayList ArrayList Invoke FastElements
        TypedElements Slow DictionaryElements SloppyArguments CopyDoubleTo CopyObject JSBoundFunction NativeContext
        Handle Symbol Name PrototypeIterator PrototypeInfo Isolate::Throw Isolate::CaptureS Isolate::Unwind
        ErrorUtils CallSiteInfo MessageHandler StackFrame StackTrace JavaScriptFrame OptimizedFrame Runtime_Throw
        Runtime_NewTypeError FrameSummary StackFrameIterator JavaScriptStackFrameIterator SafeStackFrameIterator
        TranslatedState TranslatedFrame PropertyDetails InternalIndex Oddball ExitFrame EntryFrame CommonFrame
        LoadHandler StoreHandler BuiltinExitFrame InterpretedFrame BaselineFrame TurbofanFrame MaglevFrame
        UnoptimizedFrame CallOptimization FunctionTemplateInfo ApiNatives Protectors
      `),
      ...builtins(`
        Load Store Keyed Call Construct Get Has Define Delete InstanceOf OrdinaryHas OrdinaryGet OrdinaryTo Object
        Function Reflect Proxy CEntry Array Iterable Iterator ToNumber ToNumeric ToObject ToName ToBoolean
        ToPropertyKey ToLength ToInteger NonPrimitive NonNumber Equal StrictEqual SameValue LessThan GreaterThan
        Generator Resume Suspend Arguments Adaptor HandleApi InvokeF JSEntry JSConstruct JSBuiltins JSRun Clone
        CopyData Symbol Boolean Error Throw DataView ArrayBuffer Elements Enumerate FastFunction FastConsole Create
        Atomics InternalArray Increment Decrement Subtract Multiply Divide Modulus Negate Exponentiate Return
        Restart Deopt Typeof Wrap SharedArray Collator Join IteratorHelper SpreadArg Flatten Flat Is GenericBuiltin
        GenericArray FindNon Instantiate TypeOf LookupGlobal Async ObjectAssign Tail Console StaInArray
        RestParameter UnwrapF GroupBy Extract Transition WeakRef FinalizationRegistry IfExecution StackGuard
        StackCheck HandleDebugger WasmTo CheckTurbo DynamicCheck Runtime Compare
      `),
      ...words(`
        v8::Object::* v8::Function::* v8::Array::* v8::Value::* v8::FunctionTemplate::* v8::Local* v8::Context::*
        v8::EscapableHandleScope* v8::HandleScope* v8::api_internal::* Builtin:* Stub:* v8::Isolate::*
        v8::Integer::* v8::Number::* v8::Data::* v8::TryCatch::* v8::Private::* v8::PropertyCallback*
        v8::ArrayBuffer::* v8::ArrayBufferView::* v8::Uint8Array::* v8::External::* node::AliasedBuffer*
      `),
    ],
    note: 'inline caches, property lookup, calls, arrays, conversions',
  },
  {
    kind: 'compile',
    role: 'compile',
    names: [
      ...v8(`
        compiler:: maglev:: interpreter:: baseline:: Parser ParserBase PreParser Scanner Compiler Compilation
        Optimiz AstValueFactory AstRawString Ast BytecodeGenerator ParseInfo Scope DeclarationScope Zone
        AccountingAllocator MacroAssembler Assembler AssemblerBase CodeStub CodeFactory Code InstructionStream
        RelocInfo Deoptimizer Runtime_Compile Runtime_CompileLazy Runtime_CompileOptimized Runtime_StackGuard
        Tiering TieringManager LazyCompile UnoptimizedCompilation TurboShaft turboshaft SharedTurbo
        SharedMacroAssembler SharedFunctionInfo BytecodeArray BytecodeFlush CharacterStream Utf8ExternalStreaming
        BufferedUtf16 ChunkedStream Processor Rewriter HandlerTable SafepointTable TurbofanCompilation wasm::
        asmjs:: FunctionLiteral Variable VariableProxy SourcePositionTable SourceRangeAstVisitor PreparseData
        Expression Statement BackgroundCompile LocalHeap LocalIsolate LocalHandle Builtin_Eval
        Builtin_FunctionConstructor Script DependentCode StringsStorage Descriptor OptimizedCompilation JumpTable
        TranslationArray DeoptimizationData TranslatedValue ThreadedList PersistentHandles CanonicalHandle
        Runtime_Deoptimize Runtime_NotifyDeoptimized Runtime_GetOptimized Runtime_BytecodeBudget
        Isolate::StackOverflow FuncNameInferrer Literal ObjectLiteral ArrayLiteral ClassBoilerplate ClassScope
        PendingCompilation BufferedCharacterStream UnbufferedCharacterStream Wasm EhFrame ConstPool MaglevSafepoint
        BytecodeSequenceNode CompileToplevel parsing:: GetOrCompile Finalize
      `),
      ...builtins('CompileLazy InterpreterOnStack InstantiateAsm TailCallOptimized Ll'),
      ...words(`
        v8::ScriptCompiler* v8::Script::* v8::UnboundScript* acorn* node::contextify::* disasm::* v8::Module::*
      `),
    ],
    note: 'parser, Ignition generator, Sparkplug, Maglev, TurboFan, WebAssembly',
  },
  {
    kind: 'load',
    names: [
      ...v8(`
        Snapshot Deserializer ObjectDeserializer StartupDeserializer ContextDeserializer SharedHeapDeserializer
        CodeSerializer Bootstrapper Genesis SourceTextModule Module SyntheticModule ReadOnlyDeserializer
        Isolate::Init ReadOnlyHeap V8:: Builtins:: Serializer FlagList ExternalReference Flag StartupSerializer
        ReadOnlySerializer CpuFeatures
      `),
      ...words(`
        node::LoadEnvironment node::builtins::* node::loader::* node::InitializeOncePerProcess* node::binding::*
        node::Environment::Environment* node::CreateEnvironment* node::StartExecution* node::SnapshotData*
        node::SnapshotBuilder* node::SnapshotDeserializer* node::modules::* node::Realm::* node::PrincipalRealm*
        node::options_parser::* node::InitializeIsolate* node::NewIsolate* node::NewContext*
        node::InitializeContext*
      `),
    ],
    note: 'start, snapshot, modules',
  },
  {
    kind: 'sched',
    names: [
      ...v8(`
        MicrotaskQueue JSPromise Builtin_Promise Runtime_Promise CancelableTask StackGuard Runtime_RunMicrotask
        Runtime_Await TaskQueue
      `),
      ...builtins(`
        RunMicrotasks Promise PromiseConstructor Await Enqueue Microtask AsyncFunction AsyncGenerator PerformPromise
        NewPromise RejectPromise ResolvePromise FulfillPromise
      `),
      ...words(`
        uv_run uv__run_* uv__io_poll uv__work* uv__queue* uv_async_* uv__async_* uv_timer_* uv__update_time
        uv__metrics* uv_loop* uv__loop* uv_walk uv__io_* uv_cond_* uv_sem_* uv_thread_* uv__thread* uv_idle*
        uv_check* uv_prepare* uv_queue_work uv__hrtime_init uv_ref uv_unref uv__backend* uv__make_close* uv_close
        uv__next_timeout node::SpinEventLoop* node::InternalCallbackScope* node::InternalMakeCallback*
        node::MakeCallback* node::AsyncWrap* node::Environment::* node::TickInfo* node::PerIsolatePlatformData*
        node::NodePlatform* node::NodeMainInstance* node::WorkerThreadsTaskRunner* node::TaskQueue*
        node::PlatformWorkerThread* node::Start* node::TimerWrap* node::timers::* node::ImmediateInfo*
        node::AsyncHooks* node::worker::* node::CallbackScope* node::ThreadPoolWork* node::task_queue::*
        v8::MicrotasksScope* v8::platform::* node::BaseObject* node::BindingData* node::HandleWrap* node::ReqWrap*
        node::DelayedTaskScheduler* node::LibuvStreamWrap::OnUvAlloc* node::EmitProcess* node::RunAtExit*
        node::ThreadsafeFunction* v8::TaskRunner* v8::Task*
      `),
    ],
    note: 'event loop, promises, timers, events',
  },
  {
    kind: 'sync',
    names: [
      ...v8('FutexEmulation ParkedMutex ParkedScope ThreadManager'),
      ...words(`
        uv_mutex_* uv_rwlock_* uv_barrier_* v8::base::Mutex* v8::base::RecursiveMutex* v8::base::SharedMutex*
        v8::base::ConditionVariable* v8::base::LazyInstance* v8::base::CallOnce* v8::base::Semaphore* v8::Locker*
      `),
    ],
    note: 'locks',
  },
  {
    kind: 'net',
    names: words(`
      uv__read uv__write* uv_read_* uv_write* uv__stream* uv_tcp_* uv__tcp* uv_udp_* uv__udp* uv_pipe_*
      uv__try_write* uv_try_write* uv_listen uv_accept uv__server* uv_getaddrinfo* uv__getaddrinfo* uv_shutdown*
      uv__drain* uv__socket* uv__emfile* uv_stream_* node::StreamBase* node::LibuvStreamWrap* node::TCPWrap*
      node::PipeWrap* node::StreamResource* node::UDPWrap* node::ConnectionWrap* node::cares_wrap::* ares_*
      node::StreamListener* node::StreamPipe* node::WriteWrap* node::ShutdownWrap* node::EmitToJSStreamListener*
      node::CustomBufferJSListener* node::JSStream* node::StreamReq* node::uv::* uv_buf_init node::SocketAddress*
      node::BlockList*
    `),
    note: 'libuv and its wraps',
  },
  {
    kind: 'io',
    names: words(`
      uv_fs_* uv__fs_* node::fs::* node::FSReqCallback* node::FSReqBase* node::FileHandle* node::Buffer::* uv_os_*
      node::permission::* node::BufferValue* node::TwoByteValue* node::Blob* node::ToNamespacedPath*
      node::process_wrap* node::ProcessWrap* uv_spawn* uv__process* uv_tty_* node::TTYWrap* node::wasi::*
      node::fs_dir::* node::DataQueue* node::FdEntry*
    `),
    note: 'files, buffers, streams',
  },
  {
    kind: 'rpc',
    names: words(`
      llhttp* node::Parser* node::http2::* nghttp2_* node::HTTPParser* node::ConnectionsList* node::quic::*
      on_header* http_parser*
    `),
    note: 'HTTP, gRPC, frameworks',
  },
  {
    kind: 'crypto',
    names: words('node::crypto::* ncrypto::*'),
    note: 'crypto and TLS',
  },
  {
    kind: 'compress',
    names: words('node::Zlib* node::CompressionStream* node::Brotli* node::zlib* zlib_internal::*'),
    note: 'zlib and brotli',
  },
  {
    kind: 'foreign',
    names: words('napi_* v8impl::* node_napi_env__* napi_env__* node::node_api* uvimpl::*'),
    note: 'glue of addons',
  },
  {
    kind: 'profiler',
    role: 'profiler',
    names: [
      ...v8(`
        CpuProfiler SamplingEventsProcessor Sampler sampler Profile Profiler ProfilerListener
        ProfilerEventsProcessor SamplingHeapProfiler HeapProfiler TickSample Logger V8FileLogger LogEventListener
        PerfBasicLogger LinuxPerf JitLogger LowLevelLogger ExternalLogEventListener LogFile CodeEntry
        CpuProfilesCollection HeapSnapshot Symbolizer ProfileTree CodeMap CodeEventDispatcher CodeEventLogger
        NameBuffer JITCodeEvent Debug CallPrinter V8HeapExplorer BasicBlockProfiler Coverage
      `),
      ...words(`
        node::profiler::* v8::sampler::* v8_inspector::* v8_crdtp::* node::inspector::* v8::CpuProfiler*
        v8::debug::* node::tracing::* v8::tracing::* node::heap::*
      `),
    ],
    note: "V8's profilers, the inspector, and the log that names code for perf",
  },
  {
    kind: 'caller',
    names: [
      ...v8(`
        base:: Arguments Isolate operator Builtin_ Runtime Torque Tagged RuntimeArguments MaybeHandle
        PerThreadAssert VMState RuntimeCallTimer RCSScope Relaxed ReadOnlyRoots HeapObject::IterateBody
      `),
      ...words(`
        v8::base::* tl::* v8::Script::Run* v8::Module::Evaluate* node::errors::* node nodejs
        node::inspector::InspectorConsoleCall*
      `),
    ],
    note: 'helpers: of the kind of whoever asked for it',
  },
];
