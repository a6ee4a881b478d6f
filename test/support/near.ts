/** Comparison of computed numbers with known ones. */
import assert from 'node:assert/strict';

/** |got - want| is at most `tolerance` times |want|, or at most `tolerance` where 1 is the natural size. */
export function near(got: number, want: number, tolerance: number, what = ''): void {
  const error = Math.abs(got - want) / (want === 0 ? 1 : Math.abs(want));
  assert.ok(error <= tolerance, `${what} ${got}, expected ${want}, off by ${error}`);
}
