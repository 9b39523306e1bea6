import assert from 'node:assert/strict';

import { recheckRefusal } from '../../../domain/lifecycle/commands.ts';
import { decisionRefusal } from '../../../domain/lifecycle/decisions.ts';
import type { LifecycleEvent } from '../../../domain/lifecycle/events.ts';
import { begin, next, reduce } from '../../../domain/lifecycle/machine.ts';
import { decision } from '../../builders/decision.ts';
import { observation } from '../../builders/finding.ts';
import { opening, problem } from '../../builders/problem.ts';
import { planHash } from '../../builders/triage-result.ts';
import { verification } from '../../builders/verification.ts';
import {
  after,
  approvalAsked,
  approved,
  closed,
  deadline,
  HOUR,
  NOW,
  people,
  remediated,
  triaged,
  trusted,
  verified,
} from './script.ts';

it('an automatic fix goes from triage to Fixed by remediation', () => {
  const state = after(triaged(), remediated, deadline, verified('fixed'), closed);

  assert.deepEqual(state.phase, { name: 'CLOSED', destiny: 'Fixed', reason: 'remediated' });
  assert.deepEqual(next(state), { do: 'end' });
});

it('a finding that is already fixed closes without a write', () => {
  const state = after(triaged({ verification: verification('fixed') }), closed);

  assert.deepEqual(state.phase, { name: 'CLOSED', destiny: 'Fixed', reason: 'already-fixed' });
});

it('a finding of a deleted resource closes as Fixed with the reason gone', () => {
  const state = after(triaged({ verification: verification('gone') }), closed);

  assert.deepEqual(state.phase, { name: 'CLOSED', destiny: 'Fixed', reason: 'gone' });
});

it('a resource that cannot be read goes to human review with the error', () => {
  const state = after(triaged({ verification: verification('unknown') }));

  assert.equal(state.phase.name, 'HUMAN_REVIEW');
  assert.match(
    'reason' in state.phase ? state.phase.reason : '',
    /could not be checked.*AccessDenied/,
  );
});

it('AWAITING_APPROVAL lasts until the deadline of the severity, then human review follows', () => {
  const waiting = after({ type: 'triaged', result: approvalAsked });
  const late = reduce(waiting, deadline, NOW + 24 * HOUR);

  assert.deepEqual(waiting.phase, { name: 'AWAITING_APPROVAL', deadline: NOW + 24 * HOUR });
  assert.equal(late.phase.name, 'HUMAN_REVIEW');
});

it('a trusted approval of the present plan starts the remediation', () => {
  const checking = after({ type: 'triaged', result: approvalAsked }, approved);
  const state = reduce(checking, trusted, NOW);

  assert.deepEqual(next(checking), { do: 'checkDecision' });
  assert.deepEqual(next(state), { do: 'remediate' });
  assert.equal(state.approval?.actor, 'ana');
});

it('an untrusted approval changes nothing but the story', () => {
  const check = { trusted: false, because: 'no proof' };
  const event: LifecycleEvent = { type: 'decisionChecked', id: 'decision-1', check };
  const state = after({ type: 'triaged', result: approvalAsked }, approved, event);

  assert.equal(state.phase.name, 'AWAITING_APPROVAL');
  assert.equal(state.approval, null);
  assert.equal(state.story.unwritten.at(-1)?.kind, 'decision-refused');
});

it('the lifecycle refuses the approval of another plan and names the present plan’s hash', () => {
  const waiting = after({ type: 'triaged', result: approvalAsked });
  const refused = decisionRefusal(waiting, decision({ planHash: 'c'.repeat(64) }), NOW);

  assert.equal(refused?.type, 'StalePlan');
  assert.ok(refused?.message.includes(planHash));
});

it('a raised severity voids the approval and triages again', () => {
  const raise = observation({ messageId: 'event-2/0', severity: 'CRITICAL' });
  const state = after(
    { type: 'triaged', result: approvalAsked },
    { type: 'observed', observation: raise },
  );

  assert.equal(state.phase.name, 'TRIAGE');
  assert.equal(state.severity, 'CRITICAL');
});

it('a severity raised during triage causes another triage', () => {
  const raise = observation({ messageId: 'event-2/0', severity: 'CRITICAL' });
  const state = after({ type: 'observed', observation: raise }, triaged());

  assert.deepEqual(next(state), { do: 'triage' });
});

it('the lifecycle ignores the result of a decision check that is no longer pending', () => {
  const raise = observation({ messageId: 'event-2/0', severity: 'CRITICAL' });
  const state = after(
    { type: 'triaged', result: approvalAsked },
    approved,
    { type: 'observed', observation: raise },
    trusted,
  );

  assert.equal(state.phase.name, 'TRIAGE');
  assert.equal(state.approval, null);
});

it('drift after an approval voids it and triages again', () => {
  const moved: LifecycleEvent = {
    type: 'remediated',
    result: { status: 'moved', reason: 'ACL changed' },
  };
  const state = after({ type: 'triaged', result: approvalAsked }, approved, trusted, moved);

  assert.equal(state.phase.name, 'TRIAGE');
  assert.equal(state.approval, null);
});

it('a failed runbook is verified at once, and a resource that is not compliant goes to human review', () => {
  const failed: LifecycleEvent = {
    type: 'remediated',
    result: { status: 'failed', executionId: 'e-1', reason: 'step 2: denied by an SCP' },
  };
  const verifying = after(triaged(), failed);
  const state = reduce(verifying, verified('open'), NOW);

  assert.deepEqual(next(verifying), { do: 'verify' });
  assert.equal(state.phase.name, 'HUMAN_REVIEW');
  assert.match(
    'reason' in state.phase ? state.phase.reason : '',
    /still not compliant.*denied by an SCP/,
  );
});

