import assert from 'node:assert/strict';
import { checkRunRequests, toCheckRun } from '../../../lib/review/outputs/check-run.js';
import { COMMENT_MARKER, commentMarker, renderComment } from '../../../lib/review/outputs/markdown.js';
import { REVIEW_FORMATS, type ReviewFormat, renderReview } from '../../../lib/review/outputs/outputs.js';
import { findStickyComment, planComment } from '../../../lib/review/outputs/sticky-comment.js';
import { LARGEST_SUMMARY } from '../../../lib/review/outputs/summary.js';
import { HOSTILE, hostileReview, TOOL } from '../../support/review-fixture.js';

const OPTIONS = {
  tool: TOOL,
  repositoryUrl: 'https://github.com/acme/shop',
  sha: '0123456789abcdef0123456789abcdef01234567',
};
const text = (format: ReviewFormat, findings = 3): string =>
  renderReview(hostileReview(findings), format, OPTIONS);
const json = (format: ReviewFormat, findings = 3) => JSON.parse(text(format, findings));

/** Characters that move the cursor, hide or reorder text. */
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

describe('writers of a review with hostile names', () => {
  for (const format of REVIEW_FORMATS)
    it(`${format} has no character that is not seen`, () => assert.doesNotMatch(text(format), UNSEEN));

  for (const format of ['json', 'check-run', 'sarif', 'gitlab', 'bitbucket', 'benchmark'] as const)
    it(`${format} is JSON, with findings and without`, () => {
      json(format);
      json(format, 0);
    });

  it('GitHub gets one command a line and none that a name began', () => {
    const lines = text('github').trimEnd().split('\n');
    assert.equal(lines.length, 3);
    for (const line of lines) {
      const properties = /^::(warning|notice) file=([^,]*),line=\d+,endLine=\d+,title=([^,:]*)::/.exec(line);
      assert.ok(properties, line);
      assert.doesNotMatch(properties[2]!, /[:,\r\n]/);
    }
    const many = text('github', 50).trimEnd().split('\n');
    assert.equal(many.length, 21);
    assert.match(many.at(-1)!, /^::notice title=flameworth::30 more/);
  });

  it('Azure gets one command a line, whose properties end where they should', () => {
    for (const line of text('azure').trimEnd().split('\n'))
      assert.match(
        line,
        /^##vso\[task\.logissue type=warning;sourcepath=[^;\]]*;linenumber=\d+;columnnumber=1;code=[a-z-]+;\][^;\]]*$/,
      );
  });

  it('text begins no command of a build service', () => {
    for (const line of text('text').split('\n')) {
      assert.doesNotMatch(line, /^\s*::/);
      assert.doesNotMatch(line, /##(\[|vso\[)/i);
    }
  });

  it('Markdown keeps names in code spans, in cells', () => {
    const body = text('markdown');
    assert.equal(body.split('\n')[0], COMMENT_MARKER);
    const spans = body.replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '');
    assert.doesNotMatch(spans, /<script|<!-- -->|@org|javascript:alert\)/);
    assert.equal(body.match(/<!--/g)!.length, 1 + (body.match(/`[^`\n]*<!--/g)?.length ?? 0));
    // A table has the same number of cells in each row.
    const rows = body.split('\n').filter((line) => line.startsWith('|'));
    const cells = (row: string): number => row.replace(/\\\|/g, '').split('|').length;
    for (const row of rows) assert.equal(cells(row), cells(rows[0]!), row);
    for (const [, url] of body.matchAll(/\]\((https:[^)]*)\)/g))
      assert.match(url!, /^https:\/\/github\.com\/acme\/shop\/blob\/[0-9a-f]+\/[A-Za-z0-9%._~/-]+#L\d+$/);
  });

  it('JUnit is well-formed XML', () => {
    const xml = text('junit');
    assert.doesNotMatch(xml, /<script|\ud800/);
    const open: string[] = [];
    for (const [, end, name, , self] of xml.matchAll(/<(\/?)([a-z-]+)((?:\s+[a-z]+="[^"<]*")*)\s*(\/?)>/g)) {
      if (end === '/') assert.equal(open.pop(), name);
      else if (self !== '/') open.push(name!);
    }
    assert.deepEqual(open, []);
    assert.equal(xml.replace(/<[?/]?[a-z][^<>]*>/g, '').includes('<'), false);
    assert.match(text('junit', 0), /tests="1" failures="0"/);
  });

  it('CSV has as many cells in each row, and no formula', () => {
    const rows = text('csv').trimEnd().split('\r\n');
    assert.equal(rows.length, 4);
    const count = rows[0]!.split(',').length;
    for (const row of rows.slice(1)) {
      const cells = [...row.matchAll(/(?:^|,)("(?:[^"]|"")*"|[^",]*)/g)].map(([, cell]) => cell!);
      assert.equal(cells.length, count);
      for (const cell of cells) assert.doesNotMatch(cell, /^"[=+@-]/);
    }
    const formula = { ...hostileReview(1) };
    const first = { ...formula.findings[0]!, name: '=HYPERLINK("x")' };
    assert.match(renderReview({ ...formula, findings: [first] }, 'csv', OPTIONS), /"'=HYPERLINK\(""x""\)"/);
  });

  it('SARIF has no link and no placeholder of a name, and encodes paths', () => {
    const { results } = json('sarif').runs[0];
    for (const { message, locations } of results) {
      assert.doesNotMatch(message.text, /(?<!\\)\[a(?<!\\)\]/);
      assert.doesNotMatch(message.text, /(?<!\{)\{0\}(?!\})/);
      assert.match(locations[0].physicalLocation.artifactLocation.uri, /^[A-Za-z0-9%._~/-]+$/);
    }
    assert.deepEqual(json('sarif', 0).runs[0].results, []);
    assert.equal(json('sarif', 300).runs[0].results.length, 100);
  });

  it('rdjsonl is a diagnostic a line', () => {
    const lines = text('rdjsonl').trimEnd().split('\n');
    assert.equal(lines.length, 3);
    for (const line of lines) assert.ok(JSON.parse(line).location.range.start.line > 0);
  });

  it('GitLab has a fingerprint a finding and [] for none', () => {
    const issues = json('gitlab');
    assert.equal(new Set(issues.map((one: { fingerprint: string }) => one.fingerprint)).size, 3);
    assert.equal(text('gitlab', 0), '[]\n');
  });

  it('Bitbucket keeps to its lengths and batches', () => {
    const { report, annotations } = json('bitbucket', 1100);
    assert.ok(report.details.length <= 2000);
    assert.deepEqual(
      annotations.map((batch: unknown[]) => batch.length),
      Array(10).fill(100),
    );
    for (const { summary, details } of annotations.flat())
      assert.ok(summary.length <= 450 && details.length <= 2000);
  });

  it('is silent without findings where silence is a choice', () => {
    for (const format of ['text', 'markdown', 'github', 'summary', 'azure', 'rdjsonl'] as const)
      assert.equal(text(format, 0), '', format);
  });
});

