/** Columns whose values were held to their range while they were written, so that `check` need not go through them again. */

const limits = new WeakMap<object, number>();

/** Every value of `column` is 0 or more and less than `limit`; said by whoever looked at each while writing it. */
export function proveBelow(column: object, limit: number): void {
  limits.set(column, limit);
}

export function isProvenBelow(column: object, limit: number): boolean {
  const known = limits.get(column);
  return known !== undefined && known <= limit;
}
