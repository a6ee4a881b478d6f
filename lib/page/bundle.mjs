/** Bundles the pages' scripts and styles into `lib/picture/assets.ts`, so that the library needs no file at run time. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, '../picture/assets.ts');
/** Entries of lib/page; those with a style have a style sheet of the same name. */
const PAGES = [
  { page: 'flame', styled: true },
  { page: 'report', styled: true },
  { page: 'svg', styled: false },
];

const parts = [];
for (const { page, styled } of PAGES) {
  const { outputFiles } = await build({
    entryPoints: [join(here, `${page}.ts`)],
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['chrome111', 'firefox115', 'safari16.4'],
    charset: 'ascii',
    legalComments: 'none',
    write: false,
  });
  // The script stands inside a script element, or in a CDATA section: nothing in it may look like its end.
  const script = outputFiles[0].text.trim().replace(/\]\]>/g, ']] >');
  if (/<\/script|<!--/i.test(script)) throw new Error(`${page}: the script holds "</script" or "<!--"`);
  parts.push(`export const ${page}Script: string = ${JSON.stringify(script)};`);
  if (!styled) continue;
  const style = (
    await build({
      entryPoints: [join(here, `${page}.css`)],
      bundle: true,
      minify: true,
      charset: 'ascii',
      write: false,
    })
  ).outputFiles[0].text.trim();
  parts.push(`export const ${page}Style: string = ${JSON.stringify(style)};`);
}
mkdirSync(dirname(target), { recursive: true });
const text = `/** Made by lib/page/bundle.mjs from lib/page; not edited, not kept in git. */\n${parts.join('\n')}\n`;
// Written only where it changed: the compiler then has nothing to do anew.
let before = '';
try {
  before = readFileSync(target, 'utf8');
} catch (error) {
  if (error.code !== 'ENOENT') throw error;
}
if (before !== text) writeFileSync(target, text);
