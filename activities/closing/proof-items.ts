/** The items of `<prefix>-proofs`, in which only closeloop-closer writes. docs/ledger.md. */
import { createHash } from 'node:crypto';

import { z } from 'zod';

import type { FindingRef } from '../../domain/finding.ts';
import { SEVERITIES } from '../../domain/finding.ts';
import { versioned } from '../ledger/dynamodb/read-item.ts';
import { instant, text } from '../ledger/dynamodb/shapes.ts';

/** Decisions that the closer checks itself, because what follows from them is written to Security Hub. */
const ENDING = ['accept', 'extend', 'attest', 'import', 'ask', 'confirm', 'revoke'] as const;

const scopeShape = z.object({
  control: text,
  account: text.nullable(),
  tag: z.object({ key: text, value: text }).nullable(),
});

/** A decision that was trusted when the closer checked it. */
const saidShape = z.object({
  id: text,
  kind: z.enum(ENDING),
  /** 0 of a scoped exception. */
  episode: z.int().min(0),
  /** The canonical name. */
  actor: text,
  /** As it was written; null where the decision has no end. */
  until: text.nullable(),
  /** SHA-256 of the reason; of a scoped exception the hash of its request. */
  hash: text,
  /** The severity that the person saw. */
  severity: z.enum(SEVERITIES),
  /** False: policy trusted a message without a proof. */
  proven: z.boolean(),
  scope: scopeShape.nullable(),
  at: instant,
});
export type Said = z.infer<typeof saidShape>;

/** What a status in Security Hub is based on. Times are ISO 8601. */
const statusShape = z.object({
  findingId: text,
  productArn: text,
  status: z.enum(['RESOLVED', 'SUPPRESSED', 'NEW']),
  reason: text,
  episode: z.int().min(0),
  /** SHA-256 of the closer's own evidence; null for what people accepted. */
  evidence: text.nullable(),
  verificationId: text.nullable(),
  /** Ids of the decisions; empty for what was verified. */
  decisions: z.array(text),
  /** The end of an acceptance. */
  until: instant.nullable(),
  at: instant,
});
export type StatusProof = z.infer<typeof statusShape>;

/** Decisions up to this moment count no more: the episode was closed, or the exception ended. */
const overShape = z.object({
  how: z.enum(['closed', 'reopened']),
  episode: z.int().min(0),
  /** The activity that ended it; its own repetitions may still use the decisions. */
  by: text,
  at: instant,
});
export type Over = z.infer<typeof overShape>;

/** An acceptance in force, of a lifecycle with several problems on one finding. */
const acceptedShape = z.object({
  id: text,
  episode: z.int().min(0),
  by: text,
  confirmedBy: text.nullable(),
  why: z.string(),
  until: instant,
  decisions: z.array(text),
  at: instant,
});
export type Accepted = z.infer<typeof acceptedShape>;

const place = { ...versioned, workflowId: text, item: text, mac: text };
export const SHAPES = {
  said: z.object({ ...saidShape.shape, ...place }),
  status: z.object({ ...statusShape.shape, ...place }),
  over: z.object({ ...overShape.shape, ...place }),
  accepted: z.object({ ...acceptedShape.shape, ...place }),
} as const;

export const DECISION = 'decision#';
export const OVER = 'over';
export const ACCEPTED = 'accepted';

export function saidItem({ episode, id }: Pick<Said, 'episode' | 'id'>): string {
  return `${DECISION}${String(episode).padStart(6, '0')}#${id}`;
}

/** A finding id has up to 512 characters, a sort key takes 1024 bytes: so its hash. */
export function statusItem({ id, productArn }: FindingRef): string {
  return `status#${sha256(JSON.stringify([id, productArn]))}`;
}

export function sha256(of: string): string {
  return createHash('sha256').update(of).digest('hex');
}

/** Of a finding that is SUPPRESSED because people accepted it. */
export function suppressionProof(
  { id: findingId, productArn }: FindingRef,
  of: Pick<StatusProof, 'episode' | 'until' | 'at'> & { readonly decisions: readonly string[] },
): StatusProof {
  const about = { findingId, productArn, status: 'SUPPRESSED', reason: 'accepted' } as const;
  return { ...about, ...of, decisions: [...of.decisions], evidence: null, verificationId: null };
}