describe('the comment', () => {
  it('keeps to its length by leaving rows out', () => {
    const review = hostileReview(2000);
    for (const maxLength of [65_000, 20_000, 5_000]) {
      const body = renderComment(review, { ...OPTIONS, maxLength });
      assert.ok(body.length <= maxLength, String(body.length));
      assert.match(body, /\d+ more are left out/);
      assert.equal(body.match(/<details>/g)?.length ?? 0, body.match(/<\/details>/g)?.length ?? 0);
      assert.match(body, /<\/sub>\n$/);
    }
  });

  it('folds what is beyond ten rows', () => {
    assert.match(renderComment(hostileReview(15), OPTIONS), /<summary>5 more<\/summary>/);
    assert.doesNotMatch(renderComment(hostileReview(10), OPTIONS), /<details>/);
  });

  it('is found by author and marker, and is not written anew without need', () => {
    const body = renderComment(hostileReview(), OPTIONS);
    const comments = [
      { id: 1, body, user: { login: 'mallory' } },
      { id: 2, body: `quoted:\n${body}`, user: { login: 'bot' } },
      { id: 3, body, user: { login: 'bot' }, isMinimized: true },
      { id: 4, body: body.replaceAll('\n', '\r\n'), user: { login: 'bot' } },
    ];
    assert.equal(findStickyComment(comments, 'cpu', 'bot')!.id, 4);
    assert.equal(findStickyComment(comments, 'alloc', 'bot'), null);
    const plan = (findings: number, existing: typeof comments) =>
      planComment(hostileReview(findings), existing, { ...OPTIONS, login: 'bot' });
    assert.deepEqual(plan(3, comments), { action: 'none' });
    assert.deepEqual(plan(0, []), { action: 'none' });
    assert.equal(plan(3, []).action, 'create');
    const resolved = plan(0, comments);
    assert.ok(resolved.action === 'update' && resolved.id === 4);
    assert.match(resolved.body, /No hot code touched any more/);
  });

  it('refuses a key that could end its marker', () => {
    for (const key of ['', 'a b', 'a-->', '--', '<!--', '\n']) assert.throws(() => commentMarker(key));
    assert.equal(commentMarker('alloc.v1'), '<!-- flameworth:report:alloc.v1 v1 -->');
  });
});

describe('the summary of a job', () => {
  it('keeps to 900 KiB', () => {
    const review = hostileReview(5000);
    const bytes = Buffer.byteLength(renderReview(review, 'summary', OPTIONS));
    assert.ok(bytes <= LARGEST_SUMMARY && bytes > LARGEST_SUMMARY / 2, String(bytes));
  });
});

describe('a check run', () => {
  it('has its annotations in batches of fifty and blocks nobody', () => {
    const { conclusion, output, annotationBatches } = toCheckRun(hostileReview(120), OPTIONS);
    assert.equal(conclusion, 'neutral');
    assert.deepEqual(
      annotationBatches.map(({ length }) => length),
      [50, 50, 20],
    );
    assert.ok(output.title.length <= 255 && output.summary.length <= 65_535);
    assert.equal(checkRunRequests(hostileReview(120), OPTIONS).length, 3);
    assert.equal(toCheckRun(hostileReview(1), { ...OPTIONS, failOnWarning: true }).conclusion, 'failure');
    assert.equal(toCheckRun(hostileReview(0), OPTIONS).conclusion, 'success');
  });
  it('has room for the longest names', () => {
    const review = hostileReview(1);
    const long = { ...review, headline: HOSTILE.repeat(100) };
    assert.ok(toCheckRun(long, OPTIONS).output.title.length <= 255);
  });
});
