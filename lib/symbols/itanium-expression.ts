/** Expressions and literals in template arguments: `Lb1E` is `true`, `XsZT_E` is `sizeof...(...)`. */
import { type ItaniumParser, NotMangled } from './itanium.js';
import {
  Encoding,
  Expansion,
  Literal,
  Nested,
  Pack,
  type Part,
  Prefixed,
  Sequence,
  Template,
  Text,
} from './itanium-nodes.js';
import { parseType } from './itanium-type.js';

const UNARY: Readonly<Record<string, string>> = {
  ps: '+',
  ng: '-',
  ad: '&',
  de: '*',
  co: '~',
  nt: '!',
  pp: '++',
  mm: '--',
};
const BINARY: Readonly<Record<string, string>> = {
  pl: '+',
  mi: '-',
  ml: '*',
  dv: '/',
  rm: '%',
  an: '&',
  or: '|',
  eo: '^',
  aS: '=',
  ls: '<<',
  rs: '>>',
  eq: '==',
  ne: '!=',
  lt: '<',
  gt: '>',
  le: '<=',
  ge: '>=',
  ss: '<=>',
  aa: '&&',
  oo: '||',
  cm: ',',
  pm: '->*',
  pt: '->',
  pL: '+=',
  mI: '-=',
  mL: '*=',
  dV: '/=',
  ix: '[]',
};
const CASTS: Readonly<Record<string, string>> = {
  dc: 'dynamic_cast',
  sc: 'static_cast',
  cc: 'const_cast',
  rc: 'reinterpret_cast',
};

/** Behind the L: `i5E` is 5, `j5E` is 5u, `b1E` is true, other types are cast; or a mangled name. */
export function parseLiteral(parser: ItaniumParser): Part {
  if (parser.take('_Z')) {
    const name = parser.encoding();
    parser.need('E');
    return name;
  }
  const code = parser.peek();
  const type = parseType(parser);
  if (code === 'D' && parser.take('E')) return type;
  const negative = parser.take('n');
  const from = parser.at;
  while (parser.peek() !== 'E') {
    if (parser.peek() === '') throw new NotMangled();
    parser.at++;
  }
  const value = parser.text.slice(from, parser.at);
  parser.need('E');
  const number = (negative ? '-' : '') + value;
  const suffix = SUFFIX[code];
  if (suffix !== undefined) return new Literal(number + suffix);
  if (code === 'b' && (value === '0' || value === '1') && !negative)
    return new Literal(value === '1' ? 'true' : 'false');
  if (value === '') return new Sequence(['(', type, ')']);
  return new Sequence(['(', type, `)${'fdeg'.includes(code) ? `[${number}]` : number}`]);
}

const SUFFIX: Readonly<Record<string, string>> = { i: '', j: 'u', l: 'l', m: 'ul', x: 'll', y: 'ull' };

export function parseExpression(parser: ItaniumParser): Part {
  return parser.deeper(() => expression(parser));
}

