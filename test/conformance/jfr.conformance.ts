/** JFR against the JDK's own `jfr print --json`: every method's samples, as leaf and anywhere in the stack. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readProfile } from '../../lib/formats/read.js';
import { sums } from '../support/reading.js';

interface Frame {
  readonly method: {
    readonly name: string;
    readonly descriptor: string;
    readonly type: { readonly name: string };
  };
  readonly type: string;
}
interface Event {
  readonly type: string;
  readonly values: {
    readonly stackTrace: { readonly frames: readonly Frame[] } | null;
    readonly weight?: number;
    readonly tlabSize?: number;
  };
}

const EVENTS: readonly (readonly [
  event: string,
  type: string,
  weight: (event: Event['values']) => number,
])[] = [
  ['jdk.ExecutionSample', 'samples', () => 1],
  ['jdk.NativeMethodSample', 'native_samples', () => 1],
  ['jdk.ObjectAllocationSample', 'alloc_space', ({ weight }) => weight!],
  ['jdk.ObjectAllocationInNewTLAB', 'alloc_space', ({ tlabSize }) => tlabSize!],
];

function nameOf({ method, type }: Frame): string {
  const { name: owner } = method.type;
  const isJava = method.descriptor.startsWith('(') && method.descriptor !== '()L;';
  if (isJava || !['Native', 'C++', 'Kernel'].includes(type))
    return `${owner.replaceAll('/', '.')}.${method.name}`;
  return owner === '' && method.name.startsWith('/')
    ? `[${method.name.slice(method.name.lastIndexOf('/') + 1)}]`
    : method.name;
}

describe('jfr print', function () {
  this.timeout(120_000);
  if (spawnSync('jfr', ['version']).status !== 0) {
    it('skipped: the JDK is not installed', function () {
      process.stdout.write('jfr print comparison skipped: the JDK is not installed\n');
      this.skip();
    });
    return;
  }
  for (const file of ['samples/java/orders.jfr', 'samples/java/async-profiler.jfr'])
    for (const [event, type, weightOf] of EVENTS) {
      it(`${file}: ${event}`, async () => {
        const args = ['print', '--json', '--stack-depth', '10000', '--events', event, file];
        const text = execFileSync('jfr', args, { encoding: 'utf8', maxBuffer: 2 ** 30 });
        const events = (JSON.parse(text) as { recording: { events: Event[] } }).recording.events;
        const self = new Map<string, number>();
        const totals = new Map<string, number>();
        const add = (sum: Map<string, number>, name: string, weight: number) =>
          sum.set(name, (sum.get(name) ?? 0) + weight);
        for (const { values } of events) {
          const names = (values.stackTrace?.frames ?? []).map(nameOf);
          if (names.length > 0) add(self, names[0]!, weightOf(values));
          for (const name of new Set(names)) add(totals, name, weightOf(values));
        }
        const profile = await readProfile(file);
        const row = profile.sampleTypes.findIndex((other) => other.type === type);
        if (events.length === 0) return;
        const got = sums(profile, row);
        assert.deepEqual(got.self, Object.fromEntries(self));
        assert.deepEqual(got.totals, Object.fromEntries(totals));
      });
    }
});
