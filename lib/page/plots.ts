/** Plots as SVG elements: a curve of coverage, a distribution, bars from a middle line. */
import { element, svgElement } from './elements.js';

const WIDE = 420;
const HIGH = 150;
const PAD = { left: 44, right: 10, top: 8, bottom: 26 };

type Words = (value: number) => string;

function frame(label: string, high = HIGH): SVGElement {
  return svgElement('svg', {
    viewBox: `0 0 ${WIDE} ${high}`,
    class: 'plot',
    role: 'img',
    'aria-label': label,
  });
}

function text(
  x: number,
  y: number,
  words: string,
  anchor: 'start' | 'middle' | 'end' = 'middle',
): SVGElement {
  return svgElement('text', { x, y, 'text-anchor': anchor }, words);
}

/** Shares that the best 1, 2, ... hold together. */
export function coveragePlot(coverage: readonly number[], unit: string): SVGElement {
  const last = coverage[coverage.length - 1] ?? 0;
  const plot = frame(
    `The best ${coverage.length} ${unit}s hold ${Math.round(last * 100)} percent together: ${coverage.map((share, i) => `${i + 1}: ${Math.round(share * 100)} %`).join(', ')}`,
  );
  const x = (count: number): number =>
    PAD.left + (count / Math.max(1, coverage.length)) * (WIDE - PAD.left - PAD.right);
  const y = (share: number): number => HIGH - PAD.bottom - share * (HIGH - PAD.top - PAD.bottom);
  for (const share of [0, 0.5, 1])
    plot.append(
      svgElement('line', { x1: PAD.left, x2: WIDE - PAD.right, y1: y(share), y2: y(share), class: 'grid' }),
      text(PAD.left - 5, y(share) + 4, `${share * 100}%`, 'end'),
    );
  const points = [[0, 0], ...coverage.map((share, i) => [i + 1, share])] as [number, number][];
  plot.append(
    svgElement('polyline', {
      points: points.map(([count, share]) => `${x(count)},${y(share)}`).join(' '),
      class: 'curve',
    }),
  );
  points.forEach(([count, share], i) => {
    if (i === 0) return;
    const dot = svgElement('circle', { cx: x(count), cy: y(share), r: 3.5, class: 'dot' });
    dot.append(svgElement('title', {}, `best ${count}: ${(share * 100).toFixed(1)} %`));
    plot.append(dot, text(x(count), HIGH - 9, String(count)));
  });
  return plot;
}

/** `quantiles` at 0, 1, ..., 100 %: drawn as a density between 1 and 99 %, with P10, P50 and P90 marked. */
export function distributionPlot(
  quantiles: readonly number[],
  words: Words,
  label: string,
  zero: boolean,
): SVGElement {
  const at = (percent: number): number => quantiles[percent]!;
  const plot = frame(`${label}: P10 ${words(at(10))}, median ${words(at(50))}, P90 ${words(at(90))}`);
  let [low, high] = [at(1), at(99)];
  if (zero) [low, high] = [Math.min(low, 0), Math.max(high, 0)];
  if (!(high > low)) [low, high] = [low - 1, high + 1];
  const x = (value: number): number =>
    PAD.left + ((Math.min(high, Math.max(low, value)) - low) / (high - low)) * (WIDE - PAD.left - PAD.right);
  const heights = bins(quantiles, low, high, 48);
  const most = Math.max(...heights);
  const step = (WIDE - PAD.left - PAD.right) / heights.length;
  const floor = HIGH - PAD.bottom;
  heights.forEach((height, i) => {
    const value = low + ((i + 0.5) / heights.length) * (high - low);
    const tall = (height / most) * (floor - PAD.top - 10);
    plot.append(
      svgElement('rect', {
        x: PAD.left + i * step,
        y: floor - tall,
        width: step - 0.5,
        height: tall,
        class: zero && value < 0 ? 'bin loss' : 'bin',
      }),
    );
  });
  plot.append(
    svgElement('line', { x1: PAD.left, x2: WIDE - PAD.right, y1: floor, y2: floor, class: 'grid' }),
  );
  if (zero && low < 0)
    plot.append(svgElement('line', { x1: x(0), x2: x(0), y1: PAD.top, y2: floor, class: 'zero' }));
  let end = Number.NEGATIVE_INFINITY;
  for (const percent of [10, 50, 90]) {
    const place = x(at(percent));
    plot.append(svgElement('line', { x1: place, x2: place, y1: PAD.top + 8, y2: floor, class: 'mark' }));
    const shown = words(at(percent));
    const half = shown.length * 3.4;
    const middle = Math.min(WIDE - half, Math.max(half, Math.max(place, end + half + 4)));
    plot.append(text(middle, HIGH - 9, shown));
    end = middle + half;
  }
  return plot;
}

/** Weight between each two edges, from quantiles: probability spreads evenly between neighbours. */
function bins(quantiles: readonly number[], low: number, high: number, count: number): number[] {
  const heights = new Array<number>(count).fill(0);
  const wide = (high - low) / count;
  for (let i = 0; i + 1 < quantiles.length; i++) {
    const [a, b] = [quantiles[i]!, quantiles[i + 1]!];
    if (b - a < wide * 1e-6) {
      const bin = Math.min(count - 1, Math.max(0, Math.floor((a - low) / wide)));
      if (a >= low && a <= high) heights[bin]!++;
      continue;
    }
    for (let bin = Math.max(0, Math.floor((a - low) / wide)); bin < count && low + bin * wide < b; bin++) {
      const [from, to] = [low + bin * wide, low + (bin + 1) * wide];
      heights[bin]! += Math.max(0, Math.min(b, to) - Math.max(a, from)) / (b - a);
    }
  }
  return heights;
}

export interface TornadoRow {
  readonly name: string;
  readonly low: string;
  readonly high: string;
  readonly atLow: number;
  readonly atHigh: number;
}

/** Bars from the worth at an input's P10 to that at its P90. */
export function tornadoPlot(rows: readonly TornadoRow[], words: Words): HTMLElement {
  const values = rows.flatMap(({ atLow, atHigh }) => [atLow, atHigh]);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const tall = 22;
  const plot = frame(
    `What moves the present value most: ${rows.map(({ name, atLow, atHigh }) => `${name} ${words(atLow)} to ${words(atHigh)}`).join('; ')}`,
    rows.length * tall + 26,
  );
  const from = 150;
  const x = (value: number): number => from + ((value - low) / (high - low || 1)) * (WIDE - from - 10);
  rows.forEach(({ name, low: least, high: most, atLow, atHigh }, i) => {
    const y = i * tall;
    const bar = svgElement('rect', {
      x: Math.min(x(atLow), x(atHigh)),
      y: y + 4,
      width: Math.max(1, Math.abs(x(atHigh) - x(atLow))),
      height: tall - 8,
      class: 'bin',
    });
    bar.append(
      svgElement('title', {}, `${name} from ${least} to ${most}: ${words(atLow)} to ${words(atHigh)}`),
    );
    plot.append(text(from - 6, y + tall - 7, name, 'end'), bar);
  });
  const end = rows.length * tall;
  plot.append(svgElement('line', { x1: x(0), x2: x(0), y1: 0, y2: end, class: 'zero' }));
  const labels = [low, 0, high].filter(
    (value, i, all) => i === 1 || Math.abs(x(value) - x(0)) > 60 || all[1] !== 0,
  );
  for (const value of labels)
    plot.append(text(Math.min(WIDE - 30, Math.max(from, x(value))), end + 18, words(value)));
  return element('div', { class: 'tornado' }, plot);
}
