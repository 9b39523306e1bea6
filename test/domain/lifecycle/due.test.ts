/** Until when people have to decide: no message of theirs makes time, a decision that is carried out does. */
import assert from 'node:assert/strict';

import type { LifecycleEvent } from '../../../domain/lifecycle/events.ts';
import { ledgerRow } from '../../../domain/lifecycle/ledger-row.ts';
import { next, reduce } from '../../../domain/lifecycle/machine.ts';
import { FIRST_RULES, reduceByTodaysRules } from '../../../domain/lifecycle/rules.ts';
import type { State } from '../../../domain/lifecycle/state.ts';
import { decision } from '../../builders/decision.ts';
import { timetable, triageResult } from '../../builders/triage-result.ts';
import {
  after,
  approvalAsked,
  HOUR,
  NOW,
  people,
  remediated,
  trusted,
  verified,
} from './script.ts';

const recorded: LifecycleEvent = { type: 'recorded', seq: 1e9, episode: 1 };
const inReview = after(people, recorded);
const inApproval = after({ type: 'triaged', result: approvalAsked }, recorded);
/** HIGH: three levels of 24 hours each. */
const END = NOW + 72 * HOUR;

function at(state: State, hours: number, ...events: readonly LifecycleEvent[]): State {
  return events.reduce((so, event) => reduce(so, event, NOW + hours * HOUR), state);
}

function until({ phase }: State): number {
  assert.ok('deadline' in phase);
  return (phase.deadline - NOW) / HOUR;
}

/** An assignment with the check of its proof, to a team with these levels. */
function assigned(team: string, levels: readonly string[], id = 'a-1'): readonly LifecycleEvent[] {
  const ladder = levels.map((who) => ({ who, seconds: timetable.approval }));
  const given = { owner: { team, because: 'given' }, ladder };
  const said = decision({ id, decision: 'assign', planHash: null, team });
  return [
    { type: 'decision', decision: said },
    { type: 'decisionChecked', id, check: { trusted: true, because: 'test', assigned: given } },
  ];
}

/** Deadlines and reminders pass until `hours`, from the beginning or from `now`. */
function sleep(state: State, hours: number, now = NOW): State {
  const ready = reduce(state, recorded, now);
  const step = next(ready);
  assert.ok(step.do === 'wait');
  if (step.until - NOW > hours * HOUR) return ready;
  return sleep(reduce(ready, { type: 'deadline' }, step.until), hours, step.until);
}

it('a claim by the team that has the finding leaves its deadline as it is', () => {
  const claimed = at(inReview, 23, ...assigned('payments', ['payments', 'security']));

  assert.equal(until(claimed), 24);
  assert.equal(claimed.due?.latest, END);
});

it('a claim after an escalation does not bring the finding back to the first level', () => {
  const escalated = sleep(inReview, 49);
  const claimed = at(escalated, 49, ...assigned('payments', ['payments', 'security']));

  assert.equal(escalated.review?.rung, 2);
  assert.match(ledgerRow(claimed).waitsFor, /^security decides/);
  assert.equal(until(claimed), until(escalated));
});

it('a team that gets the finding has what is left of the present deadline', () => {
  const given = at(inReview, 20, ...assigned('data', ['data', 'the lead of data', 'security']));

  assert.match(ledgerRow(given).waitsFor, /^data decides/);
  assert.equal(until(given), 24);
});

it('a rejection leaves the first deadline as it is, and the levels follow it', () => {
  const said = decision({ decision: 'reject' });
  const rejected = at(inApproval, 2, { type: 'decision', decision: said }, trusted);

  assert.equal(rejected.phase.name, 'HUMAN_REVIEW');
  assert.equal(until(rejected), 24);
  assert.equal(rejected.due?.latest, NOW + (24 + 72) * HOUR);
});

