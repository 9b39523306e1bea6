import assert from 'node:assert/strict';

import { noticeKind } from '../../domain/notice.ts';
import type { StoryKind } from '../../domain/story.ts';

const first = { destiny: null, episode: 1 };

function told(kind: StoryKind, phase: string) {
  return noticeKind({ kind, phase }, first);
}

it('each story entry that people have to know or act on causes one notification', () => {
  assert.equal(told('remediating', 'REMEDIATE'), 'routed');
  assert.equal(told('assigned', 'HUMAN_REVIEW'), 'routed');
  assert.equal(told('approval-asked', 'AWAITING_APPROVAL'), 'waits-for-you');
  assert.equal(told('people', 'HUMAN_REVIEW'), 'waits-for-you');
  assert.equal(told('second-asked', 'HUMAN_REVIEW'), 'waits-for-you');
  assert.equal(told('reminded', 'HUMAN_REVIEW'), 'reminded');
  assert.equal(told('escalated', 'HUMAN_REVIEW'), 'escalated');
  assert.equal(told('overdue', 'HUMAN_REVIEW'), 'escalated');
  assert.equal(told('expiring', 'ACCEPTED'), 'expiring');
});

it('an acceptance is notified when it is in force, and its end when it ends', () => {
  assert.equal(told('accepted', 'SUPPRESS'), null);
  assert.equal(told('accepted', 'ACCEPTED'), 'accepted');
  assert.equal(told('expired', 'REOPEN'), 'reopened');
  assert.equal(told('revoked', 'REOPEN'), 'reopened');
  assert.equal(told('ended', 'REOPEN'), 'reopened');
  assert.equal(told('expired', 'TRIAGE'), null);
  assert.equal(told('revoked', 'TRIAGE'), null);
});

it('a check that changes nothing is notified only in statuses that wait for people', () => {
  assert.equal(told('verified', 'HUMAN_REVIEW'), 'checked');
  assert.equal(told('verified', 'AWAITING_APPROVAL'), 'checked');
  assert.equal(told('verified', 'AWAITING_MERGE'), 'checked');
  assert.equal(told('verified', 'ACCEPTED'), null);
  assert.equal(told('verified', 'CLOSE'), null);
});

it('a returned problem is notified, a first report is not, because its owner is not known', () => {
  assert.equal(told('observed', 'TRIAGE'), null);
  assert.equal(
    noticeKind({ kind: 'observed', phase: 'TRIAGE' }, { destiny: null, episode: 2 }),
    'reopened',
  );
});

it('a close is notified by its destiny', () => {
  const closed = { kind: 'closed', phase: 'CLOSED' } as const;
  assert.equal(noticeKind(closed, { destiny: 'Fixed', episode: 1 }), 'fixed');
  assert.equal(noticeKind(closed, { destiny: 'Accepted', episode: 1 }), 'accepted');
  assert.equal(noticeKind(closed, { destiny: 'Prevented', episode: 1 }), 'prevented');
});

it('other story entries cause no notification', () => {
  for (const kind of ['joined', 'triaged', 'settling', 'verified', 'decision-refused'] as const)
    assert.equal(told(kind, 'TRIAGE'), null);
});
