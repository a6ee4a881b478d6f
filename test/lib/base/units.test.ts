import assert from 'node:assert/strict';
import { valueFormat } from '../../../lib/base/units.js';

describe('values in a unit of choice', () => {
  for (const [unit, wanted, value, want] of [
    ['nanoseconds', undefined, 1_500_000, '1.50ms'],
    ['nanoseconds', 'ms', 1_500_000_000, '1,500ms'],
    ['nanoseconds', 'seconds', 1_500_000_000, '1.50s'],
    ['microseconds', 'ns', 3, '3,000ns'],
    ['bytes', 'kb', 2048, '2kB'],
    ['bytes', 'petabytes', 2 ** 51, '2PB'],
    ['terabytes', 'auto', 2048, '2PB'],
    ['count', 'count', 12345, '12,345'],
    ['count', 'auto', 12345, '12,345'],
  ] as const)
    it(`prints ${value} ${unit} in ${wanted} as ${want}`, () => {
      assert.equal(valueFormat(unit, wanted)(value), want);
    });

  for (const [unit, wanted] of [
    ['nanoseconds', 'MB'],
    ['bytes', 'parsec'],
    ['count', 'ms'],
  ] as const)
    it(`refuses ${wanted} for ${unit}`, () => {
      assert.throws(() => valueFormat(unit, wanted), { code: 'usage', message: /does not fit values in/ });
    });
});
