/** Pairs of answers out of a seed, with differences planted by kind, and with noise that is none. */
import { seeded } from './random.js';

export interface Planted {
  readonly line: string;
  /** What a comparison must find; empty where the answers are the same or differ by noise. */
  readonly finds: readonly { readonly path: string; readonly kind: string }[];
}

/** The rules under which the noise below is none. */
export const NOISE_RULES = {
  rules: [
    { path: 'requestId', is: 'uuid' },
    { path: 'at', is: 'timestamp', withinSeconds: 5 },
    { path: 'tags', unordered: true },
    { path: 'lines', unordered: 'sku' },
    { path: 'score', tolerance: { relative: '0.000001' } },
    { path: 'trace', ignore: true },
    { path: 'note', nullIsMissing: true },
    { path: 'header:x-request-id', ignore: true },
  ],
} as const;

/** JSON texts, so that nothing of a number is lost on the way. */
type Body = Record<string, string>;

const BASE = (pick: (limit: number) => number): Body => ({
  id: `90071992547409${10 + pick(89)}`,
  requestId: JSON.stringify(uuid(pick)),
  at: `"2026-11-24T10:${10 + pick(49)}:${10 + pick(40)}Z"`,
  amount: `${pick(1000)}.${10 + pick(89)}`,
  ratio: `0.${1 + pick(8)}5`,
  score: `0.${100000 + pick(899999)}`,
  ok: 'true',
  note: 'null',
  name: JSON.stringify(`caf\u00e9 <b> ${pick(100)}`),
  items: `[{"price":"${1 + pick(9)}.50","n":1},{"price":"0.145","n":2}]`,
  tags: '["a","b","c"]',
  lines: '[{"sku":"x","n":1},{"sku":"y","n":2}]',
  trace: JSON.stringify(uuid(pick)),
});

function uuid(pick: (limit: number) => number): string {
  const hex = (n: number): string => Array.from({ length: n }, () => pick(16).toString(16)).join('');
  return `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`;
}

function text(body: Body): string {
  return `{${Object.entries(body)
    .map(([name, value]) => `${JSON.stringify(name)}:${value}`)
    .join(',')}}`;
}

interface Side {
  status: number;
  headers: Record<string, string>;
  body: string | null;
  /** `"body":…` is replaced by it. */
  raw?: string;
  error?: string;
}

function side({ status, headers, body, raw, error }: Side): string {
  if (error !== undefined) return JSON.stringify({ error });
  const own = raw ?? (body === null ? '' : `"body":${body}`);
  return `{"status":${status},"headers":${JSON.stringify(headers)}${own === '' ? '' : `,${own}`},"latencyMs":1.5}`;
}

const HEADERS = { 'content-type': 'application/json', 'x-request-id': 'r1' };

type Change = (body: Body, candidate: Side, pick: (limit: number) => number) => void;

const set =
  (name: string, value: string): Change =>
  (body) => {
    body[name] = value;
  };

/** Every kind of difference, by what it must be found as. */
export const PLANTS: readonly {
  readonly path: string;
  readonly kind: string;
  readonly change: Change;
  readonly primary?: Change;
}[] = [
  {
    path: 'id',
    kind: 'number',
    change: set('id', '9007199254740993'),
    primary: set('id', '9007199254740992'),
  },
  {
    path: 'id',
    kind: 'number',
    change: set('id', '18446744073709551615'),
    primary: set('id', '18446744073709551614'),
  },
  {
    path: 'amount',
    kind: 'number',
    change: set('amount', '0.1000000000000000000000000001'),
    primary: set('amount', '0.1'),
  },
  { path: 'amount', kind: 'number-text', change: set('amount', '1.00'), primary: set('amount', '1.0') },
  {
    path: 'items[*].price',
    kind: 'value',
    change: set('items', '[{"price":"0.14","n":1},{"price":"0.145","n":2}]'),
  },
  { path: 'items', kind: 'length', change: set('items', '[{"price":"0.145","n":2}]') },
  {
    path: 'items',
    kind: 'order',
    change: set('items', '[{"price":"2","n":2},{"price":"1","n":1}]'),
    primary: set('items', '[{"price":"1","n":1},{"price":"2","n":2}]'),
  },
  { path: 'ratio', kind: 'number', change: set('ratio', '0.7500001') },
  { path: 'ratio', kind: 'type', change: set('ratio', '"0.5"') },
  { path: 'ok', kind: 'value', change: set('ok', 'false') },
  { path: 'ok', kind: 'null', change: set('ok', 'null') },
  { path: 'name', kind: 'value', change: set('name', '"other"') },
  { path: 'name', kind: 'missing', change: (body) => delete body['name'] },
  { path: 'more', kind: 'extra', change: set('more', '1') },
  { path: 'gone', kind: 'null-or-missing', change: () => undefined, primary: set('gone', 'null') },
  { path: 'tags', kind: 'length', change: set('tags', '["a","b","c","c"]') },
  { path: 'tags[*]', kind: 'value', change: set('tags', '["a","b","d"]') },
  { path: 'lines[*].n', kind: 'number', change: set('lines', '[{"sku":"y","n":3},{"sku":"x","n":1}]') },
  { path: 'lines[*]', kind: 'missing', change: set('lines', '[{"sku":"x","n":1}]') },
  { path: 'at', kind: 'value', change: set('at', '"2027-11-24T10:00:00Z"') },
  { path: 'requestId', kind: 'value', change: set('requestId', '"not a uuid"') },
  { path: 'score', kind: 'number', change: set('score', '0.01') },
  { path: ':status', kind: 'status', change: (_, candidate) => (candidate.status = 500) },
  {
    path: 'header:content-type',
    kind: 'header',
    change: (_, { headers }) => (headers['content-type'] = 'text/plain'),
  },
  { path: 'header:allow', kind: 'header-extra', change: (_, { headers }) => (headers['allow'] = 'GET') },
  {
    path: 'header:content-type',
    kind: 'header-missing',
    change: (_, { headers }) => delete headers['content-type'],
  },
  { path: ':body', kind: 'body-kind', change: (_, candidate) => (candidate.raw = '"body":"no JSON"') },
  { path: ':body', kind: 'missing', change: (_, candidate) => (candidate.raw = '') },
  { path: ':failure', kind: 'failure', change: (_, candidate) => (candidate.error = 'connection reset') },
];

