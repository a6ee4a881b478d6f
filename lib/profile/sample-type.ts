/** Which of a profile's sample types a name means: pprof's SampleIndexByName. */
import { ProfileError } from '../base/errors.js';
import type { Profile } from './profile.js';

/**
 * A row number of `sampleTypes`. Undefined or "": the default; digits: that row; else a type's name. "inuse_space" also
 * means the "space" of older heap profiles, and "space" the "inuse_space" of newer ones.
 */
export function sampleTypeNamed(profile: Profile, name: string | undefined): number {
  const types = profile.sampleTypes as readonly { readonly type: string }[];
  if (name === undefined || name === '') return profile.defaultSampleType;
  if (/^\d+$/.test(name)) {
    const row = Number(name);
    if (row < types.length) return row;
    throw new ProfileError('usage', `sample type ${name} is outside the range 0 to ${types.length - 1}`);
  }
  const plain = name.replace(/^inuse_/, '');
  for (const wanted of [[name, plain], [`inuse_${name}`]]) {
    const found = types.findIndex(({ type }) => wanted.includes(type));
    if (found !== -1) return found;
  }
  throw new ProfileError(
    'usage',
    `there is no sample type "${name}"; expected one of ${types.map(({ type }) => type).join(', ')}`,
  );
}
