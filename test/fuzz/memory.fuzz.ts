/** The measure of memory finds what it is for: it would be a pity to learn otherwise from an input. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { MemoryMeter, MOST_BYTES } from '../support/memory.js';

/** Whether `input` is found to cost too much. */
function caught(input: () => unknown): boolean {
  const memory = new MemoryMeter();
  memory.begin();
  input();
  try {
    memory.check(() => 'planted');
    return false;
  } catch {
    return true;
  }
}

describe('memory of an input', () => {
  it('buffers of a length that was believed are found, though nothing is in them', function () {
    this.timeout(60_000);
    assert.ok(caught(() => new Float64Array(MOST_BYTES / 8 + 1)));
    assert.ok(caught(() => Buffer.alloc(MOST_BYTES + 1)));
    assert.ok(caught(() => Array.from({ length: 5 }, () => new ArrayBuffer(MOST_BYTES / 4))));
  });
  it('what costs little is let pass', () => {
    assert.ok(!caught(() => new Uint8Array(MOST_BYTES / 2).subarray(1)));
    assert.ok(!caught(() => [new DataView(new ArrayBuffer(8)), Uint8Array.of(1, 2), new Map()]));
  });
  it('texts and objects are found', function () {
    this.timeout(60_000);
    // In a process of its own: what was once in use counts for ever.
    const script = `
      const { MemoryMeter } = await import(process.argv[1]);
      const memory = new MemoryMeter();
      memory.begin();
      const all = Array.from({ length: 5 }, () => new Array(3e7).fill(0.5));
      try {
        memory.check(() => 'planted');
      } catch (error) {
        process.stdout.write(error.message + all.length);
      }`;
    const run = spawnSync(
      process.execPath,
      ['--input-type=module', '--eval', script, new URL('../support/memory.js', import.meta.url).pathname],
      { encoding: 'utf8' },
    );
    assert.match(run.stdout, /^planted: the process grew to \d+ bytes5$/, run.stderr);
  });
});
