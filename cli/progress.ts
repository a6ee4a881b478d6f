/** One line on standard error, redrawn at most ten times a second, for work that takes over a second. */
import { forTerminal } from '../lib/base/escape.js';

const QUIET_MS = 1000;
const REDRAW_MS = 100;

/** Silent unless standard error is a terminal. `done()` wipes the line. */
export function progressLine(): { onProgress: (name: string, bytes: number) => void; done: () => void } {
  const started = Date.now();
  let drawn = 0;
  const live =
    process.stderr.isTTY === true && process.env['TERM'] !== 'dumb' && process.env['CI'] === undefined;
  return {
    onProgress(name, bytes) {
      const now = Date.now();
      if (!live || now - started < QUIET_MS || now - drawn < REDRAW_MS) return;
      drawn = now;
      process.stderr.write(
        `\r\x1b[Kreading ${forTerminal(name.slice(-50))}: ${(bytes / 2 ** 20).toFixed(0)} MiB`,
      );
    },
    done() {
      if (drawn !== 0) process.stderr.write('\r\x1b[K');
    },
  };
}
