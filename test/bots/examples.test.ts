/** What can be said of docs/bots without the services: the examples run in `npm run test:bots`. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { gitlabCodeQuality } from '../../lib/review/outputs/gitlab.js';
import { REVIEW_FORMATS } from '../../lib/review/outputs/outputs.js';
import { hostileReview, TOOL } from '../support/review-fixture.js';

const FILES = readdirSync('docs/bots');

describe('docs/bots', () => {
  for (const page of FILES.filter((name) => name.endsWith('.md')))
    it(`${page} names formats that exist, and files beside it`, () => {
      const text = readFileSync(`docs/bots/${page}`, 'utf8');
      for (const [, kind] of text.matchAll(/--format\s+([a-z-]+)/g))
        assert.ok((REVIEW_FORMATS as readonly string[]).includes(kind!), kind);
      const named = [...text.matchAll(/`([a-z-]+\.mjs)`,? beside this page/g)].map(([, name]) => name!);
      assert.equal(named.length, 1);
      for (const name of named) assert.ok(FILES.includes(name), name);
    });
  for (const file of FILES.filter((name) => name.endsWith('.mjs')))
    it(`${file} imports what flameworth exports`, () => {
      const imports = readFileSync(`docs/bots/${file}`, 'utf8').match(/^import .* from 'flameworth.*';$/gm)!;
      assert.ok(imports.length > 0);
      const code = imports.join('\n');
      const ran = spawnSync(process.execPath, ['--input-type=module', '--eval', code], { encoding: 'utf8' });
      assert.equal(ran.status, 0, ran.stderr);
    });
  it("GitLab's schema of its Code Quality report holds for hostile names", () => {
    const schema = JSON.parse(readFileSync('test/bots/schemas/gitlab-code-quality.json', 'utf8')) as object;
    const isEntry = new Ajv({ strict: false }).compile(schema);
    const entries = JSON.parse(gitlabCodeQuality(hostileReview(50), { tool: TOOL })) as unknown[];
    assert.equal(entries.length, 50);
    for (const entry of entries) assert.ok(isEntry(entry), JSON.stringify(isEntry.errors));
    assert.ok(!isEntry({}));
  });
  it('are tested with packages of no named registry', () => {
    assert.doesNotMatch(readFileSync('test/bots/package-lock.json', 'utf8'), /"resolved"/);
  });
});
