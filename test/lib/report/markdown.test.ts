import assert from 'node:assert/strict';
import { forMarkdown } from '../../../lib/base/escape.js';
import { bar } from '../../../lib/report/markdown.js';

describe('Markdown', () => {
  it('draws bars in eighths', () => {
    assert.deepEqual([bar(1, 4), bar(0.5, 4), bar(0.28125, 4), bar(0, 4)], ['████', '██', '█▏', '']);
  });

  it('writes a name as a code span that it cannot leave', () => {
    const cases: [string, string][] = [
      ['main.f', '`main.f`'],
      ['a`b', '``a`b``'],
      ['`a``b', '``` `a``b ```'],
      ['a|b', '`a\\|b`'],
      ['a\n| b', '`a\\x0a\\| b`'],
      ['\u202ea', '`\\u202ea`'],
      ['', '`  `'],
    ];
    for (const [name, expected] of cases) assert.equal(forMarkdown(name), expected);
    assert.ok(forMarkdown('x'.repeat(500)).length <= 122);
  });
});
