/** Finds and reads a configuration file. JSON is only read; code runs only when it was named on the command line. */
import { stat } from 'node:fs/promises';
import { dirname, extname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { type Loaders, lilconfig } from 'lilconfig';
import { atByte, atLine, ProfileError } from '../lib/base/errors.js';
import { CONFIG_FILE } from './config-name.js';
import { STDIN } from './words.js';

/** What a configuration file holds, not yet checked. */
export interface ConfigData {
  /** The path for messages: as it was given, or from the working directory. */
  readonly name: string;
  readonly data: unknown;
  /** The line of a key such as `fleetVcpu` or `priors[0].p10`; null where it is not known, as in code. */
  lineOf(path: string): number | null;
}

/**
 * `choice` as yargs has it: a path after `--config`, false after `--no-config`, undefined to search from the working
 * directory up to the root of its repository; outside of a repository only the working directory is looked at.
 */
export async function readConfiguration(choice: string | false | undefined): Promise<ConfigData | null> {
  if (choice === false) return null;
  if (choice === STDIN || choice === '')
    throw new ProfileError('usage', '--config needs the name of a file; expected a path');
  const here = process.cwd();
  const explorer = lilconfig('flameworth', {
    searchPlaces: [CONFIG_FILE],
    loaders: choice === undefined ? { '.json': parseJson } : { ...JSON_LOADERS, ...CODE_LOADERS },
    stopDir: await searchEnd(here),
    ignoreEmptySearchPlaces: false,
    cache: false,
  });
  if (choice !== undefined && !LOADABLE.has(extname(choice)))
    throw new ProfileError(
      'bad-config',
      `${choice}: is no configuration file by its name; expected ${[...LOADABLE].filter(Boolean).join(', ')}`,
    );
  try {
    const found = await (choice === undefined ? explorer.search(here) : explorer.load(choice));
    if (found === null) return null;
    const name = choice ?? relative(here, found.filepath);
    if (found.isEmpty) throw new ProfileError('bad-config', 'is empty; expected {}', atByte(name, null));
    return (found.config as (name: string) => ConfigData)(name);
  } catch (error) {
    if (error instanceof ProfileError) throw error;
    throw unreadable(error as NodeJS.ErrnoException, choice, here);
  }
}

/** A loader hands on a function: only the caller of lilconfig knows by which name the user knows the file. */
type Named = (name: string) => ConfigData;

const LARGEST = 2 ** 20;
const JSON_LOADERS = { '.json': parseJson, '.jsonc': parseJson, noExt: parseJson };
const CODE_LOADERS: Loaders = {
  '.js': runCode,
  '.mjs': runCode,
  '.cjs': runCode,
  '.ts': runCode,
  '.mts': runCode,
};
const LOADABLE = new Set(
  ['', ...Object.keys(JSON_LOADERS), ...Object.keys(CODE_LOADERS)].filter((ext) => ext !== 'noExt'),
);

/** The nearest folder upward that has a `.git`; else the folder itself. */
async function searchEnd(folder: string): Promise<string> {
  for (let at = folder; ; at = dirname(at)) {
    const isRoot = await stat(join(at, '.git')).then(
      () => true,
      () => false,
    );
    if (isRoot) return at;
    if (dirname(at) === at) return folder;
  }
}

function parseJson(_path: string, content: string): Named {
  return (name) => {
    const fail = (message: string, offset: number): never => {
      throw new ProfileError('bad-config', message, atLine(name, lineAt(content, offset)));
    };
    if (content.length > LARGEST) return fail(`is larger than ${LARGEST} characters`, 0);
    const text = content.replace(/^\ufeff/u, ' ');
    const errors: ParseError[] = [];
    try {
      const tree = parseTree(text, errors, { allowTrailingComma: true });
      const [error] = errors;
      if (error !== undefined) return fail(`is not JSON: ${inWords(error)}`, error.offset);
      if (tree === undefined) return fail('has no value; expected {}', 0);
      const lines = new Map<string, number>();
      walk(tree, '', (path, offset) => {
        const line = lineAt(text, offset);
        if (lines.has(path)) fail(`${path} is given twice; the first is on line ${lines.get(path)}`, offset);
        lines.set(path, line);
      });
      return { name, data: getNodeValue(tree) as unknown, lineOf: (path) => lines.get(path) ?? null };
    } catch (error) {
      // The parser and the walk recurse.
      if (error instanceof RangeError) return fail('is nested too deeply', 0);
      throw error;
    }
  };
}

/** Every property and list item, by its path. */
function walk(node: Node, path: string, visit: (path: string, offset: number) => void): void {
  node.children?.forEach((child, i) => {
    const [key, value] = child.type === 'property' ? child.children! : [undefined, child];
    const below = key === undefined ? `${path}[${i}]` : path === '' ? key.value : `${path}.${key.value}`;
    visit(below, child.offset);
    if (value !== undefined) walk(value, below, visit);
  });
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** CommaExpected as "comma expected". */
function inWords({ error }: ParseError): string {
  const words = printParseErrorCode(error).replace(/([a-z])([A-Z])/gu, '$1 $2');
  return words.toLowerCase();
}

async function runCode(path: string): Promise<Named> {
  const module = (await import(pathToFileURL(path).href)) as { readonly default?: unknown };
  return (name) => {
    if (module.default === undefined)
      throw new ProfileError('bad-config', 'has no default export; expected an object', atByte(name, null));
    return { name, data: module.default, lineOf: () => null };
  };
}

function unreadable(error: NodeJS.ErrnoException, choice: string | undefined, here: string): ProfileError {
  const name = choice ?? (error.path === undefined ? CONFIG_FILE : relative(here, error.path));
  const place = atByte(name, null);
  const cause = { cause: error };
  if (error.syscall !== undefined && error.code !== undefined) {
    const why = { ENOENT: 'no such file', EISDIR: 'is a directory', EACCES: 'may not be read' }[error.code];
    return new ProfileError('unreadable', why ?? error.message, place, cause);
  }
  const hint =
    error.code === 'ERR_UNKNOWN_FILE_EXTENSION'
      ? 'this version of Node does not run TypeScript; use Node 22.18 or later, or JavaScript'
      : String(error.message).split('\n')[0];
  return new ProfileError('bad-config', `cannot be run: ${hint}`, place, cause);
}
