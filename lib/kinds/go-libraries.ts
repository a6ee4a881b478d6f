/** Go's standard library and well-known modules. Import paths end in "." for one package, in "/" for all below. */
import { type KindRule, words } from './rule.js';

export const GO_LIBRARIES: readonly KindRule[] = [
  {
    kind: 'alloc',
    names: words('unsafe.String*'),
    note: 'objects, slices, stacks and the page heap; the heap profile that samples them',
  },
  {
    kind: 'map',
    names: words('maps.* hash/maphash.* unique.* internal/concurrent.*'),
    note: 'maps with buckets until 1.23, Swiss tables from 1.24, and the hashing of keys',
  },
  {
    kind: 'strings',
    names: words(`
      fmt.* strconv.* internal/strconv.* strings.* bytes.* unicode.* unicode/* internal/stringslite.* text/* html.*
      html/* mime.* mime/quotedprintable.* internal/itoa.* internal/fmtsort.* encoding/csv.* net/url.* path.*
      golang.org/x/text/* vendor/golang.org/x/text/* github.com/valyala/quicktemplate* encoding.* internal/bisect.*
      internal/godebug.* internal/godebugs.* github.com/google/uuid.* github.com/valyala/bytebufferpool.*
    `),
    note: 'fmt, strconv, strings, bytes, Unicode, templates, URLs',
  },
  {
    kind: 'sched',
    names: words('github.com/panjf2000/ants*'),
    note: "runnable queues, parking, timers, and the runtime's own locks",
  },
  {
    kind: 'sync',
    names: words(`
      sync.* sync/errgroup.* internal/sync.* golang.org/x/sync/* internal/race.* internal/synctest.*
      github.com/puzpuzpuz/xsync*
    `),
    note: 'mutexes, channels, wait groups, pools',
  },
  {
    kind: 'net',
    names: words(`
      internal/poll.* net.* net/netip.* net/internal/* vendor/golang.org/x/net/dns/* golang.org/x/sys/*
      github.com/cloudwego/netpoll* internal/singleflight.* vendor/golang.org/x/net/route* golang.org/x/net/ipv4.*
      golang.org/x/net/ipv6.* github.com/miekg/dns.*
    `),
    note: 'pollers, sockets and addresses',
  },
  {
    kind: 'io',
    names: words(`
      os.* os/* io.* io/* bufio.* internal/filepathlite.* path/filepath.* internal/oserror.* archive/* embed.*
      internal/saferio.* internal/syscall/unix.* internal/syscall/execenv.* github.com/fsnotify/fsnotify*
    `),
    note: 'files, pipes, buffered streams',
  },
  {
    kind: 'syscall',
    names: words('syscall.* internal/syscall*'),
    note: 'stubs of system calls, and telling the scheduler of them',
  },
  {
    kind: 'json',
    names: words(`
      encoding/json.* encoding/json/* json.* github.com/go-json-experiment/* internal/jsonflags.*
      internal/jsonopts.*
    `),
    methods: words('MarshalJSON UnmarshalJSON MarshalJSONTo UnmarshalJSONFrom'),
    note: 'encoding/json, and methods that it calls',
  },
  {
    kind: 'json-fast',
    names: words(`
      github.com/bytedance/sonic* github.com/json-iterator/go* github.com/goccy/go-json* github.com/mailru/easyjson*
      github.com/segmentio/encoding/json* github.com/valyala/fastjson* github.com/buger/jsonparser*
      github.com/tidwall/gjson* github.com/tidwall/sjson* github.com/minio/simdjson-go*
      github.com/cloudwego/base64x* github.com/francoispqt/gojay* github.com/pquerna/ffjson* github.com/modern-go/*
    `),
    methods: words('MarshalEasyJSON UnmarshalEasyJSON MarshalJSONBuf'),
    note: 'libraries made to be faster than encoding/json',
  },
  {
    kind: 'protobuf',
    names: words(`
      google.golang.org/protobuf/* github.com/golang/protobuf/* github.com/gogo/protobuf/*
      github.com/planetscale/vtprotobuf/* google.golang.org/grpc/encoding/proto* github.com/bufbuild/protocompile*
    `),
    methods: words(`
      XXX_Marshal XXX_Unmarshal XXX_Size XXX_Merge ProtoSize ProtoReflect MarshalVT UnmarshalVT SizeVT MarshalToVT
      MarshalToSizedBuffer* MarshalTo UnmarshalVTUnsafe
    `),
    note: 'libraries and generated code',
  },
  {
    kind: 'serialization',
    names: words(`
      encoding/gob.* encoding/xml.* encoding/binary.* encoding/asn1.* encoding/pem.* github.com/vmihailenco/*
      gopkg.in/yaml* github.com/tinylib/msgp* github.com/ugorji/go/* github.com/apache/thrift/*
      github.com/cloudwego/frugal* github.com/hamba/avro* github.com/linkedin/goavro* github.com/fxamacker/cbor*
      sigs.k8s.io/yaml* go.yaml.in/* github.com/goccy/go-yaml* github.com/pelletier/go-toml*
      github.com/BurntSushi/toml* github.com/google/flatbuffers* github.com/apache/arrow/*
      github.com/cloudwego/dynamicgo* go.mongodb.org/mongo-driver/bson* go.mongodb.org/mongo-driver/v2/bson*
      github.com/mitchellh/mapstructure*
    `),
    methods: words(`
      MarshalMsg UnmarshalMsg EncodeMsg DecodeMsg Msgsize MarshalXML UnmarshalXML MarshalYAML UnmarshalYAML
      GobEncode GobDecode
    `),
    note: 'other formats',
  },
  {
    kind: 'base64',
    names: words(`
      encoding/base64.* encoding/hex.* encoding/base32.* encoding/ascii85.* github.com/btcsuite/btcutil/base58*
    `),
    note: 'bytes as text',
  },
  {
    kind: 'rpc',
    names: words(`
      net/http.* net/http/* net/rpc.* net/rpc/* net/textproto.* net/mail.* net/smtp.* mime/multipart.*
      google.golang.org/grpc.* google.golang.org/grpc/* golang.org/x/net/http2* golang.org/x/net/http/*
      golang.org/x/net/trace* vendor/golang.org/x/net/http/* vendor/golang.org/x/net/http2/*
      vendor/golang.org/x/net/idna* golang.org/x/net/idna* golang.org/x/net/websocket* github.com/valyala/fasthttp*
      github.com/cloudwego/kitex* github.com/cloudwego/hertz* github.com/gin-gonic/* github.com/labstack/*
      github.com/go-chi/* github.com/gorilla/* github.com/gofiber/* connectrpc.com/* github.com/quic-go/*
      github.com/julienschmidt/httprouter* github.com/twitchtv/twirp* github.com/grpc-ecosystem/* storj.io/drpc*
      github.com/smallnest/rpcx* net/http/httputil.*
    `),
    note: 'servers, clients, routers, framing',
  },
  {
    kind: 'profiler',
    role: 'profiler',
    names: words(`
      net/http/pprof.* runtime/trace.* github.com/google/pprof/* runtime/metrics.* internal/profilerecord.*
      github.com/felixge/fgprof* runtime/pprof.*
    `),
    note: 'taking, writing and serving profiles',
  },
  {
    kind: 'regexp',
    names: words('regexp.* regexp/* github.com/dlclark/regexp2* github.com/wasilibs/go-re2*'),
    note: 'regular expressions',
  },
  {
    kind: 'reflect',
    names: words('reflect.* internal/reflectlite.* internal/abi.*'),
    note: 'reflect, and finding methods of interfaces',
  },
  {
    kind: 'crypto',
    names: words(`
      crypto.* crypto/* golang.org/x/crypto/* vendor/golang.org/x/crypto/* golang.org/x/oauth2*
      github.com/golang-jwt/* filippo.io/* internal/chacha8rand.* github.com/cloudflare/circl/*
      github.com/decred/dcrd/* github.com/ethereum/go-ethereum/crypto* github.com/minio/sha256-simd*
    `),
    note: 'secure hashes, ciphers, signatures, TLS',
  },
  {
    kind: 'compress',
    names: words(`
      compress/* internal/zstd.* image/png* image/jpeg* image/gif* github.com/klauspost/compress/*
      github.com/golang/snappy* github.com/pierrec/lz4* github.com/andybalholm/brotli* github.com/DataDog/zstd*
      github.com/valyala/gozstd* github.com/klauspost/pgzip*
    `),
    note: 'gzip, zstd, snappy, lz4, brotli',
  },
  {
    kind: 'hash',
    names: words(`
      hash.* hash/* github.com/cespare/xxhash* github.com/zeebo/xxh3* github.com/spaolacci/murmur3*
      github.com/dgryski/go-farm* github.com/OneOfOne/xxhash* github.com/cespare/xxhash/v2.*
    `),
    note: 'checksums and fast hashes',
  },
  {
    kind: 'log',
    names: words(`
      log.* log/* go.uber.org/zap* github.com/sirupsen/logrus* github.com/rs/zerolog* github.com/prometheus/*
      go.opentelemetry.io/* go.opencensus.io/* expvar.* k8s.io/klog* github.com/go-logr/* github.com/getsentry/*
      github.com/DataDog/datadog-go/* github.com/hashicorp/go-hclog* gopkg.in/DataDog/dd-trace-go*
      github.com/DataDog/dd-trace-go*
    `),
    note: 'logs, metrics, traces',
  },
  {
    kind: 'sort',
    names: words(`
      sort.* slices.* container/* cmp.* github.com/google/btree* golang.org/x/exp/slices.* iter.*
      github.com/tidwall/btree*
    `),
    note: 'sorting, heaps, ordered lists',
  },
  {
    kind: 'math',
    names: words(`
      math.* math/* image.* image/* github.com/shopspring/decimal* gonum.org/* golang.org/x/exp/rand*
      github.com/ericlagergren/decimal* github.com/cockroachdb/apd* github.com/holiman/uint256*
    `),
    note: 'big numbers, functions, random numbers',
  },
  {
    kind: 'time',
    names: words('time.* vendor/golang.org/x/time* golang.org/x/time/*'),
    note: 'clocks and calendars',
  },
  {
    kind: 'compile',
    names: words(`
      go/* github.com/google/cel-go/* github.com/dop251/goja* github.com/yuin/gopher-lua*
      github.com/tetratelabs/wazero* github.com/expr-lang/expr* golang.org/x/tools/*
    `),
    note: 'parsers, and interpreters of other languages',
  },
  {
    kind: 'load',
    names: words('plugin.* debug/*'),
    note: 'plugins and object files',
  },
  {
    kind: 'db',
    names: words(`
      database/sql* github.com/jackc/* github.com/lib/pq* github.com/go-sql-driver/* github.com/redis/*
      github.com/go-redis/* go.mongodb.org/* gorm.io/* github.com/jmoiron/sqlx* github.com/gomodule/redigo*
      github.com/bradfitz/gomemcache* go.etcd.io/* github.com/mattn/go-sqlite3* github.com/segmentio/kafka-go*
      github.com/IBM/sarama* github.com/Shopify/sarama* github.com/dgraph-io/* github.com/syndtr/goleveldb*
      github.com/cockroachdb/pebble* github.com/gocql/* github.com/aws/aws-sdk-go* github.com/twmb/franz-go*
      github.com/nats-io/*
    `),
    note: 'databases, caches, queues',
  },
  {
    kind: 'caller',
    names: words(`
      sync/atomic.* errors.* context.* testing.* testing/* internal/testlog.* internal/nettrace.* internal/cpu.*
      internal/goarch.* internal/goexperiment.* iter.Pull* internal/byteorder.* internal/asan.* internal/msan.*
      internal/unsafeheader.* internal/goos.* flag.* internal/weak.* weak.* structs.* unsafe.* runtime/cgo.*
      github.com/pkg/errors* sync.runtime_procPin sync.runtime_procUnpin runtime/pprof.Do*
      runtime/pprof.SetGoroutineLabels* runtime/pprof.WithLabels runtime/pprof.Labels runtime/pprof.Label
      runtime/pprof.ForLabels runtime/debug.* github.com/grafana/pyroscope-go*
    `),
    note: 'atomics, accessors, unwinding, defer, errors and contexts: of the kind of whoever asked for it',
  },
];
