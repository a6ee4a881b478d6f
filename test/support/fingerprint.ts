/** One number for the bits of many draws, quantiles and intervals: equal on two engines only if all of them are. */
import {
  bernoulli,
  drawDirichlet,
  lognormal,
  normal,
  pert,
  triangular,
  twoPieceLognormal,
} from '../../lib/evidence/distributions.js';
import { clopperPearson, wilson } from '../../lib/evidence/intervals.js';
import { normalCdf } from '../../lib/evidence/normal.js';
import { Random } from '../../lib/evidence/random.js';
import { studentQuantile } from '../../lib/evidence/special-functions.js';

export const FINGERPRINT_SEED = 20_261_124;

/** What the library draws and computes. */
export function fingerprint(): number {
  const bits = new Bits();
  const root = new Random(FINGERPRINT_SEED);
  for (const [name, distribution] of Object.entries({
    normal: normal(1, 2),
    lognormal: lognormal(7, 0.5),
    twoPieceLognormal: twoPieceLognormal(1.2, 1.7, 2.6),
    triangular: triangular(0.7, 0.85, 0.95),
    pert: pert(4, 7, 16),
    bernoulli: bernoulli(0.15),
  })) {
    const random = root.stream(name);
    for (let i = 0; i < 20_000; i++) bits.add(distribution.draw(random));
  }
  const random = root.stream('dirichlet');
  for (let i = 0; i < 2000; i++) for (const share of drawDirichlet([0.1, 3, 200], random)) bits.add(share);
  for (let k = 1; k < 200; k++) {
    const { low, high } = clopperPearson(k, 1000);
    for (const value of [low, high, studentQuantile(0.975, k), normalCdf(k / 20 - 5), wilson(k, 1000).low])
      bits.add(value);
  }
  return bits.value();
}

/** The same of the engine's own Math, to see whether it would have done. */
export function engineFingerprint(): number {
  const bits = new Bits();
  const random = new Random(FINGERPRINT_SEED).stream('engine');
  for (let i = 0; i < 100_000; i++) {
    const x = (random.uniform() - 0.5) * 100;
    for (const value of [
      Math.exp(x),
      Math.log(Math.abs(x)),
      Math.abs(x) ** 1.7,
      Math.log1p(random.uniform()),
    ])
      bits.add(value);
  }
  return bits.value();
}

/** FNV-1a of 32 bits over the bytes of floats. */
class Bits {
  readonly #view = new DataView(new ArrayBuffer(8));
  #hash = 0x811c9dc5;

  add(value: number): void {
    this.#view.setFloat64(0, value);
    for (let i = 0; i < 8; i++) this.#hash = Math.imul(this.#hash ^ this.#view.getUint8(i), 16777619);
  }

  value(): number {
    return this.#hash >>> 0;
  }
}
