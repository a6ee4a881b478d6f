/** Runs the jobs that a page of docs/bots shows: the YAML is parsed, each `run` is executed by the shell that the service uses. */
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseYaml } from './packages.js';

export interface Step {
  readonly run?: string;
  readonly uses?: string;
  readonly with?: { readonly [name: string]: string | number };
  readonly env?: { readonly [name: string]: string };
  readonly 'continue-on-error'?: boolean;
}

export interface Workflow {
  readonly on: unknown;
  readonly permissions: { readonly [scope: string]: string };
  readonly jobs: { readonly [name: string]: { readonly steps: readonly Step[] } };
}

export interface Ran {
  /** Of the step that failed; 0 when none did. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The blocks of YAML in a page, by the comment in their first line. */
export function yamlOf(page: string): Map<string, unknown> {
  const blocks = readFileSync(`docs/bots/${page}`, 'utf8').matchAll(/```yaml\n# (\S+)\n([\s\S]*?)```/g);
  return new Map([...blocks].map(([, name, text]) => [name!, parseYaml(text!)]));
}

export interface Job {
  readonly folder: string;
  readonly env: { readonly [name: string]: string };
  /** What `${{ github.… }}` is read from. */
  readonly github: object;
  /** Where artifacts are kept between jobs. */
  readonly artifacts: string;
}

/** Runs a job's steps in order; the first that fails ends it, unless it may. */
export async function runJob({ steps }: { readonly steps: readonly Step[] }, job: Job): Promise<Ran> {
  let stdout = '';
  let stderr = '';
  for (const step of steps) {
    const filled = (text: string): string => fillIn(text, job.github);
    if (step.run === undefined) {
      runAction(step, job, filled);
      continue;
    }
    const env = Object.fromEntries(
      Object.entries(step.env ?? {}).map(([name, value]) => [name, filled(value)]),
    );
    // As GitHub runs a step without `shell`.
    const ran = await runShell('bash', ['-e', '-c', filled(step.run)], {
      folder: job.folder,
      env: { ...job.env, ...env },
    });
    stdout += ran.stdout;
    stderr += ran.stderr;
    if (ran.status !== 0 && step['continue-on-error'] !== true) return { status: ran.status, stdout, stderr };
  }
  return { status: 0, stdout, stderr };
}

export async function runShell(
  command: string,
  words: readonly string[],
  { folder, env }: Pick<Job, 'folder' | 'env'>,
): Promise<Ran> {
  const child = spawn(command, words, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
  const status = await new Promise<number>((closed, failed) => {
    child.on('error', failed);
    child.on('close', (code) => closed(code ?? 1));
  });
  return { status, stdout, stderr };
}

/** What the actions of the examples do, as far as the job sees it. */
function runAction(step: Step, { folder, artifacts }: Job, filled: (text: string) => string): void {
  const [action] = step.uses!.split('@');
  const name = String(step.with?.['name'] ?? '');
  if (action === 'actions/checkout') {
    if (!existsSync(join(folder, '.git'))) throw new Error('this job is to check nothing out');
  } else if (action === 'actions/upload-artifact') {
    const path = String(step.with!['path']);
    mkdirSync(join(artifacts, name), { recursive: true });
    copyFileSync(join(folder, path), join(artifacts, name, basename(path)));
  } else if (action === 'actions/download-artifact') {
    const run = filled(String(step.with!['run-id']));
    if (!/^\d+$/.test(run)) throw new Error(`no run: ${run}`);
    for (const file of ['report.json'])
      writeFileSync(join(folder, file), readFileSync(join(artifacts, name, file)));
  } else throw new Error(`no stand-in for ${step.uses}`);
}

/** `${{ github.a.b }}` only: more is not in the examples. */
function fillIn(text: string, github: object): string {
  return text.replace(/\$\{\{ github\.([a-z_.]+) \}\}/g, (_, path: string) => {
    let value: unknown = github;
    for (const key of path.split('.')) value = (value as { [key: string]: unknown } | undefined)?.[key];
    if (typeof value !== 'string' && typeof value !== 'number') throw new Error(`there is no github.${path}`);
    return String(value);
  });
}
