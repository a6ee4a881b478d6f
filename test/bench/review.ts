/** Times a review of a large profile with a patch of 2 MB: read and reviewed here, then in a thread, with the longest pause of this one. */

import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { readProfile } from '../../lib/formats/read.js';
import { reviewProfiles } from '../../lib/review.js';
import { reviewInWorker } from '../../lib/worker.js';

const file = process.argv[2] ?? 'large.pb.gz';
const bytes = new Uint8Array(readFileSync(file));

/** Files of the profile first, then others; two edited lines in each hunk, until the text has 2 MB. */
function patchOf(files: readonly string[]): string {
  const parts: string[] = [];
  let length = 0;
  for (let i = 0; length < 2_000_000; i++) {
    const name = files[i] ?? `src/other/file${i}.go`;
    const lines = Array.from({ length: 20 }, (_, hunk) => {
      const at = 1 + hunk * 10;
      return `@@ -${at},2 +${at},2 @@ func f${hunk}() {\n-\told line ${i} ${hunk}\n-\tanother\n+\tnew line ${i} ${hunk}\n+\tyet another\n`;
    });
    const text = `diff --git a/${name} b/${name}\nindex 1..2 100644\n--- a/${name}\n+++ b/${name}\n${lines.join('')}`;
    parts.push(text);
    length += text.length;
  }
  return parts.join('');
}

const start = performance.now();
const profile = await readProfile(bytes, { hash: false });
const reading = performance.now() - start;
const strings = profile.strings as readonly string[];
const rows = Array.from(profile.functions.file as unknown as ArrayLike<number>);
const files = [...new Set(rows.filter((row) => row >= 0).map((row) => strings[row]!.replace(/^\/+/, '')))];
const patch = patchOf(files);

// The whole first, as a command does it: nothing of it has run before.
const middle = performance.now();
const whole = reviewProfiles(profile, null, patch);
const fast = performance.now();
const plain = reviewProfiles(profile, null, patch, { rewriteSet: false });
const end = performance.now();
process.stdout.write(
  `${file}: ${files.length} files, patch of ${patch.length} characters; read ${reading.toFixed(0)} ms, review ${(fast - middle).toFixed(0)} ms (${whole.findings.length} findings, ${whole.patch.mappedFiles} files mapped), once more without rewrite set ${(end - fast).toFixed(0)} ms (${plain.findings.length} findings)\n`,
);

const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
await new Promise((resolve) => setTimeout(resolve, 100));
delay.reset();
const begun = performance.now();
await reviewInWorker({ profiles: bytes, patch });
process.stdout.write(
  `in a thread: ${(performance.now() - begun).toFixed(0)} ms, longest pause of the event loop ${(delay.max / 1e6).toFixed(1)} ms\n`,
);
