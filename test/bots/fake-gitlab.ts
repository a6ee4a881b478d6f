/** GitLab's Notes API for one merge request. */
import { readFileSync } from 'node:fs';
import { type Answer, type FakeService, pageOf, type Request, startService } from './fake-service.js';
import { apiOf, type Description } from './openapi.js';

export interface Note {
  readonly id: number;
  body: string;
  readonly author: { readonly username: string };
}

export interface FakeGitlab extends FakeService {
  readonly notes: Note[];
}

export const PROJECT = '42';
export const MERGE_REQUEST = '7';
export const TOKEN = 'glpat-test';
export const LOGIN = 'project_42_bot';

/** The service's limit, which the description does not have. */
const LONGEST_NOTE = 1_000_000;

export async function fakeGitlab(): Promise<FakeGitlab> {
  const notes: Note[] = [];
  const file = 'test/bots/schemas/gitlab-notes.json';
  const api = apiOf(JSON.parse(readFileSync(file, 'utf8')) as Description);
  const answer = ({ operation, query, body, headers }: Request): Answer => {
    const [project, mergeRequest, note] = operation.values;
    if (headers['private-token'] !== TOKEN) return { status: 401, text: 'no token' };
    if (project !== PROJECT || mergeRequest !== MERGE_REQUEST)
      return { status: 404, text: `not merge request ${MERGE_REQUEST}` };
    if (operation.name.startsWith('GET ')) return { status: 200, body: pageOf(notes, query).page };
    const text = (body as Note).body;
    if (text === '' || text.length > LONGEST_NOTE) return { status: 400, text: 'body is empty or too long' };
    if (operation.name.startsWith('POST ')) {
      notes.push({ id: 1000 + notes.length, body: text, author: { username: LOGIN } });
      return { status: 201, body: notes.at(-1) };
    }
    const known = notes.find(({ id }) => String(id) === note);
    if (known === undefined) return { status: 404, text: 'no such note' };
    known.body = text;
    return { status: 200, body: known };
  };
  return { ...(await startService(api, '', answer)), notes };
}
