/** What the reader has chosen, as the URL's fragment: a link shows the same. */
import { COLOURINGS, type Colouring } from '../picture/colours.js';

export const VIEWS = ['flame', 'sandwich', 'table'] as const;
export type ViewName = (typeof VIEWS)[number];

export interface PageState {
  readonly view: ViewName;
  /** Node; -1 for all. */
  readonly zoom: number;
  /** Function in the panel and in the sandwich; -1 for none. */
  readonly fn: number;
  readonly query: string;
  readonly colouring: Colouring;
  readonly inverted: boolean;
  /** Chosen value by label key. */
  readonly labels: Readonly<Record<string, string>>;
  /** '' follows the system. */
  readonly theme: '' | 'dark' | 'light';
  /** A difference in orange and blue. */
  readonly colourBlind: boolean;
}

/** The fragment without "#"; what is as by default is left out. */
export function toHash(state: PageState, usual: PageState): string {
  const parts = new URLSearchParams();
  if (state.view !== usual.view) parts.set('view', state.view);
  if (state.zoom !== -1) parts.set('zoom', String(state.zoom));
  if (state.fn !== -1) parts.set('fn', String(state.fn));
  if (state.query !== '') parts.set('q', state.query);
  if (state.colouring !== usual.colouring) parts.set('colour', state.colouring);
  if (state.inverted !== usual.inverted) parts.set('up', state.inverted ? '1' : '0');
  for (const [key, value] of Object.entries(state.labels)) parts.append('label', `${key}=${value}`);
  if (state.theme !== '') parts.set('theme', state.theme);
  if (state.colourBlind) parts.set('orange', '1');
  return parts.toString();
}

/** The fragment is anybody's text: what is not understood is as by default. */
export function fromHash(hash: string, usual: PageState, nodes: number, functions: number): PageState {
  const parts = new URLSearchParams(hash.replace(/^#/, ''));
  const one = <Value extends string>(key: string, allowed: readonly Value[], otherwise: Value): Value =>
    allowed.find((value) => value === parts.get(key)) ?? otherwise;
  const number = (key: string, end: number): number => {
    const text = parts.get(key) ?? '';
    return /^\d{1,9}$/.test(text) && Number(text) < end ? Number(text) : -1;
  };
  const up = parts.get('up');
  const labels = parts.getAll('label').flatMap((text) => {
    const cut = text.indexOf('=');
    return cut > 0 ? [[text.slice(0, cut), text.slice(cut + 1)] as const] : [];
  });
  return {
    view: one('view', VIEWS, usual.view),
    zoom: number('zoom', nodes),
    fn: number('fn', functions),
    query: (parts.get('q') ?? '').slice(0, 1000),
    colouring: one('colour', COLOURINGS, usual.colouring),
    inverted: up === null ? usual.inverted : up === '1',
    labels: Object.fromEntries(labels),
    theme: one('theme', ['', 'dark', 'light'], ''),
    colourBlind: parts.get('orange') === '1',
  };
}
