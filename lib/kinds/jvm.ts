/** The JVM (HotSpot), the JDK and well-known Java libraries. Java names with dots, native ones as C++ has them. */
import { type KindRule, words } from './rule.js';

export const JVM: readonly KindRule[] = [
  {
    kind: 'gc-barrier',
    names: words('g1_pre_barrier* g1_post_barrier* g1_post_write* g1_pre_write*'),
    note: 'barriers',
  },
  {
    kind: 'alloc',
    names: words(`
      new_instance* new_array* _new_array* _new_instance* fast_new_instance* java.lang.Object.clone
      jdk.internal.misc.Unsafe.allocate* sun.misc.Unsafe.allocate* java.lang.reflect.Array.newArray java.nio.Bits*
    `),
    note: 'objects, arrays, TLABs',
  },
  {
    kind: 'compile',
    role: 'compile',
    names: words('org.graalvm.* jdk.vm.ci.*'),
    note: 'C1, C2, code cache, deoptimization',
  },
  {
    kind: 'interp',
    names: words('Interpreter interpreter'),
    note: 'template interpreter',
  },
  {
    kind: 'mem',
    names: words(`
      StubRoutines* jbyte_arraycopy* jshort_arraycopy* jint_arraycopy* jlong_arraycopy* oop_arraycopy* arrayof_*
      checkcast_arraycopy* unsafe_arraycopy* generic_arraycopy* slow_arraycopy* jbyte_fill* jint_fill* jshort_fill*
      jbyte_disjoint* jshort_disjoint* jint_disjoint* jlong_disjoint* oop_disjoint* java.lang.System.arraycopy
      java.util.Arrays.copyOf* java.util.Arrays.fill* java.util.Arrays.equals* java.lang.StringCoding.*
      java.nio.ByteBuffer* java.nio.HeapByteBuffer* java.nio.DirectByteBuffer* java.nio.*
      jdk.internal.util.ArraysSupport.* acl_CopyRight disjoint_* jdk.internal.foreign.* java.lang.foreign.*
    `),
    note: 'copies and buffers',
  },
  {
    kind: 'dynamic',
    names: [
      ...words(`
        RuntimeStub* java.lang.invoke.* jdk.internal.vm.* java.lang.Class.* java.lang.ClassValue*
        java.lang.Integer.* java.lang.Long.* java.lang.Double.* java.lang.Boolean.* java.lang.Character.*
        java.lang.Byte.* java.lang.Short.* java.lang.Float.* java.lang.Number.* java.lang.Enum.* java.lang.Record.*
        java.lang.Object.* java.lang.runtime.* ic_miss* _resolve* resolve_* call_stub slow_subtype*
        handle_exception* exception_handler* _complete_monitor* _rethrow* forward_exception* unwind_exception*
        throw_* register_finalizer* java.lang.Throwable.* java.lang.Exception.* java.lang.RuntimeException.*
        java.lang.StackTraceElement* java.lang.StackWalker* java.lang.StackStreamFactory* kotlin.* kotlin.jvm.*
        scala.runtime.* scala.Function* groovy.* org.codehaus.groovy.*
      `),
      'vtable stub',
      'itable stub',
      'vtable chunks',
    ],
    note: 'dispatch, boxing, linking, exceptions',
  },
  {
    kind: 'load',
    names: words(`
      java.lang.ClassLoader* jdk.internal.loader.* java.util.jar.* java.lang.Module* jdk.internal.module.*
      sun.launcher.* java.util.ServiceLoader* jdk.internal.jimage.* java.lang.module.* jdk.internal.misc.VM*
      jdk.internal.misc.CDS* java.lang.System.init* jdk.internal.org.objectweb.asm.* org.objectweb.asm.*
      java.net.URLClassLoader* net.bytebuddy.* javassist.*
    `),
    note: 'loading and linking classes',
  },
  {
    kind: 'sched',
    names: words(`
      java.util.concurrent.ThreadPoolExecutor* java.util.concurrent.ForkJoin* java.util.concurrent.FutureTask*
      java.util.concurrent.CompletableFuture* java.util.concurrent.Scheduled* java.util.concurrent.Executors*
      java.util.concurrent.AbstractExecutor* java.lang.Thread.* java.lang.VirtualThread* java.lang.Thread*
      java.util.Timer* jdk.internal.misc.Unsafe.park jdk.internal.misc.Unsafe.unpark sun.misc.Unsafe.park
      sun.misc.Unsafe.unpark jdk.internal.vm.Continuation* reactor.core.scheduler.* io.netty.util.concurrent.*
      kotlinx.coroutines.* akka.dispatch.* akka.actor.* rx.internal.schedulers.* io.reactivex.* scala.concurrent.*
      java.util.concurrent.Executor*
    `),
    note: 'threads and executors',
  },
  {
    kind: 'sync',
    names: words(`
      java.util.concurrent.locks.* java.util.concurrent.Semaphore* java.util.concurrent.CountDownLatch*
      java.util.concurrent.atomic.* java.util.concurrent.LinkedBlocking* java.util.concurrent.ArrayBlocking*
      java.util.concurrent.SynchronousQueue* java.util.concurrent.LinkedTransfer* java.util.concurrent.Exchanger*
      java.util.concurrent.ConcurrentLinked* java.util.concurrent.CyclicBarrier* java.util.concurrent.Phaser*
      java.util.concurrent.DelayQueue* java.util.concurrent.PriorityBlocking*
      java.util.concurrent.LinkedBlockingDeque* java.util.concurrent.* java.lang.Object.wait*
      java.lang.Object.notify* monitorenter* monitorexit* com.lmax.disruptor.* org.jctools.*
      io.netty.util.internal.shaded.org.jctools.* java.lang.ThreadLocal* java.lang.ref.Reference* java.lang.ref.*
      jdk.internal.ref.* jdk.internal.misc.Unsafe.compareAnd* jdk.internal.misc.Unsafe.getAndAdd*
      jdk.internal.misc.Unsafe.getAndSet* fast_lock* fast_unlock* monitor_enter* monitor_exit*
    `),
    note: 'locks, queues, references',
  },
  {
    kind: 'map',
    names: words(`
      java.util.HashMap* java.util.LinkedHashMap* java.util.TreeMap* java.util.concurrent.ConcurrentHashMap*
      java.util.concurrent.ConcurrentSkipList* java.util.Hashtable* java.util.HashSet* java.util.LinkedHashSet*
      java.util.TreeSet* java.util.IdentityHashMap* java.util.WeakHashMap* java.util.EnumMap*
      java.util.ImmutableCollections$Map* java.util.ImmutableCollections$Set* java.util.Map* java.util.AbstractMap*
      java.util.Objects.hash* java.util.Arrays.hashCode* java.lang.Object.hashCode java.lang.String.hashCode
      java.lang.StringLatin1.hashCode java.lang.StringUTF16.hashCode com.google.common.cache.*
      com.github.benmanes.caffeine.* it.unimi.dsi.fastutil.* com.google.common.collect.* org.eclipse.collections.*
      com.carrotsearch.hppc.* java.util.BitSet* gnu.trove.* scala.collection.immutable.* scala.collection.mutable.*
      scala.collection.* io.netty.util.collection.* java.util.Properties* java.util.EnumSet*
      java.util.RegularEnumSet* java.util.concurrent.CopyOnWrite* java.lang.System.identityHashCode
    `),
    note: 'maps and sets',
  },
  {
    kind: 'sort',
    names: words(`
      java.util.TimSort* java.util.ComparableTimSort* java.util.DualPivotQuicksort* java.util.Arrays.sort*
      java.util.Arrays.parallelSort* java.util.Arrays.mergeSort* java.util.Arrays.legacyMergeSort*
      java.util.Arrays.binarySearch* java.util.Collections.sort* java.util.Collections.binarySearch*
      java.util.PriorityQueue* java.util.Comparator* java.util.Comparators* java.util.List.sort
      java.util.ArrayList.sort java.util.stream.SortedOps* java.util.Collections$Reverse*
      java.util.Arrays$LegacyMergeSort* java.util.Arrays$NaturalOrder*
    `),
    note: 'sorting and heaps',
  },
  {
    kind: 'strings',
    names: words(`
      java.lang.String java.lang.String.* java.lang.StringBuilder* java.lang.StringBuffer*
      java.lang.AbstractStringBuilder* java.lang.StringLatin1* java.lang.StringUTF16* java.lang.StringConcatHelper*
      java.lang.CharacterData* java.lang.CharacterName* java.util.Formatter* java.text.* java.util.StringJoiner*
      java.util.StringTokenizer* java.nio.charset.* sun.nio.cs.* java.lang.Integer.parseInt
      java.lang.Integer.toString java.lang.Integer.getChars java.lang.Integer.stringSize
      java.lang.Integer.valueOf_string java.lang.Long.parseLong java.lang.Long.toString java.lang.Long.getChars
      java.lang.Long.stringSize java.lang.Double.parseDouble java.lang.Double.toString java.lang.Float.parseFloat
      java.lang.Float.toString java.util.UUID* jdk.internal.math.* java.net.URI java.net.URI.* java.net.URL*
      java.net.URLDecoder* java.net.URLEncoder* java.util.Locale* sun.util.locale.* java.util.Scanner*
      org.apache.commons.lang* org.apache.commons.text.* freemarker.* org.thymeleaf.* com.samskivert.mustache.*
      com.github.mustachejava.* java.util.ResourceBundle* java.lang.Character.toLowerCase
      java.lang.Character.toUpperCase java.lang.Character.isWhitespace java.lang.Character.digit
      java.lang.CharSequence* java.util.Currency* jdk.internal.icu.* java.lang.StringCoding
      java.lang.CharacterDataLatin1* java.net.URI$* ch.randelshofer.fastdoubleparser.* com.google.common.base.*
      java.lang.Integer.toHexString
    `),
    note: 'strings, formatting, charsets',
  },
  {
    kind: 'base64',
    names: words(`
      java.util.Base64* java.util.HexFormat* org.apache.commons.codec.binary.* sun.misc.BASE64*
      javax.xml.bind.DatatypeConverter*
    `),
    note: 'Base64 and hex',
  },
  {
    kind: 'regexp',
    names: words(`
      java.util.regex.* com.google.re2j.* org.joni.* dk.brics.automaton.* kotlin.text.Regex* scala.util.matching.*
    `),
    note: 'java.util.regex and others',
  },
  {
    kind: 'json',
    names: words(`
      com.fasterxml.jackson.* com.google.gson.* org.json.* javax.json.* jakarta.json.* org.glassfish.json.*
      tools.jackson.* io.circe.* play.api.libs.json.* kotlinx.serialization.json.* org.eclipse.yasson.*
      net.minidev.json.* com.squareup.moshi.* groovy.json.* io.vertx.core.json.* org.json4s.* spray.json.*
      com.jayway.jsonpath.*
    `),
    note: 'Jackson, Gson and the like',
  },
  {
    kind: 'json-fast',
    names: words(`
      com.dslplatform.json.* com.alibaba.fastjson* com.jsoniter.* com.github.plokhotnyuk.jsoniter_scala.*
      io.quarkus.qson.* org.simdjson.* io.avaje.jsonb.*
    `),
    note: 'libraries made for speed',
  },
  {
    kind: 'protobuf',
    names: words(`
      com.google.protobuf.* io.protostuff.* com.squareup.wire.* scalapb.* org.apache.flink.protobuf.*
      io.quarkus.grpc.protobuf.*
    `),
    methods: words('getSerializedSize'),
    note: 'library and generated code',
  },
  {
    kind: 'serialization',
    names: words(`
      java.io.ObjectOutputStream* java.io.ObjectInputStream* java.io.ObjectStreamClass* com.esotericsoftware.kryo*
      org.apache.avro.* org.apache.thrift.* org.msgpack.* org.yaml.snakeyaml.* javax.xml.* org.apache.xerces.*
      com.sun.org.apache.xerces.* com.sun.org.apache.xalan.* com.ctc.wstx.* org.xml.* org.w3c.dom.* org.bson.*
      org.apache.parquet.* org.apache.fury.* org.apache.fory.* de.ruedigermoeller.* com.thoughtworks.xstream.*
      jakarta.xml.* org.dom4j.* org.apache.hadoop.io.* com.opencsv.* org.apache.commons.csv.* upickle.*
      org.codehaus.stax2.* org.nustaq.serialization.* com.google.flatbuffers.* org.apache.arrow.*
      kotlinx.serialization.* com.fasterxml.aalto.* com.sun.xml.*
    `),
    note: 'other formats',
  },
  {
    kind: 'reflect',
    names: words(`
      java.lang.reflect.* sun.reflect.* jdk.internal.reflect.* java.beans.* org.springframework.core.*
      org.springframework.util.* org.springframework.beans.* org.springframework.aop.* org.springframework.cglib.*
      java.lang.annotation.* sun.reflect.annotation.* java.lang.Class.getDeclared* java.lang.Class.getMethod*
      java.lang.Class.getField* java.lang.Class.newInstance java.lang.Class.forName* jdk.proxy* com.sun.proxy.*
      java.lang.invoke.MethodHandleImpl* org.springframework.expression.* org.springframework.objenesis.*
      org.springframework.context.* com.google.inject.*
    `),
    note: 'reflection, proxies, beans',
  },
  {
    kind: 'crypto',
    names: words(`
      javax.crypto.* sun.security.* java.security.* com.sun.crypto.* javax.net.ssl.* org.bouncycastle.*
      io.netty.handler.ssl.* io.netty.internal.tcnative.* aescrypt_* cipherBlockChaining_* sha1_implCompress*
      sha256_implCompress* sha512_implCompress* ghash_processBlocks* counterMode_AESCrypt* md5_implCompress*
      montgomeryMultiply* montgomerySquare* multiplyToLen* squareToLen* org.conscrypt.* com.nimbusds.*
      io.jsonwebtoken.* org.springframework.security.* com.auth0.jwt.* galoisCounterMode* chacha20Block* poly1305*
      intpoly_*
    `),
    note: 'JCA, TLS, intrinsics',
  },
  {
    kind: 'compress',
    names: words(`
      java.util.zip.Deflater* java.util.zip.Inflater* java.util.zip.GZIP* java.util.zip.* net.jpountz.lz4.*
      com.github.luben.zstd.* org.xerial.snappy.* io.netty.handler.codec.compression.* com.aayushatharva.brotli4j.*
      org.apache.commons.compress.* org.tukaani.xz.* io.airlift.compress.*
    `),
    note: 'deflate, zstd, lz4',
  },
  {
    kind: 'hash',
    names: words(`
      java.util.zip.CRC32* java.util.zip.Adler32* java.util.zip.Checksum* updateBytesCRC32* updateBytesAdler32*
      updateBytesCRC32C* net.jpountz.xxhash.* com.google.common.hash.* org.apache.commons.codec.digest.*
      net.openhft.hashing.*
    `),
    note: 'checksums',
  },
  {
    kind: 'math',
    names: words(`
      java.math.* java.lang.Math.* java.lang.StrictMath.* java.lang.FdLibm* java.util.Random*
      java.util.SplittableRandom* java.util.concurrent.ThreadLocalRandom* jdk.internal.util.random.*
      org.apache.commons.math* jdk.internal.math.FDBigInteger* libmDsin libmDcos libmDtan libmExp libmLog libmPow
      dexp dlog dpow dsin dcos java.util.random.* dlog10 dtan jdk.incubator.vector.* breeze.*
    `),
    note: 'BigDecimal, Math, random',
  },
  {
    kind: 'time',
    names: words(`
      java.time.* java.util.Date* java.util.Calendar* java.util.GregorianCalendar* sun.util.calendar.*
      java.lang.System.nanoTime java.lang.System.currentTimeMillis org.joda.time.* java.util.TimeZone*
      java.util.SimpleTimeZone* java.text.SimpleDateFormat* java.text.DateFormat*
    `),
    note: 'clocks, calendars',
  },
  {
    kind: 'net',
    names: words(`
      sun.nio.ch.* java.net.* java.nio.channels.* io.netty.channel.* io.netty.bootstrap.* io.netty.buffer.*
      io.netty.resolver.* io.netty.util.* sun.net.* io.netty.channel.epoll.* io.netty.channel.unix.*
      io.netty.incubator.* org.xnio.* okio.* java.nio.channels.spi.*
    `),
    note: 'sockets, selectors, netty channels and buffers',
  },
  {
    kind: 'io',
    names: words(`
      java.io.* java.nio.file.* sun.nio.fs.* org.apache.commons.io.* java.nio.MappedByteBuffer*
      com.google.common.io.* jdk.internal.io.* java.util.logging.FileHandler_*
    `),
    note: 'files and streams',
  },
  {
    kind: 'rpc',
    names: words(`
      io.grpc.* io.netty.handler.* org.apache.http.* org.apache.hc.* okhttp3.* retrofit2.* org.eclipse.jetty.*
      org.apache.catalina.* org.apache.coyote.* org.apache.tomcat.* javax.servlet.* jakarta.servlet.*
      org.springframework.web.* org.springframework.http.* org.springframework.boot.* io.undertow.* io.vertx.*
      com.sun.net.httpserver.* sun.net.httpserver.* java.net.http.* jdk.internal.net.http.* sun.net.www.*
      org.glassfish.jersey.* org.jboss.resteasy.* jakarta.ws.rs.* javax.ws.rs.* com.linecorp.armeria.*
      reactor.netty.* akka.http.* org.apache.dubbo.* io.micronaut.* io.quarkus.* ratpack.* spark.* org.vertx.*
      io.helidon.* feign.* com.twitter.finagle.* play.* org.http4s.* io.javalin.* org.jboss.*
      org.springframework.messaging.* java.net.HttpURLConnection* java.net.URLConnection* org.apache.juli.*
      io.rsocket.* org.asynchttpclient.*
    `),
    note: 'HTTP, gRPC, web frameworks',
  },
  {
    kind: 'db',
    names: words(`
      java.sql.* javax.sql.* com.zaxxer.hikari.* org.hibernate.* org.postgresql.* com.mysql.* org.mariadb.*
      oracle.jdbc.* org.springframework.jdbc.* org.springframework.data.* org.springframework.orm.*
      org.springframework.transaction.* redis.clients.* io.lettuce.* com.mongodb.* org.apache.kafka.* com.datastax.*
      org.jooq.* org.apache.ibatis.* org.h2.* io.r2dbc.* jakarta.persistence.* javax.persistence.* org.redisson.*
      org.apache.cassandra.* org.elasticsearch.client.* co.elastic.* org.apache.lucene.* org.rocksdb.*
      software.amazon.awssdk.* com.amazonaws.* org.hsqldb.* org.apache.commons.dbcp* org.apache.derby.*
    `),
    note: 'JDBC, drivers, ORMs',
  },
  {
    kind: 'log',
    names: words(`
      org.slf4j.* ch.qos.logback.* org.apache.log4j.* org.apache.logging.* java.util.logging.*
      org.apache.commons.logging.* io.micrometer.* io.prometheus.* io.opentelemetry.* io.opentracing.*
      com.codahale.metrics.* io.dropwizard.metrics.* datadog.* com.newrelic.* java.lang.System$Logger*
      sun.util.logging.* brave.* zipkin2.* org.springframework.boot.logging.* org.tinylog.*
      com.google.common.flogger.* jdk.internal.logger.*
    `),
    note: 'logs, metrics, traces',
  },
  {
    kind: 'profiler',
    role: 'profiler',
    names: words(`
      one.profiler.* jdk.jfr.* jdk.management.jfr.* java.lang.management.* sun.management.* com.sun.management.*
    `),
    note: 'JFR, async-profiler',
  },
  {
    kind: 'foreign',
    names: words('jdk.internal.foreign.abi.* com.sun.jna.* jnr.* com.kenai.jffi.*'),
    note: 'JNI and what it reaches',
  },
  {
    kind: 'caller',
    names: words(`
      java.util.* java.util.stream.* java.util.function.* java.util.Optional* java.util.ArrayList*
      jdk.internal.misc.* sun.misc.* java.lang.Iterable* java.security.AccessController.*
      java.lang.System.getProperty java.lang.AutoCloseable* java.lang.Runnable* java.lang.Comparable*
      jdk.internal.util.* java.lang.Process* java.lang.Runtime* java.lang.ApplicationShutdown* java.lang.Shutdown*
      scala.* io.netty.util.Recycler* io.netty.util.internal.* lombok.* jdk.internal.access.* org.reactivestreams.*
      reactor.core.* jdk.internal.event.* java.util.concurrent.TimeUnit* java.lang.Integer.hashCode
      java.lang.Integer.valueOf java.lang.Integer.equals java.lang.Integer.compareTo java.lang.Long.valueOf
      java.lang.Long.hashCode java.lang.Long.equals java.lang.Integer.intValue java
    `),
    note: 'collections, streams, lambdas, VM entry: generic code that works for its caller',
  },
];

