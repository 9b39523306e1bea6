import assert from 'node:assert/strict';

import { mainPost } from '../../../channels/slack/message.ts';
import type { LedgerRow } from '../../../domain/story.ts';
import { message, WAITING } from '../../builders/notice.ts';
import { ledgerRow } from '../../builders/story.ts';

const ACCEPTED: Partial<LedgerRow> = { ...WAITING, phase: 'ACCEPTED', planHash: null };

/** The texts of the buttons that decide. */
function buttons(of: Partial<LedgerRow>): readonly string[] {
  return mainPost(message({}, of)).blocks.flatMap((block) =>
    block.type === 'actions'
      ? block.elements.flatMap((one) =>
          one.type === 'button' && one.value !== undefined ? [one.text.text] : [],
        )
      : [],
  );
}

describe('the buttons of a message in Slack', () => {
  it('a Slack message has a button for each allowed decision, with dots where a form opens first', () => {
    const check = 'It is fixed: check again';
    const review = { ...WAITING, phase: 'HUMAN_REVIEW' };
    const withoutPlan = { ...review, planHash: null };
    const unmapped = { ...withoutPlan, problem: { ...ledgerRow().problem, control: null } };
    const undo = { by: 'ana', why: 'the website needs it' };

    assert.deepEqual(buttons(WAITING), ['Approve…', 'Reject…', 'Accept…', 'Assign…', check]);
    assert.deepEqual(buttons(ACCEPTED), ['Extend…', 'Revoke…', check]);
    assert.deepEqual(buttons(review), ['Approve…', 'Accept…', 'Assign…', check]);
    assert.deepEqual(buttons(withoutPlan), ['Accept…', 'Assign…', check]);
    assert.deepEqual(buttons(unmapped), ['Accept…', 'Attest that it is fixed…', 'Assign…']);
    assert.deepEqual(buttons({ ...WAITING, undo }), ['Approve…', 'Reject…', 'Assign…']);
    assert.deepEqual(buttons({ ...WAITING, phase: 'CLOSED' }), []);
    assert.deepEqual(buttons({ ...WAITING, phase: 'CLOSED', wrote: true }), ['Undo…']);
  });
});
