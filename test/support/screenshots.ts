/** Makes the pictures of docs/pictures.md from the payments profiles: `npm run screenshots`. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHROMIUM, launch, NO_CHROMIUM, open } from './chromium.js';

if (CHROMIUM === null) throw new Error(NO_CHROMIUM);
const folder = mkdtempSync(join(tmpdir(), 'flameworth-screenshots-'));
const profiles = [1, 2, 3].map((i) => `samples/payments/profiles/cpu-${i}.pb.gz`);
const cli = (...words: string[]): Buffer =>
  execFileSync(process.execPath, [
    'dist/cli/main.js',
    ...words,
    ...profiles,
    '--allocs',
    'samples/payments/profiles/allocs.pb.gz',
    '--fleet-vcpu',
    '800',
    '--no-config',
  ]);
mkdirSync('docs/images', { recursive: true });
const browser = await launch();

const flame = join(folder, 'flame.html');
cli('flame', '-o', flame);
const picture = await open(browser, flame, 'colour=kind', { viewport: { width: 1280, height: 720 } });
await picture.page.locator('button.name', { hasText: 'giftBatch' }).click();
await picture.page.locator('input[type=search]').fill('');
await picture.page.waitForTimeout(300);
await picture.page.screenshot({ path: 'docs/images/flame.png' });

const report = join(folder, 'report.html');
cli('analyze', '--format', 'html', '-o', report);
const page = await open(browser, report, '', { viewport: { width: 1180, height: 1240 } });
await page.page.screenshot({ path: 'docs/images/report.png' });

await browser.close();
rmSync(folder, { recursive: true });
