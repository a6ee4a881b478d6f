/** Two sides of a load test as a report, with pictures on pages. */
import { forXml } from '../base/escape.js';
import { groupThousands } from '../base/units.js';
import type { LoadComparison, LoadSide } from '../verify/load.js';
import type { LoadRun } from '../verify/load-runs.js';
import type { Block, DocumentColumn, ReportDocument } from './document.js';

export function loadDocument(load: LoadComparison): ReportDocument {
  return {
    title: 'Load test, old and new',
    verdict: verdictOf(load),
    good: load.cpu !== null && load.cpu.ratio < 1,
    blocks: [
      ...cpuLines(load),
      ...sidesTable(load),
      ...capacityLines(load),
      ...scalingLines(load),
      ...pictures(load),
      ...runsTable(load),
      ...refusedTable(load),
      ...load.warnings.map(({ message }): Block => ({ kind: 'line', text: `Note: ${message}.` })),
    ],
  };
}

function verdictOf({ cpu, capacity }: LoadComparison): string {
  const full = capacity === null ? '' : ` It is good for ${digits(capacity.ratio)} times the requests.`;
  if (cpu === null) return `CPU per request is not known.${full}`;
  const range =
    cpu.interval === null
      ? ''
      : ` (95 %: ${percent(1 - cpu.interval.high)} to ${percent(1 - cpu.interval.low)})`;
  return cpu.ratio < 1
    ? `The new code saves ${percent(cpu.savedShare)}${range} of the CPU per request.${full}`
    : `The new code saves no CPU per request: it takes ${digits(cpu.ratio)} times as much.${full}`;
}

function cpuLines({ cpu, old: before, new: after }: LoadComparison): Block[] {
  if (cpu === null) return [];
  const basis =
    cpu.basis === 'equal-load'
      ? 'at equal rates of requests'
      : 'over all runs, at different rates of requests';
  return [
    line(
      `CPU per request ${micros(before.cpuMicrosPerRequest)} and ${micros(after.cpuMicrosPerRequest)}, ${basis}: new over old ${digits(cpu.ratio)}${cpu.interval === null ? '' : `, 95 % interval ${digits(cpu.interval.low)} to ${digits(cpu.interval.high)} (bootstrap over ${cpu.blocks[0]} and ${cpu.blocks[1]} runs or blocks of time)`}.`,
    ),
  ];
}

function sidesTable({ old: before, new: after }: LoadComparison): Block[] {
  const row = (title: string, pick: (side: LoadSide) => string): string[] => [
    title,
    pick(before),
    pick(after),
  ];
  return [
    {
      kind: 'table',
      columns: [{ title: '', align: 'left' }, right('old'), right('new')],
      rows: [
        row('runs', ({ runs, refused }) => `${runs.length - refused.length} of ${runs.length}`),
        row('CPU per request', ({ cpuMicrosPerRequest }) => micros(cpuMicrosPerRequest)),
        row('memory at its peak', ({ memoryBytesPeak }) =>
          memoryBytesPeak === null ? '-' : `${(memoryBytesPeak / 1e6).toFixed(0)} MB`,
        ),
        ...(['p50', 'p90', 'p99', 'max'] as const).map((key) =>
          row(`latency ${key}`, ({ latencyMs }) => ms(latencyMs?.[key] ?? null)),
        ),
        row('knee', ({ knee }) =>
          knee === null ? '-' : `${perSecond(knee.requestsPerSecond)}${knee.next === null ? ' or more' : ''}`,
        ),
        row('utilisation at the knee', ({ knee }) =>
          knee?.utilisation == null ? '-' : percent(knee.utilisation),
        ),
      ],
    },
    line('Memory and latencies are medians of the runs that the CPU is of.'),
  ];
}

