// Posts a review to GitHub, as the sticky comment or (`check`) as a check run: the trusted half of the two workflows in github-action.md.
import { readFileSync, statSync } from 'node:fs';
import { checkRunRequests, planComment } from 'flameworth';

const { GITHUB_API_URL, GITHUB_EVENT_PATH, GITHUB_REPOSITORY, GITHUB_SERVER_URL, GITHUB_TOKEN } = process.env;
const LARGEST_REPORT = 16 * 2 ** 20;

// The pull request is found by what GitHub's event says, never by the report.
const { workflow_run: run } = JSON.parse(readFileSync(GITHUB_EVENT_PATH, 'utf8'));
const review = readReview('report.json');
const options = {
  tool: { name: 'flameworth', version: 'bot' },
  repositoryUrl: `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}`,
  sha: run.head_sha,
};
console.log(process.argv[2] === 'check' ? await postCheckRun() : await postComment());

/** The pull request's own code wrote the file: only its findings are taken, and every text is rendered here. */
function readReview(file) {
  if (statSync(file).size > LARGEST_REPORT) throw new Error('the report is too large');
  const report = JSON.parse(readFileSync(file, 'utf8'));
  if (report?.schemaVersion !== 1 || !Array.isArray(report.review?.findings))
    throw new Error('this is no review of flameworth');
  return report.review;
}

async function postComment() {
  const number = await pullNumber();
  if (number === null) return 'no open pull request has this commit any more';
  const comments = [];
  for (let page = 1; ; page++) {
    const found = await call('GET', `issues/${number}/comments?per_page=100&page=${page}`);
    comments.push(...found);
    if (found.length < 100) break;
  }
  const plan = planComment(review, comments, { ...options, login: 'github-actions[bot]' });
  if (plan.action === 'create') await call('POST', `issues/${number}/comments`, { body: plan.body });
  if (plan.action === 'update') await call('PATCH', `issues/comments/${plan.id}`, { body: plan.body });
  return plan.action;
}

/** By branch, since a commit of a fork leads to no pull request; the commit must be its newest. */
async function pullNumber() {
  const head = encodeURIComponent(`${run.head_repository.owner.login}:${run.head_branch}`);
  const pulls = await call('GET', `pulls?state=open&head=${head}&per_page=100`);
  return pulls.find(({ head: { sha } }) => sha === run.head_sha)?.number ?? null;
}

async function postCheckRun() {
  const [create, ...updates] = checkRunRequests(review, options);
  const { id } = await call('POST', 'check-runs', create);
  for (const update of updates) await call('PATCH', `check-runs/${id}`, update);
  return 'check run';
}

async function call(method, path, body) {
  const response = await fetch(`${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}/${path}`, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${GITHUB_TOKEN}`,
      'content-type': 'application/json',
      'x-github-api-version': '2022-11-28',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}
