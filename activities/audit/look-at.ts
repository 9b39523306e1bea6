/** One closed finding: its proofs, its history, and the verdict. The audit asks, and the closer again. */
import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';

import type { FindingRef } from '../../domain/finding.ts';
import { permanentReason } from '../aws/failures.ts';
import type { ReadReport } from '../closing/reported.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { lastStatusChange, TooLong } from './history.ts';
import type { HistoryDeps } from './history.ts';
import { judge } from './judge.ts';
import type { Facts, Verdict } from './judge.ts';
import { itemsAbout, provenOf } from './status-proofs.ts';
import type { ProofDeps } from './status-proofs.ts';

export interface LookAtDeps extends HistoryDeps, ProofDeps {
  readonly ledger: Pick<Ledger, 'knownFinding'>;
  readonly readReport: ReadReport;
}

/**
 * Looks at a finding that Security Hub shows as RESOLVED or SUPPRESSED. What retrying cannot help, a refused call for
 * example, is the verdict `unchecked`; throws as `callAws` does for what passes.
 */
export async function lookAtClosed(
  deps: LookAtDeps,
  record: AwsSecurityFinding,
  of: Pick<Facts, 'status' | 'keyMadeAt'>,
): Promise<Verdict> {
  try {
    return judge(await factsOf(deps, record, of));
  } catch (error) {
    const why = error instanceof TooLong ? error.message : permanentReason(error);
    return { kind: 'unchecked', why };
  }
}

async function factsOf(
  deps: LookAtDeps,
  record: AwsSecurityFinding,
  of: Pick<Facts, 'status' | 'keyMadeAt'>,
): Promise<Facts> {
  const finding = { id: record.Id ?? '', productArn: record.ProductArn ?? '' };
  const items = await itemsAbout(deps.store, finding, await lifecyclesOf(deps, finding, record));
  const { proofs, forged } = await provenOf(deps.kms, finding, items);
  const times = proofs.map(({ at }) => Date.parse(at));
  const hint = times.length === 0 ? null : Math.max(...times) - HOUR;
  const last = await lastStatusChange(deps, finding, hint);
  const now = deps.clock.now().getTime();
  return { ...of, note: noteOf(record), last, proofs, forged, now };
}

const HOUR = 3_600_000;

/** Where a proof may stand. The ledger only says where to look: what is found there carries its own MAC. */
async function lifecyclesOf(
  { ledger, readReport }: LookAtDeps,
  finding: FindingRef,
  record: AwsSecurityFinding,
): Promise<readonly string[]> {
  const known = Object.keys((await ledger.knownFinding(finding))?.problems ?? {});
  const reported = readReport(record)?.problems ?? [];
  const ids = reported.flatMap(({ workflowId, unmappedId }) => [workflowId, unmappedId]);
  return [...new Set([...known, ...ids])];
}

function noteOf({ Note: note }: AwsSecurityFinding) {
  if (note?.UpdatedBy === undefined || note.UpdatedAt === undefined) return null;
  return { by: note.UpdatedBy, at: Date.parse(note.UpdatedAt) };
}

/** Security Hub resolves a control's finding that passes, and sets it NEW when it fails again: nothing is hidden by it. */
export function isResolvedBySource(record: AwsSecurityFinding): boolean {
  const isOfSecurityHub = record.ProductArn?.endsWith('/aws/securityhub') === true;
  return (
    isOfSecurityHub &&
    record.Compliance?.Status === 'PASSED' &&
    record.Workflow?.Status === 'RESOLVED'
  );
}

/** Null for a finding that is open. */
export function closedStatus(record: AwsSecurityFinding): 'RESOLVED' | 'SUPPRESSED' | null {
  const status = record.Workflow?.Status;
  return status === 'RESOLVED' || status === 'SUPPRESSED' ? status : null;
}
