/** Which of a profile's sample types a name means: pprof's SampleIndexByName. */
import { ProfileError } from '../base/errors.js';
import type { Profile } from './profile.js';

/** A row number of `sampleTypes`. Undefined or "": the default; digits: that row; else a type's name, "inuse_" optional. */
export function sampleTypeNamed(profile: Profile, name: string | undefined): number {
  const types = profile.sampleTypes as readonly { readonly type: string }[];
  if (name === undefined || name === '') return profile.defaultSampleType;
  if (/^\d+$/.test(name)) {
    const row = Number(name);
    if (row < types.length) return row;
    throw new ProfileError('usage', `sample type ${name} is outside the range 0 to ${types.length - 1}`);
  }
  const found = types.findIndex(({ type }) => type === name || `inuse_${name}` === type);
  if (found !== -1) return found;
  throw new ProfileError(
    'usage',
    `there is no sample type "${name}"; expected one of ${types.map(({ type }) => type).join(', ')}`,
  );
}
