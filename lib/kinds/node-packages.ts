/** Node's own JavaScript (`node:...`) and well-known packages, by source file below node_modules. */
import { type KindRule, words } from './rule.js';

export const NODE_PACKAGES: readonly KindRule[] = [
  {
    kind: 'json-fast',
    files: words(`
      fast-json-stringify/* simdjson/* secure-json-parse/* yieldable-json/* @fastify/fast-json-stringify-compiler/*
    `),
    note: 'packages',
  },
  {
    kind: 'protobuf',
    files: words(
      'protobufjs/* google-protobuf/* @protobufjs/* @bufbuild/* protobufjs-cli/* @grpc/proto-loader/*',
    ),
    note: 'packages',
  },
  {
    kind: 'serialization',
    files: words(`
      msgpackr/* @msgpack/* msgpack-lite/* bson/* js-yaml/* yaml/* fast-xml-parser/* xml2js/* sax/* avsc/* thrift/*
      cbor/* node:v8 qs/* querystring/* csv-parse/* csv-parser/*
    `),
    note: 'structured clone, packages for other formats',
  },
  {
    kind: 'strings',
    files: words(`
      node:internal/url node:url node:querystring node:internal/querystring node:string_decoder
      node:internal/encoding node:util node:internal/util/inspect handlebars/* ejs/* mustache/* pug/* marked/*
      iconv-lite/* lodash.template/* nunjucks/* he/* entities/* escape-html/* uuid/* nanoid/*
    `),
    note: 'strings, numbers as text, Unicode, URLs',
  },
  {
    kind: 'base64',
    files: words('base64-js/*'),
    note: 'Buffer as text',
  },
  {
    kind: 'map',
    files: words('lru-cache/* quick-lru/*'),
    note: 'Map, Set, dictionaries of objects',
  },
  {
    kind: 'math',
    files: words(
      'bignumber.js/* decimal.js/* big.js/* mathjs/* bn.js/* decimal.js-light/* long/* seedrandom/*',
    ),
    note: 'BigInt, Math, decimals',
  },
  {
    kind: 'time',
    files: words('moment/* dayjs/* luxon/* date-fns/* node:internal/perf/*'),
    note: 'clocks, Date',
  },
  {
    kind: 'compile',
    role: 'compile',
    files: words(`
      typescript/* @babel/* esbuild/* acorn/* @swc/* terser/* webpack/* node:vm node:internal/vm* ts-node/*
    `),
    note: 'parser, Ignition generator, Sparkplug, Maglev, TurboFan, WebAssembly',
  },
  {
    kind: 'load',
    files: words(`
      node:internal/modules/* node:internal/bootstrap/* node:module node:internal/main/* node:internal/process/*
      node:internal/options node:internal/loader* node:internal/util/types node:internal/policy/*
      node:internal/source_map/* node:internal/validators node:internal/per_context/*
    `),
    note: 'start, snapshot, modules',
  },
  {
    kind: 'sched',
    files: words(`
      node:internal/timers node:timers node:internal/process/task_queues node:internal/process/promises
      node:internal/async_hooks node:async_hooks node:events node:internal/event_target node:internal/worker*
      node:internal/abort_controller bluebird/* p-limit/* async/* rxjs/*
    `),
    note: 'event loop, promises, timers, events',
  },
  {
    kind: 'net',
    files: words(`
      node:net node:internal/stream_base_commons node:dgram node:dns node:internal/dns/* node:internal/net node:tls
      node:internal/tls/* node:_tls_wrap node:_tls_common node:internal/js_stream_socket ws/* engine.io/*
    `),
    note: 'libuv and its wraps',
  },
  {
    kind: 'io',
    files: words(`
      node:fs node:fs/promises node:internal/fs/* node:buffer node:internal/buffer node:stream
      node:internal/streams/* node:internal/blob node:path node:child_process node:internal/child_process
      node:readline node:internal/readline/* node:internal/webstreams/* node:tty node:internal/tty graceful-fs/*
      readable-stream/* node:os busboy/* multer/*
    `),
    note: 'files, buffers, streams',
  },
  {
    kind: 'rpc',
    files: words(`
      node:http node:https node:_http_* node:http2 node:internal/http* node:internal/http2/*
      node:internal/deps/undici/* express/* fastify/* koa/* @hapi/* undici/* axios/* @grpc/* node-fetch/* got/*
      router/* body-parser/* find-my-way/* next/* @nestjs/* send/* finalhandler/* koa-router/* @koa/* serve-static/*
      hono/* light-my-request/* on-finished/* raw-body/* content-type/* type-is/* path-to-regexp/* @fastify/*
      superagent/* follow-redirects/* cookie/* cors/* depd/* parseurl/* ajv/*
    `),
    note: 'HTTP, gRPC, frameworks',
  },
  {
    kind: 'db',
    files: words(`
      pg/* pg-pool/* pg-protocol/* mysql/* mysql2/* mongodb/* mongoose/* redis/* ioredis/* @redis/* knex/*
      sequelize/* typeorm/* @prisma/* better-sqlite3/* kafkajs/* node-rdkafka/* drizzle-orm/* cassandra-driver/*
      @aws-sdk/* aws-sdk/* @elastic/* node:sqlite pg-types/* postgres/* denque/* redis-parser/* sqlstring/*
      @smithy/* amqplib/*
    `),
    note: 'drivers',
  },
  {
    kind: 'log',
    files: words(`
      pino/* winston/* bunyan/* log4js/* debug/* morgan/* node:console node:internal/console/* prom-client/*
      @opentelemetry/* dd-trace/* @sentry/* newrelic/* sonic-boom/* pino-std-serializers/* node:diagnostics_channel
      node:internal/util/debuglog node:trace_events fast-redact/* loglevel/* signale/*
    `),
    note: 'loggers, metrics, traces',
  },
  {
    kind: 'crypto',
    files: words(`
      node:crypto node:internal/crypto/* bcrypt/* bcryptjs/* jsonwebtoken/* jws/* jwa/* jose/* crypto-js/*
      node-forge/* @noble/* tweetnacl/* argon2/* elliptic/*
    `),
    note: 'crypto and TLS',
  },
  {
    kind: 'compress',
    files: words(`
      node:zlib pako/* zlibjs/* snappy/* lz4/* fflate/* jszip/* compression/* zstd-codec/* yazl/* yauzl/*
    `),
    note: 'zlib and brotli',
  },
  {
    kind: 'reflect',
    files: words('reflect-metadata/* class-transformer/* class-validator/*'),
    note: 'packages',
  },
  {
    kind: 'caller',
    files: words(`
      node:internal/errors node:internal/util node:internal/assert node:assert node:internal/per_context/primordials
      lodash/* underscore/* ramda/* tslib/* core-js/* regenerator-runtime/* immer/* node:internal/linkedlist
      node:internal/fixed_queue node:internal/freelist node:internal/priority_queue
    `),
    note: 'helpers: of the kind of whoever asked for it',
  },
];
