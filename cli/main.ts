#!/usr/bin/env node
/** The command line: argv to a command to an exit code. */
import { hideBin } from 'yargs/helpers';
import { parseCommand } from './args.js';
import { reportFailure } from './failures.js';
import { STDIN } from './inputs.js';

const words = hideBin(process.argv);
process.on('SIGINT', () => process.exit(130));
try {
  // A lone "-" would be lost in yargs; it comes back as standard input in inputs.ts and output.ts.
  const command = await parseCommand(words.map((word) => (word === '-' ? STDIN : word)));
  await command?.();
} catch (error) {
  process.exitCode = reportFailure(error, wantsJsonErrors(words), process.env['DEBUG'] !== undefined);
}

/** The command line may be what is wrong, so this looks at the words and not at what yargs made of them. */
function wantsJsonErrors(words: readonly string[]): boolean {
  return words.some(
    (word, i) =>
      word === '--json' || word === '--format=json' || (word === 'json' && words[i - 1] === '--format'),
  );
}
