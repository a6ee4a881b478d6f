/** The flame graph as an application: toolbar, views, panel, and the state that ties them together. */
import { formatShare, formatValue } from '../base/units.js';
import { COLOURINGS, type Colouring, coloursOf } from '../picture/colours.js';
import type { Flame } from '../picture/flame.js';
import { inkOf } from '../picture/ink.js';
import { type Boxes, layOut, weigh } from '../picture/layout.js';
import { sandwich } from '../picture/sandwich.js';
import { matcherOf, search } from '../picture/search.js';
import { type FunctionSums, functionSums } from '../picture/sums.js';
import type { Picture } from './canvas.js';
import { describe, detailsOf } from './details.js';
import { element } from './elements.js';
import { FlameView } from './flame-view.js';
import { FunctionTable } from './function-table.js';
import { fromHash, type PageState, toHash, VIEWS, type ViewName } from './state.js';
import { isDark } from './theme.js';
import { colouringNames, Toolbar } from './toolbar.js';

export class FlameApp {
  readonly element: HTMLElement;
  readonly #flame: Flame;
  readonly #usual: PageState;
  #state: PageState;
  #boxes: Boxes;
  #wanted: Uint8Array | null = null;
  #sums: FunctionSums;
  #found: Uint8Array | null = null;
  #sandwichOf = -2;
  readonly #chosen: Uint8Array | null;
  readonly #main: FlameView;
  readonly #callers: FlameView;
  readonly #callees: FlameView;
  readonly #table: FunctionTable;
  readonly #toolbar: Toolbar;
  readonly #panel = element('aside', { class: 'panel', 'aria-label': 'Details', tabindex: 0 });
  readonly #views: Readonly<Record<ViewName, HTMLElement>>;

