// Posts the sticky comment of a review to a pull request: the second, trusted half of the two workflows in github-action.md.
import { planComment } from 'flameworth';

/**
 * `report` is the JSON that the first workflow wrote. It comes from the pull request's own code, so only its findings are taken, and the Markdown is
 * rendered here. The pull request is found by the commit that GitHub's event names, never by the report.
 */
export async function postComment({ report, repository, headSha, login, token, fetch = globalThis.fetch }) {
  if (report?.schemaVersion !== 1 || !Array.isArray(report.review?.findings)) throw new Error('this is no review of flameworth');
  const call = async (method, path, body) => {
    const response = await fetch(`https://api.github.com/repos/${repository}/${path}`, {
      method,
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'x-github-api-version': '2022-11-28',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
    return response.json();
  };
  const [pull] = (await call('GET', `commits/${headSha}/pulls`)).filter(({ state }) => state === 'open');
  if (pull === undefined) return 'none';
  const comments = [];
  for (let page = 1; ; page++) {
    const found = await call('GET', `issues/${pull.number}/comments?per_page=100&page=${page}`);
    comments.push(...found);
    if (found.length < 100) break;
  }
  const plan = planComment(report.review, comments, {
    login,
    tool: { name: 'flameworth', version: 'bot' },
    repositoryUrl: `https://github.com/${repository}`,
    sha: headSha,
  });
  if (plan.action === 'create') await call('POST', `issues/${pull.number}/comments`, { body: plan.body });
  if (plan.action === 'update') await call('PATCH', `issues/comments/${plan.id}`, { body: plan.body });
  return plan.action;
}
