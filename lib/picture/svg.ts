/** A static flame graph in the tradition of FlameGraph: an SVG that wikis and pull requests show, titles and all. */
import { type HierarchyRectangularNode, hierarchy, partition } from 'd3-hierarchy';
import { forXml } from '../base/escape.js';
import { formatShare, formatValue } from '../base/units.js';
import { svgScript } from './assets.js';
import { coloursOf } from './colours.js';
import type { Flame } from './flame.js';
import { inkOf } from './ink.js';
import { type Boxes, layOut, weigh } from './layout.js';
import { shortName } from './short-name.js';

export interface SvgOptions {
  /** Pixels; default 1,200. */
  readonly width?: number | undefined;
  /** Bytes at most: the smallest boxes are left out until it fits; default 500,000. */
  readonly maxBytes?: number | undefined;
  /** Zoom and search by a script inside, where the viewer runs it; default true. */
  readonly script?: boolean | undefined;
  /** Roots at the bottom, as FlameGraph draws; default false. */
  readonly inverted?: boolean | undefined;
}

const ROW = 17;
const TOP = 46;
const BOTTOM = 26;
const SIDE = 8;
/** Of the monospaced font at 11 px. */
const LETTER = 6.65;
/** Left free at the right of each box; the script in `page/svg.ts` knows it. */
const GAP = 0.6;
/** Narrower boxes cannot be seen. */
const NARROWEST = 0.4;

interface Datum {
  /** -1: the whole. */
  readonly node: number;
  readonly width: number;
  readonly children: Datum[];
}

type Placed = HierarchyRectangularNode<Datum>;

export function flameSvg(flame: Flame, options: SvgOptions = {}): string {
  const { width = 1200, maxBytes = 500_000 } = options;
  const boxes = layOut(weigh(flame), true);
  let narrowest = NARROWEST / (width - 2 * SIDE);
  for (;;) {
    const root = treeOf(boxes, narrowest);
    const text = draw(flame, boxes, root, width, options);
    if (byteLength(text) <= maxBytes || root.children.length === 0) return text;
    narrowest *= 1.5;
  }
}

/** Boxes at least so wide, as the nested data that d3-hierarchy takes. */
function treeOf(boxes: Boxes, narrowest: number): Datum {
  const root: Datum = { node: -1, width: 1, children: [] };
  const made = new Map<number, Datum>([[-1, root]]);
  for (let node = 0; node < boxes.length; node++) {
    const width = boxes.right[node]! - boxes.left[node]!;
    const caller = made.get(boxes.prefix[node]!);
    if (caller === undefined || width < narrowest) continue;
    const datum = { node, width, children: [] };
    caller.children.push(datum);
    made.set(node, datum);
  }
  return root;
}

/** d3 adds children up: a node's own value is what its children leave. */
function placed(root: Datum, width: number): Placed {
  const summed = hierarchy(root).sum(({ width: whole, children }) =>
    Math.max(
      0,
      children.reduce((rest, child) => rest - child.width, whole),
    ),
  );
  summed.sort((a, b) => b.value! - a.value! || a.data.node - b.data.node);
  return partition<Datum>().size([width, summed.height + 1])(summed);
}

function draw(
  flame: Flame,
  boxes: Boxes,
  data: Datum,
  width: number,
  { script = true, inverted = false }: SvgOptions,
): string {
  const root = placed(data, width - 2 * SIDE);
  const rows = root.height + 1;
  const height = TOP + rows * ROW + BOTTOM;
  const colouring = flame.baseTotal > 0 ? 'difference' : 'package';
  const colours = coloursOf(flame, boxes, colouring, { dark: false, colourBlind: false });
  const colour = (node: number): string =>
    colours.palette[colours.ofNode[node] ?? colours.ofFunction[boxes.fn[node]!]!]!;
  const ink = inkOf(false);
  const chosen = new Set(flame.worth?.chosen);
  const parts: string[] = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${forXml(`Flame graph of ${flame.title}`)}">`,
    `<style>text{font:11px ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:${ink.text}}.h{font:600 15px system-ui,sans-serif}.n{fill:#5b616e;font:12px system-ui,sans-serif}.b:hover rect{stroke:${ink.outline};stroke-width:1}.m rect{fill:${ink.match}!important}.m text{fill:${ink.matchText}}</style>`,
    `<rect width="100%" height="100%" fill="${ink.background}"/>`,
    `<text class="h" x="${SIDE}" y="20">${forXml(flame.title)}</text>`,
    `<text class="n" id="about" x="${SIDE}" y="38">${forXml(about(flame))}</text>`,
    `<g id="boxes">`,
  ];
  root.each((box) => {
    const { node } = box.data;
    const line = inverted ? rows - 1 - box.depth : box.depth;
    const y = TOP + line * ROW;
    const x = box.x0 + SIDE;
    const wide = box.x1 - box.x0;
    const name = node === -1 ? 'all' : flame.functions.name[boxes.fn[node]!]!;
    const letters = Math.floor((wide - 6) / LETTER);
    const outline = node !== -1 && chosen.has(name) ? ` stroke="${ink.chosen}" stroke-width="2"` : '';
    const fill = node === -1 ? '#e4e6ea' : colour(node);
    parts.push(
      `<g class="b"><title>${forXml(node === -1 ? `all: ${formatValue(flame.total, flame.valueType.unit)}` : titleOf(flame, boxes, node))}</title>`,
      `<rect x="${short(x)}" y="${y}" width="${short(Math.max(wide - GAP, 0.3))}" height="${ROW - 1}" rx="1" fill="${fill}"${outline}/>`,
      letters >= 2
        ? `<text x="${short(x + 3)}" y="${y + 12}">${forXml(shortName(name, letters))}</text>`
        : '',
      '</g>',
    );
  });
  parts.push('</g>', `<text class="n" id="found" x="${SIDE}" y="${height - 9}"></text>`);
  if (script) parts.push(`<script><![CDATA[${svgScript}]]></script>`);
  parts.push('</svg>', '');
  return parts.join('\n').replace(/\n+/g, '\n');
}

function about(flame: Flame): string {
  const compared =
    flame.baseTotal > 0 ? ' Width is the mean of both shares; red is more than in the base, blue less.' : '';
  return `${formatValue(flame.total, flame.valueType.unit)} of ${flame.valueType.type}. Width is time, not order.${compared}`;
}

function titleOf(flame: Flame, boxes: Boxes, node: number): string {
  const share = boxes.whole > 0 ? boxes.total[node]! / boxes.whole : 0;
  const text = `${flame.functions.name[boxes.fn[node]!]!} (${formatShare(share)}, ${formatValue(boxes.total[node]!, flame.valueType.unit)})`;
  if (flame.baseTotal === 0) return text;
  const change = share - (boxes.baseWhole > 0 ? boxes.baseTotal[node]! / boxes.baseWhole : 0);
  return `${text}; ${change >= 0 ? '+' : '-'}${Math.abs(change * 100).toFixed(2)} points`;
}

/** Two decimals are finer than any screen. */
function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
