/** Every message in every status: accepted or refused. The table is written by hand, not derived from the code. */
import assert from 'node:assert/strict';

import { DECISIONS } from '../../../domain/decision.ts';
import type { Decided } from '../../../domain/decision.ts';
import { decisionsNow } from '../../../domain/lifecycle/allowed-decisions.ts';
import { cancelRefusal, recheckRefusal } from '../../../domain/lifecycle/commands.ts';
import { decisionRefusal } from '../../../domain/lifecycle/decisions.ts';
import { ledgerRow } from '../../../domain/lifecycle/ledger-row.ts';
import type { State, Phase } from '../../../domain/lifecycle/state.ts';
import { decision } from '../../builders/decision.ts';
import { exception } from '../../builders/exception.ts';
import { problem } from '../../builders/problem.ts';
import { planHash } from '../../builders/triage-result.ts';
import { after, HOUR, NOW, people } from './script.ts';

const deadline = NOW + HOUR;
const review = { name: 'HUMAN_REVIEW', deadline, reason: 'manual' } as const;
const looks = { since: NOW, lookAt: deadline, reminded: 0 };
const merging = { name: 'AWAITING_MERGE', deadline, ...looks } as const;
const PHASES: Readonly<Record<Phase['name'], Phase>> = {
  TRIAGE: { name: 'TRIAGE' },
  AWAITING_APPROVAL: { name: 'AWAITING_APPROVAL', deadline },
  REMEDIATE: { name: 'REMEDIATE' },
  SETTLE: { name: 'SETTLE', deadline },
  VERIFY: { name: 'VERIFY', because: 'asked', back: review },
  CLOSE: { name: 'CLOSE', reason: 'gone' },
  HUMAN_REVIEW: review,
  SUPPRESS: { name: 'SUPPRESS' },
  ACCEPTED: { name: 'ACCEPTED', deadline },
  REOPEN: { name: 'REOPEN', reason: 'expired', to: 'TRIAGE' },
  DRAFT_FIX: { name: 'DRAFT_FIX' },
  PROPOSE_FIX: { name: 'PROPOSE_FIX' },
  AWAITING_MERGE: merging,
  CHECK_MERGE: { name: 'CHECK_MERGE', back: merging },
  WITHDRAW_FIX: { name: 'WITHDRAW_FIX', reason: 'gone', onward: { name: 'SUPPRESS' } },
  CLOSED: { name: 'CLOSED', destiny: 'Fixed', reason: 'gone' },
};

type Message = Decided | 'recheck' | 'cancel';

/** `y`: accepted, `.`: refused. `attest` is about a type that no control verifies, the others about one that has a control. */
const TABLE = `
                   approve reject accept extend revoke assign attest undo recheck cancel
TRIAGE             .       .      .      .      .      .      .      .    .       y
AWAITING_APPROVAL  y       y      y      .      .      y      .      .    y       y
REMEDIATE          .       .      .      .      .      .      .      .    .       y
SETTLE             .       .      .      .      .      .      .      .    y       y
VERIFY             .       .      .      .      .      .      .      .    .       y
CLOSE              .       .      .      .      .      .      .      .    .       .
HUMAN_REVIEW       y       .      y      .      .      y      y      y    y       .
SUPPRESS           .       .      .      .      .      .      .      .    .       .
ACCEPTED           .       .      .      y      y      .      .      .    y       .
REOPEN             .       .      .      .      .      .      .      .    .       .
DRAFT_FIX          .       .      .      .      .      .      .      .    .       y
PROPOSE_FIX        .       .      .      .      .      .      .      .    .       y
AWAITING_MERGE     .       .      y      .      .      y      .      .    y       y
CHECK_MERGE        .       .      .      .      .      .      .      .    .       y
WITHDRAW_FIX       .       .      .      .      .      .      .      .    .       .
CLOSED             .       .      .      .      .      .      .      .    .       .
`;

function stateIn(phase: Phase['name'], message: Message): State {
  const state: State = { ...after(people), phase: PHASES[phase] };
  const unmapped = { ...problem, control: null };
  const until = NOW + 24 * HOUR;
  const accepted = exception({ since: NOW, until });
  return {
    ...state,
    ...(message === 'attest' ? { problem: unmapped } : {}),
    ...(phase === 'ACCEPTED' ? { exception: accepted } : {}),
  };
}

function isTaken(phase: Phase['name'], message: Message): boolean {
  const state = stateIn(phase, message);
  const command = { id: 'c-1', actor: 'ana', why: 'asked' };
  if (message === 'recheck') return phase !== 'CLOSED' && recheckRefusal(state, command) === null;
  if (message === 'cancel') return cancelRefusal(state, command) === null;
  const plan = message === 'approve' || message === 'reject' ? planHash : null;
  const ends = message === 'accept' || message === 'extend';
  const until = ends ? new Date(NOW + 48 * HOUR).toISOString() : null;
  const team = message === 'assign' ? 'data' : null;
  const said = decision({ decision: message, planHash: plan, until, team });
  return decisionRefusal(state, said, NOW) === null;
}

/** As lists, pages and buttons show it. An undo is offered only where Closeloop wrote. */
function isOffered(phase: Phase['name'], message: Decided): boolean {
  return decisionsNow(ledgerRow(stateIn(phase, message))).includes(message);
}

const MESSAGES: readonly Message[] = [...DECISIONS, 'recheck', 'cancel'];
const [header, ...rows] = TABLE.trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));

for (const phase of Object.values(PHASES).map(({ name }) => name)) {
  const cells = rows.find(([name]) => name === phase) ?? [];
  for (const message of MESSAGES) {
    const cell = cells[1 + (header?.indexOf(message) ?? -1)];
    it(`in ${phase} ${message} is ${cell === 'y' ? 'accepted' : 'refused'}`, () => {
      assert.ok(cell === 'y' || cell === '.', 'the table lacks it');
      assert.equal(isTaken(phase, message), cell === 'y');
      if (message !== 'recheck' && message !== 'cancel')
        assert.equal(isOffered(phase, message), cell === 'y' && message !== 'undo');
    });
  }
}

it('an undo is offered where Closeloop wrote, also of a closed finding, and while one waits its plan is decided', () => {
  const row = ledgerRow({ ...stateIn('HUMAN_REVIEW', 'undo'), wrote: true });
  const closed = ledgerRow({ ...stateIn('CLOSED', 'undo'), wrote: true });
  const undo = { by: 'ana', why: 'it broke' };

  assert.ok(decisionsNow(row).includes('undo'));
  assert.deepEqual(decisionsNow(closed), ['undo']);
  assert.deepEqual(decisionsNow({ ...row, undo }), ['approve', 'assign']);
  assert.deepEqual(decisionsNow({ ...closed, undo }), []);
});
