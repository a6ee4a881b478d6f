/** The review as JSON in the envelope that all of flameworth's JSON has. */
import { forJson } from '../../base/escape.js';
import type { Review } from '../finding.js';
import type { OutputOptions } from './output.js';

const SCHEMA_VERSION = 1;

/** `configuration`: the file whose settings were used. */
export function reviewJson(
  review: Review,
  { tool }: OutputOptions,
  configuration: string | null = null,
): string {
  const { name, version } = tool;
  const data = { schemaVersion: SCHEMA_VERSION, tool: { name, version }, configuration, review };
  return `${forJson(JSON.stringify(data, null, 2))}\n`;
}
