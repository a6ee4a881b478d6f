/** A clone as a CI job has it: the payments service with the slow patch as its last commit, flameworth installed, a profile of production. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';

export interface Repository {
  readonly folder: string;
  /** Commits before and after the patch. */
  readonly base: string;
  readonly head: string;
  /** What a shell needs to find node, git and no registry. */
  readonly env: { readonly [name: string]: string };
  /** A folder that flameworth is not in yet. */
  emptyFolder(): string;
  /** As the services list files: hunks with context, no header. */
  files(): { filename: string; patch: string }[];
  remove(): void;
}

const ROOT = resolve('.');

/** `npm install flameworth` puts this repository in place; nothing else is installed. */
const NPM = `#!/bin/sh
[ "$*" = "install flameworth" ] || { echo "npm $*: not in this test" >&2; exit 1; }
mkdir -p node_modules && ln -sfn "${ROOT}" node_modules/flameworth && echo '{}' > package.json
`;

/** `patch` null: nothing is changed but a README. */
export function makeRepository(patch: string | null = 'samples/payments/review/slow-hot.patch'): Repository {
  const temporary = mkdtempSync(join(tmpdir(), 'flameworth-bots-'));
  const folder = join(temporary, 'clone');
  const programs = join(temporary, 'bin');
  const source = 'samples/payments/go';
  mkdirSync(programs);
  cpSync(source, join(folder, source), { recursive: true });
  cpSync('samples/payments/profiles/cpu-1.pb.gz', join(folder, 'production.pb.gz'));
  writeFileSync(join(folder, '.gitignore'), 'node_modules\n');
  writeFileSync(join(folder, 'package.json'), '{}\n');
  writeFileSync(join(programs, 'npm'), NPM, { mode: 0o755 });
  install(folder);
  const env = {
    PATH: [programs, dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
    HOME: temporary,
    GIT_CONFIG_NOSYSTEM: '1',
    NO_PROXY: '127.0.0.1',
    npm_config_update_notifier: 'false',
    npm_config_offline: 'true',
  };
  const run = (...words: string[]): string =>
    execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', ...words], {
      cwd: folder,
      env,
      encoding: 'utf8',
    });
  const git = (...words: string[]): string => run(...words).trim();
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git('commit', '--quiet', '--message=base');
  const base = git('rev-parse', 'HEAD');
  if (patch === null) writeFileSync(join(folder, 'README.md'), 'Payments\n');
  else git('apply', resolve(patch));
  git('add', '.');
  git('commit', '--quiet', '--message=head');
  return {
    folder,
    base,
    head: git('rev-parse', 'HEAD'),
    env,
    emptyFolder: () => mkdtempSync(join(temporary, 'job-')),
    files: () =>
      git('diff', '--name-only', base)
        .split('\n')
        .map((filename) => {
          const text = run('diff', '--no-color', '--no-ext-diff', base, '--', filename);
          return { filename, patch: text.slice(text.indexOf('\n@@') + 1, -1) };
        }),
    remove: () => rmSync(temporary, { recursive: true, force: true }),
  };
}

/** As `npm install flameworth` leaves it, without copying. */
function install(folder: string): void {
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
  symlinkSync(ROOT, join(folder, 'node_modules/flameworth'));
  writeFileSync(
    join(folder, 'node_modules/.bin/flameworth'),
    `#!/bin/sh\nexec node "${ROOT}/dist/cli/main.js" "$@"\n`,
    { mode: 0o755 },
  );
}
