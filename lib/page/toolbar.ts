/** Search, views, colours, filters: everything above the picture. */
import type { Colouring } from '../picture/colours.js';
import type { Flame } from '../picture/flame.js';
import { element } from './elements.js';
import { type PageState, VIEWS, type ViewName } from './state.js';

export interface ToolbarListeners {
  readonly search: (query: string) => void;
  readonly nextMatch: (step: 1 | -1) => void;
  readonly view: (view: ViewName) => void;
  readonly colouring: (colouring: Colouring) => void;
  readonly invert: () => void;
  readonly reset: () => void;
  /** null: all values. */
  readonly label: (key: string, value: string | null) => void;
  readonly theme: () => void;
  readonly colourBlind: () => void;
}

const VIEW_NAMES: Readonly<Record<ViewName, string>> = {
  flame: 'Flame graph',
  sandwich: 'Callers and callees',
  table: 'Table',
};

const COLOURING_NAMES: Readonly<Record<Colouring, string>> = {
  package: 'by package',
  kind: 'by kind of work',
  bill: "by the runtime's bill",
  worth: 'by cost',
  difference: 'by difference',
};

/** Those that say something of this picture. */
export function colouringNames(flame: Flame): Colouring[] {
  const all = Object.keys(COLOURING_NAMES) as Colouring[];
  return all.filter((one) => one !== 'difference' || flame.baseTotal > 0);
}

export class Toolbar {
  readonly element: HTMLElement;
  readonly #search: HTMLInputElement;
  readonly #found = element('output', { class: 'found', 'aria-live': 'polite' });
  readonly #views: readonly HTMLButtonElement[];
  readonly #colouring: HTMLSelectElement;
  readonly #labels: readonly { readonly key: string; readonly select: HTMLSelectElement }[];
  readonly #legend = element('ul', { class: 'legend', 'aria-label': 'What the colours mean' });
  readonly #steps: readonly HTMLButtonElement[];
  readonly #orange: HTMLButtonElement;

  constructor(flame: Flame, state: PageState, listeners: ToolbarListeners) {
    this.#search = element('input', {
      type: 'search',
      placeholder: 'Search functions ( / )',
      'aria-label': 'Search functions; /.../ for a regular expression',
      title: 'Text, or /regular expression/',
      value: state.query,
      spellcheck: 'false',
      oninput: () => listeners.search(this.#search.value),
      onkeydown: (event) => {
        const { key, shiftKey } = event as KeyboardEvent;
        if (key === 'Enter') listeners.nextMatch(shiftKey ? -1 : 1);
        else if (key === 'Escape' && this.#search.value !== '') {
          this.#search.value = '';
          listeners.search('');
        } else if (key === 'Escape') this.#search.blur();
        else return;
        event.preventDefault();
        event.stopPropagation();
      },
    });
    const button = (text: string, hint: string, onclick: () => void): HTMLButtonElement =>
      element('button', { type: 'button', title: hint, onclick }, text);
    this.#views = VIEWS.map((view, at) =>
      button(VIEW_NAMES[view], `Key ${at + 1}`, () => listeners.view(view)),
    );
    this.#steps = [
      button('‹', 'Match before (Shift+Enter)', () => listeners.nextMatch(-1)),
      button('›', 'Next match (Enter)', () => listeners.nextMatch(1)),
    ];
    this.#steps.forEach((one, at) => {
      one.setAttribute('aria-label', at === 0 ? 'Match before' : 'Next match');
    });
    this.#orange = button('Orange / blue', 'Instead of red and blue', listeners.colourBlind);
    this.#colouring = element(
      'select',
      { 'aria-label': 'Colours', onchange: () => listeners.colouring(this.#colouring.value as Colouring) },
      ...colouringNames(flame).map((one) => element('option', { value: one }, worded(flame, one))),
    );
    this.#labels = flame.labels.map(({ key, values }) => {
      const select: HTMLSelectElement = element(
        'select',
        {
          'aria-label': `Only samples with ${key}`,
          onchange: () =>
            listeners.label(key, select.selectedIndex === 0 ? null : values[select.selectedIndex - 1]!),
        },
        element('option', {}, `${key}: all`),
        ...values.map((value) => element('option', {}, `${key}: ${value}`)),
      );
      return { key, select };
    });
    this.element = element(
      'header',
      { class: 'toolbar' },
      element(
        'div',
        { class: 'row' },
        element('nav', { 'aria-label': 'Views' }, ...this.#views),
        this.#search,
        ...this.#steps,
        this.#found,
      ),
      element(
        'div',
        { class: 'row' },
        element('label', {}, 'Colours ', this.#colouring),
        this.#orange,
        button('Turn over', 'Roots above or below (i)', listeners.invert),
        button('Reset', 'All of it again (Esc)', listeners.reset),
        button('Dark / light', 'Switch the theme', listeners.theme),
        ...this.#labels.map(({ select }) => select),
        this.#legend,
      ),
    );
  }

  show(state: PageState, found: string, searching: boolean): void {
    if (document.activeElement !== this.#search) this.#search.value = state.query;
    this.#found.textContent = found;
    for (const step of this.#steps) step.disabled = !searching;
    this.#views.forEach((button, at) => {
      button.setAttribute('aria-pressed', String(VIEWS[at] === state.view));
    });
    this.#colouring.value = state.colouring;
    this.#orange.hidden = state.colouring !== 'difference';
    this.#orange.setAttribute('aria-pressed', String(state.colourBlind));
    for (const { key, select } of this.#labels) {
      const value = state.labels[key];
      select.selectedIndex =
        value === undefined
          ? 0
          : Math.max(
              0,
              [...select.options].findIndex(({ text }) => text === `${key}: ${value}`),
            );
    }
  }

  legend(rows: readonly { readonly colour: string; readonly text: string }[]): void {
    this.#legend.replaceChildren(
      ...rows.map(({ colour, text }) => {
        const swatch = element('span', { class: 'swatch', 'aria-hidden': 'true' });
        swatch.style.background = colour;
        return element('li', {}, swatch, text);
      }),
    );
  }

  focusSearch(): void {
    this.#search.focus();
    this.#search.select();
  }
}

function worded({ worth }: Flame, colouring: Colouring): string {
  return colouring === 'worth' && worth?.usdPerYear != null
    ? 'by dollars a year'
    : COLOURING_NAMES[colouring];
}
