/** Colours of boxes: by package, kind of work, the runtime's bill, worth, or difference. Numbers of a palette of CSS colours. */
import type { Kind } from '../kinds/kinds.js';
import type { Flame } from './flame.js';
import type { Boxes } from './layout.js';

export const COLOURINGS = ['package', 'kind', 'bill', 'worth', 'difference'] as const;
export type Colouring = (typeof COLOURINGS)[number];

export interface Colours {
  readonly palette: readonly string[];
  /** Per function; empty where the colour depends on the node. */
  readonly ofFunction: Uint16Array;
  /** Per node; empty where the function decides. */
  readonly ofNode: Uint16Array;
  readonly legend: readonly { readonly colour: string; readonly text: string }[];
}

export interface Theme {
  readonly dark: boolean;
  /** Orange and blue instead of red and blue. */
  readonly colourBlind: boolean;
}

export function coloursOf(flame: Flame, boxes: Boxes, colouring: Colouring, theme: Theme): Colours {
  switch (colouring) {
    case 'package':
      return byPackage(flame, theme);
    case 'kind':
      return byKind(flame, theme);
    case 'bill':
      return byBill(flame, theme);
    case 'worth':
      return byWorth(flame, boxes, theme);
    case 'difference':
      return byDifference(boxes, theme);
  }
}

/** Lightness of a fill, in percent, by theme: text of the theme's ink stands on it at 4.5 to 1 or better. */
interface Lightness {
  readonly light: number;
  readonly dark: number;
}

const FLAT: Lightness = { light: 78, dark: 26 };
/** Stands out among flat fills. */
const STRONG: Lightness = { light: 72, dark: 32 };

function tone(hue: number, saturation: number, { dark }: Theme, lightness = FLAT): string {
  return `hsl(${Math.round(hue)} ${saturation}% ${dark ? lightness.dark : lightness.light}%)`;
}

/** A scale, part 0..1: the more, the fuller, and the farther from the page's background. */
function shade(hue: number, part: number, theme: Theme, from: Lightness, to: Lightness): string {
  const between = (a: number, b: number): number => Math.round(a + (b - a) * part);
  return tone(hue, between(10, 72), theme, {
    light: between(from.light, to.light),
    dark: between(from.dark, to.dark),
  });
}

class Palette {
  readonly colours: string[] = [];
  readonly #rows = new Map<string, number>();

  row(colour: string): number {
    let row = this.#rows.get(colour);
    if (row === undefined) {
      row = this.colours.length;
      this.colours.push(colour);
      this.#rows.set(colour, row);
    }
    return row;
  }
}

const NO_NODES = new Uint16Array(0);

/** A hue per package, golden angles apart by hash; what is not the team's is muted. */
function byPackage({ functions }: Flame, theme: Theme): Colours {
  const palette = new Palette();
  const ofFunction = Uint16Array.from(functions.name, (_, fn) => {
    const owner = functions.owner[fn]!;
    const hue = (hashOf(functions.package[fn]!) * 137.508) % 360;
    if (owner === 'kernel') return palette.row(tone(28, 45, theme));
    if (owner === 'unsymbolized') return palette.row(tone(0, 0, theme));
    const saturation = owner === 'own' ? 62 : owner === 'library' ? 32 : 12;
    return palette.row(tone(hue, saturation, theme));
  });
  return {
    palette: palette.colours,
    ofFunction,
    ofNode: NO_NODES,
    legend: [
      { colour: tone(150, 62, theme), text: 'own code, a hue per package' },
      { colour: tone(150, 32, theme), text: 'libraries' },
      { colour: tone(150, 12, theme), text: 'standard library and runtime' },
      { colour: tone(28, 45, theme), text: 'kernel' },
    ],
  };
}

/** Kinds of like nature share a colour: more than ten cannot be told apart. */
const FAMILIES: readonly (readonly [
  name: string,
  hue: number,
  saturation: number,
  kinds: readonly Kind[],
])[] = [
  ['own code', 210, 60, ['app']],
  ['libraries', 210, 25, ['library', 'math', 'sort', 'foreign']],
  ['serialization', 48, 75, ['json', 'json-fast', 'protobuf', 'serialization', 'base64', 'reflect']],
  [
    'text and regular expressions',
    20,
    65,
    ['regexp', 'strings', 'log', 'interp', 'compile', 'dynamic', 'load'],
  ],
  ['crypto, compression, hashes', 280, 45, ['crypto', 'compress', 'hash']],
  ['maps', 95, 40, ['map']],
  ['memory: moving, allocating', 340, 50, ['mem', 'alloc', 'refcount']],
  ['garbage collection', 355, 75, ['assist', 'gc', 'gc-mark', 'gc-sweep', 'gc-barrier']],
  ['scheduler and locks', 255, 30, ['sched', 'sync', 'time']],
  ['network, RPC, database', 170, 45, ['rpc', 'db', 'net', 'io']],
  ['kernel', 30, 25, ['kernel', 'syscall']],
];

