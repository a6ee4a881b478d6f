/** Go's runtime, 1.19 to 1.26: names and files read from the sources of 1.19, 1.21 to 1.26. */
import { type KindRule, words } from './rule.js';

/** Names of the runtime are written without "runtime."; what begins with "/" is written in full, without the slash. */
function runtime(text: string): string[] {
  return words(text).map((word) => (word.startsWith('/') ? word.slice(1) : `runtime.${word}`));
}

export const GO: readonly KindRule[] = [
  {
    kind: 'gc-mark',
    role: 'idle',
    names: runtime('gcDrainMarkWorkerIdle'),
    note: 'marking on a processor that has nothing to do (Go 1.22 and later; older names do not tell)',
  },
  {
    kind: 'gc-mark',
    role: 'gc',
    names: runtime('gcBgMarkWorker gcDrainMarkWorkerDedicated gcDrainMarkWorkerFractional'),
    note: 'background marking',
  },
  {
    kind: 'gc-sweep',
    role: 'gc',
    names: runtime('bgsweep bgscavenge (*scavengerState).run forcegchelper'),
    note: 'background sweeping and returning of memory',
  },
  {
    kind: 'gc',
    role: 'gc',
    names: runtime('runfinq runFinalizers runCleanups createfing unique_runtime_registerUniqueMapCleanup*'),
    note: 'finalizers and cleanups: runfinq until 1.24, two functions from 1.25',
  },
  {
    kind: 'assist',
    names: runtime(`
      gcAssistAlloc gcAssistAlloc1 gcParkAssist gcFlushBgCredit gcWakeAllAssists deductAssistCredit addAssistCredit
    `),
    note: 'marking in proportion to what the goroutine allocates, and its credit',
  },
  {
    kind: 'gc-mark',
    names: [
      ...runtime(`
        gcDrain gcDrainN gcDrainN* scanobject scanObject scanObjectSmall scanObjectsSmall scanSpan spanSetScans
        tryDeferToSpanScan scanblock scanConservative scanstack scanframeworker greyobject findObject markroot*
        shade gcmarknewobject gcMark* gcStart gcBegin* gcEnd* gcBgMark* gcPrepareMarkRoots gcScan* gcNextMarkRoot
        gcResetMarkState gcSetTriggerRatio gcWaitOnMark gcTrigger.* gcController* gcShouldScheduleWorker
        gcIsMarkDone setGCPhase clearpools (*gcControllerState).* (*gcCPULimiterState).* (*limiterEvent).*
        limiterEvent* makeLimiterEventStamp pollFractionalWorkerExit (*gcWork).* (*workbuf).* getempty putempty
        putfull trygetfull handoff prepareFreeWorkbufs freeSomeWbufs (*spanQueue).* (*spanSPMC).* newSpanSPMC
        freeDeadSpanSPMCs (*spanInlineMarkBits).* (*spanScanOwnership).* spanInlineMarkBitsFromBase
        gcUsesSpanInlineMarkBits makeObjPtr objptr.* (*lfstack).* lfstack* lfnode* heapBits* heapBitsSlice
        extractHeapBitsSmall spanHeapBitsRange spanPtrMaskUnsafe markBits* (*markBits).* isMarkedOrNotInHeap
        (*mspan).markBits* (*mspan).scannedBits* (*mspan).moveInlineMarks (*mspan).inlineMarkBits (*mspan).heapBits*
        (*mspan).objIndex (*mspan).objBase (*mspan).divideByElemSize (*mspan).typePointers* typePointers.*
        (*gcBits).* (*stackScanState).* (*stackObject* getStackMap (*stkframe).getStackMap dumpScanStats
        findGoroutineLeaks goroutineLeakGC findMaybeRunnableGoroutines allGsSnapshotSortedForGC GC
        gcMarkWorkAvailable gcDumpObject (*immortalWeakHandle* binarySearchTree readUintptr addb subtractb add1
        subtract1 badPointer startCheckmarks endCheckmarks setCheckmark getCheckmark runCheckmark
        (*localSpanQueue).* spanQueueSteal
      `),
      ...words(`
        internal/runtime/gc/scan.* internal/runtime/gc.* expandAVX512* scanSpanPackedAVX512* filterNilAVX512*
      `),
    ],
    note: 'finding live objects; under mallocgc it is an assist. Green Tea (1.25, 1.26) scans spans',
  },
  {
    kind: 'gc-sweep',
    names: runtime(`
      sweepone (*sweepLocked).* (*sweepLocker).* (*mspan).sweep (*mspan).ensureSwept deductSweepCredit finishsweep_m
      gcSweep gcPaceSweeper gcPaceScavenger (*mheap).reclaim* (*mheap).nextSpanForSweep (*activeSweep).*
      (*sweepClass).* sweepClass.* isSweepDone (*pageAlloc).scavenge* (*scavengerState).* (*scavengeIndex).*
      (*scavChunkFlags).* (*scavChunkData).* (*atomicScavChunkData).* scavChunkData.* unpackScavChunkData
      (*pallocData).findScavengeCandidate fillAligned (*piController).* (*mheap).scavenge* sysUnused sysUnusedOS
      madvise freeSpecial newSpecialsIter (*specialsIter).* nextMarkBitArenaEpoch newMarkBits newAllocBits
      (*gcBitsArena).* newArenaMayUnlock clobberfree (*mcache).prepareForSweep (*mcache).releaseAll
      (*mcentral).uncacheSpan (*mheap).freeSpan* (*mspan).countAlloc
    `),
    note: 'freeing dead objects and returning pages',
  },
  {
    kind: 'gc-barrier',
    names: [
      ...runtime(`
        gcWriteBarrier gcWriteBarrier* wbBufFlush wbBufFlush1 wbBufFlush1* (*wbBuf).* bulkBarrierPreWrite*
        bulkBarrierBitmap typeBitsBulkBarrier wbZero wbMove writebarrierptr* cgoCheck* atomicwb atomic_storePointer
        atomic_casPointer atomicstorep
      `),
      ...words(`
        gcWriteBarrier gcWriteBarrier1 gcWriteBarrier2 gcWriteBarrier3 gcWriteBarrier4 gcWriteBarrier5
        gcWriteBarrier6 gcWriteBarrier7 gcWriteBarrier8
      `),
    ],
    note: 'telling the collector of a pointer write while it marks; assembly names have no package',
  },
  {
    kind: 'alloc',
    names: [
      ...runtime(`
        mallocgc* newobject newarray makeslice* growslice* roundupsize nextFreeFast* (*mcache).* (*mcentral).*
        (*mheap).* (*fixalloc).* (*linearAlloc).* profilealloc mProf_Malloc mProf_Free setprofilebucket
        persistentalloc* stackalloc stackfree stackcache* stackpool* newstack copystack morestack* shrinkstack
        adjust* freeStackSpans round2 convT* rawstring* rawbyteslice rawruneslice makechan* reflect_unsafe_New*
        reflectlite_unsafe_New maps_new* (*mspan).* (*mSpanList).* (*mSpanStateBox).* spanOf* spanClass.*
        makeSpanClass arenaIndex arenaBase arenaIdx.* pageIndexOf heapArenaOf inheap inHeapOrStack (*pageAlloc).*
        (*pageCache).* (*pallocBits).* (*pallocData).* pallocSum* (*pageBits).* mergeSummaries addrsTo* offAddr.*
        addrRange* chunkIndex chunkBase chunkIdx* levelIndexTo* blockAlign* findBitRange64 (*spanSet).*
        (*spanSetBlockPool).* (*headTailIndex).* headTailIndex.* (*atomicHeadTailIndex).*
        (*atomicSpanSetSpinePointer).* (*atomicMSpanPointer).* spanSetSpinePointer.* heapSetType* writeHeapBits*
        heapBitsSetType heapBitsSetType* nextSample fastexprand publicationBarrier getMCache allocmcache freemcache
        gclinkptr.* nextHeapRandBits sysAlloc* sysMap* sysUsed* sysFree* sysReserve* sysFault* sysHugePage*
        sysNoHugePage* mmap munmap sysMmap sysMunmap (*sysMemStat).* (*consistentHeapStats).* (*heapStatsDelta).*
        memclrNoHeapPointersChunked (*userArena).* newUserArena* freeUserArenaChunk addspecial removespecial
        preMallocgcDebug postMallocgcDebug smallScanNoHeaderStub smallNoScanStub tinyStub inlinedMalloc mallocPanic
        freegc reusableSize growsliceBuf* moveSlice* tracealloc divRoundUp alignUp alignDown (*notInHeap).*
        redZoneSize doubleCheck* panicmakeslice* queuefinalizer addfinalizer SetFinalizer AddCleanup* addCleanup
        removefinalizer nextslicecap makeslicecopy runGCProg progToPointerMask isPowerOfTwo getOrAddWeakHandle
        getWeakHandle internal_weak_* setFinalizerContext KeepAlive (*stackpoolItem* stacklog2 (*bucket).* newBucket
        stkbucket mProf_* saveblockevent* malg packPallocSum chunkPageIndex offAddrToLevelIndex maxSearchAddr
        recordspan spanHas* spanAllocType.* (*addrRange).* (*atomicOffAddr).* makeAddrRange makeHeadTailIndex
        (*spanSetBlockAlloc).* (*mProfCycleHolder).* (*memRecordCycle).* needZeroAfterSysUnused* sysUnreserve
        arena_* heapRetained userArena* (*addrRanges).* (*mSpanQueue).* flushmcache flushallmcaches nextSampleNoFP
        inPersistentAlloc
      `),
      ...words('gogo_newstack'),
    ],
    note: 'objects, slices, stacks and the page heap; the heap profile that samples them',
  },
  {
    kind: 'mem',
    names: [
      ...runtime(`
        memmove memmove* memclr* memequal* slicecopy typedmemmove typedslicecopy typedmemclr* memclrHasPointers
        reflect_typedmem* reflect_typedslicecopy reflect_typedarrayclear reflectlite_typedmemmove maps_typedmem*
        duffcopy duffzero strequal interequal nilinterequal efaceeq ifaceeq f32equal f64equal c64equal c128equal
        cmpstring reflect_memmove reflect_memclr* countrunes
      `),
      ...words(`
        memeqbody cmpbody memmove duffcopy duffzero memequal memclrNoHeapPointers cmpbody* internal/bytealg.*
        countbody countgenericbody countbodypopcnt indexbytebody indexbody internal/runtime/math.*
      `),
    ],
    note: 'moving, clearing, comparing and searching bytes; assembly names have no package',
  },
  {
    kind: 'map',
    names: [
      ...runtime(`
        mapaccess* mapassign* mapdelete* mapiter* mapIter* mapclear mapclone* makemap* hashGrow growWork* evacuate*
        (*hmap).* (*bmap).* hmap.* tophash* isEmpty bucketShift bucketMask bucketEvacuated overLoadFactor
        tooManyOverflowBuckets advanceEvacuationMark makeBucketArray reflect_map* reflectlite_map* (*hiter).*
        mapKeyError* moveToBmap keys values copyKeys copyValues memhash* strhash* typehash nilinterhash interhash
        f32hash f64hash c64hash c128hash stringHash bytesHash int32Hash int64Hash efaceHash ifaceHash
        reflect_typehash aeshash* (*maptype).* mix mix32 r4 r8
      `),
      ...words('aeshashbody aeshash* internal/runtime/maps.*'),
    ],
    note: 'maps with buckets until 1.23, Swiss tables from 1.24, and the hashing of keys',
  },
  {
    kind: 'strings',
    names: runtime(`
      concat* slicebytetostring* stringtoslice* slicerunetostring intstring gostring* gobytes findnull* encoderune
      decoderune printstring print* itoa* stringStructOf atoi* parseByteCount bytes
    `),
    note: 'fmt, strconv, strings, bytes, Unicode, templates, URLs',
  },
  {
    kind: 'sched',
    role: 'sched',
    names: runtime(`
      schedule findRunnable findrunnable park_m goexit0 sysmon goschedImpl gosched_m gopreempt_m preemptPark mcall
    `),
    note: "the scheduler's own stacks",
  },
  {
    kind: 'sched',
    names: runtime(`
      stealWork runq* gopark goparkunlock goready ready wakep startm stopm mPark execute goexit1 gdestroy newproc
      newproc1 retake preempt* asyncPreempt* wantAsyncPreempt usleep* osyield* procyield* futex* note* lock lock2
      unlock unlock2 unlock2Wake lockWithRank* unlockWithRank* mutex* key8 key32 semasleep semawakeup (*timers).*
      (*timer).* runtimer checkTimers checkTimers* timeSleep* goroutineReady newTimer stopTimer resetTimer modtimer*
      deltimer addtimer* dodeltimer* runOneTimer adjusttimers cleantimers siftupTimer siftdownTimer updateTimer*
      moveTimers timer* resettimer nobarrierWakeTime casgstatus casGTo* casGFrom* castogscanstatus
      casfrom_Gscanstatus readgstatus dropg parkunlock_c resetspinning injectglist wakeNetPoller pollWork
      checkRunqsNoP checkTimersNoP checkIdleGCNoP handoffp acquirep* releasep* wirep pidle* mput mget* gfput gfget*
      globrunq* pMask.* goyield* Gosched gosched* acquireSudog releaseSudog stopTheWorld* startTheWorld* forEachP*
      suspendG resumeG runSafePointFn (*gQueue).* (*gList).* (*guintptr).* guintptr.* muintptr.* (*muintptr).*
      puintptr.* (*puintptr).* (*randomOrder).* (*randomEnum).* randomOrder.* newm* allocm* mstart* mexit
      startlockedm stoplockedm lockOSThread* unlockOSThread* LockOSThread UnlockOSThread dolockOSThread
      dounlockOSThread gcstopm mspinning startTemplateThread templateThread schedEnable* goroutineheader
      (*mWaitList* (*mLockProfile).* (*lockTimer).* (*m).becomeSpinning (*p).* procresize schedtrace tgkill signalM
      raise* newextram needm dropm getextra* putExtra* lockextra unlockextra allgadd forEachG* atomicAllG*
      isShrinkStackSafe isSystemGoroutine osPreempt* (*coro* coro* (*schedt).* gcstopp entersyscall_gcwait clone
      mPark* sched_getaffinity (*traceSchedResourceState* sysmonUpdate* updateMaxProcs* updateTimerPMask
      runtime_pollWork goid (*timeHistogram).* (*xRegPerG).* (*xRegPerP).* (*xRegState* timeHistogram*
      adjustSignalStack* addTimer* assert* lockInit getLockRank acquireLockRank* releaseLockRank* lockedOSThread
      beforeIdle checkTimeouts canPreemptM save dumpgstatus xReg* canpanic getm allGsSnapshot isAsyncSafePoint
      lockVerifyMSize worldStopped worldStarted resetForSleep blockTimerChan unblockTimerChan badTimer
    `),
    note: "runnable queues, parking, timers, and the runtime's own locks",
  },
  {
    kind: 'sync',
    names: runtime(`
      sema* semacquire* semrelease* cansemacquire (*semaRoot).* (*semTable).* readyWithTime notifyList* sync_*
      internal_sync_* poll_runtime_Sem* chan* chansend* chanrecv* (*hchan).* send recv sendDirect recvDirect
      selectgo selectnb* selectsend selectrecv sellock selunlock selparkcommit closechan reflect_chan*
      reflect_rselect block procPin procUnpin sync_runtime_* (*rwmutex).* (*waitq).* (*sudog).* (*notifyList* empty
      full blockevent sync_atomic_* selectsetpc racenotify racesync less (*synctestBubble* synctest*
    `),
    note: 'mutexes, channels, wait groups, pools',
  },
  {
    kind: 'net',
    names: runtime(
      'netpoll* (*pollDesc).* (*pollCache).* poll_runtime_poll* epoll* pollable* pollFractional',
    ),
    note: 'pollers, sockets and addresses',
  },
  {
    kind: 'syscall',
    names: [
      ...runtime(`
        read write read1 write1 open close closefd entersyscall* reentersyscall exitsyscall* libcCall syscall6
        syscall
      `),
      ...words('internal/runtime/syscall.* internal/runtime/syscall/* runtime/internal/syscall.*'),
    ],
    note: 'stubs of system calls, and telling the scheduler of them',
  },
  {
    kind: 'foreign',
    role: 'foreign',
    names: runtime('cgocall cgocall* asmcgocall asmcgocall*'),
    note: 'from here on it is C',
  },
  {
    kind: 'foreign',
    role: 'callback',
    names: runtime('cgocallback cgocallback* cgocallbackg cgocallbackg1'),
    note: 'from here on it is Go again',
  },
  {
    kind: 'foreign',
    names: words('_cgo_* x_cgo_* crosscall* _cgoexp_*'),
    note: 'glue of cgo',
  },
  {
    kind: 'profiler',
    role: 'profiler',
    names: [
      ...runtime(`
        sigprof sigprofNonGo* (*profBuf).* (*profAtomic).* profileWriter (*cpuProfile).* pprof_* setcpuprofilerate
        sigtrampgo_prof
      `),
      ...words('internal/runtime/pprof/*'),
    ],
    note: 'taking, writing and serving profiles',
  },
  {
    kind: 'profiler',
    names: runtime(`
      trace* (*traceMap).* (*traceStackTable).* traceBuf* (*traceBuf).* traceWriter.* traceEventWriter.*
      traceLocker.*
    `),
    note: 'execution tracer',
  },
  {
    kind: 'reflect',
    names: [
      ...runtime(`
        reflectcall* reflect_* reflectlite_* getitab (*itabTableType).* itabAdd* assertE2I* assertI2I* typeAssert
        typeAssert* interfaceSwitch* toRType* rtype.* resolveTypeOff resolveNameOff (*_type).* typesEqual
        itabHashFunc typelinks* (*itab* call16 call32 call64 call128 call256 call512 call1024
      `),
      ...words('callRet'),
    ],
    note: 'reflect, and finding methods of interfaces',
  },
  {
    kind: 'math',
    names: runtime(`
      fastrand* cheaprand* rand rand32 randn mrandinit bootstrapRand* legacy_fastrand* maps_rand f64to* f32to*
      float64to* int64div uint64div complex128div randinit rand_*
    `),
    note: 'big numbers, functions, random numbers',
  },
  {
    kind: 'time',
    names: runtime(`
      nanotime* walltime* time_* vdso* usec cputicks ticksPerSecond cputicks* (*ticksType).* (*timespec).*
      (*timeval).*
    `),
    note: 'clocks and calendars',
  },
  {
    kind: 'runtime-other',
    names: runtime(`
      _ExternalCode _LostExternalCode _System _GC _VDSO _LostSIGPROFDuringAtomic64 _LostContendedRuntimeLock
      sigtramp sigtrampgo sigreturn* sigfwd* sighandler sigFetch* doSigPreempt setsig* sigaction* sigprocmask*
      sigaltstack* (*sigctxt).* signal_* sig* throw fatal* dopanic* crash* schedinit init* doInit* main main_*
      rt0_go check args osinit modulesinit runtime_* debug* godebug* parsedebug* gcenable gcinit alginit cpuinit
      unminit minit* asminit vgetrandom* getsig inVDSOPage setVMAName* race* msan* asan* valgrind* lsan* dlog*
      libfuzzer* addCovMeta
    `),
    note: 'start, signals, and what the profiler could not place',
  },
  {
    kind: 'caller',
    names: [
      ...runtime(`
        systemstack systemstack_switch acquirem releasem getg gogo goexit bool2int add noescape* stk* deferproc*
        deferreturn deferprocStack newdefer freedefer popDefer deferconvert deferrangefunc gopanic gorecover
        recovery (*_panic).* panic* goPanic* addOneOpenDefer* printpanics traceback* callers* Callers* CallersFrames
        (*Frames).* (*unwinder).* gentraceback unwind* pcvalue* funcspdelta* funcline* funcname* funcfile* funcdata*
        funcInfo.* (*Func).* findfunc* findmoduledatap* pcdatavalue* step readvarint readvarintUnsafe
        (*inlineUnwinder).* (*moduledata).* moduledata.* srcFunc.* newInlineUnwinder Caller* FuncForPC
        fpTracebackPCs fpcallers gcallers showframe* gotraceback (*stkframe).* activeModules (*bitvector).*
        runtime_procPin runtime_procUnpin Version GOMAXPROCS NumCPU NumGoroutine gostartcall* (*g).* (*m).* setMNoWB
        setGNoWB setg (*puintptr* pcvalueCacheKey runExitHooks Goexit getcallerpc getcallersp float64bits
        ReadMemStats readmemstats* (*cpuStats).* (*cpuStatsAggregate* (*waitReason* waitReason.*
        (*TypeAssertionError).* (*errorString* boundsError.* plainError.* errorString.* isNaN isFinite isInf
        float64frombits abs copysign taggedPointer* (*listHead* noEscapePtr efaceOf (*maybeTraceable* getcallerfp
        funcMaxSPDelta funcpkgpath pcdatastart stackmapdata inlineFrame.* isInjectedCall bswapIfBigEndian (*_func).*
        readUnaligned* unsafeslice* unsafestring* fmin* fmax* strmin strmax forbits fandbits floor ceil modf
      `),
      ...words(`
        internal/runtime/atomic.* runtime/internal/atomic.* internal/runtime/sys.* runtime/internal/sys.*
        internal/bytealg.MakeNoZero internal/runtime/exithook.* internal/runtime/cgroup.* runtime/internal/math.*
      `),
    ],
    note: 'atomics, accessors, unwinding, defer, errors and contexts: of the kind of whoever asked for it',
  },
  {
    kind: 'gc',
    names: runtime('(*cleanup* callCleanup wakefing finReadQueueStats iterate_finq finalizercommit'),
    note: 'queueing finalizers and cleanups',
  },
];

