/** Draws boxes on a canvas as large as the view: rows in sight only, and of those only what is a pixel wide. */
import type { Ink } from '../picture/ink.js';
import { type Boxes, firstEndingAfter, nodeAt } from '../picture/layout.js';
import { shortName } from '../picture/short-name.js';

export const ROW = 18;

export interface Picture {
  readonly boxes: Boxes;
  readonly names: readonly string[];
  readonly palette: readonly string[];
  /** Number of a node's colour. */
  readonly colourOf: (node: number) => number;
  /** Roots at the bottom. */
  readonly inverted: boolean;
  /** Functions to light up, where something is searched. */
  readonly found: Uint8Array | null;
  /** Functions of the rewrite set, outlined. */
  readonly chosen: Uint8Array | null;
  readonly ink: Ink;
}

/** A picture and the nodes pointed at; -1: none. */
export interface Scene extends Picture {
  readonly selected: number;
  readonly hovered: number;
}

/** Part of the width in sight, 0..1, and how many pixels of rows are scrolled away. */
export interface View {
  readonly from: number;
  readonly to: number;
  readonly scroll: number;
}

const FONT = '11px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace';
/** Narrower boxes have no text, and no edge. */
const NARROWEST_TEXT = 20;
const NARROWEST_EDGE = 3;
/** Boxes narrower than this are drawn together. */
const NARROWEST_BOX = 1;

export class FlameCanvas {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  #width = 0;
  #height = 0;
  #letter = 0;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d', { alpha: false })!;
  }

  get width(): number {
    return this.#width;
  }

  /** Fits the canvas to its place; true where it changed. */
  resize(width: number, height: number): boolean {
    const scale = window.devicePixelRatio || 1;
    const [wide, high] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
    if (this.#canvas.width === wide && this.#canvas.height === high && this.#width === width) return false;
    this.#canvas.width = wide;
    this.#canvas.height = high;
    this.#width = width;
    this.#height = height;
    this.#context.setTransform(scale, 0, 0, scale, 0, 0);
    return true;
  }

  draw(scene: Scene, view: View): void {
    const context = this.#context;
    context.font = FONT;
    context.textBaseline = 'middle';
    if (this.#letter === 0) this.#letter = context.measureText('0').width;
    context.fillStyle = scene.ink.background;
    context.fillRect(0, 0, this.#width, this.#height);
    const depths = scene.boxes.rows.length - 1;
    const first = Math.max(0, Math.floor(view.scroll / ROW));
    const last = Math.min(depths - 1, Math.floor((view.scroll + this.#height) / ROW));
    for (let line = first; line <= last; line++) {
      const depth = scene.inverted ? depths - 1 - line : line;
      this.#drawRow(scene, view, depth, line * ROW - view.scroll);
    }
    this.#outline(scene, view, scene.selected, scene.ink.outline, 2);
    this.#outline(scene, view, scene.hovered, scene.ink.outline, 1);
  }

  /** The node under a point of the canvas; -1 where there is none. */
  nodeAt(scene: Scene, view: View, x: number, y: number): number {
    const depths = scene.boxes.rows.length - 1;
    const line = Math.floor((y + view.scroll) / ROW);
    const depth = scene.inverted ? depths - 1 - line : line;
    const at = view.from + (x / this.#width) * (view.to - view.from);
    return nodeAt(scene.boxes, depth, at);
  }

  #drawRow(scene: Scene, view: View, depth: number, y: number): void {
    const { boxes, palette, colourOf, found, chosen, ink, names } = scene;
    const { rows, order, left, right, fn } = boxes;
    const context = this.#context;
    const scale = this.#width / (view.to - view.from);
    const end = rows[depth + 1]!;
    let colour = -1;
    for (let at = firstEndingAfter(boxes, depth, view.from); at < end; ) {
      const node = order[at]!;
      if (left[node]! >= view.to) break;
      const x = (left[node]! - view.from) * scale;
      const wide = (right[node]! - left[node]!) * scale;
      if (wide < NARROWEST_BOX) {
        // All that ends within this pixel is one mark; the next box to look at ends beyond it.
        const pixel = Math.floor(x);
        const next = firstEndingAfter(boxes, depth, view.from + (pixel + 1) / scale, at + 1);
        const lit = found !== null && found[fn[node]!] === 1;
        context.fillStyle = lit ? ink.match : ink.dust;
        colour = -1;
        context.fillRect(pixel, y, 1, ROW - 1);
        at = next;
        continue;
      }
      const x0 = Math.max(x, 0);
      const x1 = Math.min(x + wide, this.#width);
      const one = fn[node]!;
      const lit = found !== null && found[one] === 1;
      const wanted = lit ? -2 : colourOf(node);
      if (wanted !== colour) {
        context.fillStyle = lit ? ink.match : palette[wanted]!;
        colour = wanted;
      }
      const edge = x1 - x0 >= NARROWEST_EDGE ? 1 : 0;
      context.fillRect(x0, y, x1 - x0 - edge, ROW - 1);
      if (chosen !== null && chosen[one] === 1 && x1 - x0 > 4) {
        context.strokeStyle = ink.chosen;
        context.lineWidth = 2;
        context.strokeRect(x0 + 1, y + 1, x1 - x0 - 3, ROW - 3);
      }
      if (x1 - x0 >= NARROWEST_TEXT) {
        this.#write(names[one]!, x0, y, x1 - x0, lit ? ink.matchText : ink.text);
        colour = -1;
      }
      at++;
    }
  }

  #write(name: string, x: number, y: number, room: number, ink: string): void {
    const letters = Math.floor((room - 6) / this.#letter);
    if (letters < 2) return;
    this.#context.fillStyle = ink;
    this.#context.fillText(shortName(name, letters), x + 3, y + ROW / 2);
  }

  #outline(scene: Scene, view: View, node: number, colour: string, wide: number): void {
    if (node < 0 || node >= scene.boxes.length) return;
    const { left, right, depth, rows } = scene.boxes;
    const scale = this.#width / (view.to - view.from);
    const x0 = Math.max((left[node]! - view.from) * scale, 0);
    const x1 = Math.min((right[node]! - view.from) * scale, this.#width);
    if (x1 < x0) return;
    const line = scene.inverted ? rows.length - 2 - depth[node]! : depth[node]!;
    this.#context.strokeStyle = colour;
    this.#context.lineWidth = wide;
    this.#context.strokeRect(x0 + 0.5, line * ROW - view.scroll + 0.5, Math.max(1, x1 - x0 - 2), ROW - 2);
  }
}
