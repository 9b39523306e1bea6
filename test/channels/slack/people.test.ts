/** Whose decision a press in Slack is: the account or its address, as decisions.yaml knows people. */
import assert from 'node:assert/strict';

import { aboutNow, shownFor } from '../../../activities/decisions/shown.ts';
import type { Refused } from '../../../activities/ledger/lifecycle/refusals.ts';
import { decide } from '../../../channels/slack/interactions/decide.ts';
import type { DecideDeps } from '../../../channels/slack/interactions/decide.ts';
import { blocksOf, shownBlocks } from '../../../channels/slack/interactions/form-text.ts';
import type { LifecycleMessage } from '../../../client/messages.ts';
import type { SignIn } from '../../../policies/sign-in.ts';
import { OWNERSHIP, WAITING } from '../../builders/notice.ts';
import { WORKFLOW_ID } from '../../builders/problem.ts';
import { ledgerRow } from '../../builders/story.ts';

const press = {
  id: 'p-1',
  user: 'U0BARBARA',
  channel: 'C1',
  update: 'accept',
  finding: WORKFLOW_ID,
} as const;

/** Confirms the form of an acceptance with an account whose address is barbara@example.com. `member` is of the owning team. */
async function presses(signIn: Partial<SignIn>, member: string) {
  const said: LifecycleMessage[] = [];
  const refusals: Refused[] = [];
  const teams = [{ slug: 'payments', members: [member], channels: [] }];
  const at = '2026-11-23T10:00:00.000Z';
  const known = { workflowId: WORKFLOW_ID, episode: 1, updatedAt: at, closedAt: null };
  const lifecycle = { ...ledgerRow(WAITING), ...known };
  const answer = { accepted: true, phase: 'REMEDIATE', episode: 1, text: 'taken' } as const;
  const deps: DecideDeps = {
    ledger: { lifecycle: async () => lifecycle, planText: async () => null },
    refusals: { recordRefusal: async (_id, refused) => void refusals.push(refused) },
    usedProofs: { use: async () => true },
    ownership: async () => ({ ...OWNERSHIP, teams }),
    signIn: { namedBySession: [], users: {}, ...signIn },
    receipts: { issue: async () => 'receipt' },
    chat: {
      person: async () => ({ mail: 'Barbara@example.com', refused: null }),
      openForm: async () => {},
    },
    send: async (_id, message) => {
      said.push(message);
      return { status: 'accepted', answer };
    },
    now: () => new Date(),
    newId: () => 'n-1',
  };
  const form = await shownFor(deps.ledger, lifecycle, aboutNow(lifecycle, 'accept'));
  assert.ok('form' in form);
  const shown = shownBlocks.parse(blocksOf(form.form));
  const submitted = { shown, why: 'x', until: 1_800_000_000, team: null };
  const { type } = await decide(deps, { ...press, submitted });
  return { actor: said[0]?.payload.actor, refused: type, by: refusals[0]?.actor };
}

describe('a press in Slack', () => {
  it('a press in Slack decides for the person who has the account, or else the address', async () => {
    for (const identity of ['slack:U0BARBARA', 'barbara@example.com']) {
      const people = { barbara: [identity] };
      assert.equal((await presses({ people }, 'barbara')).actor, 'barbara', identity);
      assert.equal((await presses({ people }, identity)).actor, 'barbara', identity);
    }
  });

  it('a press in Slack decides for nobody whom the list of people does not have', async () => {
    const stranger = { actor: undefined, refused: 'Stranger', by: 'slack:U0BARBARA' };
    assert.deepEqual(await presses({ people: { ada: [] } }, 'barbara@example.com'), stranger);
  });

  it('a press in Slack decides for nobody where account and address are of two people', async () => {
    const people = { barbara: ['slack:U0BARBARA'], bea: ['barbara@example.com'] };
    assert.equal((await presses({ people }, 'barbara')).refused, 'Stranger');
  });

  it('a press in Slack decides for the address itself where no people are listed', async () => {
    assert.equal((await presses({}, 'barbara@example.com')).actor, 'barbara@example.com');
  });
});
