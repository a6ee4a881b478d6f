/** Types of the Itanium ABI: `PKc` is `char const*`. */
import type { ItaniumParser } from './itanium.js';
import { parseExpression } from './itanium-expression.js';
import {
  ArrayType,
  Expansion,
  FunctionType,
  Indirect,
  MemberPointer,
  type Part,
  Qualified,
  Sequence,
  Template,
  Text,
} from './itanium-nodes.js';

const BUILTIN: Readonly<Record<string, string>> = {
  v: 'void',
  w: 'wchar_t',
  b: 'bool',
  c: 'char',
  a: 'signed char',
  h: 'unsigned char',
  s: 'short',
  t: 'unsigned short',
  i: 'int',
  j: 'unsigned int',
  l: 'long',
  m: 'unsigned long',
  x: 'long long',
  y: 'unsigned long long',
  n: '__int128',
  o: 'unsigned __int128',
  f: 'float',
  d: 'double',
  e: 'long double',
  g: '__float128',
  z: '...',
};
const EXTENDED: Readonly<Record<string, string>> = {
  Dd: 'decimal64',
  De: 'decimal128',
  Df: 'decimal32',
  Dh: 'half',
  Di: 'char32_t',
  Ds: 'char16_t',
  Du: 'char8_t',
  Da: 'auto',
  Dc: 'decltype(auto)',
  Dn: 'decltype(nullptr)',
};

export function parseType(parser: ItaniumParser): Part {
  return parser.deeper(() => typeOf(parser));
}

/** Every type that is not built in can be referred to later. */
function typeOf(parser: ItaniumParser): Part {
  const code = parser.peek();
  if (Object.hasOwn(BUILTIN, code)) {
    parser.at++;
    return new Text(BUILTIN[code]!);
  }
  const two = code + parser.peek(1);
  if (Object.hasOwn(EXTENDED, two)) {
    parser.at += 2;
    return new Text(EXTENDED[two]!);
  }
  const found = compound(parser, code, two);
  if (found.isSubstitution) return found.part;
  parser.substitutions.push(found.part);
  return found.part;
}

interface Found {
  readonly part: Part;
  readonly isSubstitution: boolean;
}

function made(part: Part): Found {
  return { part, isSubstitution: false };
}

function compound(parser: ItaniumParser, code: string, two: string): Found {
  switch (code) {
    case 'r':
    case 'V':
    case 'K':
      return made(qualified(parser));
    case 'P':
      parser.at++;
      return made(new Indirect(parseType(parser), '*'));
    case 'R':
      parser.at++;
      return made(new Indirect(parseType(parser), '&'));
    case 'O':
      parser.at++;
      return made(new Indirect(parseType(parser), '&&'));
    case 'C':
      parser.at++;
      return made(new Sequence([parseType(parser), ' _Complex']));
    case 'G':
      parser.at++;
      return made(new Sequence([parseType(parser), ' _Imaginary']));
    case 'U': {
      parser.at++;
      const vendor = parser.sourceName();
      if (parser.peek() === 'I') parser.templateArgs(false);
      return made(new Sequence([parseType(parser), ' ', vendor]));
    }
    case 'u':
      parser.at++;
      return made(parser.sourceName());
    case 'F':
      return made(functionType(parser, ''));
    case 'A':
      return made(arrayType(parser));
    case 'M': {
      parser.at++;
      const of = parseType(parser);
      return made(new MemberPointer(of, parseType(parser)));
    }
    case 'T':
      if (/[sue]/.test(parser.peek(1))) {
        parser.at += 2;
        return made(parser.name({ template: false, noResult: false, qualifiers: '' }));
      }
      return withArgs(parser, parser.templateParam());
    case 'S':
      if (parser.peek(1) !== 't') {
        const part = parser.substitution();
        if (parser.peek() !== 'I') return { part, isSubstitution: true };
        return made(new Template(part, parser.templateArgs(false)));
      }
      break;
    case 'D':
      return extended(parser, two);
  }
  return made(typeName(parser));
}

/** The arguments in a type's name are not those that T_ means. */
function typeName(parser: ItaniumParser): Part {
  const { params } = parser;
  const name = parser.name({ template: false, noResult: false, qualifiers: '' });
  parser.params = params;
  return name;
}

/** A template template parameter with its arguments: both can be referred to. */
function withArgs(parser: ItaniumParser, part: Part): Found {
  if (parser.peek() !== 'I') return made(part);
  parser.substitutions.push(part);
  return made(new Template(part, parser.templateArgs(false)));
}

function qualified(parser: ItaniumParser): Part {
  let qualifiers = '';
  if (parser.take('r')) qualifiers = ' restrict';
  if (parser.take('V')) qualifiers = ` volatile${qualifiers}`;
  if (parser.take('K')) qualifiers = ` const${qualifiers}`;
  if (parser.peek() === 'F') return functionType(parser, qualifiers);
  return new Qualified(parseType(parser), qualifiers);
}

/** `F [Y] result parameters [R|O] E`. */
function functionType(parser: ItaniumParser, qualifiers: string): Part {
  parser.need('F');
  parser.take('Y');
  const result = parseType(parser);
  const parameters: Part[] = [];
  let after = qualifiers;
  if (parser.peek() === 'v' && (parser.peek(1) === 'E' || /[RO]/.test(parser.peek(1)))) parser.at++;
  for (;;) {
    if (parser.take('E')) break;
    if ((parser.peek() === 'R' || parser.peek() === 'O') && parser.peek(1) === 'E') {
      after += parser.peek() === 'R' ? ' &' : ' &&';
      parser.at += 2;
      break;
    }
    parameters.push(parseType(parser));
  }
  return new FunctionType(result, parameters, after);
}

function arrayType(parser: ItaniumParser): Part {
  parser.need('A');
  let bound: Part | null = null;
  if (parser.peek() >= '0' && parser.peek() <= '9') bound = new Text(String(parser.digits()));
  else if (parser.peek() !== '_') bound = parseExpression(parser);
  parser.need('_');
  return new ArrayType(parseType(parser), bound);
}

function extended(parser: ItaniumParser, two: string): Found {
  switch (two) {
    case 'Dp':
      parser.at += 2;
      return made(new Expansion(parseType(parser)));
    case 'Dt':
    case 'DT': {
      parser.at += 2;
      const expression = parseExpression(parser);
      parser.need('E');
      return made(new Sequence(['decltype (', expression, ')']));
    }
    case 'Do':
      parser.at += 2;
      return made(functionType(parser, ' noexcept'));
    case 'Dv': {
      parser.at += 2;
      const size = parser.take('_') ? parseExpression(parser) : new Text(String(parser.digits()));
      parser.need('_');
      return made(new Sequence([parseType(parser), ' __vector(', size, ')']));
    }
    case 'DF': {
      parser.at += 2;
      const bits = parser.digits();
      const suffix = parser.take('x') ? 'x' : '';
      if (suffix === '') parser.take('_');
      return {
        part: new Text(
          suffix === '' && bits === 16 && parser.take('b') ? 'std::bfloat16_t' : `_Float${bits}${suffix}`,
        ),
        isSubstitution: true,
      };
    }
  }
  return made(typeName(parser));
}
