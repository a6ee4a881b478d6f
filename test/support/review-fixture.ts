/** The payments recordings, patches of them, and a review whose every text is hostile. */
import { readFileSync } from 'node:fs';
import { readProfile } from '../../lib/formats/read.js';
import type { Profile } from '../../lib/profile/profile.js';
import type { Finding, Review } from '../../lib/review/finding.js';

export const PAYMENTS = [1, 2, 3].map((i) => `samples/payments/profiles/cpu-${i}.pb.gz`);
export const HOT_PATCH = readFileSync('samples/payments/review/slow-hot.patch', 'utf8');
export const COLD_PATCH = readFileSync('samples/payments/review/cold.patch', 'utf8');
export const HOT_NAME = 'example.com/payments/internal/fraud.(*Engine).Text';
export const TOOL = { name: 'flameworth', version: '0.1.0' } as const;

/** The payments recordings with the samples below a function `times` as heavy: a slowdown, made and not recorded. */
export async function slowedPayments(name: string, times: number): Promise<Profile> {
  const profile = await readProfile(PAYMENTS);
  const row = (table: unknown, at: number): number => (table as readonly number[])[at]!;
  for (let sample = 0; sample < profile.samples.length; sample++) {
    const stack = row(profile.samples.stack, sample);
    let isBelow = false;
    for (let i = row(profile.stacks.bounds, stack); i < row(profile.stacks.bounds, stack + 1); i++) {
      const location = row(profile.stacks.locations, i);
      for (
        let f = row(profile.locations.frames, location);
        f < row(profile.locations.frames, location + 1);
        f++
      ) {
        const fn = row(profile.frames.function, f);
        if (fn >= 0 && (profile.strings as readonly string[])[row(profile.functions.name, fn)] === name)
          isBelow = true;
      }
    }
    if (isBelow) for (const values of profile.samples.values) (values as Float64Array)[sample]! *= times;
  }
  return profile;
}

/** What a name would need to break out of each sink, all in one. */
export const HOSTILE =
  '::error::x\r\n::set-output name=a::b ##vso[task.complete]##[error] `x``y` | <script>"\'&</script> <!-- --> @org/team #1 ](javascript:alert) =1+1;,%0A\u001b[31m\u202e\u0000{0}[a](b)\\ \ud800';

export function hostileReview(findings = 3): Review {
  const finding = (i: number): Finding => ({
    id: String(i).padStart(32, '0'),
    rule: (['regression', 'hot-code', 'budget', 'rewrite-set'] as const)[i % 4]!,
    level: i % 2 === 0 ? 'warning' : 'note',
    name: `${HOSTILE}${i}`,
    path: `src/${HOSTILE.replaceAll('/', '')}/${i}.ts`,
    line: i + 1,
    isTouched: true,
    of: 'total',
    share: 0.2,
    interval: { low: 0.1, high: 0.3 },
    self: 0.1,
    total: 0.2,
    samples: 1234,
    lines: [],
    change: null,
    budget: null,
    usdPerYear: { usd: 1000, low: 500, high: 1500, basis: 'list', date: '2026-11-01' },
    message: `${HOSTILE} is 20%`,
  });
  return {
    findings: Array.from({ length: findings }, (_, i) => finding(i)),
    headline: `${HOSTILE} is changed`,
    profile: {
      names: [HOSTILE],
      samples: 5000,
      durationNs: 3e10,
      sampleType: { type: HOSTILE, unit: 'nanoseconds' },
    },
    recorded: 'before',
    base: null,
    patch: { files: 1, changedLines: 1, mappedFiles: 1 },
    verdict: 'spike',
    prices: { basis: 'list', date: '2026-11-01', label: 'list, 2026-11' },
    caption: 'single profile',
    suppressed: [HOSTILE],
    diagnostics: [{ code: 'ambiguous-path', message: HOSTILE, count: 1, places: [] }],
  };
}
