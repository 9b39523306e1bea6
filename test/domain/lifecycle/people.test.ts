/** Once people have a finding they keep it: what leaves their status comes back to it, and two of them decide a write. */
import assert from 'node:assert/strict';

import type { Decision } from '../../../domain/decision.ts';
import type { LifecycleEvent } from '../../../domain/lifecycle/events.ts';
import { begin, next, reduce } from '../../../domain/lifecycle/machine.ts';
import { FIRST_RULES, reduceByTodaysRules } from '../../../domain/lifecycle/rules.ts';
import type { State } from '../../../domain/lifecycle/state.ts';
import { decision } from '../../builders/decision.ts';
import { observation } from '../../builders/finding.ts';
import { opening, problem } from '../../builders/problem.ts';
import { planHash, timetable } from '../../builders/triage-result.ts';
import { verification } from '../../builders/verification.ts';
import { after, approvalAsked, deadline, HOUR, NOW, people, recheck } from './script.ts';
import { triaged, verified } from './script.ts';

const acceptance = { ...timetable.acceptance, fourEyesFrom: 'HIGH' } as const;
const policies = { timetable: { ...timetable, acceptance, fourEyesApproval: true } };
const automatic = triaged(policies);
const approval = triaged({ ...policies, route: approvalAsked.route });
const nothingToUndo = { undo: { plan: null, because: 'nothing was written' } };
const suppressed: LifecycleEvent = { type: 'suppressed', result: { status: 'done', remarks: [] } };
const reopened: LifecycleEvent = { type: 'reopened', result: { status: 'done', remarks: [] } };
const cancel: LifecycleEvent = {
  type: 'cancel',
  command: { id: 'stop', actor: 'ana', why: 'not now' },
};

function on(state: State, ...events: LifecycleEvent[]): State {
  return events.reduce((before, event) => reduce(before, event, NOW), state);
}

let ids = 0;

/** A decision that was sent and believed. */
function decided(state: State, actor: string, said: Partial<Decision>): State {
  const id = `d-${(ids += 1)}`;
  const { severity } = state;
  const asked = decision({ id, actor, severity, planHash: null, ...said });
  const check = { trusted: true, because: 'of payments', actor };
  return on(state, { type: 'decision', decision: asked }, { type: 'decisionChecked', id, check });
}

const waits = after(approval);
const rejected = decided(waits, 'ana', { decision: 'reject', planHash });
const inDays = (days: number) => new Date(NOW + days * 24 * HOUR).toISOString();
const accept = { decision: 'accept', until: inDays(10) } as const;
const low = { ...policies, severity: 'LOW', route: approvalAsked.route } as const;
const lowRejected = decided(
  on(begin(opening, observation({ severity: 'LOW' }), NOW), triaged(low)),
  'ana',
  { decision: 'reject', planHash },
);

it('an undo of nothing goes back to the human review that it came from, with its plan and deadline', () => {
  const asked = decided(rejected, 'bob', { decision: 'undo' });
  const refused = on(asked, triaged({ ...policies, ...nothingToUndo }));
  const back = on(refused, verified('open'));

  assert.deepEqual(next(asked), { do: 'triage' });
  assert.deepEqual(next(refused), { do: 'verify' });
  assert.deepEqual(back.phase, rejected.phase);
  assert.equal(back.plan?.hash, planHash);
  assert.equal(back.undo, null);
});

it('an undo that is rejected, or that nobody approves, goes back to human review', () => {
  const hash = 'c'.repeat(64);
  const undo = { plan: { hash, summary: 'the undo' }, because: 'restores' };
  const fixed = triaged({ ...policies, verification: verification('fixed'), plan: null, undo });
  const planned = on(decided(rejected, 'bob', { decision: 'undo' }), fixed);

  for (const refused of [
    decided(planned, 'ana', { decision: 'reject', planHash: hash }),
    on(planned, deadline),
    on(planned, cancel),
  ])
    assert.deepEqual(on(refused, verified('open')).phase, rejected.phase);
  assert.equal(planned.phase.name, 'AWAITING_APPROVAL');
});

it('an undo whose triage fails goes back to human review, where other decisions are possible again', () => {
  const asked = decided(rejected, 'bob', { decision: 'undo' });
  const failed = on(asked, { type: 'failed', work: 'triage', failure: 'lost' }, verified('open'));

  assert.deepEqual(failed.phase, rejected.phase);
  assert.equal(decided(failed, 'bob', { planHash }).request?.actor, 'bob');
});

