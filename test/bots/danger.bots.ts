/** docs/bots/danger.md: the job, executed with Danger itself. */
import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMENT_MARKER } from '../../lib/review/outputs/markdown.js';
import { HOSTILE, HOT_NAME, hostileReview } from '../support/review-fixture.js';
import { type FakeGithub, fakeGithub, PULL, REPOSITORY } from './fake-github.js';
import { DANGER } from './packages.js';
import { makeRepository, type Repository } from './repository.js';
import { type Ran, runJob, type Step, type Workflow, yamlOf } from './workflow.js';

const FILE = 'samples/payments/go/internal/fraud/fraud.go';

describe('docs/bots/danger.md', function () {
  this.timeout(120_000);
  const workflow = yamlOf('danger.md').get('.github/workflows/danger.yml') as Workflow;
  const { steps } = workflow.jobs['danger']!;
  let repository: Repository;
  let github: FakeGithub;
  before(() => {
    repository = makeRepository();
    install(repository);
  });
  after(() => repository.remove());
  beforeEach(async () => {
    github = await fakeGithub({ ...repository, files: repository.files(), contents: {} });
  });
  afterEach(async () => {
    await github.close();
    assert.deepEqual(github.refused, []);
  });

  const install = ({ folder }: Repository): void => {
    copyFileSync('docs/bots/dangerfile.mjs', join(folder, 'dangerfile.mjs'));
    symlinkSync(DANGER, join(folder, 'node_modules/.bin/danger'));
  };
  const run = async (clone = repository, some: readonly Step[] = steps, number = PULL): Promise<Ran> => {
    const pull = {
      number,
      base: { sha: clone.base, repo: { full_name: REPOSITORY } },
      head: { sha: clone.head },
    };
    const event = { pull_request: pull };
    const file = join(clone.emptyFolder(), 'event.json');
    writeFileSync(file, JSON.stringify(event));
    const env = {
      ...clone.env,
      CI: 'true',
      DANGER_GITHUB_API_BASE_URL: github.url,
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: file,
      GITHUB_REPOSITORY: REPOSITORY,
      GITHUB_WORKFLOW: 'danger',
    };
    const token = github.token(workflow.permissions);
    const job = { folder: clone.folder, env, github: { event, token }, artifacts: clone.emptyFolder() };
    return await runJob({ steps: some }, job);
  };

  it('comments, and beside the line', async () => {
    const ran = await run();
    assert.equal(ran.status, 0, ran.stdout + ran.stderr);
    assert.equal(github.comments.length, 1, ran.stdout + ran.stderr);
    assert.ok(github.comments[0]!.body.includes(COMMENT_MARKER));
    assert.ok(github.comments[0]!.body.includes(HOT_NAME));
    const [review, ...others] = github.reviews;
    assert.deepEqual(others, []);
    assert.equal(review!.commit_id, repository.head);
    const [beside] = review!.comments;
    assert.equal(beside!.path, FILE);
    assert.ok(beside!.body.includes(`Hot code changed: \` ${HOT_NAME} is`), beside!.body);
    // A position counts the lines of the hunks: that one is the line which the finding names.
    const lines = readFileSync(join(repository.folder, FILE), 'utf8').split('\n');
    assert.equal(repository.files()[0]!.patch.split('\n')[beside!.position], `+${lines[57]}`);
    assert.deepEqual(
      github.statuses.map(({ state }) => state),
      ['success'],
    );
  });

  it('says nothing where nothing is found', async () => {
    const clone = makeRepository(null);
    try {
      install(clone);
      const ran = await run(clone);
      assert.equal(ran.status, 0, ran.stdout + ran.stderr);
      assert.deepEqual([github.comments, github.reviews], [[], []]);
    } finally {
      clone.remove();
    }
  });

  it('writes hostile names as text', async () => {
    const review = hostileReview(6);
    // Half of them beside a line, which hostile paths are not.
    const findings = review.findings.map((one, i) => (i % 2 === 0 ? one : { ...one, path: FILE, line: 58 }));
    const report = { schemaVersion: 1, review: { ...review, findings } };
    writeFileSync(join(repository.folder, 'report.json'), JSON.stringify(report));
    const ran = await run(repository, steps.slice(-1));
    assert.equal(ran.status, 0, ran.stdout + ran.stderr);
    const besides = github.reviews[0]!.comments.map(({ path, body }) => {
      assert.equal(path, FILE);
      return body;
    });
    assert.equal(besides.length, 1);
    for (const body of [github.comments[0]!.body, ...besides]) {
      assert.ok(!body.includes(HOSTILE) && !/[\u0000-\u0009\u000b-\u001f\u202e]/.test(body));
      // Outside of Danger's HTML comment, which a name could end, and of code spans nothing is left that is markup.
      const text = body.replace(/^\s*<!--[\s\S]*?-->/, '').replaceAll(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '');
      assert.doesNotMatch(text.replaceAll(COMMENT_MARKER, ''), /<script|<!--|-->|@org|\]\(javascript/);
    }
  });

  it('fails on another pull request', async () => {
    const ran = await run(repository, steps, 8);
    assert.match(github.refused.splice(0).join(), /not pull request 7/);
    assert.ok(ran.status !== 0 || github.comments.length === 0);
    assert.deepEqual(github.comments, []);
  });
});
