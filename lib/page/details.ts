/** The panel beside the picture: all that is known of one frame or function, and what rewriting it would return. */
import { formatShare, formatUsd, formatValue } from '../base/units.js';
import type { Flame } from '../picture/flame.js';
import type { Boxes } from '../picture/layout.js';
import { belowFunction, gainOf, kindsWithin, subtreeEnd } from '../picture/sums.js';
import { element } from './elements.js';

export interface DetailsInput {
  readonly flame: Flame;
  readonly boxes: Boxes;
  readonly wanted: Uint8Array | null;
  /** -1 where a function was chosen and no single frame. */
  readonly node: number;
  readonly fn: number;
  /** Self and total of the function under the filter, of both sides. */
  readonly self: number;
  readonly total: number;
  readonly baseTotal: number;
  readonly sandwich: (fn: number) => void;
  readonly search: (text: string) => void;
}

export function detailsOf(input: DetailsInput): readonly Node[] {
  const { flame, boxes, node, fn } = input;
  const { functions } = flame;
  const name = functions.name[fn]!;
  const parts: (Node | null)[] = [
    element('h2', {}, name),
    functions.file[fn] === '' ? null : element('p', { class: 'file' }, functions.file[fn]!),
    element(
      'p',
      { class: 'tags' },
      `${ownerWords(functions.owner[fn]!)} · ${functions.kind[fn]!} · ${functions.package[fn]!}`,
    ),
    figures(input),
    flame.baseTotal > 0 ? difference(input) : null,
    worthOf(input),
    kindBars(input),
    linesOf(flame, fn),
    element(
      'p',
      { class: 'actions' },
      element('button', { type: 'button', onclick: () => input.sandwich(fn) }, 'Callers and callees'),
      element('button', { type: 'button', onclick: () => input.search(name) }, 'Find all places'),
      element(
        'button',
        { type: 'button', onclick: () => void navigator.clipboard?.writeText(name) },
        'Copy the name',
      ),
    ),
    node === -1 ? null : path(flame, boxes, node),
  ];
  return parts.filter((part) => part !== null);
}

/** For the tooltip and for a screen reader. */
export function describe(flame: Flame, boxes: Boxes, node: number): string {
  const { functions, valueType } = flame;
  const fn = boxes.fn[node]!;
  const caller = boxes.prefix[node]!;
  const total = boxes.total[node]!;
  const lines = [functions.name[fn]!];
  if (functions.file[fn] !== '') lines.push(functions.file[fn]!);
  const share = boxes.whole > 0 ? total / boxes.whole : 0;
  lines.push(
    `${formatShare(share)} of all, ${formatValue(total, valueType.unit)} total, ${formatValue(boxes.self[node]!, valueType.unit)} self`,
  );
  if (caller !== -1 && boxes.total[caller]! > 0)
    lines.push(`${formatShare(total / boxes.total[caller]!)} of its caller`);
  if (flame.baseTotal > 0)
    lines.push(
      `base: ${formatShare(boxes.baseWhole > 0 ? boxes.baseTotal[node]! / boxes.baseWhole : 0)}, ${points(flameDifference(boxes, node))}`,
    );
  const usd = flame.worth?.usdPerYear ?? null;
  if (usd !== null) lines.push(`${formatUsd(share * usd)} a year (${flame.worth!.basis})`);
  return lines.join('\n');
}

function flameDifference(boxes: Boxes, node: number): number {
  const now = boxes.whole > 0 ? boxes.total[node]! / boxes.whole : 0;
  return now - (boxes.baseWhole > 0 ? boxes.baseTotal[node]! / boxes.baseWhole : 0);
}

function points(difference: number): string {
  return `${difference >= 0 ? '+' : '−'}${Math.abs(difference * 100).toFixed(2)} points`;
}

function ownerWords(owner: string): string {
  return owner === 'own' ? 'own code' : owner === 'standard' ? 'standard library' : owner;
}

function figures({ flame, boxes, wanted, node, fn, self, total }: DetailsInput): HTMLElement {
  const { functions, valueType } = flame;
  const share = (value: number): string => formatShare(boxes.whole > 0 ? value / boxes.whole : 0);
  const value = (weight: number): string => `${share(weight)} · ${formatValue(weight, valueType.unit)}`;
  const rows: [string, string, string?][] = [];
  if (node !== -1) rows.push(['this frame', value(boxes.total[node]!)]);
  rows.push(['function, total', value(total)]);
  // The interval was computed of all samples: under a filter it would be another one.
  if (wanted === null && functions.high[fn]! > 0)
    rows.push([
      '95 % interval',
      `${formatShare(functions.low[fn]!)} to ${formatShare(functions.high[fn]!)}`,
      flame.intervalCaption,
    ]);
  rows.push(['function, self', value(self)]);
  if (functions.tax[fn]! > 0)
    rows.push([
      'collection it causes',
      formatShare(functions.tax[fn]!),
      'background garbage collection, charged by what is allocated',
    ]);
  return element(
    'dl',
    { class: 'figures' },
    ...rows.flatMap(([term, text, hint]) => [
      element('dt', { title: hint ?? null }, term),
      element('dd', {}, text),
    ]),
  );
}

