/** What the console reads out of sentences that the domain writes. */
import assert from 'node:assert/strict';

import { reasonOf } from '../../console/commands/findings-list.ts';
import { waitsForWords } from '../../console/owner.ts';
import { ledgerRow, toPeople } from '../../domain/lifecycle-story.ts';
import { begin } from '../../domain/lifecycle.ts';
import { lifecycle, NOW, PLAN } from './rows.ts';

const observation = {
  messageId: 'm-1',
  finding: { id: 'f', productArn: 'p' },
  severity: 'HIGH',
  title: 'a title',
  product: 'aws/securityhub',
  recordState: 'ACTIVE',
  compliance: 'FAILED',
  updatedAt: '2026-03-01T10:00:00.000Z',
  asked: false,
} as const;
const state = begin(lifecycle().problem, observation, 'run-1', NOW);

describe('a row of the ledger', () => {
  it('tells why people decide, and for whom the default team stands', () => {
    const row = { ...lifecycle(), ...ledgerRow(toPeople(state, 'denied: role: x\ny', NOW)) };

    assert.equal(reasonOf({ ...row, reason: 'open: seen later' }), 'denied: role: x\ny');
    assert.match(
      waitsForWords(row, 'cloud-security'),
      /^cloud-security \(default\) decides until /,
    );
  });

  it('carries the detail of its plan, and none where there is none', () => {
    const plan = { hash: PLAN, summary: 's', detail: ['Way back: none'] };

    assert.deepEqual(ledgerRow({ ...state, plan }).planDetail, ['Way back: none']);
    assert.equal(
      'planDetail' in ledgerRow({ ...state, plan: { hash: PLAN, summary: 's' } }),
      false,
    );
  });
});
