import assert from 'node:assert/strict';

import { checkDecision } from '../../activities/decisions/check-decision.ts';
import { approvalOf } from './sample.ts';

const decision = approvalOf('ab');

it('believes the namespace where the policy does, and says so', () => {
  const check = checkDecision('trust-namespace', decision);
  assert.equal(check.trusted, true);
  assert.match(check.because, /trusts the Temporal namespace: .*cli names Ada/);
});

it('takes a decision without proof for a request', () => {
  const check = checkDecision('require', decision);
  assert.equal(check.trusted, false);
  assert.match(check.because, /is a request: .*names Ada carries no proof; decide through a door/);
});

it('does not believe a proof that it cannot verify', () => {
  for (const kind of ['receipt', 'caller-identity'] as const) {
    const check = checkDecision('require', { ...decision, proof: { kind, value: 'signed' } });
    assert.equal(check.trusted, false);
    assert.match(check.because, new RegExp(`cannot verify a ${kind}`));
  }
});
