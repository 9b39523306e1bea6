import assert from 'node:assert/strict';

import { readEnv } from '../../workers/env.ts';

const NEEDED = { AWS_REGION: 'eu-west-1', CLOSELOOP_EVIDENCE_BUCKET: 'acme-evidence' };

describe("a worker's environment", () => {
  it('names everything that is missing or malformed at once', () => {
    const wrong = { CLOSELOOP_PROOF_POLICY: 'maybe', CLOSELOOP_POLICIES_COMMIT: 'not a commit' };
    assert.throws(() => readEnv(wrong), {
      message:
        /AWS_REGION: missing.*\n.*CLOSELOOP_EVIDENCE_BUCKET: missing.*\n.*CLOSELOOP_POLICIES_COMMIT: expected a commit.*\n.*CLOSELOOP_PROOF_POLICY: expected require or trust-namespace/,
    });
  });

  it('has the commit of the policies where a deployment names it, else null', () => {
    assert.equal(readEnv(NEEDED).policiesCommit, null);
    assert.equal(readEnv({ ...NEEDED, CLOSELOOP_POLICIES_COMMIT: '' }).policiesCommit, null);
    const given = readEnv({ ...NEEDED, CLOSELOOP_POLICIES_COMMIT: '1a2b3c4d' });
    assert.equal(given.policiesCommit, '1a2b3c4d');
  });
});
