/** docs/bots/gitlab.md: both jobs, executed. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { COMMENT_MARKER } from '../../lib/review/outputs/markdown.js';
import { HOSTILE, HOT_NAME, hostileReview } from '../support/review-fixture.js';
import { type FakeGitlab, fakeGitlab, LOGIN, MERGE_REQUEST, PROJECT, TOKEN } from './fake-gitlab.js';
import { makeRepository, type Repository } from './repository.js';
import { type Ran, runShell, yamlOf } from './workflow.js';

interface GitlabJob {
  readonly script: readonly string[];
  readonly artifacts: {
    readonly reports: { readonly codequality: string };
    readonly paths?: readonly string[];
  };
}

const SCHEMA: object = JSON.parse(
  readFileSync('test/bots/schemas/gitlab-code-quality.json', 'utf8'),
) as object;
const isEntry = new Ajv({ strict: false }).compile(SCHEMA);

describe('docs/bots/gitlab.md', function () {
  this.timeout(60_000);
  const jobs = new Map<string, GitlabJob>();
  let repository: Repository;
  let gitlab: FakeGitlab;
  before(() => {
    const file = yamlOf('gitlab.md').get('.gitlab-ci.yml') as { readonly [name: string]: GitlabJob };
    for (const [name, job] of Object.entries(file)) jobs.set(name, job);
    repository = makeRepository();
    addNote(repository);
  });
  after(() => repository.remove());
  beforeEach(async () => {
    gitlab = await fakeGitlab();
  });
  afterEach(async () => {
    await gitlab.close();
    assert.deepEqual(gitlab.refused, []);
  });

  const addNote = ({ folder }: Repository): void => {
    mkdirSync(join(folder, '.gitlab'));
    copyFileSync('docs/bots/gitlab-note.mjs', join(folder, '.gitlab/gitlab-note.mjs'));
  };
  const env = ({ base, head, env }: Repository): { [name: string]: string } => ({
    ...env,
    CI_API_V4_URL: `${gitlab.url}/api/v4`,
    CI_COMMIT_SHA: head,
    CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
    CI_MERGE_REQUEST_IID: MERGE_REQUEST,
    CI_MERGE_REQUEST_PROJECT_ID: PROJECT,
    CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: '',
    CI_PROJECT_URL: 'https://gitlab.example.com/acme/shop',
    FLAMEWORTH_LOGIN: LOGIN,
    FLAMEWORTH_TOKEN: TOKEN,
  });
  /** As the runner does: one script, ended by the first command that fails. */
  const run = async (name: string, clone: Repository, more: { [name: string]: string } = {}): Promise<Ran> =>
    await runShell('bash', ['-eo', 'pipefail', '-c', jobs.get(name)!.script.join('\n')], {
      folder: clone.folder,
      env: { ...env(clone), ...more },
    });
  const runNote = async (findings: number): Promise<Ran> => {
    const report = { schemaVersion: 1, review: hostileReview(findings) };
    writeFileSync(join(repository.folder, 'report.json'), JSON.stringify(report));
    const script = jobs.get('flameworth')!.script.at(-1)!;
    return await runShell('bash', ['-c', script], { folder: repository.folder, env: env(repository) });
  };
  const reportOf = (name: string, clone: Repository): unknown[] => {
    const file = join(clone.folder, jobs.get(name)!.artifacts.reports.codequality);
    const text = readFileSync(file, 'utf8');
    assert.ok(text.startsWith('['), 'no byte order mark');
    const entries = JSON.parse(text) as unknown[];
    for (const entry of entries) assert.ok(isEntry(entry), JSON.stringify(isEntry.errors));
    return entries;
  };

  it('writes the report and one note', async () => {
    const ran = await run('flameworth', repository);
    assert.deepEqual([ran.status, ran.stdout], [0, 'create\n'], ran.stderr);
    const [entry, ...others] = reportOf('flameworth', repository) as [{ location: object; severity: string }];
    assert.deepEqual(others, []);
    assert.deepEqual(entry.location, {
      path: 'samples/payments/go/internal/fraud/fraud.go',
      lines: { begin: 58 },
    });
    assert.equal(entry.severity, 'info');
    const { body } = gitlab.notes[0]!;
    assert.ok(body.startsWith(COMMENT_MARKER) && body.includes(HOT_NAME));
    assert.ok(body.includes(`https://gitlab.example.com/acme/shop/-/blob/${repository.head}/samples/`));
    assert.ok(readFileSync(join(repository.folder, jobs.get('flameworth')!.artifacts.paths![0]!), 'utf8'));
    assert.equal((await run('flameworth', repository)).stdout, 'none\n');
  });

  it('reviews the source branch where the pipeline is of the merged result', async () => {
    const more = { CI_COMMIT_SHA: repository.base, CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: repository.head };
    assert.equal((await run('flameworth', repository, more)).stdout, 'create\n');
    assert.ok(gitlab.notes[0]!.body.includes(`/blob/${repository.head}/`));
  });

  it('has an empty report to compare with, and for a change of nothing hot', async () => {
    const clone = makeRepository(null);
    try {
      addNote(clone);
      assert.equal((await run('flameworth', clone)).stdout, 'none\n');
      assert.deepEqual(reportOf('flameworth', clone), []);
      assert.equal((await run('flameworth-base', clone)).status, 0);
      assert.deepEqual(reportOf('flameworth-base', clone), []);
      assert.deepEqual(gitlab.notes, []);
    } finally {
      clone.remove();
    }
  });

  it('finds its note behind a page of others, updates and resolves it', async () => {
    for (let id = 0; id < 120; id++) gitlab.notes.push({ id, body: 'LGTM', author: { username: 'someone' } });
    gitlab.notes.push({ id: 120, body: `${COMMENT_MARKER}\nold`, author: { username: LOGIN } });
    assert.equal((await runNote(3)).stdout, 'update\n');
    assert.equal((await runNote(3)).stdout, 'none\n');
    assert.equal((await runNote(0)).stdout, 'update\n');
    assert.equal(gitlab.notes.length, 121);
    assert.match(gitlab.notes[120]!.body, /No hot code touched any more/);
  });

  it('writes hostile names as text', async () => {
    assert.equal((await runNote(200)).stdout, 'create\n');
    const { body } = gitlab.notes[0]!;
    assert.ok(!body.includes(HOSTILE) && !/[\u0000-\u0009\u000b-\u001f\u202e]/.test(body));
    // A line that begins with a slash would be a quick action.
    assert.doesNotMatch(body, /^\s*\//m);
  });

  it('writes no note in the pipeline of a fork', async () => {
    const ran = await run('flameworth', repository, { FLAMEWORTH_TOKEN: '' });
    assert.deepEqual([ran.status, ran.stdout], [0, 'no token, so no note\n']);
    assert.deepEqual(gitlab.calls, []);
  });

  it('fails where the merge request is another', async () => {
    const ran = await run('flameworth', repository, { CI_MERGE_REQUEST_IID: '8' });
    assert.notEqual(ran.status, 0);
    assert.match(gitlab.refused.splice(0).join(), /not merge request 7/);
  });
});
