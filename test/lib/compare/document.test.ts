import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { compare, DEFAULT_FLOOR, DEFAULT_Q } from '../../../lib/compare/compare.js';
import { parseGate } from '../../../lib/compare/gates.js';
import { readProfile } from '../../../lib/formats/read.js';
import { diffText } from '../../../lib/report/diff-text.js';

const PAGE = readFileSync('docs/compare.md', 'utf8');
const block = (name: string): string => new RegExp(`\`\`\`${name}\\n([\\s\\S]*?)\`\`\``).exec(PAGE)![1]!;
const read = (name: string) => readProfile([{ name, input: Buffer.from(block(name)) }]);

describe('the document of comparisons', () => {
  it('works its example as the library does', async () => {
    const comparison = compare(await read('base'), await read('head'));
    assert.equal(diffText({ comparison, trips: [], budgets: [] }, { width: 80, limit: 20 }), block('text'));
    assert.ok(
      block('text')
        .split('\n')
        .every((line) => line.length <= 80),
    );
  });
  it('names the defaults and gates that there are', () => {
    assert.ok(PAGE.includes(`at q ${DEFAULT_Q} (\`--q\`) that is at least ${DEFAULT_FLOOR * 100} points`));
    for (const [, gate] of PAGE.matchAll(/`((?:self|total|cpu)>[^`]*)`/g))
      assert.doesNotThrow(() => parseGate(gate!), gate);
  });
});
