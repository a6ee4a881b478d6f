/** The packages that only the tests of the bots need: `npm run test:bots` installs them beside the compiled tests. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Api, apiOf, type Description } from './openapi.js';

const FOLDER = resolve('dist/bots');
const require = createRequire(join(FOLDER, 'package.json'));

/** The command of a package, as node runs it. */
export const DANGER = join(FOLDER, 'node_modules/.bin/danger');

export function parseYaml(text: string): unknown {
  const { parse } = require('yaml') as { parse(text: string): unknown };
  return parse(text);
}

let github: Api | undefined;

/** GitHub's own description of its REST API, as github/rest-api-description publishes it (MIT). */
export function githubApi(): Api {
  const file = join(dirname(require.resolve('@octokit/openapi')), 'generated/api.github.com.json');
  github ??= apiOf(JSON.parse(readFileSync(file, 'utf8')) as Description);
  return github;
}

export async function importProbot(): Promise<unknown> {
  return await import(pathToFileURL(join(FOLDER, 'node_modules/probot/lib/index.js')).href);
}
