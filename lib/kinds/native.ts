/** C, C++ and Rust: libc, libstdc++, Rust's standard library and crates, and well-known libraries. */
import { type KindRule, words } from './rule.js';

export const NATIVE: readonly KindRule[] = [
  {
    kind: 'alloc',
    names: [
      ...words(`
        malloc calloc realloc free cfree memalign posix_memalign aligned_alloc reallocarray malloc_consolidate
        __malloc __free __calloc __realloc malloc_usable_size malloc_trim valloc pvalloc _int_malloc _int_free* _int_realloc _int_memalign
        __libc_malloc __libc_free __libc_calloc __libc_realloc __libc_memalign tcache_* unlink_chunk* sysmalloc*
        systrim* _mid_memalign new_heap grow_heap heap_trim* arena_get* ptmalloc* __malloc_* __default_morecore sbrk
        brk __sbrk munmap_chunk mremap_chunk alloc_perturb free_perturb checked_request2size tc_* tcmalloc::* je_*
        mi_* _mi_* jemalloc_* rallocx* mallocx* sdallocx* __rust_alloc* __rust_dealloc* __rust_realloc*
        __rust_no_alloc* __rdl_* __rg_* scudo::* rpmalloc* rpfree* snmalloc::* hoard* Hoard* mimalloc* xmalloc*
        xrealloc* xcalloc* alloc::alloc::* alloc::raw_vec::* alloc::boxed::* core::alloc::* std::alloc::*
        alloc::vec::Vec::reserve* alloc::vec::Vec::with_capacity* alloc::vec::Vec::try_reserve*
        alloc::vec::Vec::shrink* alloc::vec::from_elem* alloc::vec::Vec::push* alloc::vec::Vec::extend_with*
        alloc::slice::to_vec* alloc::slice::hack::* core::ptr::drop_in_place* core::ptr::real_drop_in_place*
        bumpalo::* typed_arena::* jemallocator::* tikv_jemallocator::* mimalloc::* std::sys::alloc::*
        alloc::alloc::Global* core::mem::drop* alloc::vec::drop* bytes::bytes_mut::* slab::* std::allocator*
        std::__new_allocator* __gnu_cxx::new_allocator* std::__allocate* std::vector::_M_realloc*
        std::vector::reserve std::vector::_M_default_append std::vector::_M_allocate* std::vector::_M_create_storage
        std::_Vector_base* std::deque::_M_* std::pmr::* std::get_temporary_buffer* std::unique_ptr::~unique_ptr
        std::default_delete* std::make_unique* std::_Destroy* std::vector::~vector std::allocator_traits*
        __gnu_cxx::__alloc_traits* __gnu_cxx::__aligned_membuf* std::destroy* std::_Temporary_buffer*
        std::vector::_M_fill* std::vector::resize std::vector::_M_assign* std::__uninitialized* std::__do_uninit*
        std::uninitialized* std::__relocate* std::_Construct* std::construct_at* std::destroy_at* apr_palloc*
        ngx_palloc* ngx_pnalloc* ngx_pcalloc* ngx_alloc* google::protobuf::Arena*
        absl::base_internal::LowLevelAlloc* std::list::_M_* std::_List_base* std::__cxx11::_List_base*
        std::forward_list* std::vector::shrink_to_fit arena_malloc* arena_dalloc*
      `),
      'operator new*',
      'operator delete*',
    ],
    note: 'malloc and free in all their forms; drop glue; storage of vectors',
  },
  {
    kind: 'mem',
    names: words(`
      memcpy* memmove* memset* memcmp* memchr* memrchr* bcmp bcopy bzero mempcpy* explicit_bzero* __memcpy*
      __memmove* __memset* __memcmp* __memchr* __memrchr* __mempcpy* __bcmp* __bzero* __rawmemchr* rawmemchr*
      memmem* __memmem* core::intrinsics::* compiler_builtins::mem::* core::slice::copy* core::ptr::copy*
      core::ptr::write* core::ptr::read* core::mem::swap* core::mem::replace* core::ptr::swap* core::mem::take*
      std::__copy* std::copy* std::__fill* std::fill* std::move* std::__equal* std::equal* std::swap*
      std::char_traits::* __gnu_cxx::char_traits::* std::__memcmp* std::__find* std::find* std::__lexicographical*
      core::slice::cmp::* core::array::equality::* core::slice::memchr::* memchr::* core::slice::rotate*
      std::rotate* std::__rotate* std::_V2::__rotate* std::iter_swap* std::swap_ranges* std::reverse*
      std::__reverse* core::slice::fill* core::slice::specialize::* alloc::slice::clone* alloc::vec::clone*
      alloc::borrow::* bytes::*
    `),
    note: 'moving, comparing, searching bytes; clones',
  },
  {
    kind: 'strings',
    names: words(`
      strlen* strcpy* strncpy* strcmp* strncmp* strcat* strncat* strchr* strrchr* strstr* strtok* strdup* strndup*
      strspn* strcspn* strpbrk* strcasecmp* strncasecmp* strnlen* strsep* stpcpy* strcoll* strxfrm* __strlen* __str*
      __stpcpy* __wcs* wcs* wmem* mbs* wcr* mbrtowc* btowc* atoi atol atof atoll ____strto* __GI_____strto* sprintf*
      snprintf* vsnprintf* vsprintf* printf* fprintf* vfprintf* vprintf* __vfprintf* __printf* __vsnprintf*
      __vsprintf* __snprintf* __sprintf* __fprintf* _itoa* __mpn_* __printf_fp* sscanf* __isoc99_* __vfscanf* _nl_*
      __isoc23_* isalpha* isdigit* isspace* __ctype* iconv* __gconv* puts putchar* fputs fputc*
      std::__cxx11::basic_string* std::basic_string* std::basic_ostream* std::basic_istream* std::basic_ios*
      std::basic_stringbuf* std::basic_streambuf* std::__cxx11::basic_stringbuf* std::__cxx11::basic_ostringstream*
      std::__cxx11::basic_stringstream* std::__cxx11::basic_istringstream* std::ostream* std::istream*
      std::operator<<* std::operator>>* std::operator+* std::operator== std::locale* std::ctype* std::num_put*
      std::num_get* std::__convert* std::to_string* std::__cxx11::to_string* std::stoi* std::stod*
      std::__cxx11::sto* std::to_chars* std::from_chars* std::__detail::__to_chars* std::__detail::__from_chars*
      std::__format::* std::format* std::vformat* std::__ostream* std::ios_base* std::codecvt* std::use_facet*
      std::__throw_* std::getline* std::__istream* std::ios* std::endl* std::has_facet* std::__cxx11::ctype*
      std::__cxx11::collate* std::__cxx11::numpunct* std::string* std::basic_string_view* std::__sv_* fmt::*
      absl::Str* absl::str_* absl::substitute* absl::strings_internal::* absl::string_view*
      absl::numbers_internal::* absl::Simple* absl::Cord* absl::cord_internal::* absl::Format* boost::algorithm::*
      boost::lexical_cast* boost::spirit::* boost::format* u_strTo* folly::to* folly::fbstring* folly::toAppend*
      fast_float::* double_conversion::* core::fmt::* alloc::fmt::* alloc::string::* alloc::str::* core::str::*
      core::char::* core::num::fmt* core::num::flt2dec::* core::num::dec2flt::* core::num::from_str*
      std::io::Write::write_fmt* itoa::* ryu::* unicode_* percent_encoding::* url::* form_urlencoded::* idna::*
      bstr::* compact_str::* smol_str::* smartstring::* uuid::* core::ascii::* core::bstr::* core::unicode::*
      tera::* handlebars::* askama::* minijinja::* aho_corasick::* unicode_segmentation::* unicode_normalization::*
      winnow::* nom::* lexical* atoi::* core::ffi::c_str::* alloc::ffi::c_str::* simdutf8::* encoding_rs::*
      arrayvec::array_string::* string_cache::* core::num::parse* zmij::* strsim::* textwrap::* heck::* indoc::*
      std::ffi::* hex_literal::* ngx_sprintf* ngx_vslprintf* ngx_snprintf* sdscat* sdsnew* sdslen* apr_vformatter*
      rapidfuzz::* strtol* strtoul* strtod* strtof* tolower toupper
    `),
    note: 'C strings, printf, iostreams, fmt, Rust str and String',
  },
  {
    kind: 'map',
    names: words(`
      std::_Hashtable* std::__detail::_* std::unordered_map* std::unordered_set* std::__detail::* std::map*
      std::set* std::multimap* std::multiset* std::_Rb_tree* std::_Hash_bytes std::_Fnv_hash_bytes std::hash*
      std::__hash* std::tr1::_* std::_Hash_impl* std::equal_to* std::unordered_multimap* absl::container_internal::*
      absl::flat_hash* absl::node_hash* absl::btree* absl::hash_internal::* absl::raw_hash* folly::F14*
      folly::f14::* tsl::* robin_hood::* ska::* phmap::* ankerl::* boost::unordered* boost::container::*
      google::dense_hash* google::sparse_hash* std::__1::__hash_table* std::__1::__tree* std::__1::unordered*
      std::__1::map* dict_find* dictFind* dictAdd* siphash dictGenHash* std::collections::* hashbrown::*
      alloc::collections::btree::* alloc::collections::BTree* alloc::collections::linked_list*
      alloc::collections::vec_deque* indexmap::* dashmap::* core::hash::* std::hash::* SipHasher* siphasher::*
      ahash::* fxhash::* rustc_hash::* fnv::* foldhash::* im::* rpds::* phf::* lru::* moka::* quick_cache::*
      evmap::* scc::* papaya::* nohash_hasher::* hash_hasher::* collections::hash::* petgraph::* slotmap::*
      radix_trie::* patricia_tree::* equivalent::*
    `),
    note: 'hash tables and trees, and the hashing of keys',
  },
  {
    kind: 'sort',
    names: words(`
      qsort* msort_with_tmp* bsearch __bsearch std::sort* std::__sort* std::__introsort* std::__insertion_sort*
      std::__unguarded* std::__final_insertion* std::__move_median* std::__adjust_heap* std::__push_heap*
      std::__pop_heap* std::__make_heap* std::__heap_select* std::__partial_sort* std::partial_sort*
      std::stable_sort* std::__stable_sort* std::__merge* std::merge* std::inplace_merge* std::__inplace*
      std::__chunk_insertion* std::__move_merge* std::nth_element* std::priority_queue* std::push_heap*
      std::pop_heap* std::make_heap* std::sort_heap* std::__sort_heap* std::lower_bound* std::__lower_bound*
      std::upper_bound* std::__upper_bound* std::binary_search* std::equal_range* std::is_sorted* std::unique*
      std::__unique* std::partition* std::__partition* std::less* std::greater* __gnu_cxx::__ops::*
      std::__insertion* std::max_element* std::min_element* std::__max_element* std::__min_element*
      std::set_intersection* std::set_union* std::set_difference* std::next_permutation* core::slice::sort::*
      alloc::slice::merge_sort* alloc::slice::stable_sort* alloc::slice::insert* core::slice::binary_search*
      alloc::collections::binary_heap* core::slice::partition* rayon::slice::* glidesort::* radsort::*
      boost::sort::* alloc::slice::sort* voracious_radix_sort::* core::slice::select*
    `),
    note: 'qsort, std::sort, heaps',
  },
  {
    kind: 'math',
    names: words(`
      sin sinf cos cosf tan exp expf exp2 log logf log2 log10 pow powf sqrt sqrtf fmod floor ceil round rint lround
      llround cbrt hypot atan atan2 asin acos sinh cosh tanh fma trunc __sin_* __cos_* __pow* __ieee754_* __sin*
      __cos* __tan* __atan* __sqrt* __fmod* __floor* __ceil* __round* __rint* __trunc* __math_* __fma* rand random
      srand rand_r random_r __random* drand48 lrand48 erand48 __udivti3 __umodti3 __divti3 __modti3 __multi3
      __udivmodti4 __addtf3 __multf3 __subtf3 __divtf3 __floattidf __gmp* mpz_* mpn_* mpf_* mpq_* mpfr_*
      core::f64::* core::f32::* std::f64::* std::f32::* compiler_builtins::* libm::* num_bigint::* num_integer::*
      num_traits::* num_rational::* rust_decimal::* bigdecimal::* rand::* rand_core::* rand_chacha::* rand_pcg::*
      fastrand::* getrandom::* oorandom::* nalgebra::* ndarray::* matrixmultiply::* std::mersenne_twister*
      std::uniform_* std::normal_distribution* std::generate_canonical* std::random_device*
      std::linear_congruential* std::complex* std::discrete_distribution* std::bernoulli* std::pow* std::sqrt*
      std::log* std::accumulate* std::inner_product* std::gcd* std::__gcd* boost::multiprecision::* arma::*
      boost::math::* boost::random::* ruint::* primitive_types::* crypto_bigint::* rug::* dashu* fixed::*
      ordered_float::* num_complex::* statrs::* glam::* Eigen::* cblas_* dgemm_* sgemm_* openblas_* __exp* __log*
      core::num::bignum::* core::num::diy_float::* core::num::imp::*
    `),
    modules: words('libm.so* libm-* libgmp.so* libmpfr.so* libopenblas.so* libblas.so* liblapack.so*'),
    note: 'libm, GMP, numeric crates',
  },
  {
    kind: 'time',
    names: words(`
      clock_gettime* __clock_gettime* gettimeofday* __gettimeofday* time __vdso_* localtime* gmtime* mktime*
      strftime* __offtime* timegm* __strftime* __localtime* std::chrono::* std::time::* chrono::* time::* quanta::*
      minstant::* jiff::* absl::Now* absl::GetCurrentTimeNanos* absl::time_internal::* absl::Time* absl::UnixNanos*
      std::sys::time::* std::sys::pal::unix::time::* std::sys::unix::time::* coarsetime::* clock difftime
      ngx_time_update* core::time::* __tzfile_* __tz_* tzset* tzfile_* __tzset*
    `),
    modules: words('[vdso]* linux-vdso*'),
    note: 'clocks and calendars',
  },
  {
    kind: 'refcount',
    names: words(`
      std::shared_ptr* std::__shared_ptr* std::__shared_count* std::_Sp_counted* std::weak_ptr* std::__weak_*
      std::enable_shared_from* std::make_shared* std::allocate_shared* boost::shared_ptr*
      boost::detail::shared_count* boost::detail::sp_counted* boost::intrusive_ptr* alloc::sync::Arc* alloc::rc::*
      triomphe::* alloc::sync::* __gnu_cxx::__exchange_and_add* __gnu_cxx::__atomic_add* arc_swap::* bytes::bytes::*
      objc_retain* objc_release* swift_retain* swift_release* g_object_ref* g_object_unref*
    `),
    note: 'shared pointers, Arc, Rc',
  },
  {
    kind: 'json',
    names: words(`
      serde_json::* nlohmann::* Json::* rapidjson::* boost::json::* json_object_* json_tokener_* cJSON_* jansson_*
      json_loads* json_dumps* jsoncpp* folly::json::* folly::parseJson* folly::toJson* folly::dynamic* QJson*
      picojson::* json11::* miniserde::json::* json::* tinyjson::* nanoserde::* yajl_* jv_*
    `),
    note: 'JSON libraries',
  },
  {
    kind: 'json-fast',
    names: words(`
      simdjson::* simd_json::* sonic_rs::* yyjson_* glz::* sonic_json::* json_escape_simd::* sonic_number::*
      sonic_simd::*
    `),
    note: 'simdjson and others made for speed',
  },
  {
    kind: 'protobuf',
    names: words(`
      google::protobuf::* prost::* protobuf::* quick_protobuf::* upb_* _upb_* protozero::* buffa::* micropb::*
    `),
    methods: words(`
      _InternalSerialize _InternalParse ByteSizeLong SerializeWithCachedSizes* MergePartialFromCodedStream
      InternalSerializeWithCachedSizes* MergeFromString SerializeToString SerializeToArray ParseFromArray
      ParseFromString encode_raw merge_field encoded_len encode_length_delimited
    `),
    modules: words('libprotobuf*'),
    note: 'protobuf and prost',
  },
  {
    kind: 'serialization',
    names: words(`
      serde::* serde_core::* bincode::* rmp_serde::* rmp::* ciborium* serde_yaml* serde_xml* quick_xml::*
      roxmltree::* toml* postcard::* rkyv::* borsh::* csv::* csv_core::* erased_serde::* flatbuffers::*
      flexbuffers::* msgpack::* capnp::* kj::* apache::thrift::* avro::* apache_avro::* parquet::* arrow* cereal::*
      boost::serialization::* boost::archive::* YAML::* tinyxml2::* xmlParse* xmlSAX* xmlText* xmlNew* pugi::* XML_*
      mpack_* msgpack_* bson::* ron::* serde_urlencoded::* serde_qs::* speedy::* bitcode::* dbus_message* asn1*
      zerocopy::* serde_path_to_error::* typetag::* minicbor::* rasn::* abomonation::* xmlFree* xml_rs::*
      serde_with::* struct_pack::*
    `),
    modules: words('libxml2* libyaml* libexpat* libthrift*'),
    note: 'serde, bincode, XML, YAML and the like',
  },
  {
    kind: 'base64',
    names: words(`
      base64::* data_encoding::* hex::* base64_* b64_* faster_hex::* base64_simd::* const_hex::* bs58::* base16ct::*
      base64ct::* EVP_EncodeBlock EVP_DecodeBlock EVP_EncodeUpdate EVP_DecodeUpdate ngx_encode_base64*
      ngx_decode_base64* absl::Base64* absl::BytesToHexString absl::HexStringToBytes vb64::* hex_simd::*
    `),
    note: 'base64 and hex',
  },
  {
    kind: 'regexp',
    names: words(`
      regex::* regex_automata::* regex_syntax::* regex_lite::* fancy_regex::* pcre2_* pcre_* re2::* onig*
      std::regex* std::__cxx11::basic_regex* std::__cxx11::regex* std::__cxx11::match_results*
      std::__detail::_Executor* std::__detail::_NFA* std::__detail::_Compiler* std::__detail::_Scanner*
      std::__detail::_BracketMatcher* std::__detail::_AnyMatcher* std::__detail::_CharMatcher*
      std::__detail::__regex* std::__detail::_StateSeq* boost::re_detail* boost::regex* regexec regcomp re_compile*
      re_acquire* transit_state* check_matching* sift_states* build_trtable* hs_scan* roseRunProgram* nfaExec*
      onigmo* QRegularExpression* jit_machine_stack_exec* ctre::* srell::* re_search* re_match*
    `),
    modules: words('libpcre* libre2* libonig* libhs.so*'),
    note: 'regex engines',
  },
  {
    kind: 'crypto',
    names: words(`
      EVP_* SSL_* tls1_* ssl3_* AES_* aesni_* sha256_* sha512_* SHA1_* SHA256_* SHA512_* MD5_* sha256 sha1 ecp_*
      EC_* ECDSA_* BN_* RSA_* CRYPTO_* ossl_* OPENSSL_* ChaCha20_* chacha20_* poly1305_* ghash_* HMAC_* RAND_* DRBG*
      drbg_* x25519* X25519* ED25519* ASN1_* X509_* x509_* d2i_* i2d_* PEM_* BIO_* ERR_* OBJ_* PKCS* DH_* DSA_*
      provider_* evp_* rustls::* ring::* ring_core_* aws_lc* sha2::* sha1::* sha3::* md5::* md_5::* blake2::*
      blake3::* aes::* aes_gcm::* chacha20* poly1305::* p256::* k256::* rsa::* hmac::* digest::* bcrypt::* argon2::*
      webpki::* openssl::* native_tls::* Botan::* CryptoPP::* mbedtls_* gnutls_* nettle_* gcry_* _gcry_* wolfSSL_*
      crypto_* sodium_* blst_* secp256k1_* jsonwebtoken::* x509_parser::* rustls_pki* KeccakF1600* keccak*
      __KeccakF* vpaes_* bsaes_* gfmul* GFp_* fiat_* block_buffer::* subtle::* pbkdf2::* scrypt::* crypt_blowfish*
      BF_crypt* BF_* DES_* SM3_* SM4_* local_sk_* CMAC_* collect_all_decoders collect_decoder* OSSL_* do_sigver*
      ecdsa_* ecdh_* ecx_* CONF_* namemap_* int_ctx_new lh_* construct_decoder* bn_* ssl_* tls_* gcm_* sha1_block*
      sha256_block* sha512_block* md5_block* aes_* ed25519::* ed25519_dalek::* curve25519_dalek::* ec_GFp*
      decoder_process* sk_X509* asn1_item* asn1_template* rsa_ossl*
    `),
    modules: words(`
      libcrypto* libssl* libgnutls* libnettle* libgcrypt* libmbed* libsodium* libnss3* libsoftokn* libfreebl*
      libhogweed*
    `),
    note: 'OpenSSL, ring, RustCrypto and others',
  },
  {
    kind: 'compress',
    names: words(`
      deflate* inflate* longest_match* fill_window compress_block build_tree* _tr_* ZSTD_* zstd::* zstd_safe::*
      zstd_sys::* HUF_* FSE_* LZ4_* LZ4F_* lz4::* lz4_flex::* lz4_sys::* snappy::* snap::* snappy_* Brotli*
      brotli::* brotli_* flate2::* miniz_oxide::* libz_* zlib_rs::* libdeflate* BZ2_* bzip2::* lzma_* xz2::*
      LzmaEnc* LzmaDec* tdefl_* tinfl_* isal_* slide_hash* Cr_z_* libdeflater::* async_compression::* png_* jpeg_*
      WebP* VP8* image::codecs::* jsimd_* stbi_* zng_* alloc_no_stdlib::* weezl::* png::* zune_* jpeg_decoder::*
      jpeg_encoder::* heif_* opj_* aom_* dav1d_* x264_* zip::* tar::* fdeflate::* ruzstd::* ZopfliDeflate* gzread*
      gzwrite* uncompress compress2 mz_deflate* mz_inflate* zopfli::*
    `),
    modules: words(`
      libz.so* libzstd* liblz4* libbrotli* libsnappy* libbz2* liblzma* libdeflate* libpng* libjpeg* libturbojpeg*
      libwebp*
    `),
    note: 'zlib, zstd, lz4, brotli, images',
  },
  {
    kind: 'hash',
    names: words(`
      crc32* adler32* XXH* xxh3* crc32fast::* crc::* adler::* adler2::* simd_adler32::* twox_hash::* xxhash_rust::*
      murmur3* MurmurHash* CityHash* cityhash* farmhash* FarmHash* highway::* wyhash* t1ha* metrohash* MetroHash*
      SpookyHash* seahash::* gxhash::* rapidhash* absl::crc_internal::* folly::hash::* boost::hash* crc16* crc64*
    `),
    note: 'checksums and fast hashes',
  },
  {
    kind: 'log',
    names: words(`
      spdlog::* google::LogMessage* google::LogDestination* absl::log_internal::* boost::log::* log4cplus::* log::*
      env_logger::* tracing::* tracing_core::* tracing_subscriber::* tracing_log::* slog::* fern::* simplelog::*
      log4rs::* metrics::* metrics_exporter* prometheus::* prometheus_client::* opentelemetry* syslog* vsyslog*
      __vsyslog* ngx_log_* ngx_http_log_* serverLog* sentry* flexi_logger::* tracing_appender::* plog::* quill::*
      folly::Log* glog*
    `),
    note: 'logs, metrics, traces',
  },
  {
    kind: 'sync',
    names: words(`
      pthread_mutex_* __pthread_mutex_* pthread_cond_* __pthread_cond_* pthread_rwlock_* __pthread_rwlock_*
      pthread_spin_* pthread_once* __pthread_once* ___pthread_* sem_* __new_sem_* __lll_* lll_* futex_wait*
      futex_wake* __futex_abstimed* pthread_barrier_* pthread_getspecific pthread_setspecific __pthread_getspecific
      __tls_get_addr* std::mutex* std::lock_guard* std::unique_lock* std::shared_mutex* std::shared_lock*
      std::condition_variable* std::_V2::condition* std::atomic* std::__atomic* std::recursive_mutex*
      std::scoped_lock* std::call_once* std::future* std::promise* std::__future_base* std::shared_timed*
      std::timed_mutex* std::counting_semaphore* std::latch* std::barrier* absl::Mutex* absl::CondVar*
      absl::synchronization_internal::* absl::base_internal::SpinLock* absl::base_internal::* boost::mutex*
      boost::condition* boost::lockfree::* tbb::* moodycamel::* folly::SharedMutex* folly::MPMC* folly::Baton*
      folly::LifoSem* folly::detail::Futex* __cxa_guard_* parking_lot::* parking_lot_core::* lock_api::*
      std::sync::* std::sys::sync::* std::sys_common::* std::thread::local* std::sys::thread_local::*
      std::sys::unix::locks::* std::sys::pal::unix::futex::* crossbeam* flume::* kanal::* spin::* once_cell::*
      core::sync::* async_lock::* event_listener::* concurrent_queue::* async_channel::* tokio::sync::*
      futures_channel::* lazy_static::* thread_local::* loom::* ngx_shmtx_* std::thread::park* futures_util::lock::*
      rtrb::* sharded_slab::* omp_* GOMP_* __kmp_* __pthread_* pthread_*
    `),
    modules: words('libgomp* libtbb* libiomp5*'),
    note: 'pthreads, std and crates: locks, channels, atomics',
  },
  {
    kind: 'sched',
    names: words(`
      sched_yield __sched_yield pthread_create* __pthread_create* pthread_join* pthread_exit* nanosleep*
      __nanosleep* clock_nanosleep* __clock_nanosleep* usleep sleep std::this_thread::* std::thread* std::jthread*
      std::async* tokio::* tokio_util::* tokio_stream::* futures* async_std::* async_task::* async_executor::*
      async_global_executor::* smol::* mio::* polling::* rayon::* rayon_core::* std::thread::* std::sys::thread::*
      std::sys::pal::unix::thread::* actix_rt::* actix::* glommio::* monoio::* embassy* boost::asio::*
      boost::fibers::* boost::context::* boost::coroutines* asio::* event_base_* event_process* event_active*
      epoll_dispatch evmap_* ev_run* uv_* uv__* folly::EventBase* folly::futures::* folly::Executor*
      folly::fibers::* folly::Future* folly::coro::* folly::ThreadPool* aeProcessEvents aeMain ngx_process_events*
      ngx_epoll_* ngx_worker_* ngx_event_* seastar::* bthread::* butil::* QEventLoop* QEventDispatcher* g_main_*
      cppcoro::* std::coroutine* swapcontext makecontext setcontext getcontext async_io::* threadpool::*
      pin_project*
    `),
    note: 'threads, executors, event loops',
  },
  {
    kind: 'net',
    names: words(`
      getaddrinfo* gaih_* freeaddrinfo inet_ntop inet_pton* inet_addr* gethostby* __res_* tokio::net::* std::net::*
      std::sys::net::* std::sys_common::net::* socket2::* mio::net::* async_net::* trust_dns* hickory* ares_*
      boost::asio::ip::* evbuffer_* bufferevent_* core::net::* ngx_recv* ngx_send* ngx_unix_* ngx_linux_* zmq::*
      quiche::* msquic* ipnet::* if_nametoindex tokio::io::* folly::AsyncSocket* folly::IOBuf* folly::SocketAddress*
      anetRead* connSocket*
    `),
    note: 'sockets and names',
  },
  {
    kind: 'io',
    names: words(`
      fopen* fclose fread* fwrite* fgets* fgetc* ungetc fflush* fseek* ftell* rewind setvbuf getline* getdelim* feof
      ferror freopen* fdopen* _IO_* __overflow __underflow __uflow new_do_write opendir* readdir* closedir*
      __readdir* realpath* __realpath* tmpfile* mkstemp* nftw* fts_* std::basic_filebuf* std::basic_ofstream*
      std::basic_ifstream* std::basic_fstream* std::filesystem::* std::__basic_file* std::io::* std::fs::*
      std::path::* std::env::* std::os::* std::sys::fs::* std::sys::pal::* std::sys::unix::* std::sys::io::*
      std::sys::fd::* std::sys::* std::process::* tokio::fs::* memmap2::* memmap::* walkdir::* ignore::* globset::*
      tempfile::* notify::* std::experimental::filesystem::* boost::filesystem::* boost::iostreams::* core::io::*
      same_file::* camino::* rustix::* nix::* libc::* fs_err::* os_str_bytes::* __gnu_cxx::stdio_* std::print*
      ngx_output_chain* ngx_writev* ngx_read_file* ngx_open_file* getc getc_unlocked getchar* glob glob64
    `),
    note: 'stdio, file systems, std::io',
  },
  {
    kind: 'syscall',
    names: words(`
      syscall read write open openat close pread* pwrite* readv writev lseek lseek64 stat fstat lstat fstatat* statx
      access poll ppoll select pselect epoll_wait epoll_pwait* epoll_ctl epoll_create* socket bind listen accept
      accept4 connect send sendto sendmsg sendmmsg recv recvfrom recvmsg recvmmsg shutdown setsockopt getsockopt
      getsockname getpeername mmap mmap64 munmap mprotect madvise mremap fcntl fcntl64 ioctl fsync fdatasync
      ftruncate* rename* unlink* mkdir* rmdir dup dup2 dup3 pipe pipe2 fork vfork execve* wait4 waitpid kill getpid
      gettid getrandom sched_getaffinity sched_setaffinity prctl eventfd* eventfd_write eventfd_read timerfd_*
      inotify_* io_uring_* sendfile* splice* tee uname sysinfo getrusage getuid sigaction* sigprocmask*
      __sigprocmask raise __restore_rt __syscall* __read __write __open* __close* __send* __recv* __poll* __ppoll*
      __select* __epoll_wait* __libc_read __libc_write __libc_send* __libc_recv* __libc_open* __libc_close*
      __libc_fcntl* __libc_accept* __libc_connect* __mmap* __munmap* __mprotect* __madvise* __mremap* __ioctl*
      __fcntl* __fxstat* __xstat* __lxstat* __fstat* __stat* __lseek* __pread* __pwrite* __writev* __readv*
      __access* __connect* __accept* __fork* __execve* __syscall_cancel* __internal_syscall_cancel* _Fork arch_fork
      __getpid __gettid __socket* __bind* __fdatasync* __fsync* __unlink* __rename* __ftruncate* __dup* __pipe*
      __getrandom* __sched_get* __wait4* __waitpid* __kill* __sigaction* _exit exit_group __libc_sigaction*
      linux_raw_sys* sc::*
    `),
    note: "libc's stubs of system calls",
  },
  {
    kind: 'rpc',
    names: words(`
      hyper::* hyper_util::* h2::* h3::* tonic::* tower* axum* actix_web::* actix_http::* actix_server::*
      actix_service::* actix_router::* warp::* rocket::* reqwest::* http::* http_body* httparse::* headers::*
      isahc::* ureq::* surf::* grpc::* grpc_* grpcio::* grpc_core::* tarpc::* quinn* curl_* Curl_* nghttp2_*
      nghttp3_* llhttp_* http_parser_* boost::beast::* drogon::* Pistache::* crow::* httplib::* cpprest::*
      web::http::* brpc::* proxygen::* envoy::* Envoy::* ngx_http_* evhttp_* restbed::* oatpp::* cinatra::*
      wangle::* mg_http* MHD_* tungstenite::* tokio_tungstenite::* websocketpp::* uWS::* pingora* matchit::* mime::*
      cookie::* salvo* poem::* tide::* async_h1::* httpdate::* h3i::* multer::* lws_* cpr::* aws_http* hyper_tls::*
      tokio_native_tls::* ap_process_request* ap_run_* hyper_rustls::*
    `),
    modules: words('libcurl* libnghttp2* libgrpc*'),
    note: 'HTTP, gRPC, frameworks',
  },
  {
    kind: 'db',
    names: words(`
      sqlite3* sqlx* diesel::* rusqlite::* tokio_postgres::* mysql* redis::* mongodb::* rocksdb::* leveldb::* lmdb*
      mdb_* sled::* PQ* rdkafka::* rd_kafka_* sea_orm::* sea_query::* deadpool* bb8* r2d2::* hiredis* redisCommand*
      redisGetReply* redisReader* pqxx::* cass_* datastax::* scylla::* elasticsearch::* aws_sdk* mongocxx::*
      bsoncxx::* mongoc_* tantivy::* redb::* fdb_* duckdb::* surrealdb::* heed::* WT_* __wt_* aws_smithy* cppdb::*
      soci::* postgres::* postgres_protocol::* postgres_types::*
    `),
    modules: words('libpq* libmysqlclient* libmariadb* libsqlite3* librocksdb* libhiredis* librdkafka*'),
    note: 'databases and drivers',
  },
  {
    kind: 'load',
    names: words(`
      _dl_* do_lookup_x check_match dlopen* dlsym* __dlopen* __dlsym* dl_main elf_machine_* elf_get_dynamic*
      __libc_csu_init __libc_init* call_init* _init _fini __do_global* register_tm* deregister_tm* frame_dummy
      __cxa_atexit __cxa_finalize* exit __run_exit_handlers __libc_early_init* rtld_* openaux handle_preload*
      open_verify* std::sys::pal::unix::init* init_cacheinfo* __libc_setup_tls* sysconf* getenv* setenv* __sysconf*
      getauxval* __getauxval* dl_iterate_phdr dl_open_worker*
    `),
    modules: words('ld-linux* ld-musl* ld-2* libdl.so*'),
    note: 'dynamic linker, start and end, environment',
  },
  {
    kind: 'profiler',
    role: 'profiler',
    names: words(`
      ProfileHandler* ProfileData* CpuProfiler::* prof_handler* pprof::* ProfilerStart* HeapProfiler* MallocHook*
      prof_backtrace* prof_tctx* __gmon* mcount __fentry__ _mcount __gcov_* llvm_gcda* __llvm_profile* tracy::*
      puffin::*
    `),
    modules: words('libprofiler.so* libasyncProfiler*'),
    note: 'profilers built into programs',
  },
  {
    kind: 'caller',
    names: words(`
      std::* __gnu_cxx::* core::* alloc::* __cxxabiv1::* _Unwind_* __cxa_* __gxx_personality* _ZSt* unwind::*
      __gcc_personality* rust_begin_unwind rust_panic* rust_eh_personality std::panicking::* std::panic::* gimli::*
      addr2line::* __rustc* rustc_demangle* start_thread __libc_start_main* __libc_start_call_main _start clone
      clone3 __clone* std::rt::* lang_start* boost::* absl::* folly::* itertools::* either::* smallvec::*
      arrayvec::* anyhow::* thiserror::* bitflags::* byteorder::* static_assertions::* cfg_if::* __stack_chk_fail*
      __chk_fail* __longjmp* setjmp* _setjmp* __sigsetjmp* longjmp* dynamic_cast* fedisableexcept abort
      __assert_fail* __errno_location* execute_cfa* read_encoded* linear_search_fdes* search_object* init_object*
      classify_object* get_cie* base_from_* __register_frame* __deregister_frame* collections::* memoffset::*
      zerofrom::* generic_array::* typenum::* derive_more::* nohash::* tinyvec::* heapless::* __x86_get_pc_thunk*
      __x86_indirect_thunk* ___tls_* std_detect::* __nss_* eyre::* num_cpus::* uw_init* uw_frame* uw_update*
      backtrace::* __rust_begin* __rust_end* __rust_maybe* __rust_try* clap::* clap_builder::* std::sys::backtrace*
      core::num::* core::cmp::* core::clone::*
    `),
    note: 'templates and generic code compiled into the caller, unwinding, thread starts',
  },
];
