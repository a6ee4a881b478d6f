/** Frames that legacy profiles show of the profiler itself: pprof drops them where names are known (google/pprof, legacy_profile.go). */

/** POSIX, tcmalloc, macOS, Go and the C++ library. */
const ALLOCATION = [
  'calloc|cfree|malloc|free|memalign|do_memalign|(__)?posix_memalign|pvalloc|valloc|realloc',
  'tcmalloc::.*|tc_(calloc|cfree|malloc|free|memalign|posix_memalign|pvalloc|valloc|realloc)',
  'tc_(new|delete|newarray|deletearray|new_nothrow|newarray_nothrow)',
  'malloc_zone_(malloc|calloc|valloc|realloc|memalign|free)',
  'runtime\\..*',
  'BaseArena::.*|(::)?do_malloc(_no_errno|_pages)?|DoSampledAllocation|MallocedMemBlock::MallocedMemBlock',
  '_M_allocate|__builtin_(vec_)?(delete|new)|__gnu_cxx::new_allocator::allocate|__libc_malloc',
  '__malloc_alloc_template::allocate|allocate|cpp_alloc|operator new(\\[\\])?|simple_alloc::allocate',
].join('|');
const LOCKS = [
  'RecordLockProfileData|(base::)?(RecordLockProfileData|SubmitMutexProfileData|SubmitSpinLockProfileData).*',
  '(base::Mutex::|Mutex::|MutexLock::|SpinLock::)?(AwaitCommon|Unlock|UnlockSlow|ReaderUnlock).*',
  '(Mutex::)?(MutexLock|SpinLock|CondVar)::.*',
].join('|');
const SIGNALS = 'ProfileData::(Add|prof_handler)|CpuProfiler::prof_handler|__pthread_sighandler|__restore';

/** Patterns that a whole name must match, as drop_frames and keep_frames of a profile of the given first sample type. */
export function dropFramesOf(type: string): { readonly drop: string; readonly keep: string } {
  if (/objects$|^alloc/.test(type)) return { drop: ALLOCATION, keep: 'runtime\\.panic' };
  return { drop: type === 'contentions' ? LOCKS : SIGNALS, keep: '' };
}
