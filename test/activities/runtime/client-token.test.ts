import assert from 'node:assert/strict';

import { clientToken } from '../../../activities/runtime/automation.ts';

it('a write keeps the client token that running histories know', () => {
  const workflowId = 'S3.Versioning:111122223333:eu-west-1:payments-ledger';
  const write = { workflowId, episode: 2, round: 1, planHash: 'ab12' };
  assert.equal(clientToken(write), 'ec895b4f-49b5-5d35-b017-1f7aa7122142');
});

it('each write has its own client token, and the same write always the same one', () => {
  const write = { workflowId: 'w', episode: 1, round: 1, planHash: 'ab' };
  const others = [{ workflowId: 'v' }, { episode: 2 }, { round: 2 }, { planHash: 'ac' }];
  const tokens = [write, ...others.map((change) => ({ ...write, ...change }))].map(clientToken);
  assert.equal(new Set(tokens).size, tokens.length);
  assert.equal(clientToken({ ...write }), tokens[0]);
  for (const token of tokens) assert.match(token, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});
