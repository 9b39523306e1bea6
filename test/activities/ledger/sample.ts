import { randomUUID } from 'node:crypto';

import type { WriteCap } from '../../../activities/ledger/ledger.ts';
import type { FindingRef } from '../../../domain/finding.ts';
import type { LedgerRow, StoryEntry, StoryUpdate } from '../../../domain/story.ts';

/** An id that no other test has. */
export function newId(): string {
  return `S3.PublicAccess:111122223333:eu-west-1:payments-logs:${randomUUID().slice(0, 10)}`;
}

/** A cap that no test reaches. */
export const CAP: WriteCap = {
  account: '111122223333',
  at: '2026-11-23T06:00:00.000Z',
  most: 9999,
};

export function finding(id: string = randomUUID()): FindingRef {
  return {
    id: `arn:aws:securityhub:eu-west-1:111122223333:security-control/S3.2/finding/${id}`,
    productArn: 'arn:aws:securityhub:eu-west-1::product/aws/securityhub',
  };
}

export function row(change: Partial<LedgerRow> = {}): LedgerRow {
  return {
    problem: {
      control: 'S3.PublicAccess',
      findingType: 'S3.PublicAccess',
      account: '111122223333',
      region: 'eu-west-1',
      resource: { type: 'AwsS3Bucket', id: 'arn:aws:s3:::payments-logs', name: 'payments-logs' },
      unmappedReason: null,
    },
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
    findings: [finding('a')],
    ...change,
  };
}

const START = Date.parse('2026-03-01T10:00:00.000Z');

/** Line `seq`, one second after the line before. */
export function entry(seq: number, change: Partial<StoryEntry> = {}): StoryEntry {
  const at = new Date(START + seq * 1000).toISOString();
  const text = `line ${seq}`;
  return { seq, at, kind: 'verified', phase: 'TRIAGE', actor: 'closeloop', text, ...change };
}

/** Lines `from` to `to`, with a row that says which line it shows. */
export function told(from: number, to: number, change: Partial<LedgerRow> = {}): StoryUpdate {
  const entries = Array.from({ length: to - from + 1 }, (_, n) => entry(from + n));
  return { episode: 1, row: row({ reason: `line ${to}`, ...change }), entries };
}
