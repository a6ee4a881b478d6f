/** CPython 3.8 to 3.13: its C symbols, and the standard library and well-known packages by source file. */
import { type KindRule, words } from './rule.js';

export const PYTHON: readonly KindRule[] = [
  {
    kind: 'interp',
    names: words(`
      _PyEval_EvalFrameDefault* _PyEval_Vector PyEval_EvalCode* PyEval_EvalFrame* _PyEval_EvalFrame*
      _PyEval_EvalCode* run_eval_code_obj run_mod PyRun_* _PyRun_* pymain_* Py_RunMain Py_BytesMain
      py_trampoline_evaluator _PyFunction_Vectorcall function_code_fastcall _PyFrame_* PyFrame_* _PyEvalFrame*
      gen_send_ex* gen_iternext _PyGen_* gen_send* async_gen_* coro_* PyEval_* _PyEval_* eval_frame*
      _PyInterpreterFrame* _PyThreadState_PushFrame* _PyThreadState_PopFrame* initialize_locals* _Py_Specialize*
      _PyCode_* PyCode_* do_call_core call_function* fast_function* trace_call* gen_close* _PyErr_* PyErr_*
      PyException* PyTraceBack_* tb_create* _PyTrampoline* trampoline* clear_thread_frame* make_coro* builtin_exec
      builtin___build_class__ _PyExecutor* _PyOptimizer* unpack_iterable BaseException_* OSError_* PyGen_*
      builtin_next PyThreadState_* _PyThreadState_* PyInterpreterState_* _PyInterpreterState_* PySys_* _PySys_*
      sys_* code_get* frame_get* frame_set* frame_new* code_new* _PyLineTable_* PyLineTable_* _PyRuntime*
      make_executor*
    `),
    note: 'the evaluation loop, frames, generators, exceptions',
  },
  {
    kind: 'dynamic',
    names: words(`
      PyObject_Vectorcall* _PyObject_MakeTpCall* _PyObject_Call* PyObject_Call* _PyObject_FastCall* PyVectorcall_*
      _PyVectorcall* vectorcall_* method_vectorcall* cfunction_vectorcall* cfunction_call* _PyCFunction_* type_call
      slot_tp_* slot_nb_* slot_mp_* slot_sq_* slot_am_* slot_* wrap_* wrapper_* method_* methoddescr_* property_*
      classmethoddescr* lookup_maybe_method* vectorcall_method _PyObject_GenericGetAttr* _PyObject_GenericSetAttr*
      PyObject_GenericGetAttr PyObject_GenericSetAttr PyObject_GetAttr* PyObject_SetAttr* _PyObject_GetAttr*
      _PyObject_LookupAttr* _PyObject_GetMethod _PyType_Lookup* find_name_in_mro type_getattro _Py_type_getattro*
      super_getattro module_getattro PyObject_HasAttr* PyObject_IsInstance* PyObject_IsSubclass object_isinstance*
      recursive_isinstance PyObject_IsTrue PyObject_RichCompare* do_richcompare object_richcompare PyNumber_*
      binary_op* binary_iop* ternary_op* PySequence_* PyObject_GetItem PyObject_SetItem PyObject_DelItem
      PyObject_GetIter PyIter_* PyObject_Size PyObject_Length* PyObject_Str PyObject_Repr PyObject_Format
      PyObject_Hash* PyIndex_* _PyIndex* PyMember_* PyDescr_* member_* descr_* getset_* builtin_* object_new
      object_init object___* object_* type_new* type_ready* PyType_* _PyType_* tp_new_wrapper check_num_args
      _PyArg_* PyArg_* vgetargs* convertitem* convertsimple* getargs* skipitem PyCell_* cell_* PyBool_* bool_*
      _Py_CheckFunctionResult* _PyStack_* partial_* lru_cache_* bounded_lru_cache* infinite_lru_cache* functools_*
      enum_* reversed_* zip_* map_next map_* filter_* range* rangeiter_* list_* listiter_* list_iter PyList_*
      _PyList_* tuple* tupleiter_* PyTuple_* _PyTuple_* PySlice_* slice_* enumerate_* iter_* calliter_*
      PyArray_Iter* PyFunction_* func_* method_get methodobject* attrgetter_* itemgetter_* itertools_* chain_*
      islice_* product_* groupby_* count_* repeat_* tee_* cycle_* accumulate_* deque_* namedtuple* _tuplegetter*
      structseq_* PyStructSequence* islice_next combinations_* permutations_* abc_* _abc_* weakref_* PyWeakref_*
      _PyWeakref* proxy_* getattr_* vectorcall* seqiter* PyCallIter* mro_* set_names* type_* _Py_CheckRecursiveCall
      _Py_EnterRecursiveCall* PyContext* contextvar* _PyContext* PyObject_* _PyObject_* starmap_* dropwhile_*
      takewhile_* compress_* namespace_* PyCMethod_* PyCFunction_* PyMapping_* PyCapsule_* _PyNumber_* meth_get*
      meth_* PyMethod_* _PySlice_* _PySequence_* super_* update_slot* add_operators* Py_BuildValue* _Py_BuildValue*
      do_mk* va_build* module_get* PyInstanceMethod_* _PyMapping_* ga_iter* ga_* union_* _operator_*
      _PyStructSequence* member_get min_max update_one_slot classmethod_get staticmethod_get
    `),
    note: 'attribute lookup, calls, operators, sequences',
  },
  {
    kind: 'alloc',
    names: words(`
      _PyObject_Malloc* _PyObject_Free* PyObject_Malloc PyObject_Free PyObject_Realloc _PyObject_Realloc*
      _PyObject_Calloc* PyObject_Calloc _PyMem_* PyMem_* _PyObject_GC_New* _PyObject_GC_Alloc* _PyObject_GC_Resize
      _PyObject_New* PyObject_GC_Del PyObject_GC_New PyType_GenericAlloc _PyType_AllocNoTrack new_arena
      allocate_from_new_pool pymalloc_* _PyObject_Arena* address_in_range arena_map_* _PyObject_GC_Link gc_alloc
      _PyDebugAlloc* PyObject_Init* free_list_* list_resize* insert_to_emptyarena* _PyFreeList* unicode_alloc*
    `),
    note: 'pymalloc and the raw allocator',
  },
  {
    kind: 'refcount',
    names: words(`
      _Py_Dealloc _Py_DecRef* Py_DecRef* Py_IncRef* _Py_INCREF* _Py_DECREF* subtype_dealloc list_dealloc
      dict_dealloc tupledealloc tuple_dealloc unicode_dealloc bytes_dealloc float_dealloc long_dealloc
      object_dealloc frame_dealloc func_dealloc method_dealloc meth_dealloc set_dealloc cell_dealloc gen_dealloc
      code_dealloc type_dealloc BaseException_dealloc _PyTrash_* _Py_MergeZero* dictiter_dealloc listiter_dealloc
      cfunction_dealloc free_keys_object delete_garbage_local tb_dealloc slice_dealloc dictview_dealloc
      module_dealloc deque_dealloc partial_dealloc PyObject_CallFinalizer* PyObject_ClearWeakRefs* subtype_clear
      clear_slots subtype_finalize _PyStaticType* free_threadstate partial_clear _Py_ExplicitMergeRefcount* _Py_brc*
      set_clear_internal list_clear dict_clear* range_dealloc rangeiter_dealloc enum_dealloc zip_dealloc
      property_dealloc _PyFloat_ExactDealloc _PyUnicode_ExactDealloc _list_clear context_tp_dealloc token_tp_dealloc
    `),
    note: 'counting references, deallocators',
  },
  {
    kind: 'gc',
    names: words(`
      gc_collect* gc_collect_main* gc_collect_generations* gc_collect_with_callback deduce_unreachable*
      move_unreachable* visit_decref* visit_reachable* subtract_refs* update_refs* subtype_traverse dict_traverse
      tupletraverse list_traverse set_traverse func_traverse method_traverse meth_traverse gen_traverse
      frame_traverse cell_traverse type_traverse PyGC_* _PyGC_* delete_garbage* handle_weakrefs* finalize_garbage*
      untrack_tuples* _Py_RunGC* gc_* visit_move* visit_add* mark_stacks* PyObject_GC_Track PyObject_GC_UnTrack
      _PyObject_GC_UNTRACK* _PyObject_GC_TRACK* _PyTuple_MaybeUntrack _PyDict_MaybeUntrack dictiter_traverse
      module_traverse iter_traverse partial_traverse BaseException_traverse clear_weakrefs* scan_heap*
    `),
    note: 'cyclic collector; it runs inside the thread that allocates',
  },
  {
    kind: 'map',
    names: words(`
      _Py_dict_lookup* lookdict* insertdict* dict_* dictresize* PyDict_* _PyDict_* insert_to_emptydict*
      insertion_resize* dictkeys_* dictiter_* dictview* dictitems_* find_empty_slot build_indices* new_keys_object*
      new_dict* _PyDictKeys_* _PyDictView* unicodekeys* set_* PySet_* _PySet_* frozenset_* make_new_set* setiter_*
      _Py_HashBytes* _Py_Hash* unicode_hash bytes_hash long_hash float_hash tuplehash tuple_hash hashtable_*
      _Py_hashtable* _Py_HashDouble* _Py_HashPointer* siphash* pysiphash fnv defdict_* odict_* _count_elements*
      _collections__count* hamt_* _PyHamt* mappingproxy_* compare_unicode_* compare_generic do_lookup* PyODict*
      unicode_get_hash* object_hash generichash insert_split* insert_combined* dict_merge* clone_combined*
      delitem_common* _PyDictView_* dictreviter*
    `),
    files: words('collections/* _collections_abc.py weakref.py cachetools/* sortedcontainers/*'),
    note: 'dict and set',
  },
  {
    kind: 'strings',
    names: words(`
      unicode_* PyUnicode_* _PyUnicode_* _PyUnicodeWriter_* PyUnicodeWriter* bytes_* PyBytes_* _PyBytes_*
      bytearray_* PyByteArray_* stringlib_* ucs1lib_* ucs2lib_* ucs4lib_* asciilib_* fastsearch* do_strip*
      _Py_bytes_* resize_compact* MarkupIterator* do_markup* build_string* output_markup* _PyLong_Format*
      long_to_decimal_string* _PyFloat_Format* PyOS_double_to_string PyOS_string_to_double _Py_dg_* _codecs_* utf8_*
      utf16_* _PyCodec_* PyCodec_* unicodeiter_* unicodedata_* PyLong_FromString* PyLong_FromUnicode* float_repr
      float_from_string* long_repr long_from_string* _Py_parse_inf* do_string_format* formatter_* case_operation*
      handle_capital* charmap_* backslashreplace* format_obj* parse_internal* _Py_normalize* _Py_strtod
      format_float* format_long* format_string_internal* tailmatch* any_find_slice* unicodeescape* _PyAccu_*
      _PyBytesWriter_* Balloc Bfree SubString_new* _PyUnicodeTranslate* ascii_upper* ascii_lower* string_concatenate
    `),
    files: words(`
      string.py textwrap.py codecs.py encodings/* locale.py gettext.py html/* urllib/parse.py uuid.py jinja2/*
      markupsafe/* mako/* difflib.py unicodedata.py charset_normalizer/* chardet/* idna/* mistune/* markdown/*
      pprint.py reprlib.py stringprep.py shlex.py quopri.py tokenize.py email/* bs4/* pygments/* yarl/* csv.py
      string/* fnmatch.py
    `),
    note: 'str, bytes, codecs, formatting, templates',
  },
  {
    kind: 'base64',
    names: words('binascii_* _binascii_*'),
    files: words('base64.py binascii.py'),
    modules: words('binascii.*'),
    note: 'binascii',
  },
  {
    kind: 'json',
    names: words(`
      scanstring_unicode* scanstring* encoder_* scanner_* py_scanstring py_encode_basestring* _parse_object_unicode*
      _parse_array_unicode* scan_once_unicode* _match_number_unicode* ascii_escape_unicode* py_encode*
      encoder_listencode* _match_number* raise_errmsg* ascii_escape_unichar escape_unicode write_json_string
    `),
    files: words('json/* simplejson/* ujson/* rapidjson/*'),
    modules: words('_json.*'),
    note: 'the json module and its C half',
  },
  {
    kind: 'json-fast',
    names: words('orjson::* _orjson*'),
    files: words('orjson/* msgspec/* ijson/*'),
    modules: words('orjson.*'),
    note: 'orjson and others',
  },
  {
    kind: 'protobuf',
    names: words('upb_* _upb_* PyUpb_*'),
    files: words('google/protobuf/* google/_upb/* proto/* betterproto/*'),
    modules: words('_message.* _upb.*'),
    note: 'protobuf',
  },
  {
    kind: 'serialization',
    names: words(`
      _pickle_* Pickler_* Unpickler_* _Pickler_* _Unpickler_* s_pack* s_unpack* r_object* w_object* marshal_*
      PyMarshal* xmlparse_* pyexpat_* XML_* doContent doProlog prologTok* Struct_* _struct_*
    `),
    files: words(`
      pickle.py copyreg.py copy.py marshal.py struct.py yaml/* ruamel/* msgpack/* xml/* lxml/* toml/* tomli/*
      tomllib/* bson/* avro/* fastavro/* thrift/* cbor2/* cattrs/* marshmallow/* pydantic/* pydantic_core/*
      plistlib.py configparser.py dill/* cloudpickle/* pyarrow/*
    `),
    modules: words(
      '_pickle.* _struct.* pyexpat.* _elementtree.* _pydantic_core.* _yaml.* etree.* _cmsgpack.*',
    ),
    note: 'pickle, struct, XML, YAML, pydantic',
  },
  {
    kind: 'regexp',
    names: words(`
      sre_* pattern_* _sre_* state_init state_fini state_reset expand_template scanner_match scanner_search SRE_*
      _validate_inner* _validate_charset* match_group* match_getslice* match_start match_end match_span*
      match_getindex* match_getitem match_dealloc
    `),
    files: words('re.py re/* sre_compile.py sre_parse.py sre_constants.py regex/* _regex*'),
    modules: words('_regex.* _re2.* _sre.*'),
    note: 'sre',
  },
  {
    kind: 'sort',
    names: words(`
      list_sort* binarysort* gallop_* safe_object_compare count_run* merge_collapse* heapq_* _heapq_* _bisect_*
      internal_bisect* builtin_sorted* PyList_Sort* powerloop* unsafe_object_compare unsafe_long_compare
      unsafe_latin_compare unsafe_float_compare unsafe_tuple_compare merge_at merge_lo merge_hi merge_force_collapse
      reverse_slice
    `),
    files: words('heapq.py bisect.py'),
    modules: words('_heapq.* _bisect.*'),
    note: 'timsort, heapq, bisect',
  },
  {
    kind: 'math',
    names: words(`
      long_* _PyLong_* PyLong_* x_add x_sub x_mul* k_mul* k_lopsided* l_divmod* l_mod* x_divrem* float_* PyFloat_*
      _PyFloat_* math_* mpd_* _mpd_* PyDec_* complex_* PyComplex_* _random_* genrand_* cmath_* fast_mod* fast_floor*
      maybe_small_long* medium_value* loghelper* m_log* int___* int_bit_length* int_bit_count* int_to_bytes
      int_from_bytes* int_as_integer_ratio*
    `),
    files: words(`
      decimal.py _pydecimal.py fractions.py random.py statistics.py numbers.py secrets.py colorsys.py cmath.py
      math.py sympy/* mpmath/*
    `),
    modules: words('math.* _decimal.* _random.* cmath.* _statistics.*'),
    note: 'int, float, Decimal, random',
  },
  {
    kind: 'time',
    names: words(`
      _PyTime_* time_* PyTime_* datetime_* pytime_* new_datetime* ymd_to_ord ord_to_ymd time_time* timedelta_*
    `),
    files: words(`
      datetime.py _pydatetime.py time.py calendar.py zoneinfo/* dateutil/* pytz/* _strptime.py arrow/* pendulum/*
      sched.py
    `),
    modules: words('_datetime.* _zoneinfo.*'),
    note: 'clocks, datetime',
  },
  {
    kind: 'compile',
    role: 'compile',
    names: words(`
      _PyAST_* PyAST_* _PyPegen_* _PyCompile_* _PyParser_* PyParser_* compiler_* symtable_* Py_CompileString*
      astfold_* _PyTokenizer* optimize_cfg* _Py_SourceAsString* builtin_compile* _loop0_* _loop1_* _tmp_* _gather_*
      assemble_* _PyArena_* PyCompile_* append_ast* validate_stmt* validate_expr* statements_rule file_rule
      expression_rule atom_rule primary_raw _PySymtable_* _PyST_* PySymtable_*
    `),
    files: words(`
      ast.py dis.py inspect.py numba/* llvmlite/* cython/* Cython/* torch/_dynamo/* torch/_inductor/*
    `),
    note: 'parser and compiler',
  },
  {
    kind: 'load',
    names: words(`
      PyImport_* _PyImport_* _imp_* PyInit_* Py_Initialize* Py_Finalize* init_import* pyinit_* _Py_Finalize*
      PyModule_* _PyModule_* exec_code_in_module* import_name* import_from* Py_EndInterpreter* _PyConfig*
      _PyPathConfig* interpreter_clear* import_get_module
    `),
    files: words(`
      importlib/* zipimport.py pkgutil.py runpy.py site.py pkg_resources/* setuptools/* _distutils_hack/* <frozen*
      sysconfig.py platform.py warnings.py
    `),
    note: 'imports, start, end',
  },
  {
    kind: 'sync',
    names: words(`
      take_gil* drop_gil* PyThread_* rlock_* _PyMutex_* PyMutex_* _PyParkingLot_* _PySemaphore_* acquire_timed*
      _PyRecursiveMutex* PyEval_AcquireThread PyEval_RestoreThread PyEval_SaveThread PyGILState_* simplequeue_*
      _queue_* _PyRWMutex* _PyCriticalSection* lock_PyThread_* thread_PyThread_* _PyThread_* _PyGILState_*
      thread_module*
    `),
    files: words(`
      threading.py queue.py multiprocessing/* concurrent/* _weakrefset.py contextvars.py filelock/* portalocker/*
      billiard/* joblib/*
    `),
    modules: words('_queue.* _multiprocessing.* _posixshmem.*'),
    note: 'GIL, locks, pools',
  },
  {
    kind: 'sched',
    names: words(`
      _asyncio_* FutureObj_* FutureIter_* TaskObj_* TaskStep* uvloop* select_epoll* select_poll* pyepoll_*
      enter_task* leave_task* greenlet* g_switch* handle_eval_breaker* _Py_HandlePending* make_pending_calls*
      _PySignal_* PyOS_InterruptOccurred _PyOS_InterruptOccurred
    `),
    files: words(`
      asyncio/* selectors.py uvloop/* gevent/* eventlet/* greenlet/* anyio/* trio/* twisted/* sniffio/* celery/*
      signal.py subprocess.py asgiref/*
    `),
    modules: words('_asyncio.* loop.* select.* _greenlet.*'),
    note: 'asyncio and the like',
  },
  {
    kind: 'net',
    names: words('_socket_* socket_* internal_connect*'),
    files: words('socket.py socketserver.py ipaddress.py dns/* zmq/* aiodns/* socks.py'),
    modules: words('_socket.*'),
    note: 'sockets',
  },
  {
    kind: 'io',
    names: words(`
      _io_* buffered_* bufferedreader* bufferediobase* bufferedwriter* textiowrapper_* _textiowrapper* iobase_*
      fileio_* stringio_* bytesio_* posix_* _Py_read _Py_write _Py_open* PyFile_* _PyFileIO* path_converter*
      _posixsubprocess* DirEntry_* ScandirIterator* parse_process_char* _csv* _Py_fstat* _Py_stat* _bufferedreader*
      _bufferedwriter* nldecoder_* incrementalnewline* os_write os_read os_stat* os_listdir* os_open* os_close*
      Reader_iternext os_* _PyIOBase_* textiobase_* DirEntry* bufferedrwpair_*
    `),
    files: words(`
      io.py _pyio.py os.py posixpath.py genericpath.py ntpath.py pathlib.py pathlib/* shutil.py tempfile.py glob.py
      fileinput.py linecache.py stat.py _bootlocale.py aiofiles/* mmap.py fsspec/* smart_open/*
    `),
    modules: words('_csv.* mmap.* _posixsubprocess.* fcntl.* _io.*'),
    note: 'files, streams, csv',
  },
  {
    kind: 'rpc',
    names: words('http_parser* grpc_core::* grpc_*'),
    files: words(`
      http/* urllib/* wsgiref/* xmlrpc/* requests/* urllib3/* httpx/* httpcore/* h11/* h2/* hpack/* aiohttp/*
      flask/* werkzeug/* django/core/* django/http/* django/urls/* django/middleware/* django/* starlette/*
      fastapi/* uvicorn/* gunicorn/* hypercorn/* grpc/* grpcio/* tornado/* bottle.py falcon/* sanic/*
      rest_framework/* websockets/* multipart/* python_multipart/* litestar/* quart/* cherrypy/* cheroot/*
      waitress/* pyramid/* multidict/* frozenlist/* wsproto/* itsdangerous/* granian/* google/api_core/*
      http_parser/*
    `),
    modules: words('cygrpc.* _http_parser.* _multidict.* _helpers.*'),
    note: 'HTTP, gRPC, frameworks',
  },
  {
    kind: 'db',
    names: words('sqlite3* pysqlite_* _pysqlite* sqlite3VdbeExec*'),
    files: words(`
      sqlite3/* sqlalchemy/* psycopg/* psycopg2/* pymysql/* MySQLdb/* redis/* pymongo/* motor/* asyncpg/*
      django/db/* peewee.py boto3/* botocore/* elasticsearch/* kafka/* confluent_kafka/* aiomysql/* aioredis/*
      mysql/* cassandra/* tortoise/* alembic/* dbm/* shelve.py elastic_transport/* s3transfer/* pymemcache/*
    `),
    modules: words('_sqlite3.* _psycopg.* cprocessors.* cresultproxy.* cutils.*'),
    note: 'databases',
  },
  {
    kind: 'log',
    names: words('warnings_warn* _PyWarnings_*'),
    files: words(`
      logging/* structlog/* loguru/* prometheus_client/* opentelemetry/* ddtrace/* sentry_sdk/* statsd/*
      traceback.py newrelic/* rich/* datadog/* colorlog/*
    `),
    note: 'logs, metrics, traces',
  },
  {
    kind: 'crypto',
    names: words(`
      _hashlib_* py_evp* _ssl_* PySSL_* _sha256_* _md5_* _sha512_* _blake2* Hacl_* _sha3_* _sha1_* EVPnew*
    `),
    files: words(`
      hashlib.py hmac.py ssl.py cryptography/* jwt/* jose/* passlib/* bcrypt/* nacl/* Crypto/* OpenSSL/* ecdsa/*
      rsa/* argon2/* paramiko/* authlib/*
    `),
    modules: words(`
      _hashlib.* _ssl.* _sha256.* _sha512.* _sha1.* _sha2.* _sha3.* _md5.* _blake2.* _rust.* _bcrypt.*
    `),
    note: 'hashlib, ssl',
  },
  {
    kind: 'compress',
    names: words('_bz2_* _lzma_* zlib_Compress* zlib_Decompress* zlib_compress* zlib_decompress*'),
    files: words(`
      zlib.py gzip.py bz2.py lzma.py zipfile.py zipfile/* tarfile.py zstandard/* lz4/* snappy/* brotli/* brotli.py
      _compression.py compression/*
    `),
    modules: words('zlib.* _bz2.* _lzma.* _brotli.* _zstd.* backend_c.* _snappy.*'),
    note: 'zlib, bz2, lzma',
  },
  {
    kind: 'hash',
    names: words('zlib_crc32* zlib_adler32* binascii_crc32*'),
    files: words('xxhash/* mmh3/*'),
    modules: words('_xxhash.* mmh3.*'),
    note: 'checksums',
  },
  {
    kind: 'foreign',
    names: words(`
      __pyx_* PyArray_* _PyArray* npy_* ufunc_* PyUFunc_* DOUBLE_* FLOAT_* _ctypes_* ffi_* PyCFuncPtr_* pybind11::*
      pyo3::* at::* c10::* torch::* cblas_* dgemm_* sgemm_* openblas_* gotoblas_* dtrsm_* dgetrf* exec_blas*
      inner_thread* __Pyx_* xla::* tensorflow::* arrow::* mkl_* lapack_* Eigen::* PyCData_* daxpy_* ddot_* dgemv_*
      kmp_* __kmp_* omp_* GOMP_* array_array* polars* LONG_add* LONG_multiply*
    `),
    files: words(`
      numpy/* scipy/* pandas/* torch/* tensorflow/* jax/* jaxlib/* sklearn/* xgboost/* lightgbm/* cv2/* PIL/*
      polars/* ctypes/* cffi/* onnxruntime/* shapely/* matplotlib/* skimage/* spacy/* tokenizers/* transformers/*
      numexpr/*
    `),
    modules: words(`
      _multiarray_umath.* _multiarray_tests.* _umath_linalg.* libscipy_openblas* mtrand.* _ctypes.* _cffi_backend.*
      libtorch* libmkl_* libarrow* _imaging.* polars.* libgfortran* cv2.* _generator.* bit_generator.* _pcg64.*
      _common.*
    `),
    note: 'numpy and other native extensions, Cython, ctypes',
  },
  {
    kind: 'reflect',
    files: words(`
      dataclasses.py typing.py types.py enum.py abc.py _py_abc.py attr/* attrs/* typing_extensions.py
      annotated_types/* typing_inspection/* pluggy/*
    `),
    note: 'dataclasses, typing, enum',
  },
  {
    kind: 'profiler',
    role: 'profiler',
    names: words('_lsprof* tracemalloc_* _PyTraceMalloc* call_trampoline* CTracer_*'),
    files: words(`
      cProfile.py profile.py pstats.py tracemalloc.py pyinstrument/* coverage/* yappi.py memray/* line_profiler/*
      austin/* scalene/* viztracer/*
    `),
    modules: words('_lsprof.* _memray.* _line_profiler.* tracer.*'),
    note: 'profilers',
  },
  {
    kind: 'caller',
    names: words('Py_* _Py_* python python3 python3.8 python3.9 python3.10 python3.11 python3.12 python3.13'),
    files: words(`
      functools.py contextlib.py operator.py itertools.py argparse.py optparse.py getopt.py tqdm/* click/*
      more_itertools/* six.py toolz/* _sitebuiltins.py unittest/* pytest/* _pytest/* wrapt/* decorator.py blinker/*
      simpy/* __future__.py deprecated/* tenacity/* atexit.py gc.py sys.py timeit.py
    `),
    modules: words('_functools.* _operator.* _itertools.* array.* _contextvars.*'),
    note: 'functools, contextlib and other helpers: of the kind of whoever asked',
  },
  {
    kind: 'mem',
    names: words(`
      PyBuffer_* PyMemoryView_* mbuf_* picklebuf_* _PyBuffer_* memoryview_* memory_getbuf memory_item*
      memory_subscript memory_ass_sub memory_dealloc memory_richcompare memory_tobytes* memory_release*
    `),
    note: 'buffers and views',
  },
];