/** What changes from run to run and means nothing. */
const NOISES: readonly Change[] = [
  (body, _, pick) => (body['requestId'] = JSON.stringify(uuid(pick))),
  (body) =>
    (body['at'] = body['at']!.replace(
      /([0-9])Z"$/,
      (_, d: string) => `${Number(d) + (Number(d) > 6 ? -3 : 3)}Z"`,
    )),
  set('tags', '["c","a","b"]'),
  set('lines', '[{"n":2,"sku":"y"},{"sku":"x","n":1}]'),
  (body) => (body['score'] = `${body['score']}0000001`),
  (body) => (body['trace'] = '"other"'),
  (body) => delete body['note'],
  (body) => (body['ratio'] = `${body['ratio']}00`),
  (body) => (body['name'] = body['name']!.replaceAll('<', '\\u003c').replaceAll('\u00e9', '\\u00e9')),
  (body) => {
    for (const [name, value] of Object.entries(body).reverse()) {
      delete body[name];
      body[name] = value;
    }
  },
  (_, { headers }) => {
    headers['X-Request-Id'] = 'r2';
    delete headers['x-request-id'];
  },
  (_, { headers }) => (headers['content-type'] = 'Application/JSON'),
  (_, { headers }) => (headers['Date'] = 'Tue, 24 Nov 2026 10:00:00 GMT'),
  (body, candidate) => {
    candidate.raw = `"bodyBase64":"${Buffer.from(text(body)).toString('base64')}"`;
  },
  (body, candidate) => {
    candidate.raw = `"body": ${text(body).replaceAll(',"', ' ,\\t"'.replace('\\t', '\t'))}`;
  },
];

/** One pair: `plant` is a number of PLANTS, "noise", or "same". */
export function plantedPair(seed: number, plant: number | 'noise' | 'same'): Planted {
  const random = seeded(seed);
  const pick = (limit: number): number => Math.floor(random() * limit);
  const body = BASE(pick);
  const planted = typeof plant === 'number' ? PLANTS[plant]! : null;
  planted?.primary?.(body, { status: 200, headers: {}, body: null }, pick);
  const primary: Side = { status: 200, headers: { ...HEADERS }, body: text(body) };
  const other = { ...body };
  if (planted?.kind === 'null-or-missing') delete other[planted.path];
  const candidate: Side = { status: 200, headers: { ...HEADERS }, body: null };
  if (plant === 'noise') {
    const change = NOISES[seed % NOISES.length]!;
    const another = NOISES[pick(NOISES.length - 2)]!;
    if (another !== change) another(other, candidate, pick);
    change(other, candidate, pick);
  }
  planted?.change(other, candidate, pick);
  candidate.body = text(other);
  const line = `{"id":"${seed}","endpoint":"POST /v1/pay","key":"u${seed}","primary":${side(primary)},"candidate":${side(candidate)}}`;
  return { line, finds: planted === null ? [] : [{ path: planted.path, kind: planted.kind }] };
}
