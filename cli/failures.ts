/** Turns whatever was thrown into one line on standard error and an exit code. */
import { exitCodeOf, ProfileError } from '../lib/base/errors.js';
import { forJson, forTerminal } from '../lib/base/escape.js';
import { asWritten } from './words.js';

/** The exit code. With `json`, the line is `{"error":{code,message,byte?,line?}}`. */
export function reportFailure(error: unknown, json: boolean, verbose: boolean): number {
  const known = error instanceof ProfileError ? error : null;
  const code = known?.code ?? 'bug';
  const text = asWritten(error instanceof Error ? error.message : String(error));
  const message =
    known === null ? `internal error: ${text}; please report it with the command that led here` : text;
  if (json) {
    const place = known?.place ?? null;
    const where = {
      ...(place?.byte == null ? {} : { byte: place.byte }),
      ...(place?.line == null ? {} : { line: place.line }),
    };
    process.stderr.write(`${forJson(JSON.stringify({ error: { code, message, ...where } }))}\n`);
  } else {
    process.stderr.write(`flameworth: ${forTerminal(message)}\n`);
    if (code === 'usage') process.stderr.write("Try 'flameworth --help'.\n");
  }
  if (verbose && error instanceof Error && error.stack !== undefined)
    process.stderr.write(`${error.stack.split('\n').map(forTerminal).join('\n')}\n`);
  return exitCodeOf(code);
}
