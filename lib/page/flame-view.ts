/** One flame graph on the page: canvas, scrolling, zoom, keyboard, tooltip. Knows boxes, not what they are worth. */
import { type Boxes, nodeAt } from '../picture/layout.js';
import { FlameCanvas, type Picture, ROW, type Scene } from './canvas.js';
import { element } from './elements.js';

export interface Listeners {
  /** A frame was chosen by mouse or keyboard; -1: none. */
  readonly selected: (node: number) => void;
  /** The view was zoomed to a node; -1: to all. */
  readonly zoomed: (node: number) => void;
  /** Text for the tooltip and for a screen reader. */
  readonly describe: (node: number) => string;
}

/** Milliseconds that a zoom takes, unless the reader asked for less motion. */
const GLIDE = 140;
/** Closest zoom: beyond it float64 edges are no longer apart. */
const NARROWEST_VIEW = 1e-9;

export class FlameView {
  readonly element: HTMLElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #chart: FlameCanvas;
  readonly #scroller: HTMLElement;
  readonly #height: HTMLElement;
  readonly #tip: HTMLElement;
  readonly #live: HTMLElement;
  readonly #listeners: Listeners;
  #picture: Picture | null = null;
  #from = 0;
  #to = 1;
  #zoomed = -1;
  #selected = -1;
  #hovered = -1;
  #frame = 0;
  #glide: {
    readonly from: number;
    readonly to: number;
    readonly target: readonly [number, number];
    readonly start: number;
  } | null = null;

  constructor(label: string, listeners: Listeners) {
    this.#listeners = listeners;
    this.#canvas = element('canvas', {
      role: 'img',
      tabindex: 0,
      'aria-label': label,
      'aria-keyshortcuts': 'ArrowUp ArrowDown ArrowLeft ArrowRight Enter Escape + - 0',
    });
    this.#tip = element('div', { class: 'tip', hidden: true });
    this.#live = element('div', { class: 'unseen', 'aria-live': 'polite' });
    this.#height = element('div', { class: 'flame-height' });
    this.#scroller = element('div', { class: 'flame-scroller' }, this.#canvas, this.#height);
    this.element = element('div', { class: 'flame' }, this.#scroller, this.#tip, this.#live);
    this.#chart = new FlameCanvas(this.#canvas);
    this.#listen();
  }

  get selected(): number {
    return this.#selected;
  }

  /** Shows another picture; zoom and selection stay where `keep` says that the nodes are the same. */
  show(picture: Picture, keep = false): void {
    this.#picture = picture;
    this.#glide = null;
    if (!keep) {
      this.#selected = -1;
      this.#hovered = -1;
      this.#zoomed = -1;
      [this.#from, this.#to] = [0, 1];
    } else if (this.#zoomed !== -1) {
      [this.#from, this.#to] = this.#range(this.#zoomed);
    }
    this.#fit();
    if (!keep && picture.inverted) this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#drawSoon();
  }

  /** What is looked for or hovered elsewhere changed, not the boxes. */
  restyle(change: Partial<Picture>): void {
    if (this.#picture === null) return;
    this.#picture = { ...this.#picture, ...change };
    this.#drawSoon();
  }

  select(node: number, reveal = false): void {
    this.#selected = node;
    if (reveal && node !== -1) this.#reveal(node);
    this.#drawSoon();
  }

  zoom(node: number, glide = true): void {
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.#zoomed = node;
    const target: [number, number] = node === -1 ? [0, 1] : this.#range(node);
    if (glide && !still) {
      this.#glide = { from: this.#from, to: this.#to, target, start: performance.now() };
    } else {
      this.#glide = null;
      [this.#from, this.#to] = target;
    }
    this.#drawSoon();
  }

  /** Draws at once; for print and for tests that measure. */
  drawNow(): void {
    if (this.#frame !== 0) cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#draw();
  }

  #range(node: number): [number, number] {
    const { left, right } = this.#picture!.boxes;
    const wide = right[node]! - left[node]!;
    return wide > NARROWEST_VIEW ? [left[node]!, right[node]!] : [0, 1];
  }

  #drawSoon(): void {
    if (this.#frame === 0)
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        this.#draw();
      });
  }

  #scene(): Scene {
    return { ...this.#picture!, selected: this.#selected, hovered: this.#hovered };
  }

  #view() {
    return { from: this.#from, to: this.#to, scroll: this.#scroller.scrollTop };
  }

  #draw(): void {
    if (this.#picture === null) return;
    if (this.#glide !== null) {
      const { from, to, target, start } = this.#glide;
      const part = Math.min(1, (performance.now() - start) / GLIDE);
      const eased = 1 - (1 - part) ** 3;
      this.#from = from + (target[0] - from) * eased;
      this.#to = to + (target[1] - to) * eased;
      if (part === 1) this.#glide = null;
      else this.#drawSoon();
    }
    this.#chart.draw(this.#scene(), this.#view());
  }

  #fit(): void {
    if (this.#picture === null) return;
    const depths = this.#picture.boxes.rows.length - 1;
    this.#height.style.height = `${Math.max(0, depths * ROW - this.#scroller.clientHeight + ROW)}px`;
    this.#chart.resize(this.#scroller.clientWidth, this.#scroller.clientHeight);
  }

  #reveal(node: number): void {
    const { boxes, inverted } = this.#picture!;
    if (boxes.left[node]! < this.#from || boxes.right[node]! > this.#to) this.zoom(-1, false);
    const line = inverted ? boxes.rows.length - 2 - boxes.depth[node]! : boxes.depth[node]!;
    const [top, bottom] = [line * ROW, (line + 1) * ROW];
    const { scrollTop, clientHeight } = this.#scroller;
    if (top < scrollTop) this.#scroller.scrollTop = Math.max(0, top - ROW * 2);
    else if (bottom > scrollTop + clientHeight) this.#scroller.scrollTop = bottom - clientHeight + ROW * 2;
  }

  #listen(): void {
    new ResizeObserver(() => {
      this.#fit();
      this.drawNow();
    }).observe(this.#scroller);
    this.#scroller.addEventListener('scroll', () => {
      this.#hideTip();
      this.#drawSoon();
    });
    this.#canvas.addEventListener('mousemove', (event) => this.#hover(event));
    this.#canvas.addEventListener('mouseleave', () => this.#hideTip());
    this.#canvas.addEventListener('click', (event) => {
      const node = this.#under(event);
      this.#choose(node);
      if (node !== -1) this.#zoomTo(node);
    });
    this.#canvas.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    this.#canvas.addEventListener('keydown', (event) => this.#key(event));
  }

  #under(event: MouseEvent): number {
    if (this.#picture === null) return -1;
    const box = this.#canvas.getBoundingClientRect();
    return this.#chart.nodeAt(this.#scene(), this.#view(), event.clientX - box.left, event.clientY - box.top);
  }

  #hover(event: MouseEvent): void {
    const node = this.#under(event);
    if (node !== this.#hovered) {
      this.#hovered = node;
      this.#tip.textContent = node === -1 ? '' : this.#listeners.describe(node);
      this.#drawSoon();
    }
    this.#tip.hidden = node === -1;
    if (node === -1) return;
    const place = this.element.getBoundingClientRect();
    const room = place.width - this.#tip.offsetWidth - 8;
    this.#tip.style.left = `${Math.max(0, Math.min(event.clientX - place.left + 12, room))}px`;
    const below = event.clientY - place.top + 18;
    const above = below - this.#tip.offsetHeight - 30;
    this.#tip.style.top = `${below + this.#tip.offsetHeight > place.height && above > 0 ? above : below}px`;
  }

  #hideTip(): void {
    this.#tip.hidden = true;
    if (this.#hovered === -1) return;
    this.#hovered = -1;
    this.#drawSoon();
  }

  #choose(node: number): void {
    this.#selected = node;
    this.#live.textContent = node === -1 ? '' : this.#listeners.describe(node);
    this.#listeners.selected(node);
    this.#drawSoon();
  }

  #zoomTo(node: number): void {
    this.zoom(node);
    this.#listeners.zoomed(node);
  }

  #wheel(event: WheelEvent): void {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) return;
    event.preventDefault();
    const box = this.#canvas.getBoundingClientRect();
    const at = this.#from + ((event.clientX - box.left) / this.#chart.width) * (this.#to - this.#from);
    if (event.shiftKey) this.#pan((event.deltaY || event.deltaX) / this.#chart.width);
    else this.#scale(Math.exp(event.deltaY / 300), at);
  }

  /** Makes the view `factor` times as wide around a place. */
  #scale(factor: number, at = (this.#from + this.#to) / 2): void {
    const wide = Math.min(1, Math.max(NARROWEST_VIEW, (this.#to - this.#from) * factor));
    const part = (at - this.#from) / (this.#to - this.#from);
    const from = Math.min(1 - wide, Math.max(0, at - part * wide));
    this.#glide = null;
    [this.#from, this.#to] = [from, from + wide];
    this.#drawSoon();
  }

  /** By a part of the view. */
  #pan(part: number): void {
    const wide = this.#to - this.#from;
    const from = Math.min(1 - wide, Math.max(0, this.#from + part * wide));
    this.#glide = null;
    [this.#from, this.#to] = [from, from + wide];
    this.#drawSoon();
  }

  #key(event: KeyboardEvent): void {
    if (this.#picture === null || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!this.#act(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** True where the key means something here. */
  #act(key: string): boolean {
    const { inverted } = this.#picture!;
    switch (key) {
      case 'ArrowUp':
        return this.#step(inverted ? 'child' : 'parent');
      case 'ArrowDown':
        return this.#step(inverted ? 'parent' : 'child');
      case 'ArrowLeft':
        return this.#step('before');
      case 'ArrowRight':
        return this.#step('after');
      case 'Enter':
        if (this.#selected !== -1) this.#zoomTo(this.#selected);
        return true;
      case 'Escape':
      case '0':
        if (this.#zoomed === -1 && this.#to - this.#from === 1) {
          if (key === '0' || this.#selected === -1) return false;
          this.#choose(-1);
        } else this.#zoomTo(-1);
        return true;
      case '+':
      case '=':
        this.#scale(0.7, this.#centre());
        return true;
      case '-':
        this.#scale(1 / 0.7, this.#centre());
        return true;
      case 'a':
        this.#pan(-0.15);
        return true;
      case 'd':
        this.#pan(0.15);
        return true;
      case 'w':
        this.#scroller.scrollTop -= ROW * 3;
        return true;
      case 's':
        this.#scroller.scrollTop += ROW * 3;
        return true;
      default:
        return false;
    }
  }

  #centre(): number | undefined {
    if (this.#selected === -1) return undefined;
    const { left, right } = this.#picture!.boxes;
    const middle = (left[this.#selected]! + right[this.#selected]!) / 2;
    return middle > this.#from && middle < this.#to ? middle : undefined;
  }

  #step(where: 'parent' | 'child' | 'before' | 'after'): boolean {
    const { boxes } = this.#picture!;
    if (boxes.length === 0) return false;
    const next = this.#selected === -1 ? boxes.order[0]! : neighbour(boxes, this.#selected, where);
    if (next === -1) return true;
    this.#choose(next);
    this.#reveal(next);
    return true;
  }
}

/** The widest callee, the caller, or the next box of the row; -1 where there is none. */
function neighbour(boxes: Boxes, node: number, where: 'parent' | 'child' | 'before' | 'after'): number {
  const { prefix, depth, left, right, rows, order } = boxes;
  const row = depth[node]!;
  if (where === 'parent') return prefix[node]!;
  if (where === 'child') {
    if (row + 2 >= rows.length || left[node] === right[node]) return -1;
    // Callees stand widest first.
    const child = nodeAt(boxes, row + 1, left[node]!);
    return child !== -1 && prefix[child] === node ? child : -1;
  }
  const step = where === 'before' ? -1 : 1;
  let [low, high] = [rows[row]!, rows[row + 1]!];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (left[order[middle]!]! < left[node]! || (left[order[middle]!] === left[node] && order[middle]! < node))
      low = middle + 1;
    else high = middle;
  }
  for (let at = low + step; at >= rows[row]! && at < rows[row + 1]!; at += step) {
    const found = order[at]!;
    if (right[found]! > left[found]!) return found;
  }
  return -1;
}
