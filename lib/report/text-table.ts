/** Lays out a text table: numbers right, names left, the last column cut in the middle to the width of the page. */
import { forTerminal } from '../base/escape.js';
import displayWidth from './display-width.js';

export interface TableColumn {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/** Lines without line ends. The last column takes what `width` leaves it, at least 16 columns; null: no limit. */
export function textTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  width: number | null,
): string[] {
  const cells = [columns.map((column) => column.title), ...rows.map((row) => row.map(forTerminal))];
  const last = columns.length - 1;
  const widths = columns.map((_, i) => cells.reduce((most, row) => Math.max(most, displayWidth(row[i]!)), 0));
  const taken = widths.slice(0, last).reduce((sum, w) => sum + w + 2, 0);
  const room = width === null ? Number.POSITIVE_INFINITY : Math.max(16, width - taken);
  return cells.map((row) =>
    row
      .map((cell, i) => {
        const text = i === last ? cutMiddle(cell, room) : cell;
        const pad = ' '.repeat(Math.max(0, widths[i]! - displayWidth(text)));
        if (columns[i]!.align === 'right') return pad + text;
        return i === last ? text : text + pad;
      })
      .join('  ')
      .trimEnd(),
  );
}

/** Keeps the tail longer than the head: `Type.method` says more than the package path. */
export function cutMiddle(text: string, room: number): string {
  if (displayWidth(text) <= room) return text;
  const chars = [...text];
  const tail = Math.ceil((room - 1) * 0.6);
  let back = '';
  for (let i = chars.length - 1; i >= 0 && displayWidth(chars[i]! + back) <= tail; i--)
    back = chars[i]! + back;
  let front = '';
  for (const char of chars) {
    if (displayWidth(front + char) > room - 1 - displayWidth(back)) break;
    front += char;
  }
  return `${front}…${back}`;
}
