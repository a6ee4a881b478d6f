/** Seeded numbers and seeded profiles, so that a failure can be run again. */
import { ProfileBuilder } from '../../lib/profile/builder.js';
import { check } from '../../lib/profile/check.js';
import { NONE, type Profile } from '../../lib/profile/profile.js';

/** mulberry32: uniform in [0, 1). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export interface RandomOptions {
  /** Whether some values are negative, as in a difference of profiles; default yes. */
  readonly negative?: boolean;
  /** The order of samples is shuffled by this seed; the profile is otherwise the same. */
  readonly shuffle?: number;
}

/** A checked profile with recursion, inlined frames, missing symbols, empty stacks, labels, zeros and negative values. */
export function randomProfile(seed: number, options: RandomOptions = {}): Profile {
  const random = seeded(seed);
  const pick = (limit: number): number => Math.floor(random() * limit);
  const builder = new ProfileBuilder([
    { type: 'samples', unit: 'count' },
    { type: 'cpu', unit: 'nanoseconds' },
  ]);
  const mappings = ['/bin/app', '/lib/libshared.so'].map((file) => builder.mapping({ file }));
  const functions = Array.from({ length: 12 }, (_, i) =>
    builder.function(`pkg${i % 3}.f${i}`, `f${i}`, i % 4 === 0 ? null : `src/${i % 5}.go`, i),
  );
  const locations = Array.from({ length: 30 }, (_, i) => {
    const frames = Array.from({ length: pick(4) }, () => ({
      function: functions[pick(12)]!,
      line: pick(50),
      column: 0,
    }));
    return builder.location(i % 7 === 0 ? NONE : mappings[i % 2]!, BigInt(0x1000 + i), frames);
  });
  const rows = Array.from({ length: 60 }, () => {
    const stack = builder.stack(Array.from({ length: pick(12) }, () => locations[pick(30)]!));
    const labels = builder.labelSet(
      random() < 0.3
        ? [
            { key: 'k', text: `v${pick(4)}` },
            { key: 'bytes', number: pick(9), unit: 'bytes' },
          ]
        : [],
    );
    const negative = random() < 0.1 && options.negative !== false;
    return { stack, labels, values: [1, random() < 0.05 ? 0 : pick(1000) - (negative ? 900 : 0)] };
  });
  if (options.shuffle !== undefined) shuffle(rows, seeded(options.shuffle));
  for (const { stack, labels, values } of rows) builder.sample(stack, labels, values);
  const profile = builder.finish({ sources: [{ name: `random ${seed}`, format: 'test', sha256: null }] });
  check(profile);
  return profile;
}

/** Fisher and Yates, in place. */
function shuffle(rows: unknown[], random: () => number): void {
  for (let i = rows.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [rows[i], rows[j]] = [rows[j], rows[i]];
  }
}
