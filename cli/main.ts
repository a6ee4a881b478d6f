#!/usr/bin/env node
/** The command line: argv to a command to an exit code. */
import { hideBin } from 'yargs/helpers';
import { parseCommand } from './args.js';
import { reportFailure } from './failures.js';
import { forParser } from './words.js';

const words = hideBin(process.argv);
process.on('SIGINT', () => process.exit(130));
try {
  const command = await parseCommand(forParser(words));
  await command?.();
} catch (error) {
  process.exitCode = reportFailure(error, wantsJsonErrors(words), process.env['DEBUG'] !== undefined);
}

/** The command line may be what is wrong, so this looks at the words and not at what yargs made of them. */
function wantsJsonErrors(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return (end < 0 ? words : words.slice(0, end)).some(
    (word, i) =>
      word === '--json' ||
      word === '--json=true' ||
      word === '--format=json' ||
      (word === 'json' && words[i - 1] === '--format'),
  );
}
