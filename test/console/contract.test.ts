/** What the console reads out of sentences that the domain writes. */
import assert from 'node:assert/strict';

import { nextCommands } from '../../console/commands/findings/next-commands.ts';
import { reasonOf } from '../../console/commands/findings/row.ts';
import { namingDefaultTeam } from '../../console/output/owner.ts';
import { DECISIONS } from '../../domain/decision.ts';
import type { Decision } from '../../domain/decision.ts';
import { cancelRefusal, recheckRefusal } from '../../domain/lifecycle/commands.ts';
import { decisionRefusal } from '../../domain/lifecycle/decisions.ts';
import { ledgerRow } from '../../domain/lifecycle/ledger-row.ts';
import { begin } from '../../domain/lifecycle/machine.ts';
import { PHASES } from '../../domain/lifecycle/phases.ts';
import { toHumanReview } from '../../domain/lifecycle/review.ts';
import type { State, Phase } from '../../domain/lifecycle/state.ts';
import { decision } from '../builders/decision.ts';
import { exception } from '../builders/exception.ts';
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
const { problem, workflowId } = lifecycle();
const state = begin({ problem, workflowId, opener: 'run-1' }, observation, NOW);
const plan = { hash: PLAN, summary: 's', detail: ['Undo: none'] };
const deadline = NOW + 3_600_000;
const inForce = exception({ since: NOW, until: NOW + 30 * 86_400_000 });

describe('a row of the ledger', () => {
  it('a row of the ledger tells why people decide, and for whom the default team stands', () => {
    const row = { ...lifecycle(), ...ledgerRow(toHumanReview(state, 'denied: role: x\ny', NOW)) };

    assert.equal(reasonOf({ ...row, reason: 'open: seen later' }), 'denied: role: x\ny');
    assert.match(
      namingDefaultTeam(row.waitsFor, 'cloud-security'),
      /^cloud-security \(default\) decides until /,
    );
  });

  it('a row of the ledger carries the detail of its plan, and none where there is none', () => {
    assert.deepEqual(ledgerRow({ ...state, plan }).planDetail, ['Undo: none']);
    assert.equal(
      'planDetail' in ledgerRow({ ...state, plan: { hash: PLAN, summary: 's' } }),
      false,
    );
  });

  it('a row of the ledger tells who is asked now and who next, until the last are asked again', () => {
    const [ana, lead] = ['ana', 'lead'].map((who) => ({ who, seconds: state.timetable.approval }));
    const ladder = [ana, lead].flatMap((rung) => rung ?? []);
    const timetable = { ...state.timetable, ladder };
    const first = toHumanReview({ ...state, timetable }, 'why', NOW);
    const review = { rung: 1, since: NOW, deadline, reminded: 0, overdue: 2 };

    assert.deepEqual(ledgerRow(first).ladder, {
      asked: 'ana',
      next: 'lead',
      overdue: 0,
      level: 1,
      levels: 2,
    });
    assert.deepEqual(ledgerRow({ ...first, review }).ladder, {
      asked: 'lead',
      next: null,
      overdue: 2,
      level: 2,
      levels: 2,
    });
    assert.equal('ladder' in ledgerRow(state), false);
  });

  it('a row of the ledger tells what waits for a second person, in the words of the first', () => {
    const asked = { ...decided('accept'), until: '2026-03-31T00:00:00+02:00', planHash: null };
    const { request, waitsFor } = ledgerRow({
      ...toHumanReview(state, 'denied', NOW),
      request: asked,
    });
    const row = { ...lifecycle(), phase: 'HUMAN_REVIEW', waitsFor };

    assert.deepEqual(request, {
      decision: 'accept',
      by: 'dana',
      why: 'why',
      until: '2026-03-31T00:00:00+02:00',
      planHash: null,
    });
    assert.ok(request);
    assert.equal(reasonOf({ ...row, request }), 'denied.');
  });

  it('a row of the ledger tells when people hear next that an exception ends', () => {
    const headsUp = [14 * 86_400, 86_400];
    const acceptance = { ...state.timetable.acceptance, headsUp };
    const timetable = { ...state.timetable, acceptance };
    const told = (headsUps: number) =>
      ledgerRow({ ...state, timetable, exception: { ...inForce, headsUps } }).headsUpAt;

    assert.deepEqual(
      [told(0), told(1), told(2)],
      ['2026-03-17T12:00:00.000Z', '2026-03-30T12:00:00.000Z', undefined],
    );
  });
});

describe('what the console offers', () => {
  const looks = { since: deadline - 1000, lookAt: deadline, reminded: 0 };
  const merging = { name: 'AWAITING_MERGE', deadline, ...looks } as const;
  const phases: readonly Phase[] = [
    { name: 'TRIAGE' },
    { name: 'AWAITING_APPROVAL', deadline },
    { name: 'REMEDIATE' },
    { name: 'SETTLE', deadline },
    { name: 'VERIFY', because: 'b', back: null },
    { name: 'CLOSE', reason: 'remediated' },
    { name: 'HUMAN_REVIEW', deadline, reason: 'r' },
    { name: 'SUPPRESS' },
    { name: 'ACCEPTED', deadline: inForce.until },
    { name: 'REOPEN', reason: 'r', to: 'TRIAGE' },
    { name: 'DRAFT_FIX' },
    { name: 'PROPOSE_FIX' },
    merging,
    { name: 'CHECK_MERGE', back: merging },
    { name: 'WITHDRAW_FIX', reason: 'r', onward: { name: 'SUPPRESS' } },
    { name: 'CLOSED', destiny: 'Fixed', reason: 'remediated' },
  ];

  it('the console lists every status of the state machine', () => {
    assert.deepEqual(phases.map(({ name }) => name).toSorted(), PHASES.toSorted());
  });

  for (const phase of phases) {
    const accepted = phase.name === 'ACCEPTED' ? inForce : null;
    const here = { ...state, episode: 1, plan, phase, exception: accepted };
    for (const request of [null, decided('accept')]) {
      const waiting = request === null ? 'nobody' : 'a second person';
      it(`the console offers in ${phase.name} what the lifecycle accepts, while it waits for ${waiting}`, () => {
        const now = { ...here, request };
        const row = { ...lifecycle(), ...ledgerRow(now) };
        const lines = nextCommands(row).filter((line) => !line.includes('--until'));
        const offered = new Set(lines.map((line) => /findings ([\w-]+)/.exec(line)?.[1]));

        const told = VERBS.filter((verb) => offered.has(verb));
        assert.deepEqual(
          told,
          VERBS.filter((verb) => takes(now, verb)),
        );
      });
    }
  }
});

/** What can be undone stands in the ledger's automations, not in the row: the command itself asks. */
const VERBS = [...DECISIONS.filter((kind) => kind !== 'undo'), 'recheck', 'cancel'] as const;

function takes(now: State, verb: (typeof VERBS)[number]): boolean {
  const command = { id: 'c-1', actor: 'kim', why: 'why' };
  if (verb === 'recheck') return recheckRefusal(now, command) === null;
  if (verb === 'cancel') return cancelRefusal(now, command) === null;
  return (
    decisionRefusal(now, { ...decided(verb), actor: 'kim' }, NOW)?.type !== 'NotAllowedInState'
  );
}

function decided(what: Decision['decision']): Decision {
  return decision({
    id: `d-${what}`,
    finding: workflowId,
    decision: what,
    planHash: PLAN,
    severity: 'CRITICAL',
    until: new Date(NOW + 86_400_000).toISOString(),
    team: 'platform',
    actor: 'dana',
    why: 'why',
  });
}
