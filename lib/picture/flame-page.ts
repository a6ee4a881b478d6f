/** The flame graph as one HTML file. */
import { flameScript, flameStyle } from './assets.js';
import type { Flame } from './flame.js';
import { packFlame } from './pack.js';
import { pageOf } from './page.js';

export function flamePage(flame: Flame): string {
  return pageOf({
    title: `${flame.title} - flame graph`,
    className: 'flame-page',
    body: '<main id="flame"></main>',
    style: flameStyle,
    script: flameScript,
    data: { 'flame-data': packFlame(flame) },
  });
}
