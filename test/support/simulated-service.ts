/** A made-up service for simulations of comparisons: a call tree with many functions, recorded as often as wanted. */
import { drawDirichlet } from '../../lib/evidence/distributions.js';
import type { Random } from '../../lib/evidence/random.js';
import { ProfileBuilder } from '../../lib/profile/builder.js';
import { NONE, type Profile } from '../../lib/profile/profile.js';
import { drawMultinomial } from './binomial.js';

export interface Recording {
  readonly profiles: number;
  /** Samples of each. */
  readonly samples: number;
  /** Intraclass correlation: how much the shares of every function vary between profiles. 0: not at all. */
  readonly icc: number;
  /** Factor on the cost of `hot`. */
  readonly slowdown: number;
}

interface Path {
  readonly functions: readonly string[];
  readonly share: number;
}

const HANDLERS = 6;
const LEAVES = 30;
/** What `hot` holds of the whole, in two of the handlers. */
export const HOT_SHARE = 0.1;

/**
 * main.main calls a server, that 6 handlers, each 30 functions of its own and of libraries, by Zipf's law: 180 paths and about
 * 190 functions, of which 60 hold a quarter of a point and more in self or total. `hot` is called by two handlers.
 */
const PATHS: readonly Path[] = (() => {
  const raw: { functions: string[]; share: number }[] = [];
  for (let handler = 0; handler < HANDLERS; handler++)
    for (let leaf = 0; leaf < LEAVES; leaf++)
      raw.push({
        functions: [
          'main.main',
          'net/http.(*conn).serve',
          `example.com/shop.handle${handler}`,
          // A third of the leaves are library functions that all handlers share.
          leaf % 3 === 0 ? `lib.shared${leaf}` : `example.com/shop.work${handler}x${leaf}`,
        ],
        share: 1 / ((handler + 1) * (leaf + 2)),
      });
  const sum = raw.reduce((all, { share }) => all + share, 0);
  const paths = raw.map(({ functions, share }) => ({ functions, share: (share / sum) * (1 - HOT_SHARE) }));
  for (const [handler, part] of [
    [0, 0.7],
    [1, 0.3],
  ] as const)
    paths.push({
      functions: [
        'main.main',
        'net/http.(*conn).serve',
        `example.com/shop.handle${handler}`,
        'example.com/shop.hot',
      ],
      share: HOT_SHARE * part,
    });
  return paths;
})();

/**
 * Profiles of the service, merged: the shares of each are drawn from a Dirichlet distribution of the given intraclass correlation,
 * its samples from those shares.
 */
export function record({ profiles, samples, icc, slowdown }: Recording, random: Random): Profile {
  const costs = PATHS.map(
    ({ functions, share }) => share * (functions.includes('example.com/shop.hot') ? slowdown : 1),
  );
  const whole = costs.reduce((sum, cost) => sum + cost, 0);
  const shares = costs.map((cost) => cost / whole);
  const spread = icc > 0 ? (1 - icc) / icc : 0;
  const builder = new ProfileBuilder([{ type: 'samples', unit: 'count' }]);
  const stacks = PATHS.map(({ functions }) =>
    builder.stack(
      functions.map((name) =>
        builder.location(NONE, 0n, [{ function: builder.function(name, name, null, 0), line: 0, column: 0 }]),
      ),
    ),
  );
  const none = builder.labelSet([]);
  for (let profile = 0; profile < profiles; profile++) {
    const own =
      icc > 0
        ? drawDirichlet(
            shares.map((share) => share * spread),
            random,
          )
        : shares;
    drawMultinomial(samples, own, random).forEach((count, path) => {
      if (count > 0) builder.sample(stacks[path]!, none, [count], undefined, profile as never);
    });
  }
  return builder.finish({
    sources: Array.from({ length: profiles }, (_, i) => ({
      name: `simulated-${i}`,
      format: 'test',
      sha256: null,
    })),
    defaultSampleType: 0,
  });
}