/** Source files of package runtime, for what no name above knows. */
export const GO_RUNTIME_FILES: readonly KindRule[] = [
  {
    kind: 'gc-mark',
    files: words('mgc.go mgcmark* mgcwork.go mgcstack.go mgcpacer.go mgclimit.go lfstack* mcheckmark.go'),
    note: 'marking',
  },
  {
    kind: 'gc-sweep',
    files: words('mgcsweep* mgcscavenge.go'),
    note: 'sweeping',
  },
  {
    kind: 'gc-barrier',
    files: words('mwbbuf.go mbarrier.go'),
    note: 'barriers',
  },
  {
    kind: 'alloc',
    files: words(`
      malloc* mbitmap* mcache.go mcentral.go mheap.go mfixalloc.go mpalloc* mpage* mspanset.go mranges.go mem*
      msize* slice.go stack.go arena.go mprof.go mfinal.go mcleanup.go
    `),
    note: 'allocator',
  },
  {
    kind: 'map',
    files: words('map* alg.go hash*'),
    note: 'maps',
  },
  {
    kind: 'strings',
    files: words('string.go utf8.go print.go'),
    note: 'strings',
  },
  {
    kind: 'sched',
    files: words('proc.go preempt* lock_* lockrank* time.go coro.go'),
    note: 'scheduler',
  },
  {
    kind: 'sync',
    files: words('chan.go select.go sema.go rwmutex.go synctest.go'),
    note: 'synchronization',
  },
  {
    kind: 'net',
    files: words('netpoll*'),
    note: 'poller',
  },
  {
    kind: 'reflect',
    files: words('iface.go type.go'),
    note: 'types',
  },
  {
    kind: 'caller',
    files: words(`
      panic* traceback* symtab* stubs* runtime1.go runtime2.go error.go extern.go stkframe.go rand.go
    `),
    note: 'helpers',
  },
  {
    kind: 'profiler',
    files: words('trace* profbuf.go cpuprof.go'),
    note: 'profiler and tracer',
  },
  {
    kind: 'runtime-other',
    files: words('signal* os_* sigqueue.go'),
    note: 'signals',
  },
  {
    kind: 'foreign',
    files: words('cgo*'),
    note: 'cgo',
  },
];
