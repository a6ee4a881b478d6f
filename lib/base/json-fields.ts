/** Parsed JSON of others: nothing is known of a value until it was asked. */

export type Fields = Readonly<Record<string, unknown>>;

/** An object, and no list. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Null for what is no finite number. */
export function numberIn(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
