import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { flameOf } from '../../lib/picture/build.js';
import { flamePage } from '../../lib/picture/flame-page.js';
import { flameSvg } from '../../lib/picture/svg.js';
import { merge } from '../../lib/profile/merge.js';
import { select } from '../../lib/profile/select.js';
import { CHROMIUM, launch, NO_CHROMIUM, open } from '../support/chromium.js';
import { profileOf } from '../support/draw.js';

const ROWS = [
  'main.main;net/http.serve;main.batch;encoding/json.Marshal;runtime.mallocgc 40 {endpoint=batch}',
  'main.main;net/http.serve;main.batch;regexp.MatchString[line:12,file:regexp.go] 30 {endpoint=batch}',
  'main.main;net/http.serve;main.quote[line:7,file:quote.go];encoding/json.Marshal 20 {endpoint=quote}',
  'main.main;net/http.serve;main.quote[line:9,file:quote.go] 5 {endpoint=quote}',
  'runtime.gcBgMarkWorker 5',
];
const HOSTILE = '</script><img src=x onerror=window.broken=1>';
const ROW = 18;

describe('the page of a flame graph', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flameworth-page-'));
  let browser: Browser;

  before(async function () {
    if (CHROMIUM === null) {
      console.log(`    ${NO_CHROMIUM}`);
      this.skip();
    }
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  function file(name: string, html: string): string {
    const path = join(folder, name);
    writeFileSync(path, html);
    return path;
  }
  const plain = (): string =>
    file('plain.html', flamePage(flameOf(select(profileOf(ROWS)), { title: 'shop' })));

  /** Clicks the middle of a row at a part of its width. */
  async function click(page: Page, row: number, part: number): Promise<void> {
    const box = (await page.locator('.views canvas').first().boundingBox())!;
    await page.mouse.click(box.x + box.width * part, box.y + ROW * (row + 0.5));
  }
  const heading = (page: Page): Promise<string | null> => page.locator('.panel h2').textContent();
  const hash = (page: Page): Promise<string> => page.evaluate('window.location.hash');

  it('opens from the file system without network and without a word on the console', async () => {
    const { page, messages } = await open(browser, plain());
    assert.equal(await heading(page), 'shop');
    assert.match(
      (await page.locator('canvas').first().getAttribute('aria-label'))!,
      /^Flame graph of shop: 100ns/,
    );
    assert.deepEqual(messages, []);
    await page.context().close();
  });

  it('zooms and tells by click, and goes back by Escape; a link shows the same', async () => {
    const { page, messages } = await open(browser, plain());
    await click(page, 2, 0.2);
    assert.equal(await heading(page), 'main.batch');
    assert.match((await page.locator('.figures').textContent())!, /this frame70\.0% · 70ns/);
    const there = await hash(page);
    assert.match(there, /zoom=\d+&fn=\d+/);
    const { page: second } = await open(browser, plain(), there.slice(1));
    assert.equal(await heading(second), 'main.batch');
    // Zoomed, the batch is as wide as the page: its right end is still the batch.
    await click(second, 2, 0.95);
    assert.equal(await heading(second), 'main.batch');
    await page.locator('canvas').first().focus();
    await page.keyboard.press('Escape');
    assert.doesNotMatch(await hash(page), /zoom/);
    assert.deepEqual(messages, []);
    await Promise.all([page.context().close(), second.context().close()]);
  });

  it('walks by keyboard: callee, caller, sibling, zoom', async () => {
    const { page } = await open(browser, plain());
    await page.locator('canvas').first().focus();
    const seen: (string | null)[] = [];
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowUp', 'ArrowLeft']) {
      await page.keyboard.press(key);
      seen.push(await heading(page));
    }
    assert.deepEqual(seen, [
      'main.main',
      'net/http.serve',
      'main.batch',
      'main.quote',
      'net/http.serve',
      'net/http.serve',
    ]);
    assert.match((await page.locator('[aria-live]').nth(1).textContent())!, /net\/http\.serve/);
    await page.keyboard.press('Enter');
    assert.match(await hash(page), /zoom=1/);
    await page.context().close();
  });

  it('finds by "/", says how much it holds with nested matches once, and goes from match to match', async () => {
    const { page } = await open(browser, plain());
    await page.keyboard.press('/');
    await page.keyboard.type('json');
    assert.match((await page.locator('.found').textContent())!, /^60\.0% of all: 1 function, 2 frames/);
    await page.keyboard.press('Enter');
    assert.equal(await heading(page), 'encoding/json.Marshal');
    await page.locator('input[type=search]').fill('/^main[.]/');
    assert.match((await page.locator('.found').textContent())!, /^95\.0% of all/);
    await page.locator('input[type=search]').fill('/(/');
    assert.match((await page.locator('.found').textContent())!, /no valid expression/);
    await page.context().close();
  });

  it('has a table with the same numbers, sorted as wanted', async () => {
    const { page } = await open(browser, plain());
    await page.keyboard.press('3');
    const first = (): Promise<string | null> => page.locator('.functions tbody tr').first().textContent();
    assert.equal(await first(), '40ns40.0%40ns40.0%runtime.mallocgc');
    await page.locator('.functions thead button', { hasText: 'total' }).first().click();
    assert.match((await first())!, /95\.0%main\.main$/);
    assert.equal(await page.locator('.functions th[aria-sort=descending]').count(), 1);
    await page.locator('.functions tbody button.name', { hasText: 'main.quote' }).click();
    assert.equal(await heading(page), 'main.quote');
    assert.deepEqual(await page.locator('.lines tbody tr').allTextContents(), ['70ns20ns', '95ns5ns']);
    await page.context().close();
  });

  it('shows callers and callees', async () => {
    const { page, messages } = await open(browser, plain());
    await page.keyboard.press('/');
    await page.keyboard.type('Marshal');
    await page.keyboard.press('Enter');
    await page.locator('.panel button', { hasText: 'Callers and callees' }).click();
    assert.equal(await page.locator('.sandwich canvas').count(), 2);
    assert.match(await hash(page), /view=sandwich/);
    assert.deepEqual(messages, []);
    await page.context().close();
  });

  it('filters by label, in picture and table', async () => {
    const { page } = await open(browser, plain());
    await page.locator('select[aria-label="Only samples with endpoint"]').selectOption('endpoint: quote');
    assert.match((await page.locator('.panel').textContent())!, /25ns of cpu/);
    await page.keyboard.press('3');
    assert.equal(await page.locator('.functions tbody tr').count(), 4);
    assert.match(await hash(page), /label=endpoint%3Dquote/);
    await page.context().close();
  });

  it('colours by what is asked, dark as well as light', async () => {
    const { page, messages } = await open(browser, plain(), '', { colorScheme: 'dark' });
    const pixel = (): Promise<number[]> =>
      page.evaluate(
        "(({ canvas }) => [...canvas.getContext('2d').getImageData(canvas.width - 300, 8, 1, 1).data])({ canvas: document.querySelector('canvas') })",
      );
    assert.equal(await page.evaluate('document.documentElement.dataset.theme'), 'dark');
    const seen = new Set<string>();
    for (const colouring of ['package', 'kind', 'bill', 'worth']) {
      await page.locator('select[aria-label=Colours]').selectOption(colouring);
      await page.waitForTimeout(50);
      seen.add((await pixel()).join());
    }
    assert.ok(seen.size >= 3, [...seen].join(' '));
    await page.locator('button', { hasText: 'Dark / light' }).click();
    assert.equal(await page.evaluate('document.documentElement.dataset.theme'), 'light');
    // Chromium has advice for those who read pixels back, as only this test does.
    assert.deepEqual(
      messages.filter((message) => !message.startsWith('Canvas2D: Multiple readback')),
      [],
    );
    await page.context().close();
  });

  it('shows a difference', async () => {
    const both = merge([profileOf(['main;a 6', 'main;b 6']), profileOf(['main;a 6', 'main;c 2'])]);
    const path = file('difference.html', flamePage(flameOf(select(both), { baseFrom: 1 })));
    const { page } = await open(browser, path);
    await page.keyboard.press('/');
    await page.keyboard.type('b');
    await page.keyboard.press('Enter');
    assert.match(
      (await page.locator('.panel').textContent())!,
      /In the base 0\.00%, now 50\.0%: \+50\.00 points/,
    );
    const swatch = (of: Page): Promise<string> =>
      of
        .locator('.swatch')
        .first()
        .evaluate((one) => (one as unknown as { style: { background: string } }).style.background);
    const red = await swatch(page);
    const orange = page.getByRole('button', { name: 'Orange / blue' });
    await orange.click();
    assert.notEqual(await swatch(page), red);
    const { page: second } = await open(browser, path, (await hash(page)).slice(1));
    assert.equal(await swatch(second), await swatch(page));
    await page.getByLabel('Colours', { exact: true }).selectOption('package');
    assert.equal(await orange.isVisible(), false);
    await second.context().close();
    await page.context().close();
  });

  it('keeps hostile names text, and its policy stops a handler that was put in', async () => {
    const path = file(
      'hostile.html',
      flamePage(flameOf(select(profileOf([`${HOSTILE};b 3`, 'a 1'])), { title: HOSTILE })),
    );
    const { page, messages } = await open(browser, path);
    assert.equal(await heading(page), HOSTILE);
    await click(page, 0, 0.3);
    assert.equal(await heading(page), HOSTILE);
    assert.deepEqual(messages, []);
    await page.evaluate(
      `document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.broken=1"><script>window.broken=2</script>')`,
    );
    await page.waitForTimeout(200);
    assert.equal(await page.evaluate('window.broken'), undefined);
    assert.ok(
      messages.some((message) => /Content Security Policy/.test(message)),
      messages.join('\n'),
    );
    await page.context().close();
  });

  it('scrolls 10,000 frames deep', async () => {
    const chain = `${Array.from({ length: 10_000 }, (_, i) => `f${i % 50}`).join(';')} 1`;
    const { page, messages } = await open(
      browser,
      file('deep.html', flamePage(flameOf(select(profileOf([chain]))))),
    );
    await page.evaluate("document.querySelector('.flame-scroller').scrollTop = 1e9");
    await page.waitForTimeout(100);
    const box = (await page.locator('canvas').first().boundingBox())!;
    await page.mouse.click(box.x + 100, box.y + box.height - 30);
    assert.equal(
      await page.locator('.panel summary', { hasText: 'Called through' }).textContent(),
      'Called through 9999 frames',
    );
    assert.deepEqual(messages, []);
    await page.context().close();
  });

  it('zooms and searches in an SVG as well', async () => {
    const path = file('picture.svg', flameSvg(flameOf(select(profileOf(ROWS)), { title: 'shop' })));
    const context = await browser.newContext({ offline: true, viewport: { width: 1220, height: 400 } });
    const page = await context.newPage();
    const messages: string[] = [];
    page.on('pageerror', ({ message }) => messages.push(message));
    page.on('dialog', (dialog) => void dialog.accept('marshal'));
    await page.goto(`file://${path}`);
    await page.keyboard.press('/');
    assert.equal(await page.locator('#found').textContent(), '"marshal": 60.0 % of all');
    await page.locator('g.b', { hasText: 'main.batch' }).first().click();
    const width = (): Promise<number> =>
      page.evaluate(
        "[...document.querySelectorAll('#boxes > g')].find((g) => g.textContent.startsWith('main.batch')).querySelector('rect').width.baseVal.value",
      );
    assert.ok((await width()) > 1150, String(await width()));
    await page.keyboard.press('Escape');
    assert.ok((await width()) < 900);
    assert.deepEqual(messages, []);
    await context.close();
  });

  it('reads a broken link as none', async () => {
    const { page, messages } = await open(
      browser,
      plain(),
      'view=nowhere&zoom=99999&fn=-3&q=%ff&label=x&label=endpoint%3Dgone',
    );
    assert.equal(await heading(page), 'shop');
    assert.match((await page.locator('.panel').textContent())!, /100ns of cpu/);
    assert.deepEqual(messages, []);
    await page.context().close();
  });

  it('shows empty callers and callees where a filter leaves the function no place', async () => {
    const { page, messages } = await open(
      browser,
      plain(),
      'view=sandwich&label=endpoint%3Dquote&q=MatchString',
    );
    await page.keyboard.press('3');
    await page.keyboard.press('2');
    assert.equal(await page.locator('.sandwich canvas').count(), 2);
    assert.deepEqual(messages, []);
    await page.context().close();
  });
});