/**
 * Threads by name, as the kernel cuts it: 15 characters. Whatever they run, it is the runtime's work and not a request's.
 */
export const JVM_THREADS: readonly {
  readonly prefixes: readonly string[];
  readonly bin: 'gc' | 'compile' | 'sched';
}[] = [
  {
    bin: 'gc',
    prefixes: [
      'GC Thread',
      'G1 ',
      'GC task',
      'ParGC',
      'ZWorker',
      'ZDriver',
      'ZDirector',
      'ZStat',
      'ZUncommitter',
      'ZUnmapper',
      'ZRuntimeWorker',
      'XWorker',
      'XDriver',
      'Shenandoah',
      'Concurrent Mark',
      'CMS ',
      'Gang worker',
      'Reference Handl',
      'Finalizer',
      'Surrogate Locke',
      'Common-Cleaner',
    ],
  },
  { bin: 'compile', prefixes: ['C2 Compiler', 'C1 Compiler', 'Sweeper thread', 'JVMCI', 'Libgraal'] },
  {
    bin: 'sched',
    prefixes: [
      'VM Thread',
      'VM Periodic Tas',
      'Signal Dispatch',
      'Service Thread',
      'Monitor Deflati',
      'Attach Listener',
      'Notification Th',
    ],
  },
];
