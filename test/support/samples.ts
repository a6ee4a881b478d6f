/** The committed recordings that can be read: each reader's tests run on all of its own. */
import { readdirSync } from 'node:fs';

/** Format ids by the ends of file names; files with other ends wait for their reader or are no profiles. */
const FORMATS: readonly (readonly [RegExp, string])[] = [
  [/\.pb\.gz$/, 'pprof'],
  [/perf\.txt(\.gz)?$/, 'perf-script'],
  [/\.collapsed$/, 'folded'],
  [/\.cpuprofile$/, 'cpuprofile'],
  [/\.heapprofile$/, 'heapprofile'],
  [/\.jfr$/, 'jfr'],
  [/\.samply\.json\.gz$/, 'firefox'],
  [/\.trace\.json$/, 'chrome-trace'],
  [/\.speedscope\.json$/, 'speedscope'],
];

/** Paths of samples/<program>/<file>, sorted, with the format that reads them. */
export function readableSamples(): { readonly path: string; readonly format: string }[] {
  const found: { path: string; format: string }[] = [];
  for (const folder of readdirSync('samples', { withFileTypes: true })) {
    if (!folder.isDirectory()) continue;
    for (const name of readdirSync(`samples/${folder.name}`)) {
      const format = FORMATS.find(([end]) => end.test(name))?.[1];
      if (format !== undefined) found.push({ path: `samples/${folder.name}/${name}`, format });
    }
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}
