// Writes the tables of README.md from predictions.json and measurements.jsonl.
import { readFileSync, writeFileSync } from 'node:fs';

const here = new URL('.', import.meta.url).pathname;
const { cases } = JSON.parse(readFileSync(`${here}predictions.json`, 'utf8'));
const runs = readFileSync(`${here}measurements.jsonl`, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
const RULES = ['none', 'malloc_samples', 'alloc_objects', 'inuse_space', 'alloc_space', 'pooled'];
const TITLES = ['inclusive only', ...RULES.slice(1, 5), 'alloc_space, assists too'];
const BASE = ['ingest', 'render', 'graph', 'thumbs'];

const rows = [];
for (const [name, prediction] of Object.entries(cases)) {
  const of = (without) => runs.filter((run) => run.case === name && run.without === without);
  const full = of('');
  if (full.length === 0) continue;
  const sums = new Set(runs.filter((run) => run.case === name).map(({ checksum }) => checksum));
  if (sums.size !== 1) throw new Error(`${name}: results differ where a function was left out`);
  for (const predicted of prediction.functions) {
    const without = of(predicted.function);
    const each = without.map((run, n) => 100 * (1 - run.cpuSeconds / full[n].cpuSeconds));
    rows.push({
      name,
      predicted,
      // Run n without the function took turns with run n of the full program, so they are compared with each other.
      drop: median(each),
      each: [Math.min(...each), Math.max(...each)],
      cycles: 100 * (1 - median(without.map(({ gcCycles }) => gcCycles)) / median(full.map(({ gcCycles }) => gcCycles))),
    });
  }
}

const out = [];
const table = (head, lines) => out.push(line(head), line(head.map((_, n) => (n < 2 ? '---' : '---:'))), ...lines.map(line), '');
table(
  ['case', 'function', ...TITLES, 'measured', 'lowest to highest', 'error of alloc_space'],
  rows.map(({ name, predicted, drop, each }) => [
    name,
    `\`${predicted.function}\``,
    ...RULES.map((rule) => predicted[rule].toFixed(1)),
    drop.toFixed(1),
    `${each[0].toFixed(1)} to ${each[1].toFixed(1)}`,
    signed(predicted.alloc_space - drop),
  ]),
);
for (const [title, kept] of [['The four programs as they are', rows.filter(({ name }) => BASE.includes(name))], ['The variations', rows.filter(({ name }) => !BASE.includes(name))]]) {
  if (kept.length === 0) continue;
  out.push(`${title}, ${kept.length} functions:`, '');
  table(
    ['rule', 'within 5 points', 'within 2 points', 'mean error, absolute', 'mean error, signed', 'largest'],
    RULES.map((rule, n) => {
      const errors = kept.map(({ predicted, drop }) => predicted[rule] - drop);
      const worst = errors.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));
      const within = (points) => `${errors.filter((error) => Math.abs(error) <= points).length} of ${errors.length}`;
      return [TITLES[n], within(5), within(2), mean(errors.map(Math.abs)).toFixed(2), signed(mean(errors), 2), signed(worst)];
    }),
  );
}
out.push('What the weights stand for: the collections that do not happen without the function, counted by the runtime.', '');
table(
  ['case', 'function', 'malloc_samples', 'alloc_objects', 'inuse_space', 'alloc_space', 'collections fewer'],
  rows.map(({ name, predicted: { function: fn, weights }, cycles }) => [name, `\`${fn}\``, ...RULES.slice(1, 5).map((rule) => `${weights[rule].toFixed(1)} %`), `${cycles.toFixed(1)} %`]),
);
const gaps = RULES.slice(1, 5).map((rule) => mean(rows.map(({ predicted, cycles }) => Math.abs(predicted.weights[rule] - cycles))));
out.push(
  `Mean distance from the collections counted, ${rows.length} functions: ${RULES.slice(1, 5).map((rule, n) => `${rule} ${gaps[n].toFixed(1)}`).join(', ')} points.`,
  '',
);
table(
  ['case', 'CPU of a run, s', 'its spread', 'collections', 'alive, MiB', 'allocated, MiB/s', 'background, %', 'assists, %', 'samples'],
  Object.entries(cases).filter(([name]) => rows.some((row) => row.name === name)).map(([name, { background, assists, samples }]) => {
    const full = runs.filter((run) => run.case === name && run.without === '');
    const times = full.map(({ cpuSeconds }) => cpuSeconds);
    const one = (key) => median(full.map((run) => run[key]));
    return [
      name, cpu(full).toFixed(2), `${(100 * (Math.max(...times) / Math.min(...times) - 1)).toFixed(1)} %`, one('gcCycles').toFixed(0),
      (one('liveBytes') / 2 ** 20).toFixed(0), (one('allocatedBytes') / 2 ** 20 / cpu(full)).toFixed(0), background.toFixed(1), assists.toFixed(1), String(samples),
    ];
  }),
);

const readme = readFileSync(`${here}README.md`, 'utf8');
const [start, end] = ['<!-- tables -->\n', '<!-- end of tables -->'];
const [before, after] = [readme.indexOf(start), readme.indexOf(end)];
if (before === -1 || after === -1) throw new Error('README.md does not say where its tables are');
writeFileSync(`${here}README.md`, `${readme.slice(0, before) + start}\n${out.join('\n')}\n${readme.slice(after)}`);

function line(cells) {
  return `| ${cells.join(' | ')} |`;
}

function cpu(of) {
  return median(of.map(({ cpuSeconds }) => cpuSeconds));
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function signed(value, digits = 1) {
  return (value >= 0 ? '+' : '') + value.toFixed(digits);
}
