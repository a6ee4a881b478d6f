import assert from 'node:assert/strict';
import { sampleTypeNamed } from '../../../lib/profile/sample-type.js';
import { profileOf } from '../../support/draw.js';

const profileWith = (...types: readonly string[]) =>
  profileOf([`main ${types.map(() => 1).join()}`], {
    sampleTypes: types.map((type) => ({ type, unit: 'bytes' })),
    defaultSampleType: 0,
  });

describe('a sample type by its name', () => {
  for (const [types, name, want] of [
    [['objects', 'space'], undefined, 0],
    [['objects', 'space'], '', 0],
    [['objects', 'space'], '1', 1],
    [['objects', 'space'], 'space', 1],
    [['objects', 'space'], 'inuse_space', 1],
    [['alloc_space', 'inuse_space'], 'inuse_space', 1],
    [['alloc_space', 'inuse_space'], 'space', 1],
    [['inuse_space', 'space'], 'space', 1],
    [['space', 'inuse_space'], 'inuse_space', 0],
  ] as const)
    it(`is ${want} for ${name} of ${types}`, () => {
      assert.equal(sampleTypeNamed(profileWith(...types), name), want);
    });

  it('is refused where there is none, with what there is', () => {
    const profile = profileWith('samples', 'cpu');
    assert.throws(() => sampleTypeNamed(profile, 'wall'), { code: 'usage', message: /one of samples, cpu/ });
    assert.throws(() => sampleTypeNamed(profile, '2'), {
      code: 'usage',
      message: /outside the range 0 to 1/,
    });
  });
});
