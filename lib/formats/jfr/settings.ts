/** How often samples were taken, from the settings that a recording holds as events. */
import type { Chunk } from './chunk.js';
import type { Long } from './cursor.js';
import { EXECUTION_SAMPLE } from './kinds.js';
import type { Values } from './values.js';

const ACTIVE_SETTING = 'jdk.ActiveSetting';
const FIELDS: ReadonlySet<string> = new Set(['id', 'name', 'value']);
/** async-profiler: these sample by time, others by counts of what they count. */
const TIMERS: ReadonlySet<string> = new Set(['cpu', 'itimer', 'ctimer', 'cpu-clock', 'wall', 'task-clock']);
const UNITS: ReadonlyMap<string, number> = new Map([
  ['ns', 1],
  ['us', 1e3],
  ['ms', 1e6],
  ['s', 1e9],
]);

/** async-profiler: an interval of 0 is its own, nanoseconds. */
const DEFAULT_INTERVAL = 10e6;
const DEFAULT_WALL_INTERVAL = 50e6;

/** The JDK: "period" = "20 ms" of jdk.ExecutionSample. async-profiler: "interval" = "10000000" of no event in particular. */
export class Settings {
  /** Nanoseconds between samples of a thread on the CPU, and of the wall clock; NaN unknown. */
  interval = Number.NaN;
  wallInterval = Number.NaN;

  read(chunk: Chunk, values: Values): void {
    const { cursor, types } = chunk;
    const setting = types.byName.get(ACTIVE_SETTING);
    const sample: Long | undefined = types.byName.get(EXECUTION_SAMPLE)?.id;
    if (setting === undefined) return;
    let plain = Number.NaN;
    let wall = Number.NaN;
    let event = '';
    chunk.visit((id, at) => {
      if (id !== setting.id) return;
      cursor.pos = at;
      const fields = values.event(setting, FIELDS);
      const name = fields.get('name');
      const value = fields.get('value');
      if (typeof value !== 'string') return;
      if (name === 'period' && fields.get('id') === sample) this.interval = periodOf(value) ?? this.interval;
      else if (name === 'interval') plain = Number(/^\d{1,15}$/.exec(value)?.[0] ?? Number.NaN);
      else if (name === 'wall') wall = Number(/^\d{1,15}$/.exec(value)?.[0] ?? Number.NaN);
      else if (name === 'event') event = value;
    });
    // Before there were wall clock samples, "wall" meant execution samples, and its own interval depended on the version.
    if (TIMERS.has(event) && (plain > 0 || (plain === 0 && event !== 'wall')))
      this.interval = plain || DEFAULT_INTERVAL;
    if (event === 'wall' && Number.isNaN(wall)) wall = plain;
    if (!Number.isNaN(wall)) this.wallInterval = wall || DEFAULT_WALL_INTERVAL;
  }
}

function periodOf(value: string): number | null {
  const match = /^(\d{1,12}) (ns|us|ms|s)$/.exec(value);
  return match === null ? null : Number(match[1]) * UNITS.get(match[2]!)!;
}
