/** Entry of the flame graph's page. */
import { unpackFlame } from '../picture/pack.js';
import { FlameApp } from './flame-app.js';
import { payload } from './payload.js';

async function start(): Promise<void> {
  const app = new FlameApp(unpackFlame(await payload('flame-data')), window.location.hash);
  document.getElementById('flame')!.replaceChildren(app.element);
  app.start();
  performance.mark('painted');
}

start().catch((error: unknown) => {
  const text = `The picture could not be read: ${error instanceof Error ? error.message : String(error)}`;
  document.getElementById('flame')!.textContent = text;
  document.getElementById('flame')!.className = 'failed';
  throw error;
});
