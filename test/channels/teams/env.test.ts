import assert from 'node:assert/strict';

import { readTeamsEnv } from '../../../channels/teams/env.ts';

const URL_ = 'https://prod-1.westeurope.logic.azure.com/workflows/x?sig=very-secret';

it('the Teams function reads its workflows by name', () => {
  const read = readTeamsEnv({
    AWS_REGION: 'eu-west-1',
    TEAMS_WORKFLOWS: JSON.stringify({ payments: URL_ }),
    CLOSELOOP_TEAMS_DEFAULT: 'payments',
  });
  assert.deepEqual(read, {
    ledgerPrefix: 'closeloop',
    urls: { payments: URL_ },
    defaultWorkflow: 'payments',
  });
});

it('the Teams function names everything missing or malformed at once, without an address', () => {
  const wrong = [
    [{}, /AWS_REGION: missing.*\n.*TEAMS_WORKFLOWS: missing/],
    [{ TEAMS_WORKFLOWS: `{"a": "${URL_}"` }, /expected JSON/],
    [{ TEAMS_WORKFLOWS: '{}' }, /at least one workflow/],
    [{ TEAMS_WORKFLOWS: JSON.stringify({ a: 'http://example.com?sig=very-secret' }) }, /https:/],
    [{ TEAMS_WORKFLOWS: JSON.stringify({ 'a b': URL_ }) }, /letters, digits/],
    [
      {
        AWS_REGION: 'eu-west-1',
        TEAMS_WORKFLOWS: JSON.stringify({ a: URL_ }),
        CLOSELOOP_TEAMS_DEFAULT: 'b',
      },
      /CLOSELOOP_TEAMS_DEFAULT: expected a name in TEAMS_WORKFLOWS/,
    ],
  ] as const;
  for (const [variables, problem] of wrong) {
    assert.throws(
      () => readTeamsEnv(variables),
      (error) => {
        assert.match(String(error), problem);
        assert.doesNotMatch(String(error), /very-secret/);
        return true;
      },
    );
  }
});
