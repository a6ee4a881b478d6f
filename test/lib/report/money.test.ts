import assert from 'node:assert/strict';
import { type Answer, analyze, analyzeJson, analyzeText, readProfile } from '../../../lib/index.js';

/** A sum in a sentence: it is followed by its basis and its date. */
const TOLD = /-?\$[\d.]+[kMB]?( an? [a-z]+)? \([^()]*, (\d{4}-\d\d|undated)\)/gu;

/** Every dollar that stands without basis and date beside it, or in the head of its column. */
function bare(text: string): string[] {
  let head = '';
  return text.split('\n').filter((line) => {
    if (/^ *at 10% /.test(line)) head = line;
    if (/^ *-?\$\S+ +-?\$\S+ {2}/.test(line)) return !/, (\d{4}-\d\d|undated)\)/.test(head);
    // A row of the table of worth ends with them.
    if (/ {2}\S+, (\d{4}-\d\d|undated)$/.test(line)) return false;
    return line.replace(TOLD, '').includes('$');
  });
}

/** Paths of sums without basis and date, or of bare numbers that are sums. */
function bareIn(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item, i) => bareIn(item, `${path}[${i}]`));
  const told = Object.hasOwn(value, 'basis') && Object.hasOwn(value, 'date');
  return Object.entries(value).flatMap(([key, member]) => {
    const isSum = /usd|npvAt/i.test(key) && !/^usd$/.test(key) && member !== null;
    if (isSum && typeof member === 'number') return told ? [] : [`${path}.${key}`];
    if (isSum && !(Object.hasOwn(member, 'basis') && Object.hasOwn(member, 'date')))
      return [`${path}.${key}`];
    if (key === 'usd' && !told) return [`${path}.${key}`];
    return bareIn(member, `${path}.${key}`);
  });
}

describe('every dollar', () => {
  const answers: [string, Answer][] = [];
  before(async () => {
    const profile = await readProfile('samples/payments/profiles/cpu-1.pb.gz');
    const of = (name: string, options: Parameters<typeof analyze>[1]): void =>
      void answers.push([name, analyze(profile, { draws: 400, ...options })]);
    of('no fleet', {});
    of('800 vCPU', { cost: { fleetVcpu: 800 } });
    of('loses', { cost: { fleetVcpu: 30, discount: 0.4 } });
    of('committed, given price', {
      cost: { fleetVcpu: 5000, usdPerVcpuHour: 0.03, commitCoverage: 0.9, commitMonthsLeft: 20 },
      fixesDone: ['go-regexp', 'go-json-library', 'fewer-allocations'],
    });
    of('pays at once', {
      cost: { fleetVcpu: 1e5, speedup: 3, priceDate: '2026-10', personMonthUsd: 9000 },
      fixesDone: ['go-regexp', 'go-json-library', 'fewer-allocations'],
    });
  });

  it('in the text has its basis and date beside it, at every width', () => {
    for (const [name, answer] of answers)
      for (const verbose of [false, true])
        for (const width of [60, 80, 100, null]) {
          const text = analyzeText(answer, width, verbose);
          assert.ok(text.includes('$'), name);
          assert.deepEqual(bare(text), [], `${name}, ${width}`);
          if (width !== null)
            for (const line of text.split('\n'))
              assert.ok(
                line.length <= width || !/[ ]/.test(line.trim()),
                `${line.length} > ${width}: ${line}`,
              );
        }
  });
  it('in a verbose list of prices and rates has its date', () => {
    for (const [, answer] of answers)
      for (const line of analyzeText(answer, null, true).split('\n'))
        if (/^ {2}\S+ [\d.]+ USD/.test(line) && !/: given$/.test(line))
          assert.match(line, /\(\d{4}(-\d\d){0,2}\)$/);
  });
  it('in the JSON carries them', () => {
    for (const [name, answer] of answers) {
      const { assumptions: _, ...rest } = JSON.parse(
        JSON.stringify(analyzeJson({ name: 'test', version: '0' }, answer)),
      );
      delete rest.payoff.assumptions;
      assert.deepEqual(bareIn(rest, ''), [], name);
    }
  });
  it('of a given price is said to be given, of a discounted one to be discounted', () => {
    const text = (i: number): string => analyzeText(answers[i]![1], 80);
    assert.match(text(2), /\(list-40%, 2026-11\)/);
    assert.match(text(3), /\(given, undated\)/);
  });
});
