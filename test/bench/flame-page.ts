/**
 * How fast the page of a flame graph is, in a real Chromium without GPU: `node dist/test/bench/flame-page.js NODES [RUNS]` makes
 * a profile of so many nodes from a seed, writes its page, opens it, zooms, pans, searches, and prints medians and worst.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { flameOf } from '../../lib/picture/build.js';
import { flamePage } from '../../lib/picture/flame-page.js';
import { ProfileBuilder } from '../../lib/profile/builder.js';
import { NONE, type Profile } from '../../lib/profile/profile.js';
import { select } from '../../lib/profile/select.js';
import { CHROMIUM, launch, NO_CHROMIUM, open } from '../support/chromium.js';
import { seeded } from '../support/random.js';

const [nodes = 100_000, runs = 5] = process.argv.slice(2).map(Number);
const FUNCTIONS = 6000;

/** A call graph of six thousand functions with one to eight callees each, walked until there are enough nodes. */
function profileOfNodes(count: number): Profile {
  const random = seeded(1);
  const pick = (limit: number): number => Math.floor(random() * limit);
  const builder = new ProfileBuilder([{ type: 'cpu', unit: 'nanoseconds' }]);
  const locations = Array.from({ length: FUNCTIONS }, (_, i) => {
    const name = `example.com/service/pkg${i % 140}.(*Type${i % 37}).method${i}`;
    const fn = builder.function(name, name, `/src/service/pkg${i % 140}/file${i % 900}.go`, 0);
    return builder.location(NONE, BigInt(4096 + i), [{ function: fn, line: 1 + (i % 400), column: 0 }]);
  });
  const callees = Array.from({ length: FUNCTIONS }, () =>
    Array.from({ length: 1 + pick(8) }, () => pick(FUNCTIONS)),
  );
  const labels = ['a', 'b', 'c', 'd'].map((text) => builder.labelSet([{ key: 'endpoint', text }]));
  /** Node of each path: caller and callee. */
  const seen = new Map<number, number>();
  while (seen.size < count) {
    const depth = 8 + pick(40);
    const path: number[] = [];
    let [fn, node] = [pick(20), 0];
    for (let i = 0; i < depth && seen.size < count; i++) {
      path.push(locations[fn]!);
      const key = node * FUNCTIONS + fn;
      node = seen.get(key) ?? seen.size + 1;
      seen.set(key, node);
      const next = callees[fn]!;
      fn = next[Math.floor(random() ** 2 * next.length)]!;
    }
    builder.sample(builder.stack(path), labels[pick(4)]!, [10_000_000 * (1 + pick(5))]);
  }
  return builder.finish({ sources: [{ name: `${count} nodes`, format: 'bench', sha256: null }] });
}

/** Milliseconds between frames while `work` goes on, as the page saw them; the longest. */
async function worstFrame(page: Page, work: () => Promise<void>): Promise<number> {
  await page.evaluate(
    `window.frames_ = []; window.going = true; (function next(last) { requestAnimationFrame((now) => { if (last > 0) frames_.push(now - last); if (going) next(now); }); })(0)`,
  );
  await work();
  await page.waitForTimeout(250);
  return page.evaluate<number>('going = false; Math.max(...frames_)');
}

async function measure(file: string): Promise<Record<string, number>> {
  const browser = await launch();
  const { page, messages } = await open(browser, file);
  const found: Record<string, number> = {
    'first paint': await page.evaluate<number>(
      `Math.max(performance.getEntriesByName('painted')[0].startTime, performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0)`,
    ),
  };
  const box = (await page.locator('.views canvas').first().boundingBox())!;
  found['idle'] = await worstFrame(page, () => page.waitForTimeout(300));
  found['zoom'] = await worstFrame(page, async () => {
    for (const [x, row] of [
      [0.3, 3],
      [0.5, 6],
      [0.5, 9],
      [0.5, 2],
      [0.7, 1],
    ] as const) {
      await page.mouse.click(box.x + box.width * x, box.y + 18 * row + 9);
      await page.waitForTimeout(220);
    }
  });
  await page.locator('canvas').first().focus();
  found['pan'] = await worstFrame(page, async () => {
    for (const key of ['0', '+', '+', '+', 'd', 'd', 'a', 's', 's', 'w', '-'])
      await page.keyboard.press(key, { delay: 20 });
  });
  found['search'] = await worstFrame(page, async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('method12', { delay: 60 });
  });
  if (messages.length > 0) console.log(messages.join('\n'));
  await browser.close();
  return found;
}

if (CHROMIUM === null) throw new Error(NO_CHROMIUM);
const folder = mkdtempSync(join(tmpdir(), 'flameworth-bench-'));
const file = join(folder, 'flame.html');
const started = performance.now();
const flame = flameOf(select(profileOfNodes(nodes)), { maxNodes: 0 });
const html = flamePage(flame);
writeFileSync(file, html);
console.log(
  `${flame.nodes.length} nodes, ${html.length} bytes, made in ${Math.round(performance.now() - started)} ms`,
);
const all: Record<string, number>[] = [];
for (let run = 0; run < runs; run++) all.push(await measure(file));
for (const key of Object.keys(all[0]!)) {
  const sorted = all.map((one) => one[key]!).sort((a, b) => a - b);
  console.log(`${key}: median ${sorted[runs >> 1]!.toFixed(0)} ms, worst ${sorted[runs - 1]!.toFixed(0)} ms`);
}
rmSync(folder, { recursive: true });
