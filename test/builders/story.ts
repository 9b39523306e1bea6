/** Rows and stories of lifecycles, as the ledger holds them. */
import { randomUUID } from 'node:crypto';

import type { Lifecycle, WriteCap } from '../../activities/ledger/ledger.ts';
import type { LedgerRow, StoryEntry, StoryUpdate } from '../../domain/story.ts';
import { findingRef } from './finding.ts';
import { ACCOUNT, problem, WORKFLOW_ID } from './problem.ts';

/** The id of a lifecycle that no other test has. */
export function newId(): string {
  return `S3.PublicAccess:111122223333:eu-west-1:payments-logs:${randomUUID().slice(0, 10)}`;
}

/** A cap that no test reaches. */
export const CAP: WriteCap = { account: ACCOUNT, at: '2026-11-23T06:00:00.000Z', most: 9999 };

/** Of a lifecycle that was just reported. */
export function ledgerRow(changes: Partial<LedgerRow> = {}): LedgerRow {
  return {
    problem,
    title: 'S3 general purpose buckets should block public read access',
    phase: 'TRIAGE',
    reason: 'reported',
    waitsFor: 'Closeloop reads tags, policies and the resource.',
    destiny: null,
    destinyReason: null,
    severity: 'HIGH',
    owner: null,
    round: 1,
    planHash: null,
    planSummary: null,
    verificationId: null,
    nextDeadline: null,
    findings: [findingRef('a')],
    ...changes,
  };
}

/** The same row with its key and times. */
export function lifecycleRow(changes: Partial<Lifecycle> = {}): Lifecycle {
  return {
    ...ledgerRow(),
    workflowId: WORKFLOW_ID,
    episode: 1,
    updatedAt: '2026-11-23T06:00:00.000Z',
    closedAt: null,
    ...changes,
  };
}

const START = Date.parse('2026-03-01T10:00:00.000Z');

/** Line `seq`, one second after the line before. */
export function storyEntry(seq: number, changes: Partial<StoryEntry> = {}): StoryEntry {
  const at = new Date(START + seq * 1000).toISOString();
  const text = `line ${seq}`;
  return { seq, at, kind: 'verified', phase: 'TRIAGE', actor: 'closeloop', text, ...changes };
}

/** Lines `from` to `to`, with a row that says which line it shows. */
export function storyUpdate(
  from: number,
  to: number,
  changes: Partial<LedgerRow> = {},
): StoryUpdate {
  const entries = Array.from({ length: to - from + 1 }, (_, n) => storyEntry(from + n));
  return { episode: 1, row: ledgerRow({ reason: `line ${to}`, ...changes }), entries };
}
