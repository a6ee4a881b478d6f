/** One self-contained HTML file: style, script and data inside, nothing fetched, nothing else allowed to run. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { forHtml } from '../base/escape.js';

export interface PageParts {
  readonly title: string;
  /** Class of the body. */
  readonly className: string;
  /** Markup of the body; what comes from a profile in it has been through `forHtml`. */
  readonly body: string;
  readonly style: string;
  readonly script: string;
  /** By id of the script element that holds it. */
  readonly data: Readonly<Record<string, Uint8Array>>;
}

/**
 * A policy by hashes: no network, no other script or style, no form, no base. Data is gzip in base64, which cannot end its
 * element.
 */
export function pageOf({ title, className, body, style, script, data }: PageParts): string {
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const blocks = Object.entries(data).map(
    ([id, bytes]) =>
      `<script type="application/octet-stream" id="${forHtml(id)}">${gzipSync(bytes, { level: 9 }).toString('base64')}</script>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="flameworth">
<title>${forHtml(title)}</title>
<style>${style}</style>
</head>
<body class="${forHtml(className)}">
${body}
<noscript><p class="failed">This page draws itself with a script of its own, which is switched off here.</p></noscript>
${blocks.join('\n')}
<script>${script}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}
