/** A report as headings, sentences and tables, written as text, Markdown or a page. All of its strings may be hostile. */
import { forHtml, forMarkdown, forTerminal } from '../base/escape.js';
import { pageOf } from '../picture/page.js';
import { fold } from './prose.js';
import { type TableColumn, textTable } from './text-table.js';

export interface DocumentColumn extends TableColumn {
  /** Names from the input: code in Markdown and HTML. */
  readonly code?: boolean;
}

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'line'; readonly text: string }
  | {
      readonly kind: 'table';
      readonly columns: readonly DocumentColumn[];
      readonly rows: readonly (readonly string[])[];
    }
  /** On pages only: SVG of our own making. */
  | { readonly kind: 'picture'; readonly svg: string };

export interface ReportDocument {
  readonly title: string;
  /** The answer in one sentence; first in every form. */
  readonly verdict: string;
  readonly good: boolean;
  readonly blocks: readonly Block[];
}

export function documentText({ verdict, blocks }: ReportDocument, width: number | null): string {
  const wide = width ?? 100;
  const out = [fold(forTerminal(verdict), wide)];
  for (const block of blocks) {
    if (block.kind === 'heading') out.push('', block.text);
    else if (block.kind === 'line') out.push(fold(forTerminal(block.text), wide));
    else if (block.kind === 'table')
      out.push(...textTable(block.columns, block.rows, width).map((line) => `  ${line}`));
  }
  return `${out.join('\n')}\n`;
}

export function documentMarkdown({ title, verdict, blocks }: ReportDocument): string {
  const out = [`## ${plain(title)}`, '', `**${plain(verdict)}**`, ''];
  for (const block of blocks) {
    if (block.kind === 'heading') out.push('', `### ${plain(block.text)}`, '');
    else if (block.kind === 'line') out.push(plain(block.text), '');
    else if (block.kind === 'table') {
      const cells = block.rows.map((row) =>
        row.map((cell, i) =>
          cell === '' ? '' : block.columns[i]!.code === true ? forMarkdown(cell) : plain(cell),
        ),
      );
      out.push(
        `| ${block.columns.map(({ title: head }) => plain(head)).join(' | ')} |`,
        `|${block.columns.map(({ align }) => (align === 'right' ? '---:' : ':---')).join('|')}|`,
        ...cells.map((row) => `| ${row.join(' | ')} |`),
        '',
      );
    }
  }
  return `${out
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`;
}

/** A page without a script: it is whole as it is written. */
export function documentHtml({ title, verdict, good, blocks }: ReportDocument): string {
  const body = [
    '<main>',
    `<h1>${forHtml(title)}</h1>`,
    `<p class="verdict ${good ? 'good' : 'bad'}">${forHtml(verdict)}</p>`,
  ];
  for (const block of blocks) {
    if (block.kind === 'heading') body.push(`<h2>${forHtml(block.text)}</h2>`);
    else if (block.kind === 'line') body.push(`<p>${forHtml(block.text)}</p>`);
    else if (block.kind === 'picture') body.push(`<figure>${block.svg}</figure>`);
    else body.push(...htmlTable(block.columns, block.rows));
  }
  body.push('</main>');
  return pageOf({ title, className: 'report', body: body.join('\n'), style: STYLE, script: '', data: {} });
}

function htmlTable(columns: readonly DocumentColumn[], rows: readonly (readonly string[])[]): string[] {
  const cell = (tag: string, i: number, text: string): string => {
    const shown = forHtml(text);
    const code = tag === 'td' && columns[i]!.code === true ? `<code>${shown}</code>` : shown;
    return `<${tag} class="${columns[i]!.align}">${code}</${tag}>`;
  };
  return [
    '<table>',
    `<thead><tr>${columns.map(({ title }, i) => cell('th', i, title)).join('')}</tr></thead>`,
    '<tbody>',
    ...rows.map((row) => `<tr>${row.map((text, i) => cell('td', i, text)).join('')}</tr>`),
    '</tbody>',
    '</table>',
  ];
}

/** Text in Markdown, in a table too: nothing in it becomes markup. */
function plain(text: string): string {
  return forTerminal(text).replace(/[\\`*_[\]<>|#~]/g, '\\$&');
}

const STYLE = `:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,sans-serif;margin:0}
main{max-width:70rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}
.verdict{font-size:1.15rem;font-weight:600;padding:.7rem 1rem;border-left:.4rem solid}
.good{border-color:#2a8a4a}.bad{border-color:#c0392b}
table{border-collapse:collapse;display:block;overflow-x:auto}
th,td{padding:.25rem .7rem;border-bottom:1px solid #8884;vertical-align:top}
.left{text-align:left}.right{text-align:right;font-variant-numeric:tabular-nums}
code{font-family:ui-monospace,monospace;overflow-wrap:anywhere}
svg{max-width:100%;height:auto}svg text{fill:currentColor;font:12px system-ui,sans-serif}`;
