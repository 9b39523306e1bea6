import type { AwsSecurityFinding, SecurityHub } from '@aws-sdk/client-securityhub';
import { z } from 'zod';

import type { AuditPage, Unproven } from '../../domain/audit.ts';
import { callAws, failure } from '../aws/failures.ts';
import { closedStatus, isResolvedBySource, lookAtClosed } from './look-at.ts';
import type { LookAtDeps } from './look-at.ts';
import { keyMadeAt } from './status-proofs.ts';

export interface FindUnprovenDeps extends LookAtDeps {
  readonly securityHub: LookAtDeps['securityHub'] & Pick<SecurityHub, 'getFindings'>;
  /** Findings of a page, for tests; absent: the most that Security Hub answers at once. */
  readonly pageSize?: number;
}

/**
 * One page of the findings that are RESOLVED or SUPPRESSED, oldest first, each looked at. `cursor` is the `next` of the
 * page before. May be repeated. Throws as `callAws` does.
 */
export async function findUnproven(
  deps: FindUnprovenDeps,
  cursor: string | null,
): Promise<AuditPage> {
  const at = readCursor(cursor);
  const { records, token } = await closedFindings(deps, at);
  const made = await keyMadeAt(deps);
  const counts: Record<string, number> = { looked: 0 };
  const count = (what: string) => {
    counts[what] = (counts[what] ?? 0) + 1;
  };
  const unproven: Unproven[] = [];
  const unchecked: Unproven[] = [];
  for (const record of records) {
    const status = closedStatus(record);
    if (status === null) continue;
    count('looked');
    if (isResolvedBySource(record)) {
      count('by-source');
      continue;
    }
    const verdict = await lookAtClosed(deps, record, { status, keyMadeAt: made });
    count(verdict.kind);
    const finding = { id: record.Id ?? '', productArn: record.ProductArn ?? '' };
    if (verdict.kind === 'unproven') unproven.push({ finding, status, why: verdict.why });
    if (verdict.kind === 'unchecked') unchecked.push({ finding, status, why: verdict.why });
  }
  return {
    next: nextCursor(at, records, token),
    counts,
    unproven,
    unchecked: unchecked.slice(0, 5),
  };
}

/**
 * Pages begin at the time of creation of the last finding before: Security Hub's tokens may count places, and then a
 * finding that is opened meanwhile would hide another one. `token` is used only among findings of one moment.
 */
const cursorShape = z.object({ from: z.string().nullable(), token: z.string().nullable() });
type Cursor = z.output<typeof cursorShape>;

function readCursor(cursor: string | null): Cursor {
  if (cursor === null) return { from: null, token: null };
  const read = cursorShape.safeParse(JSON.parse(cursor));
  if (read.success) return read.data;
  throw failure('InvalidInput', `"${cursor}" is no cursor of a page: expected the next of a page.`);
}

function nextCursor(
  { from }: Cursor,
  records: readonly AwsSecurityFinding[],
  token: string | null,
): string | null {
  if (token === null) return null;
  const last = records.at(-1)?.CreatedAt ?? null;
  const isLater = last !== null && Date.parse(last) > (from === null ? 0 : Date.parse(from));
  return JSON.stringify(isLater ? { from: last, token: null } : { from, token });
}

const CLOSED = ['RESOLVED', 'SUPPRESSED'].map((Value) => ({
  Value,
  Comparison: 'EQUALS' as const,
}));

async function closedFindings(
  { securityHub, pace, clock, pageSize = 100 }: FindUnprovenDeps,
  { from, token }: Cursor,
): Promise<{ readonly records: readonly AwsSecurityFinding[]; readonly token: string | null }> {
  // A product's clock may be ahead of ours.
  const End = new Date(clock.now().getTime() + YEAR).toISOString();
  const created = from === null ? {} : { CreatedAt: [{ Start: from, End }] };
  await pace('GetFindings');
  const { Findings = [], NextToken } = await callAws(
    `securityhub:GetFindings of closed findings created since ${from ?? 'ever'}`,
    () =>
      securityHub.getFindings({
        Filters: { WorkflowStatus: CLOSED, ...created },
        SortCriteria: [{ Field: 'CreatedAt', SortOrder: 'asc' }],
        MaxResults: pageSize,
        ...(token === null ? {} : { NextToken: token }),
      }),
  );
  return { records: Findings, token: NextToken ?? null };
}

const YEAR = 365 * 24 * 3_600_000;
