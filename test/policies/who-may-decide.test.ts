import assert from 'node:assert/strict';

import { UNASSIGNED } from '../../domain/ownership.ts';
import { mayDecide } from '../../policies/who-may-decide.ts';
import { OWNERSHIP } from '../builders/fake-policies.ts';

/** Owner → who may decide. OWNERSHIP: default team cloud (Ada, grace), payments (barbara, lead radia), platform (linus). */
const ALWAYS = ['Ada', 'grace', 'margaret'];
const TABLE: Readonly<Record<string, readonly string[]>> = {
  payments: [...ALWAYS, 'barbara', 'radia'],
  platform: [...ALWAYS, 'linus'],
  cloud: ALWAYS,
  [UNASSIGNED]: ALWAYS,
  'no-such-team': ALWAYS,
};
const EVERYBODY = ['Ada', 'grace', 'barbara', 'radia', 'linus', 'margaret', 'eve', 'ada', ''];

describe('who may decide', () => {
  for (const [owner, allowed] of Object.entries(TABLE))
    for (const person of EVERYBODY)
      it(`${person || 'nobody'} ${allowed.includes(person) ? 'may' : 'may not'} decide about a finding of ${owner}`, () => {
        assert.equal(mayDecide(person, owner, OWNERSHIP).may, allowed.includes(person));
      });

  it('before the owner is known the default team decides', () => {
    for (const person of EVERYBODY)
      assert.equal(mayDecide(person, null, OWNERSHIP).may, ALWAYS.includes(person));
  });

  it('a refused decision names who may decide', () => {
    assert.equal(
      mayDecide('eve', 'payments', OWNERSHIP).because,
      'eve may not decide about it; these may: payments (barbara, radia), cloud (Ada, grace), the security lead (margaret)',
    );
  });
});
