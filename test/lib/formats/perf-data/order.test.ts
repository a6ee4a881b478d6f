import assert from 'node:assert/strict';
import { viewOf } from '../../../../lib/formats/perf-data/header.js';
import { TimeWindow } from '../../../../lib/formats/perf-data/order.js';
import { seeded } from '../../../support/random.js';

/** A window, and what it gives: "r5" is the record that holds 5, "s7" the sample of chain 7. */
function watched(): { window: TimeWindow; given: string[] } {
  const given: string[] = [];
  const window = new TimeWindow({
    orderedRecord: (_bytes, view, at, size) => given.push(`r${view.getUint32(at, true)}/${size}`),
    orderedSample: (chain, row, pid, tid, cpu, period, time) =>
      given.push(`s${chain} ${row} ${pid} ${tid} ${cpu} ${period} ${time}`),
  });
  return { window, given };
}

function record(window: TimeWindow, number: number, size: number, time: number): void {
  const bytes = new Uint8Array(size + 8);
  viewOf(bytes).setUint32(8, number, true);
  window.addRecord(bytes, 8, size, time);
}

describe('the order of records', () => {
  it('is that of their times, one round late; equal times keep theirs', () => {
    const { window, given } = watched();
    window.addSample(1, 0, 10, 11, 2, 99, 5);
    record(window, 2, 16, 3);
    record(window, 3, 24, 5);
    window.round();
    assert.deepEqual(given, []);
    window.addSample(4, 1, -1, -1, -1, 2 ** 53 - 1, 4);
    record(window, 5, 8, 9);
    window.round();
    assert.deepEqual(given, ['r2/16', `s4 1 -1 -1 -1 ${2 ** 53 - 1} 4`, 's1 0 10 11 2 99 5', 'r3/24']);
    window.addSample(6, 0, 1, 1, 0, 1, 7);
    window.renumberChains((chain) => chain * 10);
    window.finish();
    assert.deepEqual(given.slice(4), ['s60 0 1 1 0 1 7', 'r5/8']);
  });
  it('is kept over many rounds, of records of any size', () => {
    const random = seeded(7);
    const { window, given } = watched();
    const want: { readonly time: number; readonly text: string }[] = [];
    for (let round = 0; round < 40; round++) {
      for (let i = 0; i < 300; i++) {
        // A round may reach back into the one before it, not further.
        const time = round * 1000 + Math.floor(random() * 2000);
        const number = want.length;
        if (random() < 0.5) {
          const size = 8 * (1 + Math.floor(random() * 50));
          record(window, number, size, time);
          want.push({ time, text: `r${number}/${size}` });
        } else {
          window.addSample(number, 1, 2, 3, 4, 5, time);
          want.push({ time, text: `s${number} 1 2 3 4 5 ${time}` });
        }
      }
      window.round();
    }
    window.finish();
    assert.equal(given.length, want.length);
    assert.deepEqual(
      given,
      want
        .map((entry, row) => ({ ...entry, row }))
        .sort((a, b) => a.time - b.time || a.row - b.row)
        .map(({ text }) => text),
    );
  });
});