function expression(parser: ItaniumParser): Part {
  const code = parser.peek();
  const two = code + parser.peek(1);
  if (code === 'L') {
    parser.at++;
    return parseLiteral(parser);
  }
  if (code === 'T') return parser.templateParam();
  if (two === 'fp' || two === 'fL') return parameter(parser, two);
  if (two === 'sr') return scoped(parser);
  if (two === 'on' || (code >= '0' && code <= '9')) return unresolved(parser);
  parser.at += 2;
  switch (two) {
    case 'sp':
      return new Expansion(parseExpression(parser));
    case 'sZ':
      return packSize(parseExpression(parser));
    case 'st':
      return new Sequence(['sizeof (', parseType(parser), ')']);
    case 'sz':
      return new Sequence(['sizeof (', parseExpression(parser), ')']);
    case 'at':
      return new Sequence(['alignof (', parseType(parser), ')']);
    case 'nx':
      return new Sequence(['noexcept(', parseExpression(parser), ')']);
    case 'cl':
      return call(parser);
    case 'cv': {
      const type = parseType(parser);
      if (!parser.take('_')) return new Sequence(['(', type, ')(', parseExpression(parser), ')']);
      return new Sequence(['(', type, ')(', ...list(parser), ')']);
    }
    case 'tl': {
      const type = parseType(parser);
      return new Sequence([type, '{', ...list(parser), '}']);
    }
    case 'il':
      return new Sequence(['{', ...list(parser), '}']);
    case 'dt': {
      const object = parseExpression(parser);
      return new Sequence([object, '.', unresolved(parser)]);
    }
    case 'qu': {
      const test = parseExpression(parser);
      const yes = parseExpression(parser);
      return new Sequence(['(', test, ')?(', yes, ') : (', parseExpression(parser), ')']);
    }
  }
  if (Object.hasOwn(CASTS, two)) {
    const type = parseType(parser);
    return new Sequence([CASTS[two]!, '<', type, '>(', parseExpression(parser), ')']);
  }
  if (Object.hasOwn(BINARY, two)) {
    const left = parseExpression(parser);
    const right = two === 'pt' ? unresolved(parser) : parseExpression(parser);
    if (two === 'pt') return new Sequence([operand(left), '->', right]);
    if (two === 'ix') return new Sequence([operand(left), '[', right, ']']);
    const whole: (Part | string)[] = [operand(left), BINARY[two]!, operand(right)];
    return new Sequence(two === 'gt' ? ['(', ...whole, ')'] : whole);
  }
  if (Object.hasOwn(UNARY, two)) {
    if (two === 'pp' || two === 'mm') parser.take('_');
    const of = parseExpression(parser);
    // The address of a member function is printed without its parameters.
    const member =
      two === 'ad' && of instanceof Encoding && of.name instanceof Nested && of.type.qualifiers === ''
        ? of.name
        : of;
    return new Prefixed(UNARY[two]!, operand(member));
  }
  throw new NotMangled();
}

/** In parentheses, unless it is a name. */
function operand(part: Part): Part {
  const isName = (part instanceof Text && !(part instanceof Literal)) || part instanceof Nested;
  return isName ? part : new Sequence(['(', part, ')']);
}

function packSize(part: Part): Part {
  const pack = part.resolved();
  if (pack instanceof Pack) return new Literal(String(pack.elements.length));
  return new Sequence(['sizeof...(', part, ')']);
}

function call(parser: ItaniumParser): Part {
  const called = parseExpression(parser);
  return new Sequence([called instanceof Template ? called : operand(called), '(', ...list(parser), ')']);
}

/** Expressions up to E, with commas. */
function list(parser: ItaniumParser): (Part | string)[] {
  const parts: (Part | string)[] = [];
  while (!parser.take('E')) {
    if (parts.length > 0) parts.push(', ');
    parts.push(parseExpression(parser));
  }
  return parts;
}

/** `fp_`, `fp0_`, `fL1p_`: parameters of the function around. */
function parameter(parser: ItaniumParser, two: string): Part {
  parser.at += 2;
  if (two === 'fL') {
    parser.digits();
    parser.need('p');
  }
  while (/[rVK]/.test(parser.peek())) parser.at++;
  if (parser.take('T')) return new Text('this');
  const index = parser.peek() === '_' ? 1 : parser.digits() + 2;
  parser.need('_');
  return new Text(`{parm#${index}}`);
}

/** `sr type name`. */
function scoped(parser: ItaniumParser): Part {
  parser.at += 2;
  if (parser.take('N')) {
    let outer: Part = parseType(parser);
    while (!parser.take('E')) outer = new Nested(outer, simple(parser));
    return new Nested(outer, unresolved(parser));
  }
  const type = parseType(parser);
  return new Nested(type, unresolved(parser));
}

function unresolved(parser: ItaniumParser): Part {
  if (parser.take('on')) {
    const code = parser.text.slice(parser.at, parser.at + 2);
    parser.at += 2;
    const operator = BINARY[code] ?? UNARY[code] ?? (code === 'cl' ? '()' : null);
    if (operator === null) throw new NotMangled();
    return withArgs(parser, new Text(`operator${operator}`));
  }
  if (parser.peek() === 'L') {
    parser.at++;
    return parseLiteral(parser);
  }
  return simple(parser);
}

function simple(parser: ItaniumParser): Part {
  return withArgs(parser, parser.sourceName());
}

function withArgs(parser: ItaniumParser, name: Part): Part {
  return parser.peek() === 'I' ? new Template(name, parser.templateArgs(false)) : name;
}
