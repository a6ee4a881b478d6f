/** GitHub as the examples see it: one repository, a pull request from a fork, tokens that may do what a workflow's permissions say. */
import { type Answer, type FakeService, pageOf, type Request, startService } from './fake-service.js';
import type { Json, Operation } from './openapi.js';
import { githubApi } from './packages.js';

export interface Comment {
  readonly id: number;
  body: string;
  readonly user: { readonly login: string };
}

export interface CheckRun {
  readonly name: string;
  readonly head_sha: string;
  readonly conclusion: string;
  readonly output: { title: string; summary: string; annotations: { path: string; start_line: number }[] };
}

export interface ReviewPosted {
  readonly commit_id: string;
  readonly comments: readonly { readonly path: string; readonly position: number; readonly body: string }[];
}

export interface FakeGithub extends FakeService {
  /** Of pull request 7. */
  readonly comments: Comment[];
  readonly checkRuns: CheckRun[];
  readonly reviews: ReviewPosted[];
  readonly statuses: { readonly state: string }[];
  /** A token that may do what a workflow's `permissions` say. */
  token(permissions: { readonly [scope: string]: string }): string;
}

export interface GithubState {
  readonly base: string;
  readonly head: string;
  /** Files of the pull request, as `git diff` tells them: path and hunks. */
  readonly files: readonly { readonly filename: string; readonly patch: string }[];
  /** Files of the default branch. */
  readonly contents: { readonly [path: string]: string };
}

export const REPOSITORY = 'acme/shop';
export const PULL = 7;
export const FORK = { owner: 'mallory', branch: 'fast/path & more' };
/** GitHub's own login for the token of a workflow. */
export const BOT = 'github-actions[bot]';

/** What the service itself enforces and the description does not say. */
const LONGEST_BODY = 65_536;

