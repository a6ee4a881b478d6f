/** V8's call frames as its profiles hold them: a function with the place where it begins. */
import type { ProfileBuilder } from '../../profile/builder.js';
import { NONE } from '../../profile/profile.js';
import type { JsonObject, JsonValue } from '../json/shape.js';

/** Frames that V8 makes up. */
export const ROOT = '(root)';
export const IDLE = '(idle)';

export interface CallFrame {
  readonly name: string;
  /** null: none. */
  readonly file: string | null;
  /** 1-based; 0 unknown. */
  readonly line: number;
}

/** Of `{functionName, url, lineNumber, columnNumber}`; lines are 0-based there, -1 for none. Missing parts are unknown. */
export function callFrameOf(value: JsonValue | undefined): CallFrame {
  const frame: JsonObject = value instanceof Map ? value : new Map();
  const given = textOf(frame.get('functionName'));
  const url = textOf(frame.get('url'));
  const number = frame.get('lineNumber');
  const line = typeof number === 'number' && Number.isInteger(number) ? number + 1 : 0;
  const known = line > 0 && line < 2 ** 31 ? line : 0;
  // Inspector clients ask for file URLs, `node --cpu-prof` writes both kinds.
  const file = url.startsWith('file:///') ? url.slice('file://'.length) : url;
  return {
    name: given === '' ? anonymous(file, known) : given,
    file: file === '' ? null : file,
    line: file === '' ? 0 : known,
  };
}

/** The location of a call frame: V8 has the line of the function, not the one that ran, so the frame has none. */
export function locationOf(builder: ProfileBuilder, { name, file, line }: CallFrame): number {
  const fn = builder.function(name, name, file, line);
  return builder.location(NONE, 0n, [{ function: fn, line: 0, column: 0 }]);
}

export function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** Reports join functions by name: all anonymous ones must not be one. */
function anonymous(file: string, line: number): string {
  if (file === '') return '(anonymous)';
  return line === 0 ? `(anonymous ${file})` : `(anonymous ${file}:${line})`;
}