function capacityLines({ capacity, old: before, new: after }: LoadComparison): Block[] {
  if (capacity === null) return [];
  const ends = [before, after].flatMap(({ knee }, i) =>
    knee === null
      ? []
      : [
          `${i === 0 ? 'old' : 'new'} keeps up at ${perSecond(knee.requestsPerSecond)}${knee.next === null ? ' and was not driven further' : `, no more at ${perSecond(knee.next)} (${knee.because})`}`,
        ],
  );
  const range = [capacity.low, capacity.high].some((value) => value === null)
    ? ''
    : `, between ${digits(capacity.low!)} and ${digits(capacity.high!)} by the steps`;
  return [
    { kind: 'heading', text: 'Capacity' },
    line(`${capital(ends.join('; '))}.`),
    line(`Capacity ratio ${digits(capacity.ratio)}${range}.`),
    ...(capacity.identity === null || capacity.closure === null
      ? []
      : [
          line(
            `CPU gain times utilisation gain is ${digits(capacity.identity)}: ${percent(Math.abs(capacity.closure))} ${capacity.closure < 0 ? 'below' : 'above'} it.`,
          ),
        ]),
  ];
}

function scalingLines({ old: before, new: after, marginalRatio }: LoadComparison): Block[] {
  const sides = [
    ['old', before.scaling],
    ['new', after.scaling],
  ] as const;
  const ramps = sides.flatMap(([name, { ramp }]) =>
    ramp === null
      ? []
      : [
          `the ${name} code uses ${ramp.fixedCores > 0 ? `${digits(ramp.fixedCores)} cores and ` : ''}${micros(ramp.microsPerRequest)} for each ${ramp.fixedCores > 0 ? '' : 'further '}request (${ramp.steps} steps)${ramp.fullPerSecond === null ? '' : `, which fills its cores at ${perSecond(ramp.fullPerSecond)}`}`,
        ],
  );
  const laws = sides.flatMap(([name, { law }]) =>
    law === null
      ? []
      : [
          `the ${name} code ${law.mostPerSecond === null ? 'does not level off' : `levels off at ${perSecond(law.mostPerSecond)}`} (sigma ${digits(law.sigma)}, kappa ${digits(law.kappa)}, error ${percent(law.error)})`,
        ],
  );
  if (ramps.length === 0 && laws.length === 0) return [];
  const more =
    marginalRatio === null ? '' : ` One more request costs ${digits(marginalRatio)} times what it did.`;
  return [
    { kind: 'heading', text: 'Scaling' },
    ...(ramps.length === 0 ? [] : [line(`As the load rises, ${ramps.join('; ')}.${more}`)]),
    ...(laws.length === 0 ? [] : [line(`By the Universal Scalability Law ${laws.join('; ')}.`)]),
  ];
}

function runsTable({ old: before, new: after }: LoadComparison): Block[] {
  const columns: DocumentColumn[] = [
    { title: '', align: 'left' },
    right('sent/s'),
    right('answered/s'),
    right('CPU/request'),
    right('used'),
    right('p50'),
    right('p99'),
    right('failed'),
    right('refused'),
    { title: 'tool', align: 'left' },
    { title: 'run', align: 'left', code: true },
  ];
  const rows = [before, after].flatMap(({ runs }, i) =>
    runs.map((run) => [
      i === 0 ? 'old' : 'new',
      run.sentPerSecond === null ? '-' : run.sentPerSecond.toFixed(0),
      run.answeredPerSecond.toFixed(0),
      micros(run.cpuMicrosPerRequest),
      run.utilisation === null ? '-' : percent(run.utilisation),
      ms(run.latencyMs?.p50 ?? null),
      ms(run.latencyMs?.p99 ?? null),
      percent(run.failureShare),
      percent(run.refusalShare),
      `${run.tool}${run.loop === 'open' || run.latencyMs === null ? '' : ` (${run.loop})`}`,
      run.name,
    ]),
  );
  return [
    { kind: 'heading', text: 'Runs' },
    { kind: 'table', columns, rows },
  ];
}

