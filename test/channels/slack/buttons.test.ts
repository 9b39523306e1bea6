import assert from 'node:assert/strict';

import { standing } from '../../../channels/slack/message.ts';
import type { LedgerRow } from '../../../domain/story.ts';
import { message, WAITING } from '../../activities/notify/notices.ts';

const ACCEPTED: Partial<LedgerRow> = { ...WAITING, phase: 'ACCEPTED', planHash: null };

/** Those that decide. */
function buttons(of: Partial<LedgerRow>): readonly string[] {
  return standing(message({}, of)).blocks.flatMap((block) =>
    block.type === 'actions'
      ? block.elements.flatMap((one) =>
          one.type === 'button' && one.value !== undefined ? [one.text.text] : [],
        )
      : [],
  );
}

describe('the buttons of a message in Slack', () => {
  it('offers exactly what the lifecycle allows, and what needs a reason says so by its dots', () => {
    assert.deepEqual(buttons(WAITING), ['Approve abababababab', 'Reject…', 'Accept…', 'Assign…']);
    assert.deepEqual(buttons(ACCEPTED), ['Extend…', 'Revoke…']);
    assert.deepEqual(buttons({ ...WAITING, phase: 'HUMAN_REVIEW', planHash: null }), [
      'Accept…',
      'Assign…',
      'It is fixed: check again',
    ]);
    assert.deepEqual(buttons({ ...WAITING, phase: 'CLOSED' }), []);
  });
});