it('a risk that one person accepts and revokes goes back to the people who had the finding', () => {
  const asleep = on(decided(lowRejected, 'bob', accept), suppressed);
  const open = on(decided(asleep, 'bob', { decision: 'revoke' }), reopened, triaged(low));
  const alone = decided(open, 'bob', { planHash });

  assert.equal(asleep.phase.name, 'ACCEPTED');
  assert.equal(open.phase.name, 'HUMAN_REVIEW');
  assert.match(open.phase.reason, /people have it, because rejected by ana/);
  assert.equal(alone.request?.actor, 'bob');
  assert.deepEqual(next(decided(alone, 'ana', { planHash })), { do: 'remediate' });
});

it('a risk that one person accepted outside human review follows the table again after a revocation', () => {
  const start = on(begin(opening, observation({ severity: 'LOW' }), NOW), triaged(low));
  const asleep = on(decided(start, 'bob', accept), suppressed);
  const open = on(decided(asleep, 'bob', { decision: 'revoke' }), reopened, triaged(low));

  assert.equal(open.phase.name, 'AWAITING_APPROVAL');
});

const byTwo = decided(decided(waits, 'ana', accept), 'bob', accept);

it('what two people accepted and one revokes goes to human review with a new deadline, and no machine writes', () => {
  const revoked = decided(on(byTwo, suppressed), 'bob', { decision: 'revoke', why: 'a doubt' });
  const later = NOW + 5 * HOUR;
  const open = reduce(on(revoked, reopened), automatic, later);

  assert.deepEqual(next(revoked), { do: 'reopen' });
  assert.equal(open.phase.name, 'HUMAN_REVIEW');
  assert.equal(open.phase.deadline, later + 24 * HOUR);
  assert.match(open.phase.reason, /revoked by bob, accepted by ana and bob: a doubt/);
});

it('where policy lets the table decide after a revocation, it does', () => {
  const table = { ...acceptance, revoked: { ofOne: 'table', ofTwo: 'table' } } as const;
  const trusting = { ...policies.timetable, acceptance: table };
  const start = after(triaged({ timetable: trusting, route: approvalAsked.route }));
  const asleep = on(decided(decided(start, 'ana', accept), 'bob', accept), suppressed);
  const open = on(decided(asleep, 'bob', { decision: 'revoke' }), reopened, automatic);

  assert.deepEqual(next(open), { do: 'remediate' });
});

it('where policy sends every revocation to people, one that a single person accepted goes there too', () => {
  const strict = { ...acceptance, revoked: { ofOne: 'people', ofTwo: 'people' } } as const;
  const careful = { ...low, timetable: { ...policies.timetable, acceptance: strict } };
  const start = on(begin(opening, observation({ severity: 'LOW' }), NOW), triaged(careful));
  const asleep = on(decided(start, 'bob', accept), suppressed);
  const open = on(decided(asleep, 'bob', { decision: 'revoke' }), reopened, triaged(careful));

  assert.equal(open.phase.name, 'HUMAN_REVIEW');
});

const cover = {
  id: 'exception:1',
  by: 'a lead',
  confirmedBy: 'another lead',
  why: 'known',
  since: NOW,
  until: NOW + 240 * HOUR,
};
const hint: LifecycleEvent = {
  type: 'exceptionsChanged',
  hint: { id: 'h-1', exception: 'exception:1', because: 'it was revoked' },
};

it('a scoped exception that ends before its time leaves its findings to people, one that ends in time to the table', () => {
  const covered = on(after(triaged({ ...policies, cover })), suppressed);
  const early = on(covered, hint, automatic, reopened, automatic);
  const inTime = [deadline, reopened, automatic].reduce(
    (state, event) => reduce(state, event, cover.until),
    covered,
  );

  assert.equal(early.phase.name, 'HUMAN_REVIEW');
  assert.match(early.phase.reason, /exception:1 of a lead and another lead does not cover it/);
  assert.deepEqual(next(inTime), { do: 'remediate' });
});

it('a cancellation during a check counts as in any other status: two people decide', () => {
  const checked = on(waits, recheck, cancel, verified('open'));

  assert.equal(checked.phase.name, 'HUMAN_REVIEW');
  assert.equal(decided(checked, 'bob', { planHash }).request?.actor, 'bob');
});

it('after a drift, what two people approved goes back to them with the new plan', () => {
  const approved = decided(decided(rejected, 'ana', { planHash }), 'bob', { planHash });
  const moved: LifecycleEvent = {
    type: 'remediated',
    result: { status: 'moved', reason: 'somebody changed it' },
  };
  const plan = { hash: 'b'.repeat(64), summary: 'the fix after the drift' };
  const again = on(approved, moved, triaged({ ...policies, plan }));

  assert.deepEqual(next(approved), { do: 'remediate' });
  assert.equal(again.phase.name, 'HUMAN_REVIEW');
  assert.equal(again.plan?.hash, plan.hash);
});