it('a lost remediation activity is followed by a verification', () => {
  const state = after(triaged(), { type: 'failed', work: 'remediate', failure: 'timed out' });

  assert.deepEqual(next(state), { do: 'verify' });
});

it('a round without success is followed by the next with a longer wait, then by human review', () => {
  const round: LifecycleEvent[] = [triaged(), remediated, deadline, verified('open')];
  const second = after(...round, triaged(), remediated);
  const state = after(...round, ...round, ...round, ...round);

  assert.deepEqual(second.phase, { name: 'SETTLE', deadline: NOW + 1_800_000 });
  assert.equal(state.phase.name, 'HUMAN_REVIEW');
});

it('shadow mode and refused plans go to human review', () => {
  for (const status of ['planned', 'refused'] as const) {
    const result = { status, reason: 'kill switch' };
    assert.equal(after(triaged(), { type: 'remediated', result }).phase.name, 'HUMAN_REVIEW');
  }
});

it('a refused close goes to human review and keeps the reports that arrived meanwhile', () => {
  const second = observation({
    messageId: 'event-9/0',
    finding: { id: 'other', productArn: 'arn:x' },
  });
  const refusals = [{ finding: second.finding, code: 'InvalidInput', message: 'no' }];
  const state = after(
    triaged({ verification: verification('fixed') }),
    { type: 'observed', observation: second },
    { type: 'closed', result: { status: 'refused', refusals } },
  );

  assert.equal(state.phase.name, 'HUMAN_REVIEW');
  assert.equal(state.findings.length, 2);
  assert.equal(state.late.length, 0);
});

it('a report that arrives while closing opens the next episode', () => {
  const again = observation({ messageId: 'event-9/0' });
  const state = after(
    triaged({ verification: verification('fixed') }),
    { type: 'observed', observation: again },
    closed,
  );

  assert.deepEqual(state.late, [again]);
});

it('a check that closes nothing returns to the same deadline', () => {
  const waiting = after({ type: 'triaged', result: approvalAsked });
  const command = { id: 'c-1', actor: 'ana', why: 'fixed by hand' };
  const looking = reduce(waiting, { type: 'recheck', command }, NOW + HOUR);
  const state = reduce(looking, verified('open'), NOW + HOUR);

  assert.deepEqual(next(looking), { do: 'verify' });
  assert.deepEqual(state.phase, waiting.phase);
});

it('a source that says resolved causes a verification and closes nothing', () => {
  const says = observation({ messageId: 'event-3/0', compliance: 'PASSED' });
  const state = after(
    { type: 'triaged', result: approvalAsked },
    { type: 'observed', observation: says },
  );

  assert.deepEqual(next(state), { do: 'verify' });
});

it('the lifecycle refuses a check of a problem that no control verifies', () => {
  const unmapped = begin(
    { ...opening, problem: { ...problem, control: null } },
    observation(),
    NOW,
  );

  assert.equal(recheckRefusal(unmapped, { id: 'c', actor: 'ana', why: '' })?.type, 'NotVerifiable');
});

it('cancel while a change settles verifies the change, then human review follows', () => {
  const command = { id: 'c-1', actor: 'ana', why: 'wrong bucket' };
  const looking = after(triaged(), remediated, { type: 'cancel', command });
  const state = reduce(looking, verified('open'), NOW);

  assert.deepEqual(next(looking), { do: 'verify' });
  assert.equal(state.phase.name, 'HUMAN_REVIEW');
});

it('a second approval after a failed write begins a new round', () => {
  const failed: LifecycleEvent = {
    type: 'remediated',
    result: { status: 'failed', executionId: 'e-1', reason: 'denied' },
  };
  const state = after(triaged(), failed, verified('open'), approved, trusted);

  assert.deepEqual(next(state), { do: 'remediate' });
  assert.equal(state.round, 2);
});

it('a repeated message changes nothing', () => {
  const once = after(triaged(), { type: 'observed', observation: observation() });

  assert.deepEqual(once, after(triaged()));
});

it('a failed ledger write is retried after six hours, not only at the next deadline', () => {
  const waiting = after(people);
  const due = next(reduce(waiting, { type: 'recorded', seq: 99, episode: 1 }, NOW));
  const refused = reduce(waiting, { type: 'failed', work: 'record', failure: 'denied' }, NOW);
  const later = reduce(refused, deadline, NOW + 6 * HOUR);

  assert.deepEqual(next(refused), { do: 'wait', until: NOW + 6 * HOUR });
  assert.deepEqual(next(later), { do: 'record' });
  assert.deepEqual(later.phase, waiting.phase);
  assert.deepEqual(next(reduce(later, { type: 'recorded', seq: 99, episode: 1 }, NOW)), due);
});

it('a ledger that is down delays only the record', () => {
  const waiting = after(people);
  const state = reduce(waiting, { type: 'failed', work: 'record', failure: 'down' }, NOW);

  assert.deepEqual(next(waiting), { do: 'record' });
  assert.equal(next(state).do, 'wait');
  assert.equal(state.story.unwritten.length, waiting.story.unwritten.length);
});

it('an approval without effect does not extend the deadline of human review', () => {
  const waiting = after(triaged(), {
    type: 'remediated',
    result: { status: 'planned', reason: 'shadow' },
  });
  const later = NOW + 3 * HOUR;
  const approving = reduce(reduce(waiting, approved, later), trusted, later);
  const result = { status: 'planned', reason: 'shadow' } as const;
  const again = reduce(approving, { type: 'remediated', result }, later);

  assert.equal(again.phase.name, 'HUMAN_REVIEW');
  assert.deepEqual('deadline' in again.phase && again.phase.deadline, NOW + 24 * HOUR);
});
