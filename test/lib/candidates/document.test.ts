import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { rankCandidates } from '../../../lib/candidates/candidates.js';
import { KINDS, type Kind, kindNumber } from '../../../lib/kinds/kinds.js';
import { select } from '../../../lib/profile/select.js';
import { profileOf } from '../../support/draw.js';

const PAGE = readFileSync('docs/candidates.md', 'utf8');
const block = (name: string): string[] =>
  new RegExp(`\`\`\`${name}\\n([\\s\\S]*?)\`\`\``).exec(PAGE)![1]!.trim().split('\n');

const SPEEDUPS: Partial<Record<Kind, number>> = {
  json: 4,
  alloc: 1.5,
  app: 1.3,
  assist: Number.POSITIVE_INFINITY,
};

describe('the document of candidates', () => {
  it('works its example as the library does', () => {
    const gains = Float64Array.from(KINDS, () => 0);
    for (const [kind, speedup] of Object.entries(SPEEDUPS)) gains[kindNumber(kind as Kind)] = 1 - 1 / speedup;
    const set = rankCandidates(select(profileOf(block('folded'))), {
      own: '^(encodeJSON|score|parse|render|dbQuery)$',
      allocs: profileOf(block('allocs'), { sampleTypes: [{ type: 'alloc_space', unit: 'bytes' }] }),
      gains,
      unit: 'function',
    });
    const percent = (share: number): string => `${(100 * share).toFixed(2)}%`;
    assert.deepEqual(
      set.candidates.map(
        (c) =>
          `| ${c.name} | ${percent(c.directShare)} | ${percent(c.taxShare)} | ${percent(c.marginalGain)} |`,
      ),
      PAGE.split('|---|---|---|---|\n')[1]!.split('\n\n')[0]!.split('\n'),
    );
    assert.ok(
      PAGE.includes(`Background collection is 100 of them, ${percent(set.background.gc).replace('%', ' %')}`),
    );
  });
});
