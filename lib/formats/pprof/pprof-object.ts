/** Takes pprof-format's in-process Profile, which is what @datadog/pprof hands out. */
import type { Profile as PprofFormat } from 'pprof-format';
import { ProfileError } from '../../base/errors.js';

/** What the library needs of it, so that any version and any copy of the package will do. */
export type InProcessProfile = Pick<
  PprofFormat,
  'sample' | 'location' | 'sampleType' | 'stringTable' | 'encode'
>;

/** By shape, not by class: an application may hold another copy of the package. */
export function isInProcessProfile(input: unknown): input is InProcessProfile {
  return (
    typeof input === 'object' &&
    input !== null &&
    'encode' in input &&
    typeof input.encode === 'function' &&
    'sample' in input &&
    'stringTable' in input
  );
}

/**
 * The profile as protobuf bytes: its own encoder knows how it keeps numbers, and the reader checks what comes out.
 * Throws 'bad-value' where it does not encode.
 */
export function bytesOf(profile: InProcessProfile, name: string): Uint8Array {
  try {
    return profile.encode();
  } catch (error) {
    throw new ProfileError(
      'bad-value',
      `${name}: the in-process profile does not encode: ${(error as Error).message}`,
      null,
      {
        cause: error,
      },
    );
  }
}
