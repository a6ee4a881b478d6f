import assert from 'node:assert/strict';
import { type InProcessProfile, readProfile, toPprofFormat, writeFolded } from '../../../../lib/index.js';

describe('an in-process Profile of pprof-format', () => {
  it('reads as the file that it came from', async () => {
    const profile = await readProfile('samples/go-shop/cpu-1.pb.gz');
    const again = await readProfile(toPprofFormat(profile));
    assert.equal(again.sources[0]!.name, '<profile>');
    assert.equal(writeFolded(again, 1), writeFolded(profile, 1));
  });

  it('is refused by name where it contradicts itself or does not encode', async () => {
    const broken = toPprofFormat(await readProfile('samples/go-shop/cpu-1.pb.gz'));
    broken.location = [];
    await assert.rejects(readProfile({ name: 'mine', input: broken }), {
      name: 'ProfileError',
      code: 'bad-reference',
      message: /^mine: /,
    });
    const throwing = {
      sample: [],
      location: [],
      sampleType: [],
      stringTable: broken.stringTable,
      encode: () => {
        throw new Error('no');
      },
    } as unknown as InProcessProfile;
    await assert.rejects(readProfile(throwing), { code: 'bad-value', message: /does not encode: no/ });
  });
});
