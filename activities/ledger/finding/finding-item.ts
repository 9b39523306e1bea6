/** The item of `<prefix>-findings`, and what acknowledging and closing change in it: pure functions. */
import { createHash } from 'node:crypto';

import { z } from 'zod';

import { SEVERITIES } from '../../../domain/finding.ts';
import type { FindingRef } from '../../../domain/finding.ts';
import { versioned } from '../dynamodb/read-item.ts';
import { count, instant, text } from '../dynamodb/shapes.ts';
import type { KnownFinding, Report, Written } from '../ledger.ts';

const problemShape = z.object({
  state: z.enum(['open', 'closed']),
  hash: text.nullable(),
  closes: z.int().min(0),
});
type KnownProblem = z.infer<typeof problemShape>;

/** What Closeloop itself sets for an exception and after it. */
const WRITTEN = ['SUPPRESSED', 'NEW'] as const;

export const findingShape = z.object({
  ...versioned,
  findingId: text,
  productArn: text,
  /** The whole id and product ARN, where one of them is too long for a key. */
  whole: z.object({ id: text, productArn: text }).exactOptional(),
  problems: z.record(text, problemShape),
  /** When the last problem was closed last, and by which lifecycle: only that one closes the finding. */
  closedAt: instant.nullable(),
  closedBy: text.nullable(),
  /** The severity of the problem that was closed last; absent in what was closed before this was remembered. */
  closedAs: z.enum(SEVERITIES).exactOptional(),
  /** The workflow status that we wrote to Security Hub last, RESOLVED apart. */
  wrote: z.enum(WRITTEN).nullable().exactOptional(),
  revision: count,
});
export type FindingItem = z.infer<typeof findingShape>;
/** What may change; key, schema and revision belong to the writer. */
export type FindingData = Pick<
  FindingItem,
  'problems' | 'closedAt' | 'closedBy' | 'closedAs' | 'wrote'
>;

export const UNKNOWN_FINDING: FindingData = { problems: {}, closedAt: null, closedBy: null };

/** Bytes. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const LONGEST = { findingId: 2048, productArn: 1024 } as const;

/** The item's key: id and ARN to the letter, and what is too long as a hash, so that no long id loses a finding. */
export function findingKey({ id, productArn }: FindingRef): {
  readonly findingId: string;
  readonly productArn: string;
} {
  return { findingId: partitionOf(id), productArn: fitting(productArn, LONGEST.productArn) };
}

export function partitionOf(id: string): string {
  return fitting(id, LONGEST.findingId);
}

function fitting(value: string, longest: number): string {
  if (Buffer.byteLength(value) <= longest) return value;
  return `sha256:${createHash('sha256').update(value).digest('hex')}`;
}

/** The finding after Temporal acknowledged a signal for it; null when nothing changes. See `Ledger.acknowledge`. */
export function acknowledged(
  before: FindingData,
  workflowId: string,
  report: { readonly hash: string; readonly seen: KnownFinding | null | undefined },
): FindingData | null {
  const problem = problemOf(before, workflowId);
  const closes = problem?.closes ?? 0;
  const seenCloses = closesSeen(report.seen, workflowId);
  // Closed since the starter looked: nobody knows which run heard the signal.
  if (seenCloses !== null && seenCloses !== closes) return null;
  const certain = seenCloses !== null || problem?.state !== 'closed';
  const hash = certain ? report.hash : null;
  if (problem?.state === 'open' && problem.hash === hash) return null;
  const problems = { ...before.problems, [workflowId]: { state: 'open' as const, hash, closes } };
  return { ...before, problems, closedBy: null };
}

/** The finding after this problem was closed on it, in the order in which closings happened. */
export function closedOn(before: FindingData, workflowId: string): FindingData {
  const problem = problemOf(before, workflowId);
  if (problem?.state === 'closed') return before;
  const closes = (problem?.closes ?? 0) + 1;
  const closed = { state: 'closed' as const, hash: null, closes };
  return { ...before, problems: { ...before.problems, [workflowId]: closed } };
}

/** The finding with this problem open on it and without a hash: what is reported next is sent. */
export function openedOn(before: FindingData, workflowId: string): FindingData {
  const problem = problemOf(before, workflowId);
  if (problem?.state === 'open') return before;
  const opened = { state: 'open' as const, hash: null, closes: problem?.closes ?? 0 };
  return { ...before, problems: { ...before.problems, [workflowId]: opened }, closedBy: null };
}

/** The finding after Closeloop set its workflow status for this problem, or, with null, failed to. */
export function writtenOn(
  before: FindingData,
  workflowId: string,
  status: Written | null,
): FindingData {
  const known = problemOf(before, workflowId) !== undefined;
  const opened = known ? before : openedOn(before, workflowId);
  return (opened.wrote ?? null) === status ? opened : { ...opened, wrote: status };
}

/** Other problems of the finding that are marked closed; null while one is open. */
export function othersClosed(data: FindingData, workflowId: string): readonly string[] | null {
  const others = Object.entries(data.problems).filter(([id]) => id !== workflowId);
  return others.every(([, { state }]) => state === 'closed') ? others.map(([id]) => id) : null;
}

/** For callers of the ledger. */
export function asKnownFinding(item: FindingItem): KnownFinding {
  const entries = Object.entries(item.problems);
  return {
    finding: item.whole ?? { id: item.findingId, productArn: item.productArn },
    problems: Object.fromEntries(entries.map(([id, { state }]) => [id, state])),
    hash: commonHash(entries.map(([, problem]) => problem)),
    closedAt: item.closedAt,
    closedAs: item.closedAs ?? null,
    wrote: item.wrote ?? null,
    reports: Object.fromEntries(entries.map(([id, { hash, closes }]) => [id, { hash, closes }])),
  };
}

/** One report is sent to all its problems: it is known only when each is open and has acknowledged it. */
function commonHash(problems: readonly KnownProblem[]): string | null {
  const hashes = new Set(problems.map(({ hash }) => hash));
  return hashes.size === 1 ? ([...hashes][0] ?? null) : null;
}

function problemOf(data: FindingData, workflowId: string): KnownProblem | undefined {
  return Object.hasOwn(data.problems, workflowId) ? data.problems[workflowId] : undefined;
}

/** Null when the caller did not say what it saw. */
function closesSeen(seen: KnownFinding | null | undefined, workflowId: string): number | null {
  if (seen === undefined) return null;
  if (seen === null) return 0;
  const reports: Readonly<Record<string, Report>> | undefined = seen.reports;
  if (reports === undefined) return null;
  return Object.hasOwn(reports, workflowId) ? (reports[workflowId]?.closes ?? 0) : 0;
}
