import type { SecurityHub } from '@aws-sdk/client-securityhub';
import { activityInfo } from '@temporalio/activity';

import type { RefusedFinding } from '../../domain/decision.ts';
import type { FindingRef } from '../../domain/finding.ts';
import { callAws, failure } from '../aws/failures.ts';

/** All that is needed of the client. */
export type HubWriter = Pick<SecurityHub, 'batchUpdateFindings'>;

/** What every finding gets. */
export type Update = StatusUpdate | FieldsUpdate;

/** `note` has at most 512 characters. */
interface StatusUpdate {
  readonly status: 'RESOLVED' | 'SUPPRESSED' | 'NEW';
  readonly note: string;
}

/** Replaces all fields, including those that others wrote. */
interface FieldsUpdate {
  readonly userDefinedFields: Readonly<Record<string, string>>;
}

export interface Updated {
  /** One sentence for each finding that Security Hub does not know any more. */
  readonly remarks: readonly string[];
  readonly refusals: readonly RefusedFinding[];
}

/**
 * Sets the workflow status with the note on each finding; may be repeated. A temporary error of Security Hub is
 * retried by throwing `Unavailable`, a few times; then it is a refusal like any other. A status leaves
 * UserDefinedFields alone: an update replaces them all, and `note-failed-fix.ts` reads before it writes.
 * https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchUpdateFindings.html
 */
export async function updateFindings(
  securityHub: HubWriter,
  findings: readonly FindingRef[],
  update: Update,
): Promise<Updated> {
  const refused: RefusedFinding[] = [];
  for (const batch of batches(findings)) {
    refused.push(...(await updateBatch(securityHub, batch, update)));
  }
  const passing = refused.filter(({ code }) => PASSING.has(code));
  if (passing.length > 0 && activityInfo().attempt < MOST_ATTEMPTS) {
    const [first] = passing;
    throw failure(
      'Unavailable',
      `Security Hub could not update ${passing.length} finding(s) now: ${first?.code ?? ''}`,
    );
  }
  return {
    remarks: refused
      .filter(({ code }) => code === MISSING)
      .map(({ finding }) => `Security Hub no longer knows finding ${finding.id}`),
    refusals: refused.filter(({ code }) => code !== MISSING),
  };
}

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchUpdateFindingsUnprocessedFinding.html */
const MISSING = 'FindingNotFound';
const PASSING: ReadonlySet<string> = new Set(['ConcurrentUpdateError', 'InternalFailure']);
const MOST_ATTEMPTS = 6;

/** What one call takes. */
const BATCH = 100;

function batches(findings: readonly FindingRef[]): readonly (readonly FindingRef[])[] {
  const count = Math.ceil(findings.length / BATCH);
  return Array.from({ length: count }, (_, i) => findings.slice(i * BATCH, (i + 1) * BATCH));
}

async function updateBatch(
  securityHub: HubWriter,
  batch: readonly FindingRef[],
  update: Update,
): Promise<readonly RefusedFinding[]> {
  const { UnprocessedFindings: unprocessed } = await callAws(
    `securityhub:BatchUpdateFindings of ${batch.length} finding(s)`,
    () =>
      securityHub.batchUpdateFindings({
        FindingIdentifiers: batch.map(({ id, productArn }) => ({ Id: id, ProductArn: productArn })),
        ...payload(update),
      }),
  );
  return (unprocessed ?? []).map(({ FindingIdentifier, ErrorCode, ErrorMessage }) => ({
    finding: { id: FindingIdentifier?.Id ?? '', productArn: FindingIdentifier?.ProductArn ?? '' },
    code: ErrorCode ?? 'Unknown',
    message: ErrorMessage ?? 'Security Hub gave no message',
  }));
}

function payload(update: Update) {
  if ('userDefinedFields' in update) return { UserDefinedFields: { ...update.userDefinedFields } };
  const { status, note } = update;
  return { Workflow: { Status: status }, Note: { Text: note, UpdatedBy: 'closeloop' } };
}
