/** `flame`: the picture of a profile, or of the difference between two, as a file. */
import { type Answer, analyze } from '../../lib/analyze.js';
import { ProfileError } from '../../lib/base/errors.js';
import { unitFamily } from '../../lib/base/units.js';
import type { Unit } from '../../lib/candidates/candidates.js';
import type { GcWeight } from '../../lib/candidates/tax.js';
import { answerFlame } from '../../lib/picture/answer-flame.js';
import { flameOf, titleOf } from '../../lib/picture/build.js';
import type { Flame } from '../../lib/picture/flame.js';
import { flamePage } from '../../lib/picture/flame-page.js';
import { flameSvg } from '../../lib/picture/svg.js';
import { merge } from '../../lib/profile/merge.js';
import type { Profile, ValueType } from '../../lib/profile/profile.js';
import { sampleTypeNamed } from '../../lib/profile/sample-type.js';
import { select } from '../../lib/profile/select.js';
import { readSettings } from '../config.js';
import { costOptions } from '../cost-flags.js';
import { writeResult } from '../output.js';
import { STDIN } from '../words.js';
import { type FilterArguments, filtersOf, readInputs } from './common.js';

interface FlameArguments extends FilterArguments {
  readonly to?: 'html' | 'svg' | undefined;
  readonly base?: string | undefined;
  readonly title?: string | undefined;
  readonly maxNodes?: number | undefined;
  readonly script: boolean;
  readonly limit?: number | undefined;
  readonly cut?: Unit | 'auto' | undefined;
  readonly own?: string | undefined;
  readonly allocs?: string | undefined;
  readonly gcWeight?: GcWeight | undefined;
  readonly config?: string | false | undefined;
}

export async function run(argv: FlameArguments): Promise<void> {
  const kind = pictureKind(argv);
  const profile = await readInputs(argv, { tell: true });
  const base = await second(argv, argv.base);
  const flame = base === null ? await priced(argv, profile) : compared(argv, profile, base);
  await writeResult(
    kind === 'svg' ? flameSvg(flame, { script: argv.script }) : flamePage(flame),
    argv.output === STDIN ? undefined : argv.output,
  );
}

function pictureKind({ to, output }: FlameArguments): 'html' | 'svg' {
  if (to !== undefined) return to;
  if (output === undefined)
    throw new ProfileError('usage', 'flame writes a file: name it, as in -o flame.html or -o flame.svg');
  if (output.endsWith('.svg')) return 'svg';
  if (/\.html?$/.test(output)) return 'html';
  throw new ProfileError('usage', `${output}: expected a name that ends in .html or .svg, or --to html|svg`);
}

async function second(argv: FlameArguments, file: string | undefined): Promise<Profile | null> {
  return file === undefined ? null : readInputs({ ...argv, files: [file] }, { tell: true });
}

function compared(argv: FlameArguments, profile: Profile, base: Profile): Flame {
  const both = merge([profile, base]);
  const sampleType = sampleTypeNamed(both, argv.sampleType);
  return flameOf(select(both, filtersOf(argv)), {
    sampleType,
    workOnly: isWork(both, sampleType),
    baseFrom: profile.sources.length,
    maxNodes: argv.maxNodes,
    own: argv.own,
    title: argv.title ?? `${titleOf(profile)} against ${titleOf(base)}`,
  });
}

/** With what the work is worth, where the samples are of time. */
async function priced(argv: FlameArguments, profile: Profile): Promise<Flame> {
  const sampleType = sampleTypeNamed(profile, argv.sampleType);
  const options = { title: argv.title ?? titleOf(profile), maxNodes: argv.maxNodes, own: argv.own };
  if (!isWork(profile, sampleType))
    return flameOf(select(profile, filtersOf(argv)), { ...options, sampleType });
  const settings = await readSettings(argv.config, costOptions(argv as unknown as Record<string, unknown>));
  const own = argv.own ?? settings.own;
  const allocs = await second(argv, argv.allocs);
  const answer: Answer = analyze(profile, {
    ...filtersOf(argv),
    sampleType: argv.sampleType,
    limit: argv.limit,
    own,
    unit: argv.cut,
    allocs,
    gcWeight: argv.gcWeight,
    cost: settings.cost,
  });
  return answerFlame(answer, { ...options, own });
}

/** Bytes and objects are not worth vCPUs. */
function isWork({ sampleTypes }: Profile, sampleType: number): boolean {
  const { type, unit } = (sampleTypes as readonly ValueType[])[sampleType]!;
  return unitFamily(unit)?.base !== 'bytes' && !/alloc|inuse|objects/.test(type);
}
