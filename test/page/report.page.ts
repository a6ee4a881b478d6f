import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { CHROMIUM, launch, NO_CHROMIUM, open } from '../support/chromium.js';

const PROFILES = [1, 2, 3].map((i) => `samples/payments/profiles/cpu-${i}.pb.gz`);
const FLAGS = ['--allocs', 'samples/payments/profiles/allocs.pb.gz', '--fleet-vcpu', '800', '--no-config'];

function cli(...words: string[]): string {
  return execFileSync(process.execPath, ['dist/cli/main.js', ...words], { encoding: 'utf8', maxBuffer: 1e8 });
}

describe('the page of a report', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flameworth-report-'));
  const file = join(folder, 'report.html');
  let browser: Browser;

  before(async function () {
    this.timeout(120_000);
    if (CHROMIUM === null) {
      console.log(`    ${NO_CHROMIUM}`);
      this.skip();
    }
    cli('analyze', ...PROFILES, ...FLAGS, '--format', 'html', '-o', file);
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  interface Answer {
    readonly verdict: { readonly code: string };
    readonly simulation: {
      readonly cpuSaving: { readonly p50: number };
      readonly money: { readonly npvUsd: { readonly p50: number } };
    };
  }
  const answer = (...more: string[]): Answer =>
    JSON.parse(cli('analyze', ...PROFILES, ...FLAGS.slice(0, 2), '--no-config', ...more, '--json')) as Answer;
  const shown = async (page: Page) =>
    page.evaluate(
      "({ code: document.querySelector('#verdict').dataset.code, npv: Number(document.documentElement.dataset.npv), saving: Number(document.documentElement.dataset.saving) })",
    );
  const numbers = ({ verdict, simulation }: Answer) => ({
    code: verdict.code,
    npv: simulation.money.npvUsd.p50,
    saving: simulation.cpuSaving.p50,
  });

  it('shows prediction beside outcome where a load test was given, and no slider for what was measured', async () => {
    const [load, parity, measured] = ['load.json', 'parity.json', 'measured.html'].map((name) =>
      join(folder, name),
    );
    const payments = 'samples/payments';
    const sides = ['go', 'rust'].map((side) => `${payments}/load-equal/${side}-hot-*`);
    cli('verify', 'load', ...sides, '--json', '-o', load!);
    cli('verify', 'parity', `${payments}/shadow/first-quotes.jsonl.gz`, '--json', '-o', parity!);
    const set = [
      'payoff',
      `${payments}/profiles/cpu-hot.pb.gz`,
      '--candidate',
      '\\.(giftBatch|quote)$',
      ...FLAGS,
    ];
    const tested = ['--boundary', 'endpoint', '--measured', load!, '--parity', parity!];
    cli(...set, ...tested, '--format', 'html', '-o', measured!);
    const { page, messages } = await open(browser, measured!);
    const section = await page.locator('section[aria-labelledby=proof]').textContent();
    assert.match(section!, /CPU saved.*66\.2% \(64\.3% to 68\.0%\).*within/);
    assert.match(section!, /Not correct: 3,234 of 9,182 compared answers differ/);
    assert.equal(await page.locator('.sliders').getByText('Local speedup').count(), 0);
    const { simulation } = JSON.parse(cli(...set, ...tested, '--json')) as Answer;
    const { saving } = (await shown(page)) as { saving: number };
    assert.equal(saving, simulation.cpuSaving.p50);
    assert.deepEqual(messages, []);
    await page.close();
    const plain = await open(browser, file);
    assert.equal(await plain.page.locator('section[aria-labelledby=proof]').count(), 0);
    assert.equal(await plain.page.locator('.sliders').getByText('Local speedup').count(), 1);
    await plain.page.close();
  });

  it('opens without network, says the verdict first, and the same numbers as the command line', async () => {
    const { page, messages } = await open(browser, file);
    assert.deepEqual(await shown(page), numbers(answer('--fleet-vcpu', '800')));
    assert.match(
      (await page.locator('main').textContent())!.slice(0, 300),
      /\(cheaper-first\)|\(surgical-rewrite\)/,
    );
    assert.match((await page.locator('.candidates').textContent())!, /giftBatch[\s\S]*quote/);
    assert.deepEqual(messages, []);
    await page.context().close();
  });

  it('works the model out anew when an assumption is moved, to the same numbers as the command line', async () => {
    const { page, messages } = await open(browser, file);
    for (const [label, flag] of [
      ['Fleet', '--fleet-vcpu'],
      ['Chance that it is given up', '--failure'],
    ] as const) {
      const slider = page.locator(`input[aria-label="${label}"]`);
      await slider.focus();
      for (let i = 0; i < 5; i++) await page.keyboard.press('PageDown');
      const words = (await page.locator('#assumptions ~ p code').textContent())!;
      const value = new RegExp(`${flag} (\\S+)`).exec(words)![1]!;
      await page.locator('.changed', { hasText: label }).waitFor();
      await page.waitForTimeout(400);
      const flags = flag === '--failure' ? ['--fleet-vcpu', '800'] : [];
      assert.deepEqual(await shown(page), numbers(answer(...flags, flag, value)), `${label} ${value}`);
      await page.locator('button', { hasText: 'As it was' }).click();
      await page.locator('.changed').waitFor({ state: 'detached' });
    }
    assert.deepEqual(await shown(page), numbers(answer('--fleet-vcpu', '800')));
    assert.deepEqual(messages, []);
    await page.context().close();
  }).timeout(120_000);

  it('leads from a candidate to its frames', async () => {
    const { page, messages } = await open(browser, file);
    await page.locator('.candidates button.name').first().click();
    assert.match((await page.locator('.panel h2').textContent())!, /giftBatch/);
    assert.match((await page.locator('.panel .worth').textContent())!, /a year \(list, /);
    assert.deepEqual(messages, []);
    await page.context().close();
  });

  it('has its verdict in plain HTML too', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, offline: true });
    const page = await context.newPage();
    await page.goto(`file://${file}`);
    assert.match((await page.locator('main').textContent())!, /endpoints hold/);
    await context.close();
  });
});
