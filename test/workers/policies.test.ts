import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';

import { readEnv } from '../../workers/env.ts';
import { policiesCommit } from '../../workers/policies.ts';

const NEEDED = { AWS_REGION: 'eu-west-1', CLOSELOOP_EVIDENCE_BUCKET: 'acme-evidence' };

describe('the commit of the policies', () => {
  it('is the deployment’s word, else what Git says, else none', async () => {
    const given = { ...NEEDED, CLOSELOOP_POLICIES_COMMIT: '1a2b3c4d' };
    assert.equal(await policiesCommit(readEnv(given)), '1a2b3c4d');
    assert.match(await policiesCommit(readEnv(NEEDED)), /^[0-9a-f]{40}$|^no-commit$/);
    const outside = { ...NEEDED, CLOSELOOP_POLICIES_DIR: tmpdir() };
    assert.equal(await policiesCommit(readEnv(outside)), 'no-commit');
  });
});
