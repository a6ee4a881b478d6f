/** A real Chromium for tests of pages: opened once, without network; where there is none the tests say so and are skipped. */
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Null where there is none. FLAMEWORTH_CHROMIUM names another. */
export const CHROMIUM =
  [process.env['FLAMEWORTH_CHROMIUM'] ?? '', ...PLACES].find((path) => path !== '' && existsSync(path)) ??
  null;

export const NO_CHROMIUM = `no Chromium in ${PLACES.join(', ')}: pages are not tested here`;

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM!,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface Opened {
  readonly page: Page;
  /** Messages of the console and errors of scripts, policy violations among them. */
  readonly messages: string[];
}

/** Opens a file with the network off, and waits until the picture is drawn. */
export async function open(
  browser: Browser,
  file: string,
  hash = '',
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    offline: true,
    ...options,
  });
  const page = await context.newPage();
  const messages: string[] = [];
  page.on('console', (message) => messages.push(message.text()));
  page.on('pageerror', (error) => messages.push(error.message));
  await page.goto(`file://${file}${hash === '' ? '' : `#${hash}`}`);
  // Scripts for the page are strings: types of the browser have no place among ours.
  while ((await page.evaluate("performance.getEntriesByName('painted').length")) === 0)
    await page.waitForTimeout(20);
  return { page, messages };
}
