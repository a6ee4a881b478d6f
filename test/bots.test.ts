import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { REVIEW_FORMATS } from '../lib/review/outputs/outputs.js';
import { hostileReview } from './support/review-fixture.js';

interface Comment {
  readonly id: number;
  body: string;
  readonly user: { readonly login: string };
}

/** As GitHub's documentation of "Create an issue comment" has it; the length is what the service enforces. */
const COMMENT_BODY = {
  type: 'object',
  properties: { body: { type: 'string', minLength: 1, maxLength: 65_536 } },
  required: ['body'],
  additionalProperties: false,
};
const isCommentBody = new Ajv().compile(COMMENT_BODY);

/** The part of GitHub's API that the example calls, with one open pull request for one commit. */
function fakeGithub(comments: Comment[]) {
  const calls: string[] = [];
  const fetch = async (url: string, { method, body }: { method: string; body?: string }) => {
    const path = url.replace('https://api.github.com/repos/acme/shop/', '');
    calls.push(`${method} ${path}`);
    const answer = (data: unknown) => ({ ok: true, status: 200, json: async () => data });
    if (method === 'GET' && path === 'commits/abc1234/pulls')
      return answer([
        { number: 6, state: 'closed' },
        { number: 7, state: 'open' },
      ]);
    const page = /^issues\/7\/comments\?per_page=100&page=(\d+)$/.exec(path);
    if (method === 'GET' && page !== null) {
      const first = (Number(page[1]) - 1) * 100;
      return answer(comments.slice(first, first + 100));
    }
    const data = JSON.parse(body ?? 'null') as { readonly body: string };
    const isValid: boolean = isCommentBody(data);
    assert.ok(isValid, JSON.stringify(isCommentBody.errors));
    if (method === 'POST' && path === 'issues/7/comments') {
      comments.push({ id: 1000 + comments.length, body: data.body, user: { login: 'bot' } });
      return answer({});
    }
    const edited = /^issues\/comments\/(\d+)$/.exec(path);
    const comment = comments.find(({ id }) => String(id) === edited?.[1]);
    if (method !== 'PATCH' || comment === undefined)
      return { ok: false, status: 404, json: async () => ({}) };
    comment.body = data.body;
    return answer({});
  };
  return { calls, fetch };
}

type Post = (options: object) => Promise<string>;

describe('the example for GitHub', () => {
  const others = Array.from({ length: 120 }, (_, id) => ({ id, body: 'LGTM', user: { login: 'someone' } }));
  const report = (findings: number) => ({ schemaVersion: 1, review: hostileReview(findings) });
  let post: Post;
  before(async () => {
    const example = new URL(`file://${process.cwd()}/docs/bots/github-comment.mjs`);
    post = ((await import(example.href)) as { postComment: Post }).postComment;
  });

  it('creates, leaves, updates and resolves one comment', async () => {
    const comments: Comment[] = [...others];
    const { calls, fetch } = fakeGithub(comments);
    const run = (findings: number) =>
      post({
        report: report(findings),
        repository: 'acme/shop',
        headSha: 'abc1234',
        login: 'bot',
        token: 'x',
        fetch,
      });
    assert.equal(await run(0), 'none');
    assert.equal(await run(3), 'create');
    assert.equal(await run(3), 'none');
    assert.equal(await run(4), 'update');
    assert.equal(await run(0), 'update');
    assert.equal(comments.length, 121);
    assert.match(comments[120]!.body, /No hot code touched any more/);
    assert.equal(calls.filter((call) => call.startsWith('POST')).length, 1);
  });

  it('refuses a report that is none', async () => {
    const { fetch } = fakeGithub([]);
    await assert.rejects(
      post({ report: {}, repository: 'acme/shop', headSha: 'abc1234', login: 'bot', fetch }),
    );
  });

  it('names formats that exist', () => {
    const page = readFileSync('docs/bots/github-action.md', 'utf8');
    for (const [, kind] of page.matchAll(/--format ([a-z-]+)/g))
      assert.ok((REVIEW_FORMATS as readonly string[]).includes(kind!), kind);
  });
});