function byKind({ functions }: Flame, theme: Theme): Colours {
  const palette = new Palette();
  const used = new Set<string>();
  const ofFunction = Uint16Array.from(functions.kind, (kind) => {
    const family = FAMILIES.find(([, , , kinds]) => (kinds as readonly string[]).includes(kind));
    if (family === undefined) return palette.row(tone(0, 0, theme));
    used.add(family[0]);
    return palette.row(tone(family[1], family[2], theme));
  });
  const legend = FAMILIES.filter(([name]) => used.has(name)).map(([text, hue, saturation]) => ({
    colour: tone(hue, saturation, theme),
    text,
  }));
  return { palette: palette.colours, ofFunction, ofNode: NO_NODES, legend };
}

/** Memory and scheduling in their own colours; other functions by the collection that they cause. */
function byBill({ functions }: Flame, theme: Theme): Colours {
  const palette = new Palette();
  const most = functions.tax.reduce((a, b) => Math.max(a, b), 0);
  const ofFunction = Uint16Array.from(functions.kind, (kind, fn) => {
    if (/^(gc|assist)/.test(kind)) return palette.row(tone(355, 75, theme, STRONG));
    if (kind === 'alloc' || kind === 'refcount') return palette.row(tone(330, 60, theme));
    if (kind === 'sched' || kind === 'sync') return palette.row(tone(255, 40, theme));
    const part = most > 0 ? functions.tax[fn]! / most : 0;
    return palette.row(part < 0.02 ? tone(0, 0, theme) : tone(42, 20 + Math.round(part * 12) * 5, theme));
  });
  return {
    palette: palette.colours,
    ofFunction,
    ofNode: NO_NODES,
    legend: [
      { colour: tone(355, 75, theme, STRONG), text: 'garbage collection' },
      { colour: tone(330, 60, theme), text: 'allocation' },
      { colour: tone(255, 40, theme), text: 'scheduler and locks' },
      ...(most > 0 ? [{ colour: tone(42, 80, theme), text: 'causes collection by what it allocates' }] : []),
    ],
  };
}

const STEPS = 12;

/** The wider the dearer: steps of the square root, so that small shares differ too. */
function byWorth(flame: Flame, { total, whole, baseTotal, baseWhole, length }: Boxes, theme: Theme): Colours {
  const palette = Array.from({ length: STEPS + 1 }, (_, step) =>
    shade(165, step / STEPS, theme, { light: 84, dark: 16 }, { light: 56, dark: 28 }),
  );
  const ofNode = Uint16Array.from({ length }, (_, node) => {
    const share = whole > 0 ? total[node]! / whole : baseWhole > 0 ? baseTotal[node]! / baseWhole : 0;
    return Math.round(Math.sqrt(share) * STEPS);
  });
  const usd = flame.worth?.usdPerYear ?? null;
  return {
    palette,
    ofFunction: NO_NODES,
    ofNode,
    legend: [
      { colour: palette[1]!, text: usd === null ? 'little' : 'few dollars a year' },
      { colour: palette[STEPS]!, text: usd === null ? 'all' : 'all of the bill' },
    ],
  };
}

/** Red is more, blue is less, than in the base; paler where little of the box changed. */
function byDifference({ total, baseTotal, whole, baseWhole, length }: Boxes, theme: Theme): Colours {
  const [more, less] = theme.colourBlind ? [30, 215] : [0, 225];
  const little = { light: 82, dark: 20 };
  const much = { light: 64, dark: 36 };
  const of = (hue: number, step: number): string => shade(hue, step / STEPS, theme, little, much);
  const palette = [
    ...Array.from({ length: STEPS }, (_, i) => of(less, STEPS - i)),
    tone(0, 0, theme, { light: 84, dark: 18 }),
    ...Array.from({ length: STEPS }, (_, i) => of(more, i + 1)),
  ];
  const ofNode = Uint16Array.from({ length }, (_, node) => {
    const now = whole > 0 ? total[node]! / whole : 0;
    const before = baseWhole > 0 ? baseTotal[node]! / baseWhole : 0;
    const part = now + before > 0 ? (now - before) / (now + before) : 0;
    return STEPS + Math.round(part * STEPS);
  });
  return {
    palette,
    ofFunction: NO_NODES,
    ofNode,
    legend: [
      { colour: palette[2 * STEPS]!, text: 'more than in the base' },
      { colour: palette[STEPS]!, text: 'unchanged' },
      { colour: palette[0]!, text: 'less' },
    ],
  };
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
