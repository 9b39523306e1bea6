import assert from 'node:assert/strict';

import { mainPost } from '../../../channels/slack/message.ts';
import type { LedgerRow } from '../../../domain/story.ts';
import { message, WAITING } from '../../builders/notice.ts';

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
    assert.deepEqual(buttons(WAITING), ['Approve…', 'Reject…', 'Accept…', 'Assign…']);
    assert.deepEqual(buttons(ACCEPTED), ['Extend…', 'Revoke…']);
    assert.deepEqual(buttons({ ...WAITING, phase: 'HUMAN_REVIEW', planHash: null }), [
      'Accept…',
      'Assign…',
      'It is fixed: check again',
    ]);
    assert.deepEqual(buttons({ ...WAITING, phase: 'CLOSED' }), []);
  });
});
