/** Reads the mappings of a `.pyroscope.yaml`: the few shapes of YAML that such files have, or the same as JSON. */
import { readFile } from 'node:fs/promises';
import { ProfileError } from '../lib/base/errors.js';
import type { PathMapping } from '../lib/review/repository-paths.js';

/** Throws 'unreadable', or 'bad-config' naming the line. */
export async function readPathMappings(file: string): Promise<PathMapping[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new ProfileError('unreadable', `cannot read --path-mappings: ${(error as Error).message}`, null, {
      cause: error,
    });
  }
  return pathMappings(text, file);
}

/** The list under `source_code.mappings`. */
export function pathMappings(text: string, file: string): PathMapping[] {
  const data = text.trimStart().startsWith('{') ? json(text, file) : yaml(text, file);
  const mappings = member(member(data, 'source_code'), 'mappings');
  if (mappings === undefined || mappings === null) return [];
  if (!Array.isArray(mappings)) return refuse(file, null, 'source_code.mappings is no list');
  return mappings.map((row: unknown, i) => mappingOf(row, file, i));
}

function mappingOf(row: unknown, file: string, i: number): PathMapping {
  const prefixes = (key: string): { prefix: string }[] | undefined => {
    const list = member(row, key);
    if (list === undefined || list === null) return undefined;
    if (!Array.isArray(list)) return refuse(file, null, `mappings[${i}].${key} is no list of prefixes`);
    return list.map((one: unknown) => {
      const prefix = member(one, 'prefix');
      return typeof prefix === 'string'
        ? { prefix }
        : refuse(file, null, `mappings[${i}].${key} has an entry without a prefix`);
    });
  };
  const path = member(member(member(row, 'source'), 'local'), 'path');
  return {
    path: prefixes('path'),
    function_name: prefixes('function_name'),
    source: typeof path === 'string' ? { local: { path } } : {},
  };
}

function member(data: unknown, key: string): unknown {
  return typeof data === 'object' && data !== null && Object.hasOwn(data, key)
    ? (data as Record<string, unknown>)[key]
    : undefined;
}

function json(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return refuse(file, null, (error as Error).message);
  }
}

function refuse(file: string, line: number | null, message: string): never {
  throw new ProfileError('bad-config', message, { source: file, byte: null, line });
}

interface Line {
  readonly number: number;
  readonly indent: number;
  readonly text: string;
}

/** Block maps and lists with plain or quoted scalars: what the documentation of the format uses. Anything else is refused. */
function yaml(text: string, file: string): unknown {
  const lines = text.split(/\r?\n/).flatMap((raw, i): Line[] => {
    const number = i + 1;
    if (/^\s*(#|$)/.test(raw) || /^---\s*$/.test(raw)) return [];
    if (/^ *\t/.test(raw)) return refuse(file, number, 'has a tab in its indent');
    const indent = raw.length - raw.trimStart().length;
    return [{ number, indent, text: withoutComment(raw.trim()) }];
  });
  let at = 0;
  return lines.length === 0 ? null : block(lines[0]!.indent);

  function block(indent: number): unknown {
    return lines[at]!.text.startsWith('-') ? list(indent) : map(indent);
  }
  function list(indent: number): unknown[] {
    const items: unknown[] = [];
    while (at < lines.length && lines[at]!.indent === indent && /^-( |$)/.test(lines[at]!.text)) {
      const line = lines[at]!;
      const rest = line.text.slice(1).trimStart();
      if (rest === '') {
        at++;
        items.push(nested(indent));
      } else if (/^[A-Za-z_][\w-]*:( |$)/.test(rest)) {
        // "- key: value" begins a map that is indented to the key.
        const inner = indent + line.text.length - rest.length;
        lines[at] = { number: line.number, indent: inner, text: rest };
        items.push(map(inner));
      } else {
        at++;
        items.push(scalar(rest, line.number));
      }
    }
    return items;
  }
  function map(indent: number): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    while (at < lines.length && lines[at]!.indent === indent && !/^-( |$)/.test(lines[at]!.text)) {
      const { number, text: words } = lines[at]!;
      const match = /^([A-Za-z_][\w-]*):(?: (.*))?$/s.exec(words);
      if (match === null) return refuse(file, number, 'is no "key: value"');
      at++;
      const value = (match[2] ?? '').trim();
      entries.push([match[1]!, value === '' ? nested(indent, true) : scalar(value, number)]);
    }
    if (at < lines.length && lines[at]!.indent > indent)
      return refuse(file, lines[at]!.number, 'is indented too far');
    return Object.fromEntries(entries);
  }
  /** What stands under a key or a dash: deeper, or a list at the key's own indent. */
  function nested(indent: number, isKey = false): unknown {
    const next = lines[at];
    if (next === undefined) return null;
    if (next.indent > indent) return block(next.indent);
    return isKey && next.indent === indent && /^-( |$)/.test(next.text) ? list(indent) : null;
  }
  function scalar(value: string, number: number): string {
    const quoted = /^"((?:[^"\\]|\\["\\/])*)"$|^'((?:[^']|'')*)'$/.exec(value);
    if (quoted !== null)
      return quoted[1] === undefined ? quoted[2]!.replaceAll("''", "'") : quoted[1].replace(/\\(.)/g, '$1');
    if (/^[[{&*!|>%@`"']/.test(value))
      return refuse(file, number, `${value.slice(0, 20)} is more YAML than is read here`);
    return value;
  }
}

function withoutComment(text: string): string {
  const match = /^(?:[^"'#]|"[^"]*"|'[^']*'|(?<=\S)#)*?(?= #)/.exec(text);
  return (match === null ? text : match[0]).trimEnd();
}
