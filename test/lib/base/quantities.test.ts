import assert from 'node:assert/strict';
import { expectation, formatQuantity, isKnownUnit, parseQuantity } from '../../../lib/base/quantities.js';
import { PARAMETERS } from '../../../lib/payoff/parameters.js';
import { QUANTITY } from '../../support/config-schema.js';
import { seeded } from '../../support/random.js';

const SHAPE = new RegExp(QUANTITY.pattern, 'u');
const UNITS = [...new Set(Object.values(PARAMETERS).map(({ unit }) => unit))];

function amountOf(text: string, unit: string): number {
  const parsed = parseQuantity(text, unit);
  assert.ok('value' in parsed, `${text} in ${unit}: ${JSON.stringify(parsed)}`);
  return parsed.value;
}

function refusalOf(text: string, unit: string): string {
  const parsed = parseQuantity(text, unit);
  assert.ok('refusal' in parsed, `${text} in ${unit}: ${JSON.stringify(parsed)}`);
  return parsed.refusal;
}

describe('quantities', () => {
  for (const [text, unit, value] of [
    ['$0.0504/vcpu-h', 'USD/vCPU-hour', 0.0504],
    ['0.0504$/vcpu-h', 'USD/vCPU-hour', 0.0504],
    ['0.0504 USD / vCPU-hour', 'USD/vCPU-hour', 0.0504],
    ['US$0.0504 per vCPU-hour', 'USD/vCPU-hour', 0.0504],
    ['$36.5/vcpu-month', 'USD/vCPU-hour', 0.05],
    ['$438/vcpu-year', 'USD/vCPU-hour', 0.05],
    ['0.0504', 'USD/vCPU-hour', 0.0504],
    ['800 vcpu', 'vCPU', 800],
    ['800vCPU', 'vCPU', 800],
    ['1.2k vcpu', 'vCPU', 1200],
    ['  800  ', 'vCPU', 800],
    ['1e3', 'vCPU', 1000],
    ['+8e2 vcpus', 'vCPU', 800],
    ['16k$/month', 'USD/person-month', 16_000],
    ['$16k/month', 'USD/person-month', 16_000],
    ['$16K / mo', 'USD/person-month', 16_000],
    ['$16000', 'USD', 16_000],
    ['$192k/year', 'USD/person-month', 16_000],
    ['$192k/person-year', 'USD/person-month', 16_000],
    ['usd 1.5M', 'USD', 1_500_000],
    ['20k$', 'USD', 20_000],
    ['$300k/year', 'USD/year', 300_000],
    ['40%', 'of CPU', 0.4],
    ['40 %', 'of the fleet', 0.4],
    ['40 percent', 'fraction', 0.4],
    ['0.4', 'fraction', 0.4],
    ['.4', 'fraction', 0.4],
    ['7%', 'fraction', 0.07],
    ['-10%', 'per year', -0.1],
    ['10%/year', 'per year', 0.1],
    ['10 percent per year', 'of build cost/year', 0.1],
    ['0.2/year', 'of build cost/year', 0.2],
    ['12 months', 'years', 1],
    ['3y', 'years', 3],
    ['3 Years', 'years', 3],
    ['18mo', 'years', 1.5],
    ['1.5 years', 'months', 18],
    ['100us', 'us', 100],
    ['100 µs', 'us', 100],
    ['100 μs', 'us', 100],
    ['60ns', 'us', 0.06],
    ['1.2 ms', 'us', 1200],
    ['2.5 PM', 'person-months', 2.5],
    ['2.5 person-months', 'person-months', 2.5],
    ['1 PY', 'person-months', 12],
    ['4 GB', 'GB', 4],
    ['4000 MB', 'GB', 4],
    ['1 GiB', 'GB', 1.073741824],
    ['1 TB', 'GB', 1000],
    ['4 kB', 'bytes', 4000],
    ['4 KiB', 'bytes', 4096],
    ['1.6x', 'times', 1.6],
    ['1.6', 'times', 1.6],
    ['12k lines', 'lines', 12_000],
    ['12 kloc', 'lines', 12_000],
    ['0.1 FTE', 'FTE', 0.1],
    ['3 zones', 'zones', 3],
    ['20k rps', 'requests/s', 20_000],
    ['12', 'a unit of the future', 12],
  ] as const)
    it(`reads ${JSON.stringify(text)} as ${value} ${unit}`, () => assert.equal(amountOf(text, unit), value));

  for (const [text, unit, message] of [
    ['40 GB', 'vCPU', /"40 GB" is memory; expected a number of vCPUs, such as 800 vcpu or 800$/],
    ['800 vcpu', 'GB', /is a number of vCPUs; expected memory in GB, such as 16 GB or 16$/],
    ['16k$/month', 'years', /is a sum of money a year; expected a time in years, such as 36 months or 3$/],
    ['$0.05', 'USD/vCPU-hour', /is a sum of money; expected a price per vCPU-hour in USD/],
    ['$0.05/h', 'USD/vCPU-hour', /has a unit that is not known, "\/h"/],
    ['3 months', 'person-months', /is a time; expected an effort in person-months, such as 2.5 PM or 2.5$/],
    ['40%', 'times', /is a part; expected a factor, such as 1.6x or 1.6$/],
    ['40%', 'vCPU', /is a part/],
    ['2%', 'us', /is a part/],
    ['12m', 'years', /may mean minutes, months or millions/],
    ['3M', 'years', /has a magnitude, "M"/],
    ['40k', 'fraction', /has a magnitude/],
    ['6k', 'USD/person-month', /has no currency .*quote the value/],
    ['6k/month', 'USD/person-month', /has no currency .*quote the value/],
    ['.0504/vcpu-h', 'USD/vCPU-hour', /has no currency .*quote the value/],
    ['bash.0504/vcpu-h', 'USD/vCPU-hour', /does not begin with a number .*quote the value/],
    ['$5$', 'USD', /two currency signs/],
    ['€5', 'USD', /currency other than USD/],
    ['$16,000', 'USD', /separator between its digits; expected a sum in USD, such as 20k\$ or 20000$/],
    ['16 000', 'vCPU', /separator/],
    ['16_000', 'vCPU', /separator/],
    ['4 KB', 'bytes', /may mean kB \(1000 bytes\), KiB \(1024\) or kilobits/],
    ['4 Gb', 'GB', /may mean GB/],
    ['8 cores', 'vCPU', /may mean vCPUs or cores of two vCPUs/],
    ['800 foo', 'vCPU', /has a unit that is not known, "foo"/],
    ['800 vcpu extra', 'vCPU', /has a unit that is not known, "vcpu extra"/],
    ['', 'vCPU', /is empty/],
    ['vcpu', 'vCPU', /does not begin with a number/],
    ['Infinity', 'vCPU', /does not begin with a number/],
    ['NaN', 'vCPU', /does not begin with a number/],
    ['0x10', 'vCPU', /unit that is not known/],
    ['1e999', 'vCPU', /is too large/],
    ['1.2.3', 'vCPU', /unit that is not known/],
    ['1/2', 'fraction', /unit that is not known/],
    ['5 MS', 'us', /unit that is not known/],
    [`1${' '.repeat(9)}${'x'.repeat(200)}`, 'times', /is too long/],
    ['12 vcpu', 'a unit of the future', /is a number of vCPUs; expected a plain number/],
  ] as const)
    it(`refuses ${JSON.stringify(text.slice(0, 30))} for ${unit}`, () => {
      assert.match(refusalOf(text, unit), message);
      assert.match(refusalOf(text, unit), /; expected .+/);
    });

  it('knows the unit of every parameter, and its example is accepted', () => {
    for (const unit of UNITS) {
      assert.ok(isKnownUnit(unit), `no quantity has the unit "${unit}"`);
      amountOf(/such as (.*) or/.exec(expectation(unit))![1]!, unit);
    }
  });

  it('reads back what it writes, to the last bit, and plain numbers too', () => {
    const random = seeded(5);
    for (const unit of UNITS)
      for (let i = 0; i < 2000; i++) {
        const value =
          (random() < 0.5 ? random() : Math.round(random() * 1e6)) * 10 ** Math.round(random() * 40 - 20);
        for (const sign of [1, -1]) {
          assert.equal(amountOf(formatQuantity(sign * value, unit), unit), sign * value);
          assert.equal(amountOf(String(sign * value), unit), sign * value);
        }
      }
    assert.equal(formatQuantity(0.07, 'fraction'), '7%');
    assert.equal(formatQuantity(-0.105, 'per year'), '-10.5%/year');
    assert.equal(formatQuantity(0.0504, 'USD/vCPU-hour'), '$0.0504/vcpu-h');
    assert.equal(formatQuantity(-5, 'USD'), '-$5');
  });

  it('answers every text with a finite number or a reason that says what was expected', () => {
    const random = seeded(7);
    const pieces = [
      '$',
      'USD',
      '1',
      '0',
      '.',
      ',',
      '-',
      '+',
      'e',
      'k',
      'M',
      ' ',
      '/',
      '%',
      'vcpu',
      'h',
      'month',
      'GB',
      'm',
      '\u0000',
      '💸',
      'per',
      '\n',
      '__proto__',
      'constructor',
    ];
    for (let i = 0; i < 20_000; i++) {
      const text = Array.from(
        { length: Math.floor(random() * 7) },
        () => pieces[Math.floor(random() * pieces.length)],
      ).join('');
      const unit = UNITS[Math.floor(random() * UNITS.length)]!;
      const parsed = parseQuantity(text, unit);
      if ('value' in parsed) {
        assert.ok(Number.isFinite(parsed.value) && /\d/.test(text), text);
        // Editors must not mark what the command line takes.
        assert.match(text, SHAPE);
      } else assert.match(parsed.refusal, /; expected /);
    }
  });
});
