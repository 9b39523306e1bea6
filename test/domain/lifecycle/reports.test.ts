import assert from 'node:assert/strict';

import { cancelRefusal } from '../../../domain/lifecycle/commands.ts';
import type { LifecycleEvent } from '../../../domain/lifecycle/events.ts';
import { begin, next, reduce } from '../../../domain/lifecycle/machine.ts';
import { MAX_FINDINGS } from '../../../domain/lifecycle/reports.ts';
import { observation } from '../../builders/finding.ts';
import { opening, problem } from '../../builders/problem.ts';
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
  recheck,
  remediated,
  seen,
  triaged,
  trusted,
  verified,
} from './script.ts';

it('a finding that a person sets to RESOLVED is verified', () => {
  const state = after(people, seen({ messageId: 'event-4/0', look: true }));

  assert.deepEqual(next(state), { do: 'verify' });
});

it('a source that says resolved during a step causes a verification before the next wait', () => {
  const says = seen({ messageId: 'event-3/0', compliance: 'PASSED' });
  const state = after(says, people);
  const back = reduce(state, verified('open'), NOW);

  assert.deepEqual(next(state), { do: 'verify' });
  assert.equal(back.phase.name, 'HUMAN_REVIEW');
  assert.equal(back.lookAgain, null);
});

it('a request for a check that arrives while closing opens no episode', () => {
  const state = after(
    triaged({ verification: verification('fixed') }),
    seen({ messageId: 'event-9/0', look: true }),
    closed,
  );

  assert.deepEqual(state.late, []);
});

it('a severity raised during a verification triages again and shortens human review', () => {
  const command = { id: 'c-1', actor: 'ana', why: 'by hand' };
  const raise = seen({ messageId: 'event-2/0', severity: 'CRITICAL' });
  const look: LifecycleEvent = { type: 'recheck', command };
  const approval = after({ type: 'triaged', result: approvalAsked }, look, raise);
  const review = after(people, look, raise, verified('open'));

  assert.deepEqual(next(approval), { do: 'triage' });
  assert.equal('deadline' in review.phase && review.phase.deadline, NOW + 4 * HOUR);
});

it('a remediation cancelled before it began goes to human review, after a raised severity to triage', () => {
  const refused: LifecycleEvent = {
    type: 'remediated',
    result: { status: 'refused', reason: 'called off before it began' },
  };
  const cancel: LifecycleEvent = {
    type: 'cancel',
    command: { id: 'c-1', actor: 'ana', why: 'wrong bucket' },
  };
  const raise = seen({ messageId: 'event-2/0', severity: 'CRITICAL' });

  assert.match(after(triaged(), cancel).calledOff ?? '', /ana/);
  assert.equal(after(triaged(), cancel, refused).phase.name, 'HUMAN_REVIEW');
  assert.equal(after(triaged(), raise, refused).phase.name, 'TRIAGE');
});

it('a person’s fix after our failed one does not count as remediated', () => {
  const state = after(triaged(), remediated, deadline, verified('open'), people, recheck);
  const done = reduce(reduce(state, verified('fixed'), NOW), closed, NOW);

  assert.equal(done.phase.name === 'CLOSED' && done.phase.reason, 'fixed-by-others');
});

it('an approval whose proof is being checked can be cancelled', () => {
  const checking = after(people, approved);
  const command = { id: 'c-1', actor: 'ben', why: 'not today' };
  const state = reduce(checking, { type: 'cancel', command }, NOW);

  assert.equal(cancelRefusal(checking, command), null);
  assert.equal(reduce(state, trusted, NOW).phase.name, 'HUMAN_REVIEW');
});

it('a problem that a control covers now is triaged again under the control’s name', () => {
  const unknown = { ...problem, control: null, findingType: 'scanner:public-bucket' };
  const begun = begin({ ...opening, problem: unknown }, observation(), NOW);
  const waits = reduce(begun, people, NOW);
  const mapped: LifecycleEvent = { type: 'mapped', problem };

  for (const before of [waits, begun]) {
    const state = reduce(before, mapped, NOW);
    assert.deepEqual(next(state), { do: 'triage' });
    assert.equal(state.problem.control, 'S3.PublicAccess');
  }
  const overtaken = reduce(reduce(begun, mapped, NOW), people, NOW);
  assert.deepEqual(next(overtaken), { do: 'triage' });
});

it('mapping a problem to a control never changes its account, region or resource', () => {
  const unknown = { ...problem, control: null };
  const begun = begin({ ...opening, problem: unknown }, observation(), NOW);
  const elsewhere: LifecycleEvent = {
    type: 'mapped',
    problem: { ...problem, account: '444455556666' },
  };

  assert.equal(reduce(begun, elsewhere, NOW), begun);
});

it('a flood of findings is joined up to a limit, and the story names what was left out', () => {
  const reports = Array.from({ length: MAX_FINDINGS + 5 }, (_, i) =>
    seen({ messageId: `flood-${i}`, finding: { id: `f-${i}`, productArn: 'arn:p' } }),
  );
  const state = after(...reports);

  assert.equal(state.findings.length, MAX_FINDINGS);
  assert.match(state.story.unwritten.at(-1)?.text ?? '', /close f-204 by hand/);
});
