import assert from 'node:assert/strict';
import { KINDS } from '../../../lib/kinds/kinds.js';
import { flameOf } from '../../../lib/picture/build.js';
import { COLOURINGS, coloursOf } from '../../../lib/picture/colours.js';
import type { Flame } from '../../../lib/picture/flame.js';
import { inkOf } from '../../../lib/picture/ink.js';
import { type Boxes, layOut, weigh } from '../../../lib/picture/layout.js';
import { merge } from '../../../lib/profile/merge.js';
import { select } from '../../../lib/profile/select.js';
import { profileOf } from '../../support/draw.js';

/** Of WCAG 2.2, for which text needs 4.5 to 1. */
function contrast(a: readonly number[], b: readonly number[]): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

function luminance(rgb: readonly number[]): number {
  const [r, g, b] = rgb.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

/** Red, green and blue, 0..1, of `#rrggbb` or `hsl(h s% l%)` (CSS Color 4, section 7.1). */
function rgbOf(colour: string): number[] {
  if (colour.startsWith('#'))
    return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  const [h, s, l] = /^hsl\((\d+) (\d+)% (\d+)%\)$/.exec(colour)!.slice(1).map(Number);
  return [0, 8, 4].map((n) => {
    const k = (n + h! / 30) % 12;
    const a = (s! / 100) * Math.min(l! / 100, 1 - l! / 100);
    return l! / 100 - a * Math.max(-1, Math.min(k - 3, 9 - k, 1));
  });
}

const TWO = merge([profileOf(['main;a 9', 'main;b 3', 'main;c 1']), profileOf(['main;a 1', 'main;d 3'])]);

/** A picture with a function for each pair of what colours look at, and boxes of every width and change. */
function colourful(): { flame: Flame; boxes: Boxes } {
  const flame = flameOf(select(TWO), { baseFrom: 1 });
  const length = 4000;
  const owners = ['own', 'library', 'standard', 'runtime', 'kernel', 'unsymbolized'] as const;
  const each = <T>(one: (i: number) => T): T[] => Array.from({ length }, (_, i) => one(i));
  const functions = {
    ...flame.functions,
    length,
    name: each((i) => `f${i}`),
    package: each((i) => `package-${i}`),
    owner: each((i) => owners[i % owners.length]!),
    kind: each((i) => KINDS[i % KINDS.length]!),
    tax: Float64Array.from(each((i) => i / length)),
  };
  const boxes = {
    ...layOut(weigh(flame)),
    length,
    total: Float64Array.from(each((i) => i)),
    baseTotal: Float64Array.from(each((i) => length - i)),
    whole: length,
    baseWhole: length,
  };
  return { flame: { ...flame, functions }, boxes };
}

describe('the colours of boxes', () => {
  const { flame, boxes } = colourful();

  it('leave text on every fill a contrast of 4.5 to 1 or better, as does the mark of a search', () => {
    for (const dark of [false, true]) {
      const ink = inkOf(dark);
      assert.ok(contrast(rgbOf(ink.match), rgbOf(ink.matchText)) >= 4.5);
      for (const colouring of COLOURINGS)
        for (const colourBlind of [false, true])
          for (const fill of coloursOf(flame, boxes, colouring, { dark, colourBlind }).palette) {
            const found = contrast(rgbOf(fill), rgbOf(ink.text));
            assert.ok(
              found >= 4.5,
              `${colouring}, ${dark ? 'dark' : 'light'}: ${fill} has ${found.toFixed(2)}`,
            );
          }
    }
  });

  it('make a difference red and blue, or orange and blue, and the same share grey', () => {
    const theme = { dark: false, colourBlind: false };
    const hues = (colourBlind: boolean): string[] =>
      coloursOf(flame, boxes, 'difference', { ...theme, colourBlind }).legend.map(
        ({ colour }) => /^hsl\((\d+ \d+)%/.exec(colour)![1]!,
      );
    assert.deepEqual(hues(false), ['0 72', '0 0', '225 72']);
    assert.deepEqual(hues(true), ['30 72', '0 0', '215 72']);
    const { ofNode } = coloursOf(flame, boxes, 'difference', theme);
    assert.deepEqual([ofNode[0], ofNode[2000], ofNode[3999]], [0, 12, 24]);
  });
});
