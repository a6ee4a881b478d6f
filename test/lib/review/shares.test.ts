import assert from 'node:assert/strict';
import { stackSources } from '../../../lib/evidence/profile-table.js';
import { NONE, type Profile } from '../../../lib/profile/profile.js';
import { select } from '../../../lib/profile/select.js';
import { sharesOf } from '../../../lib/review/shares.js';
import type { Touched } from '../../../lib/review/touched.js';
import { randomProfile, seeded } from '../../support/random.js';

type Numbers = { readonly length: number; readonly [row: number]: number };

/** A patch that is in half of the functions of a profile and in a third of their lines. */
function touchedIn(profile: Profile, seed: number): Touched {
  const random = seeded(seed);
  const rows = Array.from({ length: profile.functions.length }, () => random() < 0.5);
  const rowOf = new Map<number, number>();
  const functions: Touched['functions'][number][] = [];
  rows.forEach((isIn, row) => {
    if (isIn)
      rowOf.set(row, functions.push({ name: `f${row}`, path: `p${row}`, changedAt: null, startLine: 1 }) - 1);
  });
  const lines: Touched['lines'][number][] = [];
  const fn = profile.frames.function as Numbers;
  const functionOfFrame = Int32Array.from(
    { length: profile.frames.length },
    (_, frame) => rowOf.get(fn[frame]!) ?? NONE,
  );
  const lineOfFrame = functionOfFrame.map((row, frame) =>
    row === NONE || random() < 0.67 ? NONE : lines.push({ function: row, line: frame + 1 }) - 1,
  );
  return { functions, lines, functionOfFrame, lineOfFrame, files: 1 };
}

/** Self and total of each touched function, with a Set per sample. */
function slowShares(
  profile: Profile,
  { functions, functionOfFrame }: Touched,
): { self: number; total: number }[] {
  const sums = functions.map(() => ({ self: 0, total: 0 }));
  const values = profile.samples.values[0]! as Float64Array;
  const frames = profile.locations.frames as Numbers;
  const bounds = profile.stacks.bounds as Numbers;
  let whole = 0;
  values.forEach((value, sample) => {
    if (value === 0) return;
    whole += Math.abs(value);
    const stack = (profile.samples.stack as Numbers)[sample]!;
    const path: number[] = [];
    for (let i = bounds[stack]!; i < bounds[stack + 1]!; i++) {
      const location = (profile.stacks.locations as Numbers)[i]!;
      for (let frame = frames[location]!; frame < frames[location + 1]!; frame++)
        path.push(functionOfFrame[frame]!);
    }
    for (const row of new Set(path)) if (row !== NONE) sums[row]!.total += value;
    const leaf = path.at(-1);
    if (leaf !== undefined && leaf !== NONE) sums[leaf]!.self += value;
  });
  return sums.map(({ self, total }) => ({ self: self / whole, total: total / whole }));
}

describe('shares of what a patch touches', () => {
  it('are those of a Set per sample, and leaving small functions out changes no other, on 200 random profiles', () => {
    let kept = 0;
    let left = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const profile = randomProfile(seed);
      const touched = touchedIn(profile, seed);
      if (touched.functions.length === 0) continue;
      const selection = select(profile, {});
      const sources = stackSources(selection, 0);
      const all = sharesOf(selection, sources, touched);
      slowShares(profile, touched).forEach(({ self, total }, row) => {
        assert.ok(Math.abs(all.functions.self.shares[row]! - self) < 1e-9, `seed ${seed}, function ${row}`);
        assert.ok(Math.abs(all.functions.total.shares[row]! - total) < 1e-9, `seed ${seed}, function ${row}`);
      });
      const least = 0.2;
      const names = new Set([touched.functions[0]!.name]);
      const some = sharesOf(selection, sources, touched, { least, names });
      touched.functions.forEach(({ name }, row) => {
        const before = all.functions.total.shares[row]!;
        const after = some.functions.total.shares[row]!;
        if (before >= least || names.has(name)) {
          assert.equal(after, before, `seed ${seed}, ${name}`);
          assert.equal(
            some.functions.self.shares[row],
            all.functions.self.shares[row],
            `seed ${seed}, ${name}`,
          );
          kept++;
        } else if (after !== before) {
          assert.equal(after, 0, `seed ${seed}, ${name}`);
          left++;
        }
      });
      touched.lines.forEach(({ function: owner }, row) => {
        if (all.lines.total.shares[row]! >= least)
          assert.equal(
            some.lines.total.shares[row],
            all.lines.total.shares[row],
            `seed ${seed}, line of ${owner}`,
          );
      });
    }
    assert.ok(kept > 50 && left > 50, `${kept} kept, ${left} left out`);
  });
});
