/** What benchmark trackers keep a history of: `customSmallerIsBetter` of github-action-benchmark, a share a finding. */
import { forJson, forTerminal } from '../../base/escape.js';
import type { Review } from '../finding.js';
import { cut } from './output.js';

/** `[]` where there is nothing to say. Only `share` findings have a number that can be followed. */
export function benchmarkJson({ findings }: Review): string {
  const seen = new Set<string>();
  const rows = findings.flatMap(({ name, of, share, interval, message, budget }) => {
    const title = cut(`${forTerminal(name)} ${of}`, 1000);
    if (seen.has(title) || budget?.limit === 'cpuUsPerRequest') return [];
    seen.add(title);
    const percent = (part: number): number => Number((part * 100).toFixed(4));
    return [
      {
        name: title,
        unit: '% of CPU',
        value: percent(share),
        range: `± ${percent((interval.high - interval.low) / 2)}`,
        extra: cut(forTerminal(message), 2000),
      },
    ];
  });
  return `${forJson(JSON.stringify(rows, null, 2))}\n`;
}
