/** A table that scrolls sideways where the page is narrow, by keyboard too. */
import { element } from './elements.js';

/** `label` names the region for those who hear it. */
export function scrolledTable(
  label: string,
  titles: readonly string[],
  rows: readonly HTMLElement[],
): HTMLElement {
  return element(
    'div',
    { class: 'table-scroller', tabindex: 0, role: 'region', 'aria-label': label },
    element(
      'table',
      { class: 'candidates' },
      element(
        'thead',
        {},
        element('tr', {}, ...titles.map((title) => element('th', { scope: 'col' }, title))),
      ),
      element('tbody', {}, ...rows),
    ),
  );
}
