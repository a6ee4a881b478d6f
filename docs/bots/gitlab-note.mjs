// Keeps one note of a review on a merge request: the last step of the job in gitlab.md.
import { readFileSync } from 'node:fs';
import { planComment } from 'flameworth';

const { CI_API_V4_URL, CI_COMMIT_SHA, CI_MERGE_REQUEST_IID, CI_PROJECT_URL } = process.env;
const { CI_MERGE_REQUEST_PROJECT_ID, CI_MERGE_REQUEST_SOURCE_BRANCH_SHA } = process.env;
const { FLAMEWORTH_LOGIN, FLAMEWORTH_TOKEN } = process.env;

// The pipelines of forks have no variables of this project.
console.log(FLAMEWORTH_TOKEN ? await postNote() : 'no token, so no note');

async function postNote() {
  if (!FLAMEWORTH_LOGIN) throw new Error('FLAMEWORTH_LOGIN must name the user of the token');
  const { review } = JSON.parse(readFileSync('report.json', 'utf8'));
  const notes = [];
  for (let page = 1; ; page++) {
    const found = await call('GET', `notes?activity_filter=only_comments&per_page=100&page=${page}`);
    notes.push(...found);
    if (found.length < 100) break;
  }
  const plan = planComment(review, notes, {
    login: FLAMEWORTH_LOGIN,
    tool: { name: 'flameworth', version: 'bot' },
    repositoryUrl: `${CI_PROJECT_URL}/-`,
    sha: CI_MERGE_REQUEST_SOURCE_BRANCH_SHA || CI_COMMIT_SHA,
  });
  if (plan.action === 'create') await call('POST', 'notes', { body: plan.body });
  if (plan.action === 'update') await call('PUT', `notes/${plan.id}`, { body: plan.body });
  return plan.action;
}

async function call(method, path, body) {
  const project = `${CI_API_V4_URL}/projects/${CI_MERGE_REQUEST_PROJECT_ID}`;
  const response = await fetch(`${project}/merge_requests/${CI_MERGE_REQUEST_IID}/${path}`, {
    method,
    headers: { 'content-type': 'application/json', 'private-token': FLAMEWORTH_TOKEN },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}