function refusedTable({ old: before, new: after }: LoadComparison): Block[] {
  const rows = [...before.refused, ...after.refused].map(({ run, reason }) => [run, reason]);
  if (rows.length === 0) return [];
  return [
    { kind: 'heading', text: 'Runs without a say in CPU per request' },
    {
      kind: 'table',
      columns: [
        { title: 'run', align: 'left', code: true },
        { title: 'reason', align: 'left' },
      ],
      rows,
    },
  ];
}

function pictures(load: LoadComparison): Block[] {
  const plots: [string, (run: LoadRun) => number | null][] = [
    ['CPU per request, µs', (run) => run.cpuMicrosPerRequest],
    ['99th percentile, ms', (run) => run.latencyMs?.p99 ?? null],
  ];
  return plots.flatMap(([title, pick]): Block[] => {
    const svg = plot(title, load, pick);
    return svg === null ? [] : [{ kind: 'picture', svg }];
  });
}

const WIDE = 640;
const HIGH = 260;
const MARGIN = { left: 64, right: 16, top: 28, bottom: 40 };

/** Points over the rate of requests, old hollow and new filled, so that it needs no colour. */
function plot(title: string, load: LoadComparison, pick: (run: LoadRun) => number | null): string | null {
  const points = [load.old, load.new].flatMap(({ runs }, side) =>
    runs.flatMap((run) => {
      const y = pick(run);
      return y === null ? [] : [{ x: run.sentPerSecond ?? run.answeredPerSecond, y, side, name: run.name }];
    }),
  );
  if (points.length < 2) return null;
  const most = (key: 'x' | 'y'): number => points.reduce((max, point) => Math.max(max, point[key]), 0) * 1.05;
  const [mostX, mostY] = [most('x'), most('y')];
  const x = (value: number): number =>
    round(MARGIN.left + (value / mostX) * (WIDE - MARGIN.left - MARGIN.right));
  const y = (value: number): number =>
    round(HIGH - MARGIN.bottom - (value / mostY) * (HIGH - MARGIN.top - MARGIN.bottom));
  const marks = points.map(
    (point) =>
      `<circle cx="${x(point.x)}" cy="${y(point.y)}" r="4" fill="${point.side === 0 ? 'none' : 'currentColor'}" stroke="currentColor"><title>${forXml(`${point.name}: ${digits(point.y)} at ${perSecond(point.x)}`)}</title></circle>`,
  );
  const ticks = [0, 0.25, 0.5, 0.75, 1].flatMap((part) => [
    `<text x="${x(part * mostX)}" y="${HIGH - 22}" text-anchor="middle">${groupThousands(Math.round(part * mostX))}</text>`,
    `<text x="${MARGIN.left - 8}" y="${y(part * mostY) + 4}" text-anchor="end">${digits(part * mostY)}</text>`,
    `<line x1="${MARGIN.left}" x2="${WIDE - MARGIN.right}" y1="${y(part * mostY)}" y2="${y(part * mostY)}" stroke="currentColor" opacity="0.15"/>`,
  ]);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDE} ${HIGH}" width="${WIDE}" height="${HIGH}" role="img" aria-label="${forXml(`${title} over requests a second; old hollow, new filled`)}">`,
    `<text x="${MARGIN.left}" y="16">${forXml(title)} (old hollow, new filled)</text>`,
    ...ticks,
    `<text x="${WIDE - MARGIN.right}" y="${HIGH - 6}" text-anchor="end">requests a second</text>`,
    ...marks,
    '</svg>',
  ].join('');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function micros(value: number | null): string {
  return value === null ? '-' : `${Number(value.toPrecision(4))} µs`;
}

function ms(value: number | null): string {
  return value === null ? '-' : `${Number(value.toPrecision(3))} ms`;
}

function perSecond(value: number): string {
  return `${groupThousands(Math.round(value))}/s`;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}

function digits(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function right(title: string): DocumentColumn {
  return { title, align: 'right' };
}

function line(text: string): Block {
  return { kind: 'line', text };
}
