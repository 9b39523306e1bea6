/** Results of a proposal other than an open pull request. */
import assert from 'node:assert/strict';

import type { ProposeResult } from '../../../../domain/code-fix.ts';
import type { LifecycleEvent } from '../../../../domain/lifecycle/events.ts';
import { ledgerRow } from '../../../../domain/lifecycle/ledger-row.ts';
import { next } from '../../../../domain/lifecycle/machine.ts';
import { attempt, codeResult, DRAFT, PULL } from '../../../builders/code-fix.ts';
import { after, recheck, triaged, verified } from '../script.ts';

const route = { to: 'automatic', because: 'the table says so' };
const accepted: LifecycleEvent = {
  type: 'drafted',
  result: { status: 'drafted', attempt: attempt(null), draft: DRAFT },
};
const rejected = codeResult('draftFix', { verdict: 'open', refused: false });
const proposed = (result: ProposeResult): LifecycleEvent => ({ type: 'proposed', result });
const outdated = proposed({
  status: 'outdated',
  check: 'apply',
  code: 'CONTEXT_MISMATCH',
  reason: 'The file moved.',
  hint: 'Copy context.',
});
const begun = [triaged({ route, source: 'code' })];
const failed: LifecycleEvent = { type: 'failed', work: 'proposeFix', failure: 'Unavailable: gone' };

it('a draft that does not fit the changed file counts as an attempt, and the next gets the reason', () => {
  const state = after(...begun, accepted, outdated);

  assert.equal(state.phase.name, 'DRAFT_FIX');
  const { accepted: yes, hint } = state.code?.attempts[0] ?? {};
  assert.deepEqual([state.code?.attempts.length, yes, hint], [1, false, 'Copy context.']);
});

it('after the last attempt the source is checked once more, then the code fix has failed', () => {
  const last = after(...begun, rejected, rejected, accepted, outdated);
  assert.equal(last.phase.name, 'DRAFT_FIX');
  const used = { status: 'people', reason: 'every attempt at a fix was used' } as const;
  const state = after(...begun, rejected, rejected, accepted, outdated, {
    type: 'drafted',
    result: used,
  });

  assert.equal(state.phase.name, 'HUMAN_REVIEW');
  assert.match(ledgerRow(state).reason, /FIX_GENERATION_FAILED after 3 attempt\(s\)/);
  assert.deepEqual(next(state), { do: 'noteFailedFix' });
});

it('people see the lines of the draft for the changed file', () => {
  const draft = { ...DRAFT, diff: '--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n a\n+  moved = true\n' };
  const state = after(...begun, accepted, proposed({ status: 'open', pull: PULL, draft }));

  assert.deepEqual(ledgerRow(state).source?.lines, ['+  moved = true']);
});

it('a joined pull request is waited for without the lines of the discarded draft', () => {
  const state = after(...begun, accepted, proposed({ status: 'joined', pull: PULL }));

  assert.equal(state.phase.name, 'AWAITING_MERGE');
  assert.equal(state.code?.draft, null);
  const { source } = ledgerRow(state);
  assert.deepEqual([source?.pullRequest, source?.lines], [PULL.url, []]);
});

it('a failed proposal shows the branch that it may have left', () => {
  const state = after(...begun, accepted, failed);
  const { reason, source } = ledgerRow(state);

  assert.equal(state.phase.name, 'HUMAN_REVIEW');
  assert.match(reason, /it may have left the branch closeloop\/S3\.PublicAccess\/0123456789ab/);
  assert.equal(source?.leftBranch, DRAFT.branch);
});

it('a proposal that people have to solve shows its pull request and branch', () => {
  const left = { place: DRAFT.place, branch: DRAFT.branch, url: PULL.url };
  const people = { status: 'people', reason: 'edited', left } as const;
  const { source } = ledgerRow(after(...begun, accepted, proposed(people)));

  assert.deepEqual([source?.pullRequest, source?.leftBranch], [PULL.url, DRAFT.branch]);
});

it('a branch that a proposal left is removed once, before the finding closes', () => {
  const events = [...begun, accepted, failed, recheck];
  const closing = after(...events, verified('fixed'));
  assert.equal(closing.phase.name, 'WITHDRAW_FIX');
  const withdrawn = { type: 'withdrawn', result: { status: 'closed' } } as const;

  assert.equal(after(...events, verified('fixed'), withdrawn).phase.name, 'CLOSE');
});
