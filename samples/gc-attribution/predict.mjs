// Predicts from the profiles alone what each function's removal saves: predictions.json.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import {
  backgroundOf,
  backgroundTax,
  classifyFrames,
  groupFrames,
  readProfile,
  select,
  splitBackground,
  taxBelow,
  visiblePaths,
} from '../../dist/lib/index.js';

const here = new URL('.', import.meta.url).pathname;
/** Where the name in the profile is not "main." and the name that -without takes. */
const METHODS = {
  signEvent: 'main.(*ingester).signEvent',
  joinCustomer: 'main.(*ingester).joinCustomer',
  addTotals: 'main.(*ingester).addTotals',
  renewSession: 'main.(*service).renewSession',
};
const FUNCTIONS = {
  ingest: ['decodeEvent', 'signEvent', 'joinCustomer', 'addTotals', 'encodeRow'],
  render: ['parsePage', 'writeHTML', 'findLinks', 'indexWords', 'packPage'],
  graph: ['findRoute', 'describeRoute', 'scoreArea', 'renewSession'],
  thumbs: ['unpackPicture', 'scalePicture', 'sharpenPicture', 'measureContrast', 'tagPicture', 'encodePicture'],
};
const RULES = ['none', 'malloc_samples', 'alloc_objects', 'inuse_space', 'alloc_space'];

const names = readdirSync(`${here}profiles`)
  .filter((file) => file.endsWith('-cpu.pb.gz'))
  .map((file) => file.replace('-cpu.pb.gz', ''))
  .sort();
const old = existsSync(`${here}predictions.json`) ? JSON.parse(readFileSync(`${here}predictions.json`, 'utf8')) : { cases: {} };
const measured = existsSync(`${here}measurements.jsonl`)
  ? new Set(readFileSync(`${here}measurements.jsonl`, 'utf8').trim().split('\n').map((line) => JSON.parse(line).case))
  : new Set();

const cases = {};
for (const name of names) {
  if (measured.has(name) && old.cases[name] !== undefined) {
    cases[name] = old.cases[name];
    continue;
  }
  if (measured.has(name)) throw new Error(`${name} was measured already: a prediction now would be none`);
  const selection = select(await readProfile(`${here}profiles/${name}-cpu.pb.gz`));
  const allocs = select(await readProfile(`${here}profiles/${name}-allocs.pb.gz`));
  const heap = select(await readProfile(`${here}profiles/${name}-heap.pb.gz`));
  cases[name] = predicted(name, selection, allocs, heap);
}
writeFileSync(
  `${here}predictions.json`,
  `${JSON.stringify({ what: 'Share of CPU time that the program saves when the function does nothing, in percent, from profiles of the full program alone. Written before the programs without a function were measured; cases are added, never changed.', cases }, null, 1)}\n`,
);

function predicted(name, selection, allocs, heap) {
  const { profile } = selection;
  const sampleType = profile.defaultSampleType;
  const frames = classifyFrames(profile);
  const split = splitBackground(selection, sampleType, backgroundOf(selection, frames));
  const grouping = groupFrames(profile, 'function');
  const paths = visiblePaths(selection, grouping);
  const taxes = RULES.map((rule) =>
    backgroundTax({ selection, sampleType, grouping, paths, split, rule, memory: rule === 'inuse_space' ? heap : allocs }),
  );
  const open = split.weights[0];
  const assists = holding(paths, (item) => grouping.names[item] === 'runtime.gcAssistAlloc');
  const pool = below(paths, open, () => true, assists) / taxes[0].whole;
  const functions = FUNCTIONS[name.split('-')[0]].map((fn) => {
    const chosen = Uint8Array.from(grouping.names, (text) => (text === (METHODS[fn] ?? `main.${fn}`) ? 1 : 0));
    if (!chosen.includes(1)) throw new Error(`${name}: nothing in the profile is called ${fn}`);
    const direct = below(paths, open, (item) => chosen[item] === 1) / taxes[0].whole;
    const assisted = below(paths, open, (item) => chosen[item] === 1, assists);
    const owed = taxes.map((tax) => taxBelow(tax, chosen));
    return {
      function: fn,
      ...Object.fromEntries(RULES.map((rule, n) => [rule, percent(direct + owed[n].share)])),
      pooled: percent(direct - assisted / taxes[0].whole + owed[4].weight * (taxes[0].chargeable + pool)),
      weights: Object.fromEntries(RULES.slice(1).map((rule, n) => [rule, percent(owed[n + 1].weight)])),
      sampledAllocations: Math.round(owed[4].sampled.inside),
    };
  });
  const [tax] = taxes;
  return {
    samples: Math.round((tax.whole + tax.leftOut) / 1e7),
    background: percent(tax.chargeable),
    assists: percent(pool),
    leftOut: percent(tax.leftOut / (tax.whole + tax.leftOut)),
    functions,
  };
}

/** 1 for each stack with any item that passes. */
function holding({ starts, items }, test) {
  return Uint8Array.from({ length: starts.length - 1 }, (_, stack) => (items.subarray(starts[stack], starts[stack + 1]).some(test) ? 1 : 0));
}

/** Weight of the stacks with any item that passes, of those `within` where it is given. */
function below(paths, weights, test, within = null) {
  const held = holding(paths, test);
  return weights.reduce((sum, weight, stack) => sum + (held[stack] === 1 && within?.[stack] !== 0 ? weight : 0), 0);
}

function percent(part) {
  return Number((100 * part).toFixed(2));
}
