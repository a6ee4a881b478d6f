/** HotSpot's own C++: collectors, compilers, interpreter and the rest of libjvm. */
import { type KindRule, words } from './rule.js';

export const HOTSPOT: readonly KindRule[] = [
  {
    kind: 'gc',
    names: words(`
      G1* VM_G1* G1CollectedHeap::* PSPromotionManager* PSParallelCompact* ParallelScavenge* PSScavenge*
      PSCardTable* PSRootsClosure* ParallelTaskTerminator* TaskTerminator* ScavengeRootsTask* StealTask*
      ParCompactionManager* MutableSpace* ObjectStartArray* VM_ParallelGC* VM_GC_* VM_GenCollect* VM_CollectFor*
      GangWorker* AbstractGangWorker* WorkerThread::run WorkerTask* ConcurrentGCThread* ConcurrentG1* Shenandoah*
      ShenandoahHeap* XCollected* GenericTaskQueue* OverflowTaskQueue* GenCollectedHeap* DefNewGeneration*
      SerialHeap* TenuredGeneration* GenMarkSweep* MarkSweep* FastScanClosure* ReferenceProcessor* WeakProcessor*
      StringDedup* OopStorage* RootProcessor* PreservedMark* FreeListAllocator* BufferNode* PtrQueue* SATB*
      DirtyCard* CardTable* ModRefBarrier* SpinPause copy_unaligned* HeapRegion* CMTask* ConcurrentMark* CMS*
      ParNew* ParScan* CollectorPolicy* oopDesc::* Threads::possibly_parallel_oops_do* CodeCache::blobs_do*
      nmethod::oops_do* JavaThread::oops_do* ClassLoaderDataGraph::* ClassLoaderData::oops_do* OopMapSet::*
      InstanceKlass::oop* ObjArrayKlass::oop* InstanceRefKlass::oop* InstanceMirrorKlass::oop*
      InstanceClassLoaderKlass::oop* OopOopIterate* GCTrace* GCTimer* SoftRef* WorkGang* SuspendibleThreadSet*
      AdaptiveSizePolicy* HeapRegionClaimer* GCTask* StoreRoots* OldToYoungRootsTask* ThreadRootsTask*
      CardTableExtension* PSMarkSweep* UpdateDensePrefix* MoveAndUpdate* AdjustPointer* BarrierSetNMethod* Epsilon*
      objArrayOopDesc::* typeArrayOopDesc::* MutableNUMASpace* Generation* ContiguousSpace* PSYoungGen* PSOldGen*
      PSAdaptive* CardGeneration* FreeRegionList* OtherRegionsTable* RSHashTable* ParallelCompactData*
      StackWatermark* GenerateOopMap* MarkBitMap* CMBitMap* PSGeneration* PSAdjust* PSPush* PSKeepAlive*
      InstanceStackChunk* WorkerDataArray* TimePartitions* Space::* OffsetTable* CompactibleSpace* YoungGCTracer*
      InterpreterOopMap* OopMapCacheEntry* OopMapCache* OopClosure* BitMap::iterate*
    `),
    note: 'Serial, Parallel, G1, CMS, Shenandoah',
  },
  {
    kind: 'gc-mark',
    names: words(`
      ZMark* ZRelocate* ZDriver* ZWorker* ZRoots* ZHeap* ZPage* ZDirector* ZCollected* ZGeneration* ZForwarding*
      ZReference* ZRemembered* ZStat* ZTask* ZRuntimeWorkers* XMark* XRelocate* XDriver* G1ConcurrentMark* G1CMTask*
      G1CMOop* ShenandoahConcurrentMark* ShenandoahMark* ZPhysical* ZMemory* ZNMethod* ZVirtual* ZArray* ZBitMap*
      ZLive* ZObjArray*
    `),
    note: 'marking and relocation',
  },
  {
    kind: 'gc-barrier',
    names: words(`
      G1BarrierSetRuntime* ShenandoahBarrierSet* ZBarrier* ZLoadBarrier* XBarrier* ShenandoahRuntime*
      StubRoutines::g1* G1BarrierSet::* BarrierSet::*
    `),
    note: 'barriers',
  },
  {
    kind: 'alloc',
    names: words(`
      MemAllocator* OptoRuntime::new_* CollectedHeap::* Runtime1::new_* InterpreterRuntime::_new
      InterpreterRuntime::newarray InterpreterRuntime::anewarray InterpreterRuntime::multianewarray
      InstanceKlass::allocate* ObjArrayKlass::allocate* TypeArrayKlass::allocate* ObjAllocator* ObjArrayAllocator*
      ThreadLocalAllocBuffer* G1Allocator* G1CollectedHeap::allocate* G1CollectedHeap::mem_allocate*
      G1CollectedHeap::attempt_allocation* G1CollectedHeap::new_mutator* ZObjectAllocator* oopFactory* JVM_Clone*
      JNIHandle* os::malloc* os::free* AllocateHeap* FreeHeap* Arena::* Chunk::* ChunkPool* VirtualSpace*
      ReservedSpace* ResourceArea* ResourceObj*
    `),
    note: 'objects, arrays, TLABs',
  },
  {
    kind: 'compile',
    role: 'compile',
    names: words(`
      CompileBroker* C2Compiler* Compile::* C1* Compilation* PhaseIdealLoop* PhaseIterGVN* PhaseCFG* PhaseChaitin*
      PhaseLive* PhaseIFG* PhaseGVN* PhaseValues* PhaseCCP* PhaseMacro* PhaseOutput* PhaseRegAlloc* PhaseCoalesce*
      Matcher* Parse::* Node::* Ideal* MachNode* LinearScan* GraphBuilder* IR::* LIR_* LIRGenerator* ci* IndexSet*
      TypeOopPtr* TypeInstPtr* TypeNode* Type::* TypeInt* RegMask* GraphKit* InlineTree* CallGenerator*
      ConnectionGraph* StringConcat* SuperWord* Block::* PhaseBlockLayout* Optimize* MergeMemNode* LoadNode*
      StoreNode* PhiNode* RegionNode* AddNode* AddPNode* MemNode* IfNode* CallNode* CmpNode* BoolNode* LoopNode*
      Interval* ValueMap* CompileTask* CompileQueue* CompilationPolicy* TieredThreshold* AbstractCompiler*
      Compiler::* jvmci* JVMCI* PhasePeephole* PhaseTransform* NodeHash* VectorSet* Dict::* Assembler*
      MacroAssembler* CodeBuffer* CodeCache* nmethod* Deoptimization* vframe* DepChange* Dependencies*
      NMethodSweeper* MethodData* Method::* MethodLiveness* BCEscapeAnalyzer* ReassignOop* ProjNode*
      ShenandoahBarrierC2* LocationNode* Unique_Node* FastLock* State::* RelocIterator* Relocation* OopMap::*
      DebugInformationRecorder* ImplicitNullCheck* ConstantTable* FrameMap* BlockBegin* BlockList* Canonicalizer*
      ValueStack* Instruction::* LShift* CProj* HotSpotJVMCI* LibraryCallKit* C2_MacroAssembler* RangeCheck*
      NullCheck* ValueNumbering* BarrierSetC1* BarrierSetC2* BarrierSetAssembler* ShenandoahBarrierSetAssembler*
      CodeHeap* StubGenerator* MachOper* MachCall* Mach* TypePtr* TypeAryPtr* TypeKlassPtr* TypeMetadataPtr*
      TypeLong* TypeAry* TypeTuple* TypeFunc* TypeRawPtr* TypeNarrow* VectorNode* SafePointNode* ArrayCopyNode*
      InitializeNode* CountedLoop* MemBarNode* AllocateNode* StartNode* ConstraintCastNode* CompiledMethod*
      ConstMethod* TemplateTable* Scheduling* JVMState* MultiNode* ConNode* ConPNode* ConINode* IfTrueNode*
      IfFalseNode* DivINode* SubNode* CastNode* CheckCast* AbstractAssembler* MoveResolver* LIRItem* ReplacedNodes*
      PhaseStringOpts* PhaseAggressive* PhaseConservative* PhaseRenumber* PhaseRemove* PhasePrint* Phase*
      Node_Backward* Node_List* Node_Array* Node_Stack* NodeSentinel* LRG* JumpData* CompileLog* CompilerOracle*
      DirectiveSet* DirectivesStack* InlineCacheBuffer* VMReg* SWPointer* MulNode* AndINode* URShift* RShift*
      StoreB* StoreI* StoreP* LoadB* LoadI* LoadP* LoadN* LoadRange* DecodeN* EncodeP* CatchNode* JProj* GotoNode*
      ParmNode* RootNode* Tarjan* NTarjan* OopFlow* Address::* CallRelocation* PathFrequency* DataLayout*
      Invariance* CastII* GlobalValueNumbering* LiveRangeMap* Label::* Location::* Block_Stack* AdapterHandler*
      UseCountComputer* CFGLoop* CFGEdge*
    `),
    methods: words(`
      out_RegMask in_RegMask ideal_Opcode pipeline_class oper_input_base Opcode two_adr memory_operand bottom_type
      ideal_reg use_cisc_RegMask cisc_version num_edges match_edge is_CFG adr_type eval_constant
      depends_only_on_test
    `),
    note: 'C1, C2, code cache, deoptimization',
  },
  {
    kind: 'interp',
    names: words(`
      InterpreterRuntime::* TemplateInterpreter* BytecodeInterpreter* InterpreterCodelet* AbstractInterpreter*
      ZeroInterpreter* CppInterpreter*
    `),
    note: 'template interpreter',
  },
  {
    kind: 'mem',
    names: words(
      'Copy::* JVM_ArrayCopy TypeArrayKlass::copy_array ObjArrayKlass::copy_array _Copy_* conjoint_*',
    ),
    note: 'copies and buffers',
  },
  {
    kind: 'dynamic',
    names: words(`
      SharedRuntime::* LinkResolver* Klass::* InstanceKlass::* Runtime1::* OptoRuntime::* StubRoutines::call_stub
      JavaCalls::* DTraceRuntime* java_lang_Throwable::* CompiledIC* Exceptions* klassVtable* klassItable*
      java_lang_Class* java_lang_invoke* VtableStub* MethodHandles* fieldDescriptor* java_lang_reflect* ArrayKlass*
      ObjArrayKlass* TypeArrayKlass* java_lang_Thread*
    `),
    note: 'dispatch, boxing, linking, exceptions',
  },
  {
    kind: 'load',
    names: words(`
      ClassLoader* SystemDictionary* ClassFileParser* ClassVerifier* Verifier* StackMap* ConstantPool* SymbolTable*
      init_globals* Threads::create_vm* JavaMain JNI_CreateJavaVM* JLI_* Rewriter* FileMapInfo* Universe*
      Klass::initialize* LambdaFormInvokers* MetaspaceShared* ClassLoadingService* Metaspace* metaspace::* Symbol::*
      Symbol* Dictionary* ModuleEntry* PackageEntry* HeapShared* ArchiveBuilder* Arguments* PlaceholderTable*
      LoaderConstraint* Modules* VM_Version* Abstract_VM* JVMFlag* vmSymbols*
    `),
    note: 'loading and linking classes',
  },
  {
    kind: 'sched',
    role: 'sched',
    names: [
      ...words(`
        WatcherThread* VMThread::* VM_Operation* VM_* ServiceThread* MonitorDeflationThread* SafepointSynchronize*
        VMOperation* signal_thread_entry* Handshake* SafepointMechanism* ObjectSynchronizer::do_final* StatSampler*
        PeriodicTask* AttachListener* VM_Thread* VM_Periodic_Tas*
      `),
      'VM Thread*',
      'VM Periodic Tas*',
    ],
    note: "the VM's own threads: safepoints, periodic tasks",
  },
  {
    kind: 'sched',
    names: words(`
      Unsafe_Park Unsafe_Unpark Parker::* JavaThread::* Thread::* thread_native_entry java_start os::PlatformEvent*
      os::Linux::* os::* PlatformEvent* freeze_* thaw_* Continuation::* Threads::* ThreadsSMR* ThreadsList*
    `),
    note: 'threads and executors',
  },
  {
    kind: 'sync',
    names: words(`
      ObjectMonitor* ObjectSynchronizer* Monitor::* Mutex::* PlatformMonitor* PlatformMutex* SpinLock* MutexLocker*
      Thread::Spin* OptoRuntime::complete_monitor* SharedRuntime::complete_monitor* SharedRuntime::monitor*
      InterpreterRuntime::monitor* Atomic::* JVM_MonitorWait JVM_MonitorNotify* BiasedLocking* ObjectLocker*
    `),
    note: 'locks, queues, references',
  },
  {
    kind: 'map',
    names: words('ObjectSynchronizer::FastHashCode JVM_IHashCode'),
    note: 'maps and sets',
  },
  {
    kind: 'strings',
    names: words('StringTable* java_lang_String* UTF8* UNICODE*'),
    note: 'strings, formatting, charsets',
  },
  {
    kind: 'reflect',
    names: words('Reflection::*'),
    note: 'reflection, proxies, beans',
  },
  {
    kind: 'compress',
    names: words('Java_java_util_zip_*'),
    note: 'deflate, zstd, lz4',
  },
  {
    kind: 'math',
    names: words('SharedRuntime::d* SharedRuntime::f2i* SharedRuntime::ldiv SharedRuntime::lrem'),
    note: 'BigDecimal, Math, random',
  },
  {
    kind: 'time',
    names: words('os::javaTime* os::elapsed* JVM_NanoTime JVM_CurrentTimeMillis TimeHelper*'),
    note: 'clocks, calendars',
  },
  {
    kind: 'net',
    names: words('Java_sun_nio_ch_* Java_java_net_* NET_*'),
    note: 'sockets, selectors, netty channels and buffers',
  },
  {
    kind: 'io',
    names: words('Java_java_io_* Java_sun_nio_fs_* readBytes writeBytes handleRead handleWrite'),
    note: 'files and streams',
  },
  {
    kind: 'log',
    names: words('outputStream* xmlStream* stringStream* LogConfiguration* LogFileOutput* AsyncLogWriter*'),
    note: 'logs, metrics, traces',
  },
  {
    kind: 'profiler',
    role: 'profiler',
    names: words(`
      AsyncGetCallTrace* Jfr* jfr* Profiler::* J9StackTraces* forte_* PerfDataManager* PerfEvents::* CTimer::*
      ITimer::* FlameGraph::* ObjectSampler* EdgeStore* EdgeQueue* BFSClosure*
    `),
    note: 'JFR, async-profiler',
  },
  {
    kind: 'foreign',
    names: words('Java_* jni_* JNI* NativeCall* checked_jni* _JNI*'),
    note: 'JNI and what it reaches',
  },
  {
    kind: 'caller',
    names: words(`
      HandleMark* HandleArea* ThreadInVMfrom* ThreadStateTransition* Handle::* AccessInternal* Access* JNI_ENTRY*
      JvmtiExport* Jvmti* SafeFetch* frame::* RegisterMap* StackFrameStream* ScopeDesc* PcDesc* CodeBlob* JVM_*
      Thread::call_run GrowableArray* BitMap* Stack::* StackIterator* Metadata* resource_allocate* LogImpl* Events*
      Exceptions::debug* methodHandle::* JavaCallArguments*
    `),
    note: 'collections, streams, lambdas, VM entry: generic code that works for its caller',
  },
  {
    kind: 'gc',
    role: 'gc',
    names: [
      ...words('GC_Thread* G1_Main_Marker* G1_Conc* G1_Refine* G1_Service* GC_task_thread* GCTaskThread*'),
      'GC Thread*',
      'G1 Main Marker*',
      'G1 Conc*',
      'G1 Refine*',
      'G1 Service*',
    ],
    note: 'threads of collectors, as the root of folded stacks',
  },
  {
    kind: 'compile',
    role: 'compile',
    names: [...words('C2_CompilerThre* C1_CompilerThre*'), 'C2 CompilerThre*', 'C1 CompilerThre*'],
    note: 'threads of compilers, as the root of folded stacks',
  },
];
