import type { Finding, Stored } from './finding.ts';
import { normalize } from './normalize.ts';

/**
 * A re-import: the provider's fields are replaced, the customer's are kept, and the workflow status is
 * reset only in the two cases that AWS documents:
 * https://docs.aws.amazon.com/securityhub/latest/userguide/finding-workflow-status.html
 */
export function merge(old: Stored, imported: Finding, now: string): Finding {
  const fresh = normalize(imported, old.region, now);
  const kept: Record<string, unknown> = {};
  for (const field of [...CUSTOMER_OWNED, ...old.customerSet]) {
    delete fresh[field];
    if (old.finding[field] !== undefined) kept[field] = old.finding[field];
  }
  const merged: Finding = { ...fresh, ...kept };
  const status = workflowAfter(old.finding, fresh);
  return { ...merged, Workflow: { ...old.finding.Workflow, Status: status } };
}

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html */
const CUSTOMER_OWNED = ['Note', 'UserDefinedFields', 'VerificationState', 'Workflow'] as const;

function workflowAfter(old: Finding, fresh: Finding): WorkflowStatus {
  const status = old.Workflow?.Status ?? 'NEW';
  const handled = status === 'NOTIFIED' || status === 'RESOLVED';
  const back = old.RecordState === 'ARCHIVED' && fresh.RecordState === 'ACTIVE';
  const compliance = fresh.Compliance?.Status ?? 'PASSED';
  const broke = old.Compliance?.Status === 'PASSED' && compliance !== 'PASSED';
  return handled && (back || broke) ? 'NEW' : status;
}

type WorkflowStatus = NonNullable<NonNullable<Finding['Workflow']>['Status']>;