function difference({ boxes, total, baseTotal }: DetailsInput): HTMLElement {
  const now = boxes.whole > 0 ? total / boxes.whole : 0;
  const before = boxes.baseWhole > 0 ? baseTotal / boxes.baseWhole : 0;
  return element(
    'p',
    {},
    `In the base ${formatShare(before)}, now ${formatShare(now)}: ${points(now - before)} (of shares; not of time).`,
  );
}

function worthOf({ flame, boxes, wanted, fn, total }: DetailsInput): HTMLElement | null {
  const { worth } = flame;
  if (worth === null || boxes.whole === 0) return null;
  const below = belowFunction(boxes, fn);
  const gain = gainOf(
    flame,
    kindsWithin(flame, (node) => below[node] === 1, wanted),
  );
  const share = total / boxes.whole + flame.functions.tax[fn]!;
  const saved = (part: number): number => share * part;
  const lines = [element('h3', {}, `Rewritten from ${worth.from} to ${worth.to}`)];
  if (worth.usdPerYear !== null)
    lines.push(element('p', {}, `It costs ${formatUsd(share * worth.usdPerYear)} a year (${worth.basis}).`));
  if (gain === null || gain.high === 0)
    lines.push(element('p', {}, 'No published speedup is known for this work: nothing is promised.'));
  else {
    const range = `${formatShare(saved(gain.low))} to ${formatShare(saved(gain.high))} of the CPU, likely ${formatShare(saved(gain.likely))}`;
    lines.push(
      element(
        'p',
        {},
        `A rewrite would give back ${range}, estimated from priors, before crossings and effort.`,
      ),
    );
    if (worth.usdPerYear !== null) {
      const usd = (part: number): string => formatUsd(saved(part) * worth.usdPerYear!);
      lines.push(
        element(
          'p',
          {},
          `That is ${usd(gain.low)} to ${usd(gain.high)} a year, likely ${usd(gain.likely)} (${worth.basis}).`,
        ),
      );
    }
  }
  if (worth.chosen.includes(flame.functions.name[fn]!))
    lines.push(element('p', { class: 'chosen' }, 'In the chosen rewrite set.'));
  return element('section', { class: 'worth' }, ...lines);
}

/** The frame's own subtree where one was chosen, else all below the function. */
function kindBars({ flame, boxes, wanted, node, fn }: DetailsInput): HTMLElement | null {
  const end = node === -1 ? 0 : subtreeEnd(boxes, node);
  const below = node === -1 ? belowFunction(boxes, fn) : null;
  const kinds = kindsWithin(
    flame,
    (one) => (below === null ? one >= node && one < end : below[one] === 1),
    wanted,
  );
  const all = kinds.reduce((sum, { weight }) => sum + weight, 0);
  if (all === 0) return null;
  const bars = kinds
    .slice(0, 8)
    .map(({ kind, weight }) =>
      element(
        'li',
        {},
        element('span', { class: 'kind' }, kind),
        element('meter', { min: 0, max: 1, value: weight / all, 'aria-hidden': 'true' }),
        element('span', { class: 'number' }, formatShare(weight / all)),
      ),
    );
  return element(
    'section',
    {},
    element('h3', {}, 'Kinds of work below it'),
    element('ul', { class: 'kinds' }, ...bars),
  );
}

function linesOf({ lines, valueType }: Flame, fn: number): HTMLElement | null {
  const rows: number[] = [];
  for (let row = 0; row < lines.length; row++) if (lines.fn[row] === fn) rows.push(row);
  if (rows.length === 0) return null;
  const most = rows.reduce((sum, row) => Math.max(sum, lines.total[row]!), 0);
  return element(
    'details',
    { open: rows.length <= 12 },
    element('summary', {}, `Source lines (${rows.length})`),
    element(
      'table',
      { class: 'lines' },
      element(
        'thead',
        {},
        element('tr', {}, ...['line', 'self', 'total'].map((text) => element('th', { scope: 'col' }, text))),
      ),
      element(
        'tbody',
        {},
        ...rows.map((row) =>
          element(
            'tr',
            { class: lines.total[row] === most ? 'most' : null },
            element('th', { scope: 'row' }, String(lines.line[row]!)),
            element('td', { class: 'number' }, formatValue(lines.self[row]!, valueType.unit)),
            element('td', { class: 'number' }, formatValue(lines.total[row]!, valueType.unit)),
          ),
        ),
      ),
    ),
  );
}

function path({ functions }: Flame, boxes: Boxes, node: number): HTMLElement {
  const names: string[] = [];
  for (let at = boxes.prefix[node]!; at !== -1; at = boxes.prefix[at]!)
    names.push(functions.name[boxes.fn[at]!]!);
  if (names.length === 0) return element('p', { class: 'note' }, 'A root: nothing calls it.');
  return element(
    'details',
    {},
    element('summary', {}, `Called through ${names.length} ${names.length === 1 ? 'frame' : 'frames'}`),
    element('ol', { class: 'path' }, ...names.slice(0, 200).map((name) => element('li', {}, name))),
  );
}