/** Scopes of which one is needed; as GitHub's "Permissions required for fine-grained tokens" has them. */
const NEEDED: readonly [RegExp, string[]][] = [
  [/^(POST|PATCH) .*\/issues\//, ['pull-requests: write', 'issues: write']],
  [/^POST .*\/pulls\//, ['pull-requests: write']],
  [/^(POST|PATCH) .*\/check-runs/, ['checks: write']],
  [/^POST .*\/statuses\//, ['statuses: write']],
  [/^GET .*\/contents\//, ['contents: read', 'contents: write']],
];

export async function fakeGithub(state: GithubState): Promise<FakeGithub> {
  const comments: Comment[] = [];
  const checkRuns: CheckRun[] = [];
  const reviews: ReviewPosted[] = [];
  const statuses: { state: string }[] = [];
  const tokens = new Map<string, readonly string[]>();
  const api = githubApi();
  /** The service's own example, with what this pull request has of its own. */
  const like = (method: string, path: string, status: number, own: Json): Json => {
    const example = api.operation(method, path)!.example(status);
    return { ...(Array.isArray(example) ? (example[0] as Json) : (example as Json)), ...own };
  };
  const pull = (number: number, isOpen: boolean, sha: string): Json => {
    const found = like('GET', `/repos/${REPOSITORY}/pulls/${number}`, 200, { number });
    const side = (name: string, own: Json): Json => ({ ...(found[name] as Json), ...own });
    const repo = { ...((found['base'] as Json)['repo'] as Json), full_name: REPOSITORY };
    return {
      ...found,
      state: isOpen ? 'open' : 'closed',
      // The example lacks what the schema wants of a team.
      requested_teams: [],
      base: side('base', { sha: state.base, ref: 'main', repo }),
      head: side('head', { sha, ref: FORK.branch, label: `${FORK.owner}:${FORK.branch}`, repo }),
    };
  };
  const pulls = [pull(6, false, state.head), pull(5, true, '0'.repeat(40)), pull(PULL, true, state.head)];
  const commented = ({ id, body, user }: Comment): Json => {
    const example = like('POST', `/repos/${REPOSITORY}/issues/${PULL}/comments`, 201, {});
    return { ...example, id, body, user: { ...(example['user'] as Json), ...user } };
  };
  const list = (items: readonly unknown[], { operation, query }: Request): Answer => {
    const { page, next } = pageOf(items, query);
    if (next === null) return { status: 200, body: page };
    const link = new URLSearchParams([...query].filter(([key]) => key !== 'page'));
    link.set('page', String(next));
    const url = `${service.url}${pathOf(operation)}?${link}`;
    return { status: 200, body: page, headers: { link: `<${url}>; rel="next"` } };
  };

  /** What comes after the repository and the number of the pull request, both known to be right. */
  function answer(request: Request): Answer {
    const { operation, body, headers } = request;
    const { name, values } = operation;
    const [scheme, token] = (headers.authorization ?? '').split(' ');
    const allowed = tokens.get(token ?? '');
    if (!/^(bearer|token)$/i.test(scheme!) || allowed === undefined) return { status: 401, text: 'no token' };
    const needed = NEEDED.find(([pattern]) => pattern.test(name))?.[1] ?? [];
    if (needed.length > 0 && !needed.some((scope) => allowed.includes(scope)))
      return { status: 403, text: `Resource not accessible by integration: needs ${needed.join(' or ')}` };
    if (name.includes('/repos/') && `${values[0]}/${values[1]}` !== REPOSITORY)
      return { status: 404, text: 'another repository' };
    if (/\/(pulls|issues)\/\{/.test(name) && values[2] !== String(PULL))
      return { status: 404, text: `not pull request ${PULL}` };
    const text = (body as { body?: string } | undefined)?.body ?? '';
    if (text.length > LONGEST_BODY) return { status: 422, text: 'body is too long' };
    const answers = ANSWERS[name.replace('/repos/{owner}/{repo}/', '')];
    return answers?.(request) ?? { status: 501, text: `no stand-in for ${name}` };
  }
  const example =
    (own: Json = {}) =>
    ({ operation }: Request): Answer => ({
      status: 200,
      body: like(operation.name.split(' ')[0]!, pathOf(operation), 200, own),
    });
  const ANSWERS: { readonly [operation: string]: (request: Request) => Answer } = {
    'GET /user': example({ login: 'someone', id: 99 }),
    'GET pulls': (request) => {
      const { query } = request;
      const isAsked = (one: Json): boolean =>
        (query.get('state') ?? 'open') === one['state'] &&
        (query.get('head') ?? (one['head'] as Json)['label']) === (one['head'] as Json)['label'];
      const simple = (one: Json): Json => {
        const known = like('GET', `/repos/${REPOSITORY}/pulls`, 200, {});
        return Object.fromEntries(Object.keys(known).map((key) => [key, one[key] ?? known[key]]));
      };
      return list(pulls.filter(isAsked).map(simple), request);
    },
    'GET pulls/{pull_number}': () => ({ status: 200, body: pulls.at(-1) }),
    'GET pulls/{pull_number}/files': (request) =>
      list(
        state.files.map((file) =>
          like('GET', `/repos/${REPOSITORY}/pulls/${PULL}/files`, 200, { ...file, status: 'modified' }),
        ),
        request,
      ),
    'GET pulls/{pull_number}/commits': (request) =>
      list([like('GET', `/repos/${REPOSITORY}/pulls/${PULL}/commits`, 200, { sha: state.head })], request),
    'GET pulls/{pull_number}/reviews': (request) => list([], request),
    'GET pulls/{pull_number}/comments': (request) => list([], request),
    'GET pulls/{pull_number}/requested_reviewers': example({ users: [], teams: [] }),
    'GET issues/{issue_number}': example({ number: PULL }),
    'GET issues/{issue_number}/comments': (request) => list(comments.map(commented), request),
    'POST issues/{issue_number}/comments': ({ body }) => {
      const made = { id: 1000 + comments.length, body: (body as Comment).body, user: { login: BOT } };
      comments.push(made);
      return { status: 201, body: commented(made) };
    },
    'PATCH issues/comments/{comment_id}': ({ operation, body }) => {
      const comment = comments.find(({ id }) => String(id) === operation.values[2]);
      if (comment === undefined) return { status: 404, text: 'no such comment' };
      comment.body = (body as Comment).body;
      return { status: 200, body: commented(comment) };
    },
    'POST pulls/{pull_number}/reviews': (request) => {
      reviews.push(request.body as ReviewPosted);
      return example()(request);
    },
    'POST check-runs': ({ operation, body }) => {
      const run = body as CheckRun;
      const { annotations } = run.output;
      checkRuns.push({ ...run, output: { ...run.output, annotations: [...annotations] } });
      const path = `/repos/${REPOSITORY}/check-runs`;
      return { status: 201, body: like('POST', path, 201, { id: checkRuns.length, name: operation.name }) };
    },
    'PATCH check-runs/{check_run_id}': ({ operation, body }) => {
      const id = Number(operation.values[2]);
      const run = checkRuns[id - 1];
      if (run === undefined) return { status: 404, text: 'no such check run' };
      run.output.annotations.push(...(body as CheckRun).output.annotations);
      return { status: 200, body: like('PATCH', `/repos/${REPOSITORY}/check-runs/${id}`, 200, { id }) };
    },
    'POST statuses/{sha}': ({ operation, body }) => {
      if (operation.values[2] !== state.head) return { status: 404, text: 'no such commit' };
      statuses.push(body as { state: string });
      return { status: 201, body: like('POST', `/repos/${REPOSITORY}/statuses/${state.head}`, 201, {}) };
    },
    'GET contents/{path}': ({ operation, headers }) => {
      const file = state.contents[operation.values[2]!];
      const isRaw = headers.accept === 'application/vnd.github.raw+json';
      return file === undefined || !isRaw
        ? { status: 404, text: 'no such file' }
        : { status: 200, text: file };
    },
  };
  const service: FakeService = await startService(api, '', answer);
  return {
    ...service,
    comments,
    checkRuns,
    reviews,
    statuses,
    token(permissions) {
      const token = `token-${tokens.size + 1}`;
      tokens.set(
        token,
        Object.entries(permissions).map(([scope, access]) => `${scope}: ${access}`),
      );
      return token;
    },
  };
}

function pathOf({ name, values }: Operation): string {
  const left = [...values];
  return name.slice(name.indexOf('/')).replace(/\{.*?\}/g, () => left.shift()!);
}
