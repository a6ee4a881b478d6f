import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { ProfileError } from '../../../lib/base/errors.js';
import { readProfile } from '../../../lib/formats/read.js';
import type { Profile } from '../../../lib/profile/profile.js';
import { review, reviewProfiles } from '../../../lib/review.js';
import { reviewInWorker } from '../../../lib/worker.js';
import { COLD_PATCH, HOT_NAME, HOT_PATCH, PAYMENTS, slowedPayments } from '../../support/review-fixture.js';

const FLEET = { fleetVcpu: 800 };

describe('a review of the payments service', () => {
  it('tells a hot line that is changed: function, line, share with interval, dollars a year', async () => {
    const { findings } = await review({ profiles: PAYMENTS, patch: HOT_PATCH }, { cost: FLEET });
    assert.equal(findings.length, 1);
    const [hot] = findings;
    assert.equal(hot!.rule, 'hot-code');
    assert.equal(hot!.name, HOT_NAME);
    assert.equal(hot!.path, 'samples/payments/go/internal/fraud/fraud.go');
    // The profile says 57; the import above moves it.
    assert.equal(hot!.line, 58);
    assert.ok(hot!.interval.low < hot!.share && hot!.share < hot!.interval.high);
    assert.ok(hot!.share > 0.27 && hot!.share < 0.31);
    assert.ok(hot!.usdPerYear!.low > 50_000 && hot!.usdPerYear!.low < hot!.usdPerYear!.usd);
    assert.match(hot!.message, /a year \(list, \d{4}-\d\d\)/);
  });

  it('is silent about a cold file', async () => {
    const found = await review({ profiles: PAYMENTS, patch: COLD_PATCH }, { cost: FLEET });
    assert.deepEqual(found.findings, []);
    assert.equal(found.patch.files, 1);
  });

  it('has no dollars without a fleet, and says so by null', async () => {
    const { findings, prices } = await review({ profiles: PAYMENTS, patch: HOT_PATCH });
    assert.equal(findings[0]!.usdPerYear, null);
    assert.equal(prices, null);
    assert.doesNotMatch(findings[0]!.message, /\$/);
  });

  it('holds lines against the side that was recorded', async () => {
    const after = await review({ profiles: PAYMENTS, patch: HOT_PATCH }, { recorded: 'after' });
    // Line 58 of the recording is not the hot one, so that only the function is known to be changed.
    assert.deepEqual(
      after.findings.flatMap(({ lines }) => lines),
      [],
    );
  });

  it('says nothing of too few samples, and says that', async () => {
    const { findings, suppressed } = await review(
      { profiles: PAYMENTS[0]!, patch: HOT_PATCH },
      { samples: 1_000_000 },
    );
    assert.deepEqual(findings, []);
    assert.match(suppressed[0]!, /below 1000000 nothing is said/);
    const few = await review({ profiles: PAYMENTS, patch: HOT_PATCH }, { functionSamples: 100_000 });
    assert.deepEqual(few.findings, []);
    assert.match(few.suppressed[0]!, /3 findings have fewer than 100000 samples/);
  });

  it('tells a slowdown once, with its change and the changed line', async () => {
    const base = await readProfile(PAYMENTS);
    const { findings, headline } = reviewProfiles(await slowedPayments(HOT_NAME, 2), base, HOT_PATCH, {
      recorded: 'before',
      cost: FLEET,
    });
    const about = findings.filter(({ name }) => name === HOT_NAME);
    assert.deepEqual(
      about.map(({ rule, path, line }) => [rule, path, line]),
      [['regression', 'samples/payments/go/internal/fraud/fraud.go', 58]],
    );
    const { change, usdPerYear, message } = about[0]!;
    assert.ok(change!.isSignificant);
    assert.ok(change!.interval.low > 0 && change!.interval.low <= change!.change);
    assert.ok(change!.change <= change!.interval.high);
    assert.ok(usdPerYear!.low > 0);
    assert.match(message, /changed line 58 .*a year/);
    assert.match(headline, /costs more/);
  });

  it('tells the recorded slowdown by function, line, change and yearly cost, and of the same binary nothing', async () => {
    const recorded = (side: string): Promise<Profile> =>
      readProfile([1, 2, 3, 4, 5].map((i) => `samples/payments/review/${side}-${i}.pb.gz`));
    const base = await recorded('base');
    const { findings } = reviewProfiles(await recorded('slower'), base, HOT_PATCH, { cost: FLEET });
    assert.deepEqual(
      findings.map(({ rule, name, line }) => [rule, name, line]),
      [
        ['regression', 'main.(*service).priceGift.(*Engine).Text.func2', 59],
        ['regression', HOT_NAME, 58],
      ],
    );
    for (const { change, usdPerYear } of findings) {
      assert.ok(change!.isSignificant && change!.interval.low > 0);
      assert.ok(usdPerYear!.low > 0 && usdPerYear!.low < usdPerYear!.high);
    }
    for (const patch of [HOT_PATCH, COLD_PATCH])
      assert.deepEqual(reviewProfiles(await recorded('same'), base, patch, { cost: FLEET }).findings, []);
  });

  it('finds nothing slower between equal recordings', async () => {
    const base = await readProfile(PAYMENTS);
    const { findings } = reviewProfiles(base, base, COLD_PATCH);
    assert.deepEqual(findings, []);
  });

  it('tells budgets that are exceeded, and needs the day', async () => {
    const budgets = [{ function: HOT_NAME, total: 0.1, reason: 'agreed in spring', owner: 'payments' }];
    const { findings } = await review(
      { profiles: PAYMENTS, patch: HOT_PATCH },
      { budgets, today: '2026-11-25' },
    );
    const over = findings.find(({ rule }) => rule === 'budget')!;
    assert.equal(over.level, 'warning');
    assert.equal(over.path, 'samples/payments/go/internal/fraud/fraud.go');
    assert.deepEqual(over.budget!.allowed, 0.1);
    await assert.rejects(
      review({ profiles: PAYMENTS, patch: HOT_PATCH }, { budgets }),
      /the day must be given/,
    );
  });

  it('gives the same bytes for the same input', async () => {
    const one = await review({ profiles: PAYMENTS, patch: HOT_PATCH }, { cost: FLEET });
    const two = await review({ profiles: PAYMENTS, patch: HOT_PATCH }, { cost: FLEET });
    assert.equal(JSON.stringify(one), JSON.stringify(two));
  });

  it('refuses thresholds that make no sense, and stops by its signal', async () => {
    await assert.rejects(
      review({ profiles: PAYMENTS, patch: HOT_PATCH }, { hotShare: 2 }),
      (error) => error instanceof ProfileError && error.code === 'usage',
    );
    await assert.rejects(
      review({ profiles: PAYMENTS, patch: HOT_PATCH }, { signal: AbortSignal.abort() }),
      (error) => error instanceof ProfileError && error.code === 'aborted',
    );
  });
});

describe('a review in a thread', () => {
  const profiles = PAYMENTS.map((path) => ({ name: path, input: new Uint8Array(readFileSync(path)) }));

  it('answers as one in the same thread', async () => {
    const options = { cost: FLEET };
    assert.deepEqual(
      await reviewInWorker({ profiles, patch: HOT_PATCH }, options),
      JSON.parse(JSON.stringify(await review({ profiles, patch: HOT_PATCH }, options))),
    );
  });

  it('hands on failures, stops by the signal and by the clock', async () => {
    const code = (wanted: string) => (error: unknown) =>
      error instanceof ProfileError && error.code === wanted;
    await assert.rejects(reviewInWorker({ profiles, patch: 'no patch' }), code('bad-value'));
    await assert.rejects(reviewInWorker({ profiles: new Uint8Array(3), patch: HOT_PATCH }), ProfileError);
    const stop = new AbortController();
    const running = reviewInWorker({ profiles, patch: HOT_PATCH }, { signal: stop.signal });
    stop.abort();
    await assert.rejects(running, code('aborted'));
    await assert.rejects(reviewInWorker({ profiles, patch: HOT_PATCH }, { timeoutMs: 1 }), code('limit'));
  });
});
