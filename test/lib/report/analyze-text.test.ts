import assert from 'node:assert/strict';
import { analyze, analyzeText, readProfile } from '../../../lib/index.js';

describe('the text of an answer', () => {
  it('gives no figures on a handful of samples, and says how many would do', async () => {
    const eight = await readProfile(Buffer.from('main;a 5\nmain;b 3\n'));
    const text = analyzeText(analyze(eight, { own: '^[ab]$' }), 100);
    assert.match(text, /No figures can be given on 8 samples: 1,000 would be enough/);
    assert.match(text, /~63%/);
    assert.doesNotMatch(text, /62\.5%/);
  });

  it('keeps to the page, and lists sources only when asked', async () => {
    const profile = await readProfile('samples/payments/profiles/cpu-1.pb.gz');
    const answer = analyze(profile, { cost: { fleetVcpu: 800 }, draws: 500 });
    for (const width of [80, 120])
      for (const line of analyzeText(answer, width).split('\n'))
        assert.ok(line.length <= width, `${line.length} > ${width}: ${line}`);
    assert.doesNotMatch(analyzeText(answer, 100), /a loaded engineer/);
    assert.match(analyzeText(answer, 100, true), /personMonthUsd 16000 USD\/person-month: a loaded engineer/);
  });

  it('is the same twice, byte for byte', async () => {
    const profile = await readProfile('samples/go-shop/cpu-1.pb.gz');
    const text = (): string =>
      analyzeText(analyze(profile, { cost: { fleetVcpu: 800 }, draws: 500 }), 100, true);
    assert.equal(text(), text());
  });
});
