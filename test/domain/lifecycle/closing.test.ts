import assert from 'node:assert/strict';

import { verification } from '../../builders/verification.ts';
import { after, triaged } from './script.ts';

it('a close that the closer refuses goes to human review with what it saw', () => {
  const because = 'not compliant when it was to be closed (v-2): Bucket payments-logs is public.';
  const result = { status: 'refused', refusals: [], because } as const;
  const state = after(triaged({ verification: verification('fixed') }), { type: 'closed', result });

  assert.equal(state.phase.name, 'HUMAN_REVIEW');
  const reason = 'reason' in state.phase ? state.phase.reason : '';
  assert.equal(reason, `verified, but not closed: ${because}`);
});

it('a closed lifecycle names the verification of the worker that closed it', () => {
  const own = { ...verification('fixed'), id: 'v-of-the-closer' };
  const result = { status: 'closed', remarks: [], verification: own } as const;
  const state = after(triaged({ verification: verification('fixed') }), { type: 'closed', result });

  assert.equal(state.verification?.id, 'v-of-the-closer');
});
