/** The words of the domain as schemas, for what is read from and written to the ledger. */
import { z } from 'zod';

import { DECISIONS } from '../../../domain/decision.ts';
import { SEVERITIES } from '../../../domain/finding.ts';
import { DESTINIES } from '../../../domain/outcome.ts';
import type { SourceRow } from '../../../domain/source-row.ts';
import type { ExceptionRow, LedgerRow, StoryEntry, StoryKind } from '../../../domain/story.ts';

export const text = z.string().min(1);
/** ISO 8601 in UTC. Keys of indexes are compared as text: `indexTime` gives them one precision. */
export const instant = z.iso.datetime();
export const count = z.int().min(1);
/** A story line's number: eight digits in its key. */
export const line = z.int().min(1).max(99_999_999);

const findingRefShape = z.object({ id: text, productArn: text });

const problem = z.object({
  control: text.nullable(),
  findingType: z.string(),
  account: z.string(),
  region: z.string(),
  resource: z.object({ type: text, id: text, name: z.string() }),
  unmappedReason: text.nullable(),
});

const exceptionShape = z.object({
  by: text,
  confirmedBy: text.nullable(),
  why: z.string(),
  since: instant,
  until: instant,
  severity: z.enum(SEVERITIES),
  scope: text.exactOptional(),
}) satisfies z.ZodType<ExceptionRow>;

const sourceShape = z.object({
  repository: text,
  path: text,
  block: text,
  stands: z.enum(['none', 'open', 'merged', 'holds', 'ended']),
  pullRequest: text.nullable(),
  lines: z.array(z.string()),
  leftBranch: text.exactOptional(),
}) satisfies z.ZodType<SourceRow>;

export const rowShape = z.object({
  request: z
    .object({
      decision: z.enum(DECISIONS),
      by: text,
      why: z.string(),
      until: text.nullable(),
      planHash: text.nullable(),
    })
    .exactOptional(),
  ladder: z
    .object({
      asked: z.string(),
      next: z.string().nullable(),
      overdue: z.int().min(0),
      level: count.exactOptional(),
      levels: count.exactOptional(),
    })
    .exactOptional(),
  wrote: z.literal(true).exactOptional(),
  shadow: z.literal(true).exactOptional(),
  due: z.object({ first: instant, who: z.string(), latest: instant }).exactOptional(),
  headsUpAt: instant.exactOptional(),
  withPeople: z.string().exactOptional(),
  undo: z.object({ by: z.string(), why: z.string() }).exactOptional(),
  found: z
    .object({
      verificationId: text,
      at: instant,
      settings: z.array(z.object({ name: z.string(), value: z.string() })),
    })
    .exactOptional(),
  fourEyes: z
    .object({ approval: z.boolean(), acceptFrom: z.enum(SEVERITIES).nullable() })
    .exactOptional(),
  problem,
  title: z.string(),
  phase: text,
  reason: z.string(),
  waitsFor: z.string(),
  destiny: z.enum(DESTINIES).nullable(),
  destinyReason: z.string().nullable(),
  severity: z.enum(SEVERITIES),
  owner: z.object({ team: text, because: z.string() }).nullable(),
  round: count,
  planHash: text.nullable(),
  planSummary: z.string().nullable(),
  planDetail: z.array(z.string()).readonly().exactOptional(),
  source: sourceShape.exactOptional(),
  verificationId: text.nullable(),
  nextDeadline: instant.nullable(),
  findings: z.array(findingRefShape),
  exception: exceptionShape.exactOptional(),
}) satisfies z.ZodType<LedgerRow>;

/** Exhaustive by its type: a new kind must be added here before it can be stored. */
const KINDS: Readonly<Record<StoryKind, true>> = {
  observed: true,
  joined: true,
  mapped: true,
  'severity-raised': true,
  'source-says-resolved': true,
  triaged: true,
  'approval-asked': true,
  'decision-asked': true,
  'decision-trusted': true,
  'decision-refused': true,
  remediating: true,
  remediated: true,
  settling: true,
  verifying: true,
  verified: true,
  closing: true,
  closed: true,
  people: true,
  overdue: true,
  rechecked: true,
  'claimed-fixed': true,
  cancelled: true,
  'second-asked': true,
  assigned: true,
  accepted: true,
  extended: true,
  revoked: true,
  expiring: true,
  expired: true,
  reminded: true,
  escalated: true,
  undone: true,
  failed: true,
  drafting: true,
  drafted: true,
  proposed: true,
  merged: true,
  withdrawing: true,
  withdrawn: true,
  planning: true,
  ended: true,
};

export const entryShape = z.object({
  seq: line,
  at: instant,
  kind: z.custom<StoryKind>(isKind, 'not a kind of story line that this version knows'),
  phase: text,
  actor: z.string(),
  text: z.string(),
  planHash: text.exactOptional(),
  verificationId: text.exactOptional(),
  evidence: z.object({ bucket: text, key: text, sha256: text }).exactOptional(),
}) satisfies z.ZodType<StoryEntry>;

/** With milliseconds, as `toISOString` writes it. */
export function indexTime(at: string): string {
  return new Date(at).toISOString();
}

function isKind(value: unknown): boolean {
  return typeof value === 'string' && Object.hasOwn(KINDS, value);
}
