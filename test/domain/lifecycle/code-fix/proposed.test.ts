/** What a proposal comes to, beside an open pull request. */
import assert from 'node:assert/strict';

import type { ProposeResult } from '../../../../domain/code-fix.ts';
import type { LifecycleEvent } from '../../../../domain/lifecycle/events.ts';
import { ledgerRow } from '../../../../domain/lifecycle/ledger-row.ts';
import { next } from '../../../../domain/lifecycle/machine.ts';
import { after, triaged, verified } from '../script.ts';
import { attempt, codeResult, DRAFT, PULL } from './code-samples.ts';

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

it('an answer that the moved file refuses counts, and the next attempt hears why', () => {
  const state = after(...begun, accepted, outdated);

  assert.equal(state.phase.name, 'DRAFT_FIX');
  const { accepted: yes, hint } = state.code?.attempts[0] ?? {};
  assert.deepEqual([state.code?.attempts.length, yes, hint], [1, false, 'Copy context.']);
});

it('where that was the last attempt, the source is looked at once more and then it has failed', () => {
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

it('the lines that people see are those on the moved file', () => {
  const draft = { ...DRAFT, diff: '--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n a\n+  moved = true\n' };
  const state = after(...begun, accepted, proposed({ status: 'open', pull: PULL, draft }));

  assert.deepEqual(ledgerRow(state).source?.lines, ['+  moved = true']);
});

it('another finding’s pull request is waited for, and lines that it does not have are not shown', () => {
  const state = after(...begun, accepted, proposed({ status: 'joined', pull: PULL }));

  assert.equal(state.phase.name, 'AWAITING_MERGE');
  assert.equal(state.code?.draft, null);
  const { source } = ledgerRow(state);
  assert.deepEqual([source?.pullRequest, source?.lines], [PULL.url, []]);
});

it('a proposal that failed for good shows the branch that it may have left', () => {
  const state = after(...begun, accepted, failed);
  const { reason, source } = ledgerRow(state);

  assert.equal(state.phase.name, 'HUMAN_REVIEW');
  assert.match(reason, /it may have left the branch closeloop\/S3\.PublicAccess\/0123456789ab/);
  assert.equal(source?.leftBranch, DRAFT.branch);
});

it('a proposal for people shows the pull request and the branch that stand there', () => {
  const left = { place: DRAFT.place, branch: DRAFT.branch, url: PULL.url };
  const people = { status: 'people', reason: 'edited', left } as const;
  const { source } = ledgerRow(after(...begun, accepted, proposed(people)));

  assert.deepEqual([source?.pullRequest, source?.leftBranch], [PULL.url, DRAFT.branch]);
});

it('what it left is looked for, once, before the finding closes', () => {
  const recheck = { id: 'look-1', actor: 'ann', why: 'fixed by hand' };
  const events = [...begun, accepted, failed, { type: 'recheck', command: recheck } as const];
  const closing = after(...events, verified('fixed'));
  assert.equal(closing.phase.name, 'WITHDRAW_FIX');
  const withdrawn = { type: 'withdrawn', result: { status: 'closed' } } as const;

  assert.equal(after(...events, verified('fixed'), withdrawn).phase.name, 'CLOSE');
});
