/** Undo: one person requests it, another approves the plan, human review follows. */
import assert from 'node:assert/strict';

import type { DecisionCheck } from '../../../domain/decision.ts';
import { decisionRefusal } from '../../../domain/lifecycle/decisions.ts';
import type { LifecycleEvent } from '../../../domain/lifecycle/events.ts';
import { next, reduce } from '../../../domain/lifecycle/machine.ts';
import type { State } from '../../../domain/lifecycle/state.ts';
import { decision } from '../../builders/decision.ts';
import { observation } from '../../builders/finding.ts';
import { verification } from '../../builders/verification.ts';
import { after, deadline, NOW, people, recheck, triaged, verified } from './script.ts';

const hash = 'c'.repeat(64);
const asked = decision({
  id: 'u-1',
  decision: 'undo',
  planHash: null,
  episode: 1,
  why: 'it broke',
});
const undo: LifecycleEvent = { type: 'decision', decision: asked };
const approval = decision({ id: 'a-1', planHash: hash, actor: 'ben', episode: 2 });
const approve: LifecycleEvent = { type: 'decision', decision: approval };
const checked = (id: string, check: Partial<DecisionCheck> = {}): LifecycleEvent => ({
  type: 'decisionChecked',
  id,
  check: { trusted: true, because: 'of payments', ...check },
});
const isFixed = { episode: 2, verification: verification('fixed') };
const planMade = {
  ...isFixed,
  undo: { plan: { hash, summary: 'Undo of payments-logs' }, because: 'restores' },
};

const waiting = after(undo, triaged(isFixed), checked('u-1'), triaged(planMade));
const ran = (status: 'succeeded' | 'failed'): LifecycleEvent => ({
  type: 'remediated',
  result: { status, executionId: 'e-9', reason: 'throttled' },
});
const reopened: LifecycleEvent = { type: 'reopened', result: { status: 'done', remarks: [] } };

function on(state: State, ...events: LifecycleEvent[]): State {
  return events.reduce((before, event) => reduce(before, event, NOW), state);
}

it('who requested an undo may not approve it under another name', () => {
  const approving = on(waiting, approve);
  const own = on(approving, checked('a-1', { actor: 'ann', isRequester: true }));
  assert.equal(own.phase.name, 'AWAITING_APPROVAL');
  assert.match(own.story.unwritten.at(-1)?.text ?? '', /another person has to confirm it/);
  assert.equal(on(approving, checked('a-1', { actor: 'ben' })).phase.name, 'REMEDIATE');
});

it('a lifecycle that begins for an undo finds the owner before it checks the proof', () => {
  const begun = after(undo);
  const parked = on(begun, triaged(isFixed));

  assert.deepEqual(next(begun), { do: 'triage' });
  assert.equal(parked.pending?.id, 'u-1');
  assert.deepEqual(next(parked), { do: 'checkDecision' });
});

it('an undo’s plan is made after its proof was checked and waits for another person', () => {
  const proven = after(undo, triaged(isFixed), checked('u-1', { receipt: 'r', actor: 'ana' }));

  assert.equal(proven.phase.name, 'TRIAGE');
  assert.deepEqual(proven.undo?.decision.proof, { kind: 'receipt', value: 'r' });
  assert.equal(waiting.phase.name, 'AWAITING_APPROVAL');
  assert.equal(waiting.plan?.hash, hash);
});

it('who requested an undo cannot approve it, whatever name the message gives', () => {
  const own = { ...approval, actor: 'ana' };
  const disguised = on(
    waiting,
    { type: 'decision', decision: approval },
    checked('a-1', { actor: 'ana' }),
  );

  assert.equal(decisionRefusal(waiting, own, NOW)?.type, 'FourEyes');
  assert.equal(disguised.phase.name, 'AWAITING_APPROVAL');
  assert.equal(disguised.approval, null);
});

it('an undo that another person approved runs, and the finding goes to human review with the reason', () => {
  const running = on(waiting, approve, checked('a-1'));
  const back = on(running, ran('succeeded'));
  const open = on(back, reopened);

  assert.equal(running.phase.name, 'REMEDIATE');
  assert.equal(back.phase.name, 'REOPEN');
  assert.ok(open.phase.name === 'HUMAN_REVIEW');
  assert.match(open.phase.reason, /undone by ana because it broke; approved by ben/);
});

