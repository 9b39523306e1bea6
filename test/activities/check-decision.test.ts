import assert from 'node:assert/strict';

import { checkDecision } from '../../activities/decisions/check-decision.ts';
import { checkProof } from '../../activities/decisions/check-proof.ts';
import { fakePolicies, OWNERSHIP } from './fakes.ts';
import { approvalOf } from './sample.ts';

const decision = approvalOf('ab');

it('believes the namespace where the policy does, and says so', () => {
  const check = checkProof('trust-namespace', decision);
  assert.equal(check.trusted, true);
  assert.match(check.because, /trusts the Temporal namespace: .*cli names Ada/);
});

it('takes a decision without proof for a request', () => {
  const check = checkProof('require', decision);
  assert.equal(check.trusted, false);
  assert.match(check.because, /is a request: .*names Ada carries no proof; decide through a door/);
});

it('does not believe a proof that it cannot verify', () => {
  for (const kind of ['receipt', 'caller-identity'] as const) {
    const check = checkProof('require', { ...decision, proof: { kind, value: 'signed' } });
    assert.equal(check.trusted, false);
    assert.match(check.because, new RegExp(`cannot verify a ${kind}`));
  }
});

it('answers an assignment with whom to ask from now on, and refuses a team that is not there', async () => {
  const deps = { policies: fakePolicies(), proofPolicy: 'trust-namespace' } as const;
  const assign = { ...decision, decision: 'assign', planHash: null } as const;
  const given = await checkDecision(deps, { decision: { ...assign, team: 'platform' } });
  const nowhere = await checkDecision(deps, { decision: { ...assign, team: 'platfrom' } });

  assert.equal(given.assigned?.owner.team, 'platform');
  assert.deepEqual(
    given.assigned?.ladder.map(({ who }) => who),
    ['platform', `${OWNERSHIP.defaultTeam} (the default team)`],
  );
  assert.equal(nowhere.trusted, false);
  assert.match(nowhere.because, /no team "platfrom": one of cloud, payments, platform/);
});
