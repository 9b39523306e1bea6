import assert from 'node:assert/strict';

import { readWebhookEnv } from '../../../channels/github/env.ts';

const GIVEN = { AWS_REGION: 'eu-west-1', GITHUB_WEBHOOK_SECRET: 'a long enough secret' };

describe("the GitHub function's environment", () => {
  it('the GitHub function takes one secret, or two while one is being replaced', () => {
    const { secrets, ledgerPrefix, policiesDir } = readWebhookEnv(GIVEN);
    const both = { ...GIVEN, GITHUB_WEBHOOK_SECRET_BEFORE: 'the long secret before' };

    assert.deepEqual(secrets, ['a long enough secret']);
    assert.equal(ledgerPrefix, 'closeloop');
    assert.match(policiesDir, /policies$/);
    assert.deepEqual(readWebhookEnv(both).secrets, [
      'a long enough secret',
      'the long secret before',
    ]);
  });

  it('the GitHub function names everything missing or too short at once, and shows no secret', () => {
    const short = { GITHUB_WEBHOOK_SECRET: 'hunter2', GITHUB_WEBHOOK_SECRET_BEFORE: 'hunter1' };

    assert.throws(
      () => readWebhookEnv(short),
      ({ message }: Error) => {
        assert.match(message, /AWS_REGION: missing: the Region/);
        assert.match(message, /GITHUB_WEBHOOK_SECRET: expected at least 16/);
        assert.match(message, /GITHUB_WEBHOOK_SECRET_BEFORE: expected at least 16/);
        return !message.includes('hunter');
      },
    );
  });
});
