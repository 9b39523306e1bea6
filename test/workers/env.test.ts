import assert from 'node:assert/strict';

import { readEnv } from '../../workers/env.ts';

const NEEDED = { AWS_REGION: 'eu-west-1', CLOSELOOP_EVIDENCE_BUCKET: 'acme-evidence' };

describe("a worker's environment", () => {
  it('a worker names everything that is missing or malformed in its environment at once', () => {
    const wrong = { AWS_ENDPOINT_URL: 'maybe', CLOSELOOP_POLICIES_COMMIT: 'not a commit' };
    assert.throws(() => readEnv(wrong), {
      message:
        /AWS_REGION: missing.*\n.*CLOSELOOP_EVIDENCE_BUCKET: missing.*\n.*CLOSELOOP_POLICIES_COMMIT: expected a commit.*\n.*AWS_ENDPOINT_URL: expected a URL/,
    });
  });

  it("a worker's environment has the commit of the policies where a deployment names it, else null", () => {
    assert.equal(readEnv(NEEDED).policiesCommit, null);
    assert.equal(readEnv({ ...NEEDED, CLOSELOOP_POLICIES_COMMIT: '' }).policiesCommit, null);
    const given = readEnv({ ...NEEDED, CLOSELOOP_POLICIES_COMMIT: '1a2b3c4d' });
    assert.equal(given.policiesCommit, '1a2b3c4d');
  });
});
