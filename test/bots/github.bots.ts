/** docs/bots/github-action.md: both workflows, executed. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMENT_MARKER } from '../../lib/review/outputs/markdown.js';
import { HOSTILE, HOT_NAME, hostileReview } from '../support/review-fixture.js';
import { BOT, type FakeGithub, FORK, fakeGithub, PULL, REPOSITORY } from './fake-github.js';
import { makeRepository, type Repository } from './repository.js';
import { type Ran, runJob, type Workflow, yamlOf } from './workflow.js';

const FILE = 'samples/payments/go/internal/fraud/fraud.go';

describe('docs/bots/github-action.md', function () {
  this.timeout(60_000);
  let repository: Repository;
  let github: FakeGithub;
  let artifacts: string;
  let profile: Workflow;
  let comment: Workflow;
  before(async () => {
    const workflows = yamlOf('github-action.md');
    profile = workflows.get('.github/workflows/profile.yml') as Workflow;
    comment = workflows.get('.github/workflows/comment.yml') as Workflow;
    repository = makeRepository();
    artifacts = repository.emptyFolder();
  });
  after(() => repository.remove());
  beforeEach(async () => {
    const contents = { '.github/github-post.mjs': readFileSync('docs/bots/github-post.mjs', 'utf8') };
    github = await fakeGithub({ ...repository, files: repository.files(), contents });
  });
  afterEach(async () => {
    await github.close();
    assert.deepEqual(github.refused, []);
  });

  const environment = (folder: string, event: object): { [name: string]: string } => {
    writeFileSync(join(folder, 'event.json'), JSON.stringify(event));
    return {
      ...repository.env,
      GITHUB_ACTIONS: 'true',
      GITHUB_API_URL: github.url,
      GITHUB_EVENT_PATH: join(folder, 'event.json'),
      GITHUB_REPOSITORY: REPOSITORY,
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
    };
  };
  const runProfile = async (clone = repository): Promise<Ran> => {
    const event = { pull_request: { base: { sha: clone.base }, head: { sha: clone.head } } };
    const env = environment(clone.emptyFolder(), event);
    const ran = await runJob(profile.jobs['review']!, {
      folder: clone.folder,
      env,
      github: { event },
      artifacts,
    });
    summary = existsSync(env['GITHUB_STEP_SUMMARY']!)
      ? readFileSync(env['GITHUB_STEP_SUMMARY']!, 'utf8')
      : '';
    return ran;
  };
  let summary = '';
  const runComment = async (
    permissions: Workflow['permissions'] = comment.permissions,
    change: (command: string) => string = (command) => command,
    head = repository.head,
  ): Promise<Ran> => {
    const run = {
      id: 123,
      head_sha: head,
      head_branch: FORK.branch,
      head_repository: { owner: { login: FORK.owner } },
    };
    const folder = repository.emptyFolder();
    const event = { workflow_run: run };
    const { steps } = comment.jobs['comment']!;
    return await runJob(
      {
        steps: steps.map((step) =>
          step.run === undefined ? step : { ...step, run: change(step.run), 'continue-on-error': false },
        ),
      },
      {
        folder,
        env: environment(folder, event),
        github: { event, token: github.token(permissions) },
        artifacts,
      },
    );
  };
  const leave = (review: unknown): void =>
    writeFileSync(join(artifacts, 'flameworth-report/report.json'), JSON.stringify(review));

  it('gives the pull request of a fork nothing that could write', () => {
    assert.deepEqual(profile.permissions, { contents: 'read' });
    assert.equal(profile.on, 'pull_request');
    assert.ok(!JSON.stringify(profile).includes('secrets.'));
    const uses = comment.jobs['comment']!.steps.flatMap(({ uses }) => uses ?? []);
    assert.deepEqual(uses, ['actions/download-artifact@v4']);
  });

  it('reviews, then comments on the pull request that the commit is of', async () => {
    const ran = await runProfile();
    assert.equal(ran.status, 0, ran.stderr);
    assert.match(
      ran.stdout,
      new RegExp(`^::notice file=${FILE},line=\\d+,endLine=\\d+,title=Hot code changed::`),
    );
    assert.match(summary, /^### Hot code in this pull request/);
    const posted = await runComment();
    assert.equal(posted.status, 0, posted.stderr);
    assert.equal(posted.stdout, 'create\n');
    assert.equal(github.comments.length, 1);
    assert.ok(github.comments[0]!.body.startsWith(`${COMMENT_MARKER}\n`));
    assert.ok(github.comments[0]!.body.includes(HOT_NAME));
    assert.ok(
      github.comments[0]!.body.includes(`https://github.com/${REPOSITORY}/blob/${repository.head}/${FILE}#L`),
    );
    assert.equal((await runComment()).stdout, 'none\n');
    assert.ok(
      github.calls.some((call) => call.startsWith(`POST /repos/${REPOSITORY}/issues/${PULL}/comments`)),
    );
  });

  it('finds its comment behind a page of others, updates and resolves it', async () => {
    for (let id = 0; id < 120; id++) github.comments.push({ id, body: 'LGTM', user: { login: 'someone' } });
    github.comments.push({ id: 120, body: `${COMMENT_MARKER}\nforged`, user: { login: 'mallory' } });
    github.comments.push({ id: 121, body: `${COMMENT_MARKER}\nold`, user: { login: BOT } });
    leave({ schemaVersion: 1, review: hostileReview(3) });
    assert.equal((await runComment()).stdout, 'update\n');
    leave({ schemaVersion: 1, review: hostileReview(0) });
    assert.equal((await runComment()).stdout, 'update\n');
    assert.equal(github.comments.length, 122);
    assert.match(github.comments[121]!.body, /No hot code touched any more/);
    assert.match(github.comments[120]!.body, /forged/);
  });

  it('says nothing where nothing is found', async () => {
    const clone = makeRepository(null);
    try {
      const ran = await runProfile(clone);
      assert.deepEqual([ran.status, ran.stdout, summary], [0, '', '']);
      assert.equal((await runComment()).stdout, 'none\n');
      assert.deepEqual(github.comments, []);
    } finally {
      clone.remove();
    }
  });

  it('writes hostile names as text', async () => {
    leave({ schemaVersion: 1, review: hostileReview(200) });
    assert.equal((await runComment()).stdout, 'create\n');
    const { body } = github.comments[0]!;
    assert.ok(!body.includes(HOSTILE) && !/[\u0000-\u0009\u000b-\u001f\u202e]/.test(body));
    // Outside of code spans and our own marks, nothing of it is left that Markdown or HTML reads.
    const text = body
      .replaceAll(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '')
      .replaceAll(/<\/?(sub|details|summary)>/g, '');
    assert.doesNotMatch(text.slice(COMMENT_MARKER.length), /<script|<!--|@org|\]\(javascript/);
  });

  it('makes a check run, fifty annotations a request', async () => {
    leave({ schemaVersion: 1, review: hostileReview(120) });
    const asCheck = (command: string): string =>
      command.replace('github-post.mjs\n', 'github-post.mjs check\n');
    const ran = await runComment({ checks: 'write', actions: 'read', contents: 'read' }, asCheck);
    assert.equal(ran.stdout, 'check run\n', ran.stderr);
    const [run] = github.checkRuns;
    assert.equal(run!.head_sha, repository.head);
    assert.equal(run!.conclusion, 'neutral');
    assert.equal(run!.output.annotations.length, 120);
    assert.equal(github.calls.filter((call) => call.startsWith('PATCH')).length, 2);
  });

  it('comments on no pull request that has moved on', async () => {
    leave({ schemaVersion: 1, review: hostileReview(1) });
    const ran = await runComment(comment.permissions, (command) => command, 'f'.repeat(40));
    assert.equal(ran.stdout, 'no open pull request has this commit any more\n');
    assert.deepEqual(github.comments, []);
  });

  it('refuses a report that is none', async () => {
    leave({ schemaVersion: 1, review: {} });
    const ran = await runComment();
    assert.notEqual(ran.status, 0);
    assert.match(ran.stderr, /this is no review of flameworth/);
  });

  it('cannot comment with the token of the first workflow', async () => {
    leave({ schemaVersion: 1, review: hostileReview(1) });
    const ran = await runComment(profile.permissions);
    assert.notEqual(ran.status, 0);
    assert.match(github.refused.splice(0).join(), /Resource not accessible by integration/);
  });
});
