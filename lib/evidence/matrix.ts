/** Small dense matrices: the inverse behind least squares. */

/** Of a symmetric positive definite matrix, by elimination; no pivot is needed. */
export function inverse(matrix: readonly (readonly number[])[]): number[][] {
  const n = matrix.length;
  const left = matrix.map((row) => [...row]);
  const right = matrix.map((_, i) => matrix.map((__, j) => (i === j ? 1 : 0)));
  for (let i = 0; i < n; i++) {
    const pivot = left[i]![i]!;
    for (let j = 0; j < n; j++) {
      left[i]![j]! /= pivot;
      right[i]![j]! /= pivot;
    }
    for (let k = 0; k < n; k++) {
      const factor = left[k]![i]!;
      if (k === i || factor === 0) continue;
      for (let j = 0; j < n; j++) {
        left[k]![j]! -= factor * left[i]![j]!;
        right[k]![j]! -= factor * right[i]![j]!;
      }
    }
  }
  return right;
}

/** The coefficients b of least sum((y - X b)^2), by the normal equations; `rows` of X are independent in their columns. */
export function leastSquares(rows: readonly (readonly number[])[], y: readonly number[]): number[] {
  const columns = rows[0]?.map((_, j) => j) ?? [];
  const sum = (of: (row: number) => number): number => rows.reduce((all, _, i) => all + of(i), 0);
  const normal = columns.map((j) => columns.map((k) => sum((i) => rows[i]![j]! * rows[i]![k]!)));
  const right = columns.map((j) => sum((i) => rows[i]![j]! * y[i]!));
  return inverse(normal).map((row) => row.reduce((all, value, k) => all + value * right[k]!, 0));
}