it('a lifecycle that follows these rules from its rejection on keeps the deadline of the approval', () => {
  const asks = { mayFollow: () => true, mayAskAgain: () => true };
  const old = reduce({ ...inApproval, rules: FIRST_RULES }, recorded, NOW);
  const { due: _unknown, ...before } = old;
  const said = decision({ decision: 'reject' });
  const events: readonly LifecycleEvent[] = [{ type: 'decision', decision: said }, trusted];
  const rejected = events.reduce<State>(
    (state, event) => reduceByTodaysRules(state, event, { now: NOW + 2 * HOUR, ...asks }),
    before,
  );

  assert.equal(rejected.phase.name, 'HUMAN_REVIEW');
  assert.equal(until(rejected), 24);
  assert.equal(rejected.due?.latest, NOW + (24 + 72) * HOUR);
});

it('an undo that nobody approves waits no longer than the human review in which it was asked for', () => {
  const said = decision({ decision: 'undo', planHash: null });
  const plan = { hash: 'c'.repeat(64), summary: 'the undo' };
  const found = triageResult({ plan: null, undo: { plan, because: 'restores' } });
  const undoing = at(inReview, 20, { type: 'decision', decision: said }, trusted);
  const asked = at(undoing, 20, { type: 'triaged', result: found });

  assert.equal(asked.phase.name, 'AWAITING_APPROVAL');
  assert.equal(until(asked), 24);
});

it('policy may set a shorter end for all levels together, and then the last level decides', () => {
  const short = { ...timetable, inAll: { ...timetable.approval, HIGH: 30 * 3600 } };
  const route = { to: 'people', because: 'manual' } as const;
  const brief = after({ type: 'triaged', result: triageResult({ route, timetable: short }) });
  const second = sleep(brief, 25);
  const last = sleep(brief, 31);

  assert.match(ledgerRow(second).waitsFor, /^the lead of payments decides until 2026-11-02T16:00Z/);
  assert.match(ledgerRow(last).waitsFor, /^security decides/);
  assert.equal(last.review?.rung, 2);
});

it('an approval whose write was carried out gives people new time', () => {
  const said: LifecycleEvent = { type: 'decision', decision: decision() };
  const settling = at(inApproval, 20, said, trusted, remediated);
  const back = at({ ...settling, round: 4 }, 21, { type: 'deadline' }, verified('open'));

  assert.equal(settling.due, null);
  assert.equal(back.phase.name, 'HUMAN_REVIEW');
  assert.equal(until(back), 21 + 24);
});

it('nobody is late after an approval at a later level whose automation failed', () => {
  const said: LifecycleEvent = { type: 'decision', decision: decision() };
  const failed: LifecycleEvent = {
    type: 'remediated',
    result: { status: 'failed', executionId: 'e-1', reason: 'AccessDenied' },
  };
  const escalated = sleep({ ...inReview, plan: inApproval.plan }, 49);
  const back = at(escalated, 49, said, trusted, failed, verified('open'));

  assert.equal(back.phase.name, 'HUMAN_REVIEW');
  assert.equal(until(back), until(escalated));
  assert.deepEqual(back.due?.first, NOW + until(back) * HOUR);
});

it('an approval that the runtime worker refused gives no new time', () => {
  const said: LifecycleEvent = { type: 'decision', decision: decision() };
  const refused: LifecycleEvent = {
    type: 'remediated',
    result: { status: 'refused', reason: 'the kill switch is on' },
  };
  const back = at(inApproval, 20, said, trusted, refused);

  assert.equal(back.phase.name, 'HUMAN_REVIEW');
  assert.equal(until(back), 24);
});

it('the ledger says who missed the first deadline, and when', () => {
  const given = at(inReview, 20, ...assigned('data', ['data', 'the lead of data', 'security']));
  const late = sleep(given, 30, NOW + 20 * HOUR);

  assert.deepEqual(ledgerRow(late).due, {
    first: '2026-11-02T10:00:00.000Z',
    who: 'data',
    latest: '2026-11-04T10:00:00.000Z',
  });
  assert.deepEqual(ledgerRow(late).ladder, {
    asked: 'the lead of data',
    next: 'security',
    overdue: 0,
    level: 2,
    levels: 3,
  });
});
