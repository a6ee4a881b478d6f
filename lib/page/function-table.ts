/** The table of functions: the same numbers as the picture, sortable, for those who read or listen. */
import { element } from './elements.js';

export interface TableRow {
  readonly fn: number;
  readonly name: string;
  readonly file: string;
  readonly cells: readonly { readonly text: string; readonly value: number }[];
}

export interface TableColumn {
  readonly title: string;
  readonly hint: string;
}

/** More rows come on demand: ten thousand at once take the browser a second. */
const ROWS_AT_ONCE = 200;

export class FunctionTable {
  readonly element: HTMLElement;
  readonly #choose: (fn: number) => void;
  #columns: readonly TableColumn[] = [];
  #rows: readonly TableRow[] = [];
  #sort = 0;
  #down = true;
  #shown = ROWS_AT_ONCE;
  #selected = -1;

  constructor(choose: (fn: number) => void) {
    this.#choose = choose;
    this.element = element('div', {
      class: 'table-scroller',
      tabindex: 0,
      role: 'region',
      'aria-label': 'Functions',
    });
  }

  show(columns: readonly TableColumn[], rows: readonly TableRow[], note: string): void {
    this.#columns = columns;
    this.#rows = rows;
    this.#note = note;
    this.#shown = ROWS_AT_ONCE;
    if (this.#sort >= columns.length) this.#sort = 0;
    this.#render();
  }

  select(fn: number): void {
    this.#selected = fn;
    for (const row of this.element.querySelectorAll('tr[data-fn]'))
      row.classList.toggle('selected', row.getAttribute('data-fn') === String(fn));
  }

  #note = '';

  #render(): void {
    const rows = [...this.#rows].sort((a, b) => this.#compare(a, b));
    const head = element(
      'tr',
      {},
      ...this.#columns.map(({ title, hint }, column) => this.#heading(title, hint, column)),
      this.#heading('function', 'name', -1),
    );
    const body = element('tbody', {}, ...rows.slice(0, this.#shown).map((row) => this.#row(row)));
    const more =
      rows.length > this.#shown
        ? element(
            'button',
            {
              type: 'button',
              onclick: () => {
                this.#shown += ROWS_AT_ONCE * 5;
                this.#render();
              },
            },
            `Show more (${(rows.length - this.#shown).toLocaleString('en')} left)`,
          )
        : null;
    this.element.replaceChildren(
      element('table', { class: 'functions' }, element('thead', {}, head), body),
      more ?? '',
      element('p', { class: 'note' }, this.#note),
    );
  }

  #heading(title: string, hint: string, column: number): HTMLElement {
    const sorted = column === this.#sort;
    const onclick = (): void => {
      if (this.#sort === column) this.#down = !this.#down;
      else [this.#sort, this.#down] = [column, column !== -1];
      this.#render();
    };
    return element(
      'th',
      { scope: 'col', 'aria-sort': sorted ? (this.#down ? 'descending' : 'ascending') : 'none' },
      element(
        'button',
        { type: 'button', title: hint, onclick },
        `${title}${sorted ? (this.#down ? ' ▾' : ' ▴') : ''}`,
      ),
    );
  }

  #compare(a: TableRow, b: TableRow): number {
    const found =
      this.#sort === -1
        ? a.name < b.name
          ? -1
          : Number(a.name > b.name)
        : a.cells[this.#sort]!.value - b.cells[this.#sort]!.value;
    return (this.#down ? -found : found) || a.fn - b.fn;
  }

  #row({ fn, name, file, cells }: TableRow): HTMLElement {
    const link = element(
      'button',
      {
        type: 'button',
        class: 'name',
        title: file === '' ? name : `${name}\n${file}`,
        onclick: () => this.#choose(fn),
      },
      name,
    );
    return element(
      'tr',
      { 'data-fn': fn, class: fn === this.#selected ? 'selected' : null },
      ...cells.map(({ text }) => element('td', { class: 'number' }, text)),
      element('th', { scope: 'row' }, link),
    );
  }
}
