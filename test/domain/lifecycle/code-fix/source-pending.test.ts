import assert from 'node:assert/strict';

import type { LifecycleEvent } from '../../../../domain/lifecycle/events.ts';
import type { State } from '../../../../domain/lifecycle/state.ts';
import { codeResult } from '../../../builders/code-fix.ts';
import { after, deadline, recheck, remediated, triaged, verified } from '../script.ts';

const route = { to: 'automatic', because: 'the table says so' };
const rejected = codeResult('draftFix', { verdict: 'open', refused: false });
const liveFixed = [triaged({ route, source: 'both' }), remediated, deadline, verified('fixed')];
const cancel: LifecycleEvent = {
  type: 'cancel',
  command: { id: 'stop-1', actor: 'ann', why: 'not now' },
};

const stillOpen: LifecycleEvent = {
  type: 'drafted',
  result: { status: 'people', reason: 'the source is still open' },
};
const opened: readonly LifecycleEvent[] = [
  codeResult('draftFix', { verdict: 'fixed', refused: false }),
  codeResult('proposeFix', { verdict: 'fixed', refused: false }),
  { type: 'mergeHint', id: 'delivery-1' },
];

function attempts({ code }: State): number {
  return code?.attempts.length ?? 0;
}

it('a check after three rejected attempts asks no model again', () => {
  const failed = [...liveFixed, rejected, rejected, rejected];
  const before = after(...failed);
  const looking = after(...failed, recheck, verified('fixed'));
  assert.ok(looking.phase.name === 'DRAFT_FIX' && looking.phase.look !== undefined);
  assert.equal(attempts(before), 3);
  const looked = after(...failed, recheck, verified('fixed'), stillOpen);
  assert.deepEqual(looked.phase, before.phase);
  assert.equal(attempts(looked), 3);
});

it('a check after a cancelled draft starts no new draft', () => {
  const cancelled = [...liveFixed, cancel, rejected];
  assert.equal(after(...cancelled).phase.name, 'HUMAN_REVIEW');
  const looked = after(...cancelled, recheck, verified('fixed'), stillOpen);
  assert.equal(looked.phase.name, 'HUMAN_REVIEW');
  assert.equal(attempts(looked), 1);
});

it('a source file that people fixed themselves closes the finding', () => {
  const declined: LifecycleEvent = {
    type: 'mergeChecked',
    check: { status: 'closed', reason: 'closed by ada: I do it another way' },
  };
  const holds: LifecycleEvent = { type: 'drafted', result: { status: 'holds', reason: 'right' } };
  for (const before of [
    [...liveFixed, rejected, rejected, rejected],
    [...liveFixed, ...opened, declined],
  ]) {
    const state = after(...before, recheck, verified('fixed'), holds, verified('fixed'));
    assert.equal(state.phase.name, 'CLOSE');
  }
});

it('a failed source check returns to the same human review', () => {
  const failed = [...liveFixed, rejected, rejected, rejected];
  const broken: LifecycleEvent = { type: 'failed', work: 'draftFix', failure: 'Unavailable: x' };
  const looked = after(...failed, recheck, verified('fixed'), broken);
  assert.deepEqual(looked.phase, after(...failed).phase);
});

it('a cancel after the live fix prevents the code fix', () => {
  const cancelled = [triaged({ route, source: 'both' }), remediated, cancel, verified('fixed')];
  assert.equal(after(...cancelled).phase.name, 'HUMAN_REVIEW');
});

const mergedWithout = (source: 'open' | 'unknown'): LifecycleEvent => ({
  type: 'mergeChecked',
  check: { status: 'merged', reason: 'merged by ada, but the block does not hold', source },
});
it('a merge without the fix goes to human review with the reason', () => {
  for (const source of ['open', 'unknown'] as const) {
    const state = after(...liveFixed, ...opened, mergedWithout(source));
    assert.ok(state.phase.name === 'HUMAN_REVIEW');
    assert.match(state.phase.reason, /merged by ada, but/);
    assert.equal(state.code?.stands, 'ended');
  }
});

it('with path code, the live resource decides when the merged file cannot be judged', () => {
  const begun = [triaged({ route, source: 'code' }), ...opened];
  assert.equal(after(...begun, mergedWithout('unknown')).phase.name, 'SETTLE');
  assert.equal(after(...begun, mergedWithout('open')).phase.name, 'HUMAN_REVIEW');
});