  constructor(flame: Flame, hash: string) {
    this.#flame = flame;
    this.#usual = {
      view: 'flame',
      zoom: -1,
      fn: -1,
      query: '',
      colouring: flame.baseTotal > 0 ? 'difference' : 'package',
      inverted: false,
      labels: {},
      theme: '',
      colourBlind: false,
    };
    this.#state = fromHash(hash, this.#usual, flame.nodes.length, flame.functions.length);
    this.#chosen = chosenFunctions(flame);
    this.#boxes = this.#filtered();
    this.#sums = this.#functionSums();
    const describeIn = (boxes: () => Boxes | null) => (node: number) => {
      const found = boxes();
      return found === null ? '' : describe(flame, found, node);
    };
    this.#main = new FlameView(summary(flame), {
      selected: (node) => this.#select(node === -1 ? -1 : this.#boxes.fn[node]!, node),
      zoomed: (zoom) => this.#change({ zoom }),
      describe: describeIn(() => this.#boxes),
    });
    const side = (label: string, boxes: () => Boxes | null): FlameView =>
      new FlameView(label, {
        selected: (node) => this.#showPanel(node === -1 ? this.#state.fn : (boxes()?.fn[node] ?? -1), -1),
        zoomed: () => undefined,
        describe: describeIn(boxes),
      });
    this.#callers = side('Callers', () => this.#sides?.callers ?? null);
    this.#callees = side('Callees', () => this.#sides?.callees ?? null);
    this.#table = new FunctionTable((fn) => this.#select(fn, -1));
    this.#toolbar = new Toolbar(flame, this.#state, {
      search: (query) => this.#change({ query }),
      nextMatch: (step) => this.#nextMatch(step),
      view: (view) => this.#change({ view }),
      colouring: (colouring) => this.#change({ colouring }),
      invert: () => this.#change({ inverted: !this.#state.inverted }),
      reset: () => this.#reset(),
      label: (key, value) => {
        const { [key]: _, ...others } = this.#state.labels;
        this.#change({ labels: value === null ? others : { ...others, [key]: value }, zoom: -1 });
      },
      theme: () => this.#change({ theme: isDark(this.#state.theme) ? 'light' : 'dark' }),
      colourBlind: () => this.#change({ colourBlind: !this.#state.colourBlind }),
    });
    const sides = element(
      'div',
      { class: 'sandwich' },
      element('h2', { class: 'side' }, 'Callers'),
      this.#callers.element,
      element('h2', { class: 'side' }, 'Callees'),
      this.#callees.element,
    );
    this.#views = { flame: this.#main.element, sandwich: sides, table: this.#table.element };
    this.element = element(
      'div',
      { class: 'flame-app' },
      this.#toolbar.element,
      element(
        'div',
        { class: 'work' },
        element('div', { class: 'views' }, ...VIEWS.map((view) => this.#views[view])),
        this.#panel,
      ),
    );
    window.addEventListener('keydown', (event) => this.#key(event));
    window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#render('theme'));
    window.addEventListener('hashchange', () => this.#fromLink());
  }

  /** First showing, once the element is in the page. */
  start(): void {
    this.#render('all');
    if (this.#state.zoom !== -1) {
      this.#main.zoom(this.#state.zoom, false);
      this.#main.select(this.#state.zoom, true);
    }
    this.#main.drawNow();
  }

  /** Lights a function up and shows what is known of it: for links from elsewhere on the page. */
  showFunction(name: string): void {
    const fn = this.#flame.functions.name.indexOf(name);
    if (fn !== -1) this.#change({ view: 'flame', query: name, fn });
  }

  #sides: ReturnType<typeof sandwich> = null;

  #filtered(): Boxes {
    this.#wanted = wantedClasses(this.#flame, this.#state.labels);
    return layOut(weigh(this.#flame, this.#wanted), true);
  }

  /** Exact while nothing is filtered. */
  #functionSums(): FunctionSums {
    return this.#wanted === null
      ? this.#flame.functions
      : functionSums(this.#boxes, this.#flame.functions.length);
  }

  #change(change: Partial<PageState>): void {
    const before = this.#state;
    this.#state = { ...before, ...change };
    const { labels, query, view, fn } = this.#state;
    if (labels !== before.labels) {
      this.#boxes = this.#filtered();
      this.#sums = this.#functionSums();
      this.#sandwichOf = -2;
      this.#render('all');
    } else if (LOOKS.some((key) => this.#state[key] !== before[key])) this.#render('theme');
    else if (query !== before.query || view !== before.view) this.#render('view');
    if (fn !== before.fn) this.#select(fn, -1);
    this.#link();
  }

  #link(): void {
    const hash = toHash(this.#state, this.#usual);
    if (hash === window.location.hash.slice(1)) return;
    // Replaced, not pushed: the back button leaves the page, as readers of a document expect.
    window.history.replaceState(
      null,
      '',
      hash === '' ? window.location.pathname + window.location.search : `#${hash}`,
    );
  }

  #fromLink(): void {
    const { hash } = window.location;
    if (hash.slice(1) === toHash(this.#state, this.#usual)) return;
    this.#state = fromHash(hash, this.#usual, this.#flame.nodes.length, this.#flame.functions.length);
    this.#boxes = this.#filtered();
    this.#sums = this.#functionSums();
    this.#sandwichOf = -2;
    this.#render('all');
    this.#main.zoom(this.#state.zoom, false);
  }

  #render(what: 'all' | 'theme' | 'view'): void {
    const { view, query, labels } = this.#state;
    document.documentElement.dataset['theme'] = isDark(this.#state.theme) ? 'dark' : 'light';
    const test = query === '' ? null : matcherOf(query);
    const found = test === null ? null : search(this.#boxes, this.#flame.functions.name, test);
    this.#found = found?.functions ?? null;
    this.#toolbar.show(
      this.#state,
      found === null ? (query === '' ? '' : 'no valid expression') : foundText(found),
      this.#matches(),
    );
    for (const name of VIEWS) this.#views[name].hidden = name !== view;
    if (what === 'view') this.#main.restyle({ found: this.#found });
    else
      this.#main.show(
        this.#picture(this.#boxes, this.#state.inverted),
        what === 'theme' || Object.keys(labels).length === 0,
      );
    if (view === 'sandwich') this.#renderSandwich(what !== 'view');
    if (view === 'table') this.#renderTable();
    this.#showPanel(this.#state.fn, this.#main.selected);
  }

  #picture(boxes: Boxes, inverted: boolean): Picture {
    const theme = { dark: isDark(this.#state.theme), colourBlind: this.#state.colourBlind };
    const colours = coloursOf(this.#flame, boxes, this.#state.colouring, theme);
    if (boxes === this.#boxes) this.#toolbar.legend(colours.legend);
    const { ofFunction, ofNode } = colours;
    return {
      boxes,
      names: this.#flame.functions.name,
      palette: colours.palette,
      colourOf: ofNode.length > 0 ? (node) => ofNode[node]! : (node) => ofFunction[boxes.fn[node]!]!,
      inverted,
      found: this.#found,
      chosen: this.#chosen,
      ink: inkOf(theme.dark),
    };
  }

  #renderSandwich(restyled: boolean): void {
    const fn = this.#state.fn === -1 ? heaviestSelf(this.#sums.self) : this.#state.fn;
    if (this.#sandwichOf === fn && !restyled) {
      for (const view of [this.#callers, this.#callees]) view.restyle({ found: this.#found });
      return;
    }
    this.#sandwichOf = fn;
    this.#sides = sandwich(this.#boxes, fn);
    // Under a filter the function may have no place: then both pictures are empty.
    const { callers, callees } = this.#sides ?? { callers: NO_BOXES, callees: NO_BOXES };
    this.#callers.show(this.#picture(callers, true));
    this.#callees.show(this.#picture(callees, false));
  }

  #renderTable(): void {
    const { functions, valueType, baseTotal } = this.#flame;
    const { whole, baseWhole } = this.#boxes;
    const share = (value: number, of: number): number => (of > 0 ? value / of : 0);
    const columns = [
      { title: 'self', hint: 'Time in the function itself' },
      { title: 'self', hint: 'Self as a part of all' },
      { title: 'total', hint: 'Time in the function and what it calls' },
      { title: 'total', hint: 'Total as a part of all' },
      ...(baseTotal > 0 ? [{ title: 'change', hint: 'Total share less that of the base, in points' }] : []),
    ].map((column, i) => (i === 1 || i === 3 ? { ...column, title: `${column.title} %` } : column));
    const { self, total, baseTotal: before } = this.#sums;
    const test = this.#found;
    const rows = functions.name.flatMap((name, fn) => {
      if (total[fn] === 0 && before[fn] === 0) return [];
      if (test !== null && test[fn] === 0) return [];
      const change = share(total[fn]!, whole) - share(before[fn]!, baseWhole);
      const cells = [
        { text: formatValue(self[fn]!, valueType.unit), value: self[fn]! },
        { text: formatShare(share(self[fn]!, whole)), value: self[fn]! },
        { text: formatValue(total[fn]!, valueType.unit), value: total[fn]! },
        { text: formatShare(share(total[fn]!, whole)), value: total[fn]! },
        ...(baseTotal > 0
          ? [{ text: `${change >= 0 ? '+' : '−'}${Math.abs(change * 100).toFixed(2)}`, value: change }]
          : []),
      ];
      return [{ fn, name, file: functions.file[fn]!, cells }];
    });
    const note =
      this.#wanted === null || this.#flame.leftOut === 0
        ? `${rows.length.toLocaleString('en')} functions.`
        : `Under a filter, ${this.#flame.leftOut.toLocaleString('en')} frames too small to be drawn are counted to their callers.`;
    this.#table.show(columns, rows, note);
    this.#table.select(this.#state.fn);
  }

  #select(fn: number, node: number): void {
    this.#state = { ...this.#state, fn };
    if (node === -1) this.#main.select(-1);
    this.#table.select(fn);
    if (this.#state.view === 'sandwich') this.#renderSandwich(false);
    this.#showPanel(fn, node);
    this.#link();
  }

  #showPanel(fn: number, node: number): void {
    if (fn === -1) {
      this.#panel.replaceChildren(
        ...overview(this.#flame, this.#boxes, this.#wanted, (name) => this.showFunction(name)),
      );
      return;
    }
    const at = node !== -1 && this.#boxes.fn[node] === fn ? node : -1;
    this.#panel.replaceChildren(
      ...detailsOf({
        flame: this.#flame,
        boxes: this.#boxes,
        wanted: this.#wanted,
        node: at,
        fn,
        self: this.#sums.self[fn]!,
        total: this.#sums.total[fn]!,
        baseTotal: this.#sums.baseTotal[fn]!,
        sandwich: (one) => {
          this.#state = { ...this.#state, fn: one };
          this.#change({ view: 'sandwich' });
        },
        search: (query) => this.#change({ query, view: 'flame' }),
      }),
    );
  }

  #matches(): boolean {
    return this.#found !== null;
  }

  /** Selects the next box of a match, left to right by row. */
  #nextMatch(step: 1 | -1): void {
    const { order, fn, left, right } = this.#boxes;
    if (this.#found === null || order.length === 0) return;
    const now = this.#main.selected === -1 ? -1 : order.indexOf(this.#main.selected);
    for (let i = 1; i <= order.length; i++) {
      const node = order[(now + step * i + order.length * 2) % order.length]!;
      if (this.#found[fn[node]!] === 0 || right[node] === left[node]) continue;
      this.#main.select(node, true);
      this.#select(fn[node]!, node);
      return;
    }
  }

  #reset(): void {
    this.#main.zoom(-1);
    this.#change({ zoom: -1, query: '', labels: {}, fn: -1 });
    this.#main.select(-1);
  }

  #key(event: KeyboardEvent): void {
    const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    if (
      (event.key === '/' && !typing) ||
      (event.key === 'f' && (event.ctrlKey || event.metaKey)) ||
      event.key === 'F3'
    ) {
      event.preventDefault();
      this.#toolbar.focusSearch();
      return;
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const view = VIEWS[Number(event.key) - 1];
    if (view !== undefined) this.#change({ view });
    else if (event.key === 'i') this.#change({ inverted: !this.#state.inverted });
    else if (event.key === 'n') this.#nextMatch(1);
    else if (event.key === 'N') this.#nextMatch(-1);
    else if (event.key === 'c')
      this.#change({ colouring: nextColouring(this.#flame, this.#state.colouring) });
    else if (event.key === 'Escape') this.#reset();
    else return;
    event.preventDefault();
  }
}

/** What changes the look of the boxes and not the boxes. */
const LOOKS = ['theme', 'colourBlind', 'colouring', 'inverted'] as const;
const NONE = new Int32Array(0);
const NOTHING = new Float64Array(0);
const NO_BOXES = layOut({
  length: 0,
  prefix: NONE,
  fn: NONE,
  self: NOTHING,
  rest: NOTHING,
  baseSelf: NOTHING,
  baseRest: NOTHING,
});

/** Null where no label is chosen. */
function wantedClasses({ classes, labels }: Flame, chosen: PageState['labels']): Uint8Array | null {
  const wants = labels.flatMap(({ key, values }, at) => {
    // A value that the profile does not have, as an old link may hold, chooses nothing.
    const value = values.indexOf(chosen[key] ?? '');
    return value === -1 ? [] : [{ at, value }];
  });
  if (wants.length === 0) return null;
  return Uint8Array.from(classes, (one) =>
    wants.every(({ at, value }) => one.labels[at] === value) ? 1 : 0,
  );
}

function chosenFunctions({ worth, functions }: Flame): Uint8Array | null {
  if (worth === null || worth.chosen.length === 0) return null;
  const names = new Set(worth.chosen);
  return Uint8Array.from(functions.name, (name) => (names.has(name) ? 1 : 0));
}

function nextColouring(flame: Flame, now: Colouring): Colouring {
  const names = colouringNames(flame);
  return names[(names.indexOf(now) + 1) % names.length] ?? COLOURINGS[0];
}

function heaviestSelf(self: Float64Array): number {
  let best = 0;
  for (let fn = 1; fn < self.length; fn++) if (self[fn]! > self[best]!) best = fn;
  return best;
}

function foundText({ names, nodes, share }: { names: number; nodes: number; share: number }): string {
  if (names === 0) return 'no match';
  return `${formatShare(share)} of all: ${names.toLocaleString('en')} ${names === 1 ? 'function' : 'functions'}, ${nodes.toLocaleString('en')} frames`;
}

/** What a screen reader says of the picture, before anything is chosen. */
function summary(flame: Flame): string {
  return `Flame graph of ${flame.title}: ${formatValue(flame.total, flame.valueType.unit)} in ${flame.nodes.length.toLocaleString('en')} frames. The table view holds the same numbers.`;
}

/** The panel while nothing is chosen. */
function overview(
  flame: Flame,
  boxes: Boxes,
  wanted: Uint8Array | null,
  show: (name: string) => void,
): Node[] {
  const { worth, valueType } = flame;
  const parts: Node[] = [
    element('h2', {}, flame.title),
    element(
      'p',
      {},
      `${formatValue(boxes.whole, valueType.unit)} of ${valueType.type}${flame.samples === null || wanted !== null ? '' : `, ${flame.samples.toLocaleString('en')} samples`}.`,
    ),
  ];
  if (flame.leftOut > 0)
    parts.push(
      element(
        'p',
        { class: 'note' },
        `${flame.leftOut.toLocaleString('en')} frames below ${formatShare(flame.smallestShare)} are left out of the picture; tables count them.`,
      ),
    );
  if (worth !== null && worth.chosen.length > 0) {
    const what = worth.byEndpoint ? 'endpoints' : 'functions';
    parts.push(
      element('h3', {}, `Worth rewriting first (verdict: ${worth.verdict})`),
      element('p', { class: 'note' }, `The ${what} that together give back most, outlined in the picture:`),
      element(
        'ol',
        {},
        ...worth.chosen.map((name) =>
          element(
            'li',
            {},
            element('button', { type: 'button', class: 'name', onclick: () => show(name) }, name),
          ),
        ),
      ),
    );
  }
  parts.push(
    element(
      'p',
      { class: 'note' },
      'Width is time, not order. Click a frame to zoom; / searches; arrows walk, Enter zooms, Esc goes back; i turns it over; 1, 2, 3 change the view; c the colours.',
    ),
  );
  return parts;
}
