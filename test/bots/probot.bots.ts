/** docs/bots/probot.md: the app, run by Probot itself. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { COMMENT_MARKER } from '../../lib/review/outputs/markdown.js';
import { HOSTILE, HOT_NAME, PAYMENTS } from '../support/review-fixture.js';
import { BOT, type FakeGithub, fakeGithub, PULL, REPOSITORY } from './fake-github.js';
import { importProbot } from './packages.js';
import { makeRepository, type Repository } from './repository.js';

/** What of Probot the test calls. */
interface ProbotPackage {
  readonly Probot: new (options: object) => Robot;
  readonly ProbotOctokit: { defaults(options: object): unknown };
}

interface Robot {
  load(app: unknown): Promise<void>;
  receive(event: object): Promise<void>;
}

const FILE = 'samples/payments/go/internal/fraud/fraud.go';

describe('docs/bots/probot.md', function () {
  this.timeout(60_000);
  let repository: Repository;
  let probot: ProbotPackage;
  let app: unknown;
  let github: FakeGithub;
  let robot: Robot;
  before(async () => {
    repository = makeRepository();
    probot = (await importProbot()) as ProbotPackage;
    app = ((await import(pathToFileURL(resolve('docs/bots/probot.mjs')).href)) as { default: unknown })
      .default;
    process.env['FLAMEWORTH_LOGIN'] = BOT;
    process.env['FLAMEWORTH_PROFILES'] = PAYMENTS.join(delimiter);
  });
  after(() => {
    repository.remove();
    delete process.env['FLAMEWORTH_LOGIN'];
    delete process.env['FLAMEWORTH_PROFILES'];
  });
  afterEach(async () => {
    await github.close();
    assert.deepEqual(github.refused, []);
  });

  const start = async (files = repository.files()): Promise<void> => {
    github = await fakeGithub({ ...repository, files, contents: {} });
    robot = new probot.Probot({
      githubToken: github.token({ 'pull-requests': 'write', checks: 'write' }),
      logLevel: 'fatal',
      Octokit: probot.ProbotOctokit.defaults((options: object) => ({
        ...options,
        baseUrl: github.url,
        retry: { enabled: false },
        throttle: { enabled: false },
      })),
    });
    await robot.load(app);
  };
  const push = async (action = 'synchronize', number = PULL): Promise<void> =>
    await robot.receive({
      id: 'event',
      name: 'pull_request',
      payload: {
        action,
        number,
        pull_request: { number, head: { sha: repository.head } },
        repository: {
          name: 'shop',
          full_name: REPOSITORY,
          html_url: `https://github.com/${REPOSITORY}`,
          owner: { login: 'acme' },
        },
      },
    });

  it('comments once and makes a check run for each push', async () => {
    await start();
    await push('opened');
    assert.equal(github.comments.length, 1);
    const { body } = github.comments[0]!;
    assert.ok(body.startsWith(COMMENT_MARKER) && body.includes(HOT_NAME));
    assert.ok(body.includes(`https://github.com/${REPOSITORY}/blob/${repository.head}/${FILE}#L58`));
    const [run] = github.checkRuns;
    assert.deepEqual([run!.head_sha, run!.conclusion], [repository.head, 'neutral']);
    assert.deepEqual(
      run!.output.annotations.map(({ path, start_line }) => [path, start_line]),
      [[FILE, 58]],
    );
    await push();
    assert.equal(github.comments.length, 1);
    assert.equal(github.checkRuns.length, 2);
  });

  it('reads every page of files and of comments', async () => {
    const others = Array.from({ length: 150 }, (_, i) => ({
      filename: `docs/${i}.md`,
      patch: '@@ -1 +1 @@\n-a\n+b',
    }));
    await start([...others, ...repository.files()]);
    for (let id = 0; id < 120; id++) github.comments.push({ id, body: 'LGTM', user: { login: 'someone' } });
    github.comments.push({ id: 120, body: `${COMMENT_MARKER}\nold`, user: { login: BOT } });
    await push();
    assert.equal(github.comments.length, 121);
    assert.ok(github.comments[120]!.body.includes(HOT_NAME));
  });

  it('resolves its comment where nothing hot is touched any more', async () => {
    await start([{ filename: 'README.md', patch: '@@ -0,0 +1 @@\n+Payments' }]);
    await push();
    assert.equal(github.comments.length, 0);
    github.comments.push({ id: 1, body: `${COMMENT_MARKER}\nold`, user: { login: BOT } });
    await push();
    assert.match(github.comments[0]!.body, /No hot code touched any more/);
    assert.equal(github.checkRuns.at(-1)!.conclusion, 'success');
  });

  it('writes hostile names as text', async () => {
    const file = join(repository.emptyFolder(), 'hostile.cpuprofile');
    writeFileSync(file, JSON.stringify(hostileProfile()));
    process.env['FLAMEWORTH_PROFILES'] = file;
    await start([
      {
        filename: 'src/hot.js',
        patch: '@@ -1,3 +1,3 @@\n-function hot() {\n+async function hot() {\n   a();\n }',
      },
    ]);
    await push();
    process.env['FLAMEWORTH_PROFILES'] = PAYMENTS.join(delimiter);
    const { body } = github.comments[0]!;
    const { output } = github.checkRuns[0]!;
    for (const text of [body, output.summary]) {
      assert.ok(text.includes('src/hot.js:1') && text.includes('<script>'));
      assert.ok(!/[\u0000-\u0009\u000b-\u001f\u202e]/.test(text));
      const outside = text.slice(COMMENT_MARKER.length).replaceAll(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '');
      assert.doesNotMatch(outside, /<script|<!--|@org|\]\(javascript/);
    }
    assert.ok(output.title.includes('<script>') && !output.title.includes('\n'));
  });

  it('does nothing on other events', async () => {
    await start();
    await push('labeled');
    assert.deepEqual(github.calls, []);
  });

  it('fails on another pull request', async () => {
    await start();
    await assert.rejects(push('opened', 8), /not pull request 7/);
    github.refused.splice(0);
    assert.deepEqual([github.comments, github.checkRuns], [[], []]);
  });
});

/** A profile of V8 with one function, whose name is hostile. */
function hostileProfile(): object {
  const frame = (functionName: string, url: string): object => ({
    functionName,
    url,
    scriptId: '1',
    lineNumber: 0,
    columnNumber: 0,
  });
  return {
    nodes: [
      { id: 1, callFrame: frame('(root)', ''), children: [2] },
      { id: 2, callFrame: frame(HOSTILE, 'file:///build/src/hot.js') },
    ],
    startTime: 0,
    endTime: 2_000_000,
    samples: Array.from({ length: 2000 }, () => 2),
    timeDeltas: Array.from({ length: 2000 }, () => 1000),
  };
}
