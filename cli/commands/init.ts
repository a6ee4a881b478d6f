/** `init`: writes a commented configuration file. Asks nothing. */
import { writeFile } from 'node:fs/promises';
import { ProfileError } from '../../lib/base/errors.js';
import { forTerminal } from '../../lib/base/escape.js';
import { CONFIG_FILE } from '../config-name.js';
import { configTemplate } from '../config-template.js';
import { writeResult } from '../output.js';
import { STDIN } from '../words.js';

export async function run(argv: {
  readonly output?: string | undefined;
  readonly force: boolean;
}): Promise<void> {
  const file = argv.output ?? CONFIG_FILE;
  if (file === STDIN) return writeResult(configTemplate(), undefined);
  if (argv.force) await writeResult(configTemplate(), file);
  else await writeNew(file);
  process.stderr.write(`flameworth: wrote ${forTerminal(file)}\n`);
}

/** The system refuses where the file is there, even if it came a moment ago. */
async function writeNew(file: string): Promise<void> {
  try {
    await writeFile(file, configTemplate(), { flag: 'wx' });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why =
      code === 'EEXIST'
        ? `${file} is there already; --force replaces it, -o writes elsewhere`
        : `cannot write ${file}: ${message}`;
    throw new ProfileError(code === 'EEXIST' ? 'usage' : 'unwritable', why, null, { cause: error });
  }
}