it('an approval from before people got the finding counts no more', () => {
  const failed = on(
    decided(waits, 'bob', { planHash }),
    { type: 'remediated', result: { status: 'failed', executionId: 'e', reason: 'denied' } },
    verified('open'),
  );

  assert.equal(failed.phase.name, 'HUMAN_REVIEW');
  assert.equal(failed.approval, null);
});

it('a problem that returns while it is watched stays with the people who had it', () => {
  const compliant = on(rejected, recheck, verified('fixed'));
  const watched = on({ ...rejected, dwell: 60 }, { ...recheck }, verified('fixed'));
  const broken = on(watched, deadline, verified('open'), automatic);

  assert.equal(compliant.phase.name, 'CLOSE');
  assert.equal(watched.phase.name, 'SETTLE');
  assert.equal(broken.phase.name, 'HUMAN_REVIEW');
});

const retried = (state: State) => on(reduce(state, deadline, NOW + 2 * HOUR), automatic);

it('a failed first triage hands nothing over: the next one decides by the table', () => {
  const lost: LifecycleEvent = { type: 'failed', work: 'triage', failure: 'throttled' };
  const failed = after(lost);
  const again = retried(failed);
  const stopped = retried(after(cancel, lost));

  assert.equal(failed.phase.name, 'HUMAN_REVIEW');
  assert.deepEqual(next(again), { do: 'remediate' });
  assert.equal(stopped.phase.name, 'HUMAN_REVIEW');
});

it('a control that now covers the problem begins it anew, unless a person has decided about it', () => {
  const unknown = begin({ ...opening, problem: { ...problem, control: null } }, observation(), NOW);
  const waiting = on(unknown, triaged({ ...policies, ...people, verification: null, plan: null }));
  const mapped: LifecycleEvent = { type: 'mapped', problem };
  const attesting = decided(waiting, 'ana', { decision: 'attest' });

  assert.deepEqual(next(on(waiting, mapped, automatic)), { do: 'remediate' });
  assert.equal(on(attesting, mapped, automatic).phase.name, 'HUMAN_REVIEW');
});

const plan = { hash: planHash, summary: 'stored whole', stored: true } as const;
const stored = triaged({ ...policies, route: approvalAsked.route, plan });

const take = (may: boolean) => (state: State, event: LifecycleEvent) =>
  reduceByTodaysRules(state, event, { now: NOW, mayFollow: () => may, mayAskAgain: () => may });

const command = { id: 'look-2', actor: 'ann', why: 'and now?' };
const other: LifecycleEvent = { type: 'recheck', command };

it('a check makes a plan again that an older release did not store, so that it can be shown and approved', () => {
  for (const waiting of [waits, rejected]) {
    const checked = take(true)(waiting, recheck);
    const again = on(checked, stored);
    const replayed = take(false)(waiting, recheck);

    assert.deepEqual(next(checked), { do: 'triage' });
    assert.equal(again.phase.name, waiting.phase.name);
    assert.equal(again.plan?.stored, true);
    assert.match(checked.story.unwritten.at(-1)?.text ?? '', /the plan is made again/);
    assert.deepEqual(next(take(true)(again, other)), { do: 'verify' });
    assert.deepEqual(next(replayed), { do: 'verify' });
  }
});

it('the decision with which a lifecycle begins to follow these rules is not lost', () => {
  const old = begin({ ...opening, rules: FIRST_RULES }, observation(), NOW);
  const waiting = { ...on(old, approval), review: rejected.review };
  const asked = decision({ id: 'd-0', actor: 'ana', severity: 'HIGH' });
  const taken = take(true)(waiting, { type: 'decision', decision: asked });
  const check = { trusted: true, because: 'of payments', actor: 'ana' };
  const requested = take(true)(taken, { type: 'decisionChecked', id: 'd-0', check });

  assert.equal(taken.phase.name, 'HUMAN_REVIEW');
  assert.deepEqual(next(taken), { do: 'checkDecision' });
  assert.equal(requested.request?.actor, 'ana');
});

it('a lifecycle that begins again after Temporal lost it leaves it with the people who had it', () => {
  const lost = observation({ withPeople: 'rejected by ana: not now' });
  const again = on(begin({ ...opening, rules: FIRST_RULES }, lost, NOW), automatic);
  const requested = decided(again, 'bob', { planHash });

  assert.equal(again.phase.name, 'HUMAN_REVIEW');
  assert.equal(requested.request?.actor, 'bob');
});
