import assert from 'node:assert/strict';
import { resolveCostModel } from '../../../lib/payoff/cost-model.js';

describe('CPU per request', () => {
  const known = { fleetUtil: 0.4, fleetVcpu: 800, requestsPerSecond: 80_000 };
  const of = (options: object) => resolveCostModel(options).unknowns.cpuUsPerRequest;
  it('is utilisation x vCPU / requests a second where these are given', () => {
    assert.equal(of(known), 4000);
    assert.equal(of({ ...known, serviceShare: 0.5 }), 2000);
  });
  it('stays what was given', () => assert.equal(of({ ...known, cpuUsPerRequest: 100 }), 100));
  it('is unknown where a part of it is', () => {
    for (const part of Object.keys(known)) assert.equal(of({ ...known, [part]: undefined }), null, part);
  });
});
