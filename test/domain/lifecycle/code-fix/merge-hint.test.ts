/** A merge hint is never lost, whatever the lifecycle does when it arrives. */
import assert from 'node:assert/strict';

import type { LifecycleEvent } from '../../../../domain/lifecycle/events.ts';
import { next } from '../../../../domain/lifecycle/machine.ts';
import { codeResult } from '../../../builders/code-fix.ts';
import { decision } from '../../../builders/decision.ts';
import { after, deadline, NOW, recheck, remediated, triaged, verified } from '../script.ts';

const usual = { verdict: 'fixed', refused: false } as const;
const open = codeResult('checkMerge', { verdict: 'open', refused: false });
const merged = codeResult('checkMerge', usual);
const waiting = [
  triaged({ route: { to: 'automatic', because: 'the table says so' }, source: 'code' }),
  codeResult('draftFix', usual),
  codeResult('proposeFix', usual),
  { type: 'recorded', seq: 99, episode: 1 },
] as const satisfies readonly LifecycleEvent[];
const hint = (id: string): LifecycleEvent => ({ type: 'mergeHint', id });

it('a merge hint during the wait for a merge asks the Git host', () => {
  assert.deepEqual(next(after(...waiting, hint('d-1'))), { do: 'checkMerge' });
});

it('a merge hint during a merge check causes exactly one more check', () => {
  const looking = [...waiting, hint('d-1'), hint('d-2')];
  const again = after(...looking, open);
  assert.equal(again.phase.name, 'CHECK_MERGE');
  assert.equal(after(...looking, open, open).phase.name, 'AWAITING_MERGE');
  assert.equal(after(...looking, open, merged).phase.name, 'SETTLE');
  assert.equal(after(...looking, merged).phase.name, 'SETTLE');
});

it('a merge hint during a verification causes a merge check after it', () => {
  const state = after(...waiting, recheck, hint('d-1'), verified('open'));
  assert.deepEqual(
    [state.phase.name, state.phase.name === 'AWAITING_MERGE' && state.phase.lookAt],
    ['AWAITING_MERGE', NOW],
  );
  assert.equal(
    after(...waiting, recheck, hint('d-1'), verified('open'), deadline).phase.name,
    'CHECK_MERGE',
  );
});

it('a merge hint during a decision check causes a merge check after it', () => {
  const until = '2027-01-01T00:00:00Z';
  const accepting: LifecycleEvent = {
    type: 'decision',
    decision: decision({ decision: 'accept', planHash: null, until }),
  };
  const distrusted: LifecycleEvent = {
    type: 'decisionChecked',
    id: 'decision-1',
    check: { trusted: false, because: 'a stranger' },
  };
  const checking = [...waiting, accepting, hint('d-1')];
  assert.deepEqual(next(after(...checking)), { do: 'checkDecision' });
  assert.equal(after(...checking, distrusted, deadline).phase.name, 'CHECK_MERGE');
});

it('a merge hint that is delivered twice counts once', () => {
  const looked = [...waiting, hint('d-1'), open];
  assert.equal(after(...looked, hint('d-1')).phase.name, 'AWAITING_MERGE');
});

it('a merge hint without an open pull request changes nothing', () => {
  const none = [triaged({ route: { to: 'automatic', because: 'r' } }), remediated];
  assert.deepEqual(after(...none, hint('d-1')), after(...none));
});
