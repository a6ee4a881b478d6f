/** Part of the build and not of the package: bundles the command line with what it imports. */

/*
 * Node spends longer on finding and linking two hundred modules than on reading a profile. Commands and formats stay
 * parts of their own, loaded when they are needed.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const { metafile } = await build({
  entryPoints: ['dist/cli/main.js'],
  outdir: 'dist/cli',
  chunkNames: 'chunks/[name]-[hash]',
  allowOverwrite: true,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // Packages that are CommonJS, or come in late: they stay as they are installed.
  external: ['fast-glob', 'jsonc-parser', 'lilconfig', 'pprof-format'],
  // yargs measures its help with it, and it takes 15 ms to begin where ours takes none.
  alias: { 'string-width': './dist/lib/report/display-width.js', re2js: './dist/cli/late-re2.js' },
  metafile: true,
  logLevel: 'warning',
});

/** The packages whose code is in it want their licences beside it. */
const packages = new Set<string>();
for (const input of Object.keys(metafile.inputs)) {
  const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
  if (match !== null) packages.add(match[1]!);
}
const licences = [...packages].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? `Licence: ${license}` : readFileSync(join(folder, file), 'utf8').trim();
  return `${name} ${version}\n\n${text}\n`;
});
writeFileSync('dist/cli/LICENCES.txt', licences.join(`\n${'-'.repeat(80)}\n\n`));
