import assert from 'node:assert/strict';

import { ABOUT, make, planned, ref, refuses, run, token } from './remediations.ts';

const LIMITS = { writesPerAccountAndHour: 3, writesPerEpisode: 2 };

describe('A cap on automatic writes', () => {
  it('the cap of an account is checked together with storing the intent', async () => {
    const parts = make({ limits: LIMITS });
    await run(parts, planned);
    const cap = { account: '111122223333', at: '2026-11-23T06:00:00.000Z', most: 3 };
    const [intended] = parts.ledger.calls;
    assert.deepEqual(intended, [
      'rememberIntent',
      planned.workflowId,
      1,
      1,
      token,
      ref.hash,
      cap,
      ABOUT,
    ]);
  });

  it('a reached account cap refuses the write and names the setting', async () => {
    const parts = make({ limits: LIMITS, ledger: { refused: 'capped' } });
    await refuses(
      parts,
      planned,
      'refused',
      /account 111122223333 .*its cap of 3 automatic writes .*07:00Z.*limits\.writes_per_account_and_hour in policies\/remediation\.yaml/,
    );
  });

  it('a reached episode cap refuses the write and names the setting', async () => {
    const third = { ...planned, round: 3 };
    await refuses(
      make({ limits: LIMITS }),
      third,
      'refused',
      /round 3 .*2 automatic writes.*limits\.writes_per_episode in policies\/remediation\.yaml/,
    );
    const parts = make({ limits: LIMITS });
    assert.notEqual((await run(parts, { ...planned, round: 2 })).result.status, 'refused');
  });

  it('the cap is not checked again for an intent that is stored already', async () => {
    const execution = { token, planHash: ref.hash, executionId: null };
    const parts = make({ limits: LIMITS, ledger: { refused: 'capped', execution } });
    const { result } = await run(parts, planned);
    assert.equal(result.status, 'succeeded');
  });
});