it('an undo that failed half-way goes to human review too', () => {
  const open = on(waiting, approve, checked('a-1'), ran('failed'), reopened);

  assert.ok(open.phase.name === 'HUMAN_REVIEW');
  assert.match(open.phase.reason, /what it changed is not certain: throttled/);
});

it('after an undo Closeloop does not write in this episode, whatever the remediation table says', () => {
  const open = on(waiting, approve, checked('a-1'), ran('succeeded'), reopened);
  const again = on(open, recheck, verified('open'), triaged({ episode: 2 }));

  assert.ok(again.phase.name === 'HUMAN_REVIEW');
  assert.match(again.phase.reason, /undone by ana/);
  assert.notEqual(again.plan, null);
});

const NOT_DONE: readonly (readonly [string, readonly LifecycleEvent[]])[] = [
  ['nobody with a say asked', [triaged(isFixed), checked('u-1', { trusted: false })]],
  [
    'its proof could not be checked',
    [triaged(isFixed), { type: 'failed', work: 'checkDecision', failure: 'KMS is away' }],
  ],
  [
    'there is no plan for it',
    [
      triaged(isFixed),
      checked('u-1'),
      triaged({ ...isFixed, undo: { plan: null, because: 'it moved since' } }),
    ],
  ],
  ['nobody approves in time', [triaged(isFixed), checked('u-1'), triaged(planMade), deadline]],
  [
    'it is rejected',
    [
      triaged(isFixed),
      checked('u-1'),
      triaged(planMade),
      { type: 'decision', decision: { ...approval, decision: 'reject', id: 'r-1' } },
      checked('r-1'),
    ],
  ],
  [
    'it is cancelled',
    [
      triaged(isFixed),
      checked('u-1'),
      triaged(planMade),
      { type: 'cancel', command: { id: 'c-1', actor: 'ben', why: 'no' } },
    ],
  ],
  [
    'the resource moved just before the write',
    [
      triaged(isFixed),
      checked('u-1'),
      triaged(planMade),
      approve,
      checked('a-1'),
      { type: 'remediated', result: { status: 'moved', reason: 'it moved' } },
    ],
  ],
];
for (const [why, events] of NOT_DONE) {
  it(`the lifecycle abandons the undo when ${why}, and the compliant finding closes again`, () => {
    const off = after(undo, ...events);
    const closing = on(off, triaged(isFixed));

    assert.equal(off.phase.name, 'TRIAGE');
    assert.match(off.story.unwritten.at(-1)?.text ?? '', /^not undone: /);
    assert.deepEqual(closing.phase, { name: 'CLOSE', reason: 'already-fixed' });
  });
}

it('a source that says PASSED does not end a pending undo', () => {
  const passed = observation({ messageId: 'm-9', compliance: 'PASSED' });
  const seen = on(waiting, { type: 'observed', observation: passed }, verified('fixed'));

  assert.equal(seen.phase.name, 'AWAITING_APPROVAL');
});

it('a severity raised during an undo makes a new plan', () => {
  const worse = observation({ messageId: 'm-9', severity: 'CRITICAL' });
  const parked = on(after(undo), triaged(isFixed), { type: 'observed', observation: worse });

  assert.equal(parked.phase.name, 'TRIAGE');
  assert.equal(on(parked, triaged({ ...isFixed, severity: 'CRITICAL' })).pending?.id, 'u-1');
});

it('the lifecycle refuses an undo while another step runs, and for a problem without a control', () => {
  const state = after(people);
  const unmapped = { ...state, problem: { ...state.problem, control: null } };
  const later = { ...after(triaged({ route: { to: 'automatic', because: '' } })) };

  assert.equal(decisionRefusal(later, asked, NOW)?.type, 'NotAllowedInState');
  assert.equal(decisionRefusal(unmapped, asked, NOW)?.type, 'NotVerifiable');
  assert.equal(decisionRefusal(state, asked, NOW), null);
});

it('the lifecycle refuses other decisions while an undo’s plan waits', () => {
  const accept = decision({ id: 'd', decision: 'accept', planHash: null, episode: 2 });
  const until = new Date(NOW + 24 * 3_600_000).toISOString();

  assert.equal(decisionRefusal(waiting, { ...accept, until }, NOW)?.type, 'NotAllowedInState');
});
