import assert from 'node:assert/strict';

import { eventText, happenedIn, howToDecide, inUtc, waitFact } from '../../channels/sentences.ts';
import type { LedgerRow } from '../../domain/story.ts';
import { message, WAITING } from '../builders/notice.ts';

const CLOSED: Partial<LedgerRow> = {
  ...WAITING,
  phase: 'CLOSED',
  destiny: 'Withdrawn',
  destinyReason: 'by-source',
  nextDeadline: null,
};
const request = {
  decision: 'accept',
  by: 'barbara',
  why: 'moves',
  until: null,
  planHash: null,
} as const;
const REVIEW: Partial<LedgerRow> = {
  ...WAITING,
  phase: 'HUMAN_REVIEW',
  ladder: { asked: 'payments', next: 'payments', overdue: 0 },
  request,
  waitsFor:
    'payments decides until 2026-11-24T10:00Z: manual. barbara asked to accept: a second person has to confirm it.',
};

it('a message writes every instant as people read it', () => {
  assert.equal(
    inUtc('from 2026-11-24T10:01:00.000Z to 2026-12-01T10:00Z, not 2026-11-24'),
    'from 2026-11-24 10:01 UTC to 2026-12-01 10:00 UTC, not 2026-11-24',
  );
});

it('a close is told as its result, once, with what was remarked', () => {
  const told = message({ kind: 'withdrawn', text: 'Withdrawn (by-source)' }, CLOSED);
  const remarked = message({ text: 'Withdrawn (by-source); the note failed' }, CLOSED);
  assert.deepEqual([eventText(told), happenedIn(told)], ['Withdrawn by its source', []]);
  assert.deepEqual(happenedIn(remarked), ['Withdrawn by its source; the note failed']);
});

it('a request for a second person is told once, and names who may not confirm it', () => {
  const told = message({ actor: 'barbara', text: 'barbara asks to accept it' }, REVIEW);
  assert.deepEqual(happenedIn(told), ['barbara asks to accept it', 'manual']);
  assert.equal(
    waitFact(told).value,
    'payments, another person than barbara by 2026-11-24 10:00 UTC, then payments again',
  );
});

it('what it waits for does not repeat what happened', () => {
  const reopen = { ...WAITING, phase: 'REOPEN', waitsFor: 'Closeloop sets it to NEW: it ended' };
  const told = message({ kind: 'reopened', text: 'it ended' }, reopen);
  assert.equal(waitFact(told).value, 'Closeloop sets it to NEW.');
});

it('a channel without buttons names the command, but not where the audit found something', () => {
  assert.match(howToDecide(message())[0] ?? '', /^To approve, reject, accept, or assign: run /);
  assert.deepEqual(howToDecide(message({ kind: 'tampered' })), []);
});
