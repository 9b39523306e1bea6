import { randomUUID } from 'node:crypto';

import type {
  AwsSecurityFinding,
  AwsSecurityFindingFilters,
  SecurityHub,
} from '@aws-sdk/client-securityhub';

import { saysResolved } from '../../domain/finding.ts';
import type { FindingRef } from '../../domain/finding.ts';
import type { SourceState, Verification } from '../../domain/verdict.ts';
import type { VerifyInput } from '../../workflows/activity-types.ts';
import { callAws } from '../aws/failures.ts';
import type { Clock } from '../clock.ts';
import type { EvidenceStore } from '../verify/evidence.ts';

export interface SourceDeps {
  readonly securityHub: Pick<SecurityHub, 'getFindings'>;
  readonly evidence: EvidenceStore;
  readonly clock: Pick<Clock, 'now'>;
  /** Who asks Security Hub: `closeloop-orchestrator`. The evidence says so. */
  readonly principal: string;
}

/**
 * What Security Hub says now of a problem that no control verifies, with its records stored as evidence. The verdict
 * is `unknown`, because the source says it and Closeloop did not check the resource.
 */
export async function readSourceState(
  deps: SourceDeps,
  input: Pick<VerifyInput, 'problem' | 'workflowId' | 'findings'>,
): Promise<Verification> {
  return await sourceState(deps, input, await recordsOf(deps.securityHub, input.findings));
}

/** The same of records that were read already. */
export async function sourceState(
  { evidence, clock, principal: role }: SourceDeps,
  { problem, workflowId, findings }: Pick<VerifyInput, 'problem' | 'workflowId' | 'findings'>,
  records: readonly AwsSecurityFinding[],
): Promise<Verification> {
  const id = `v-${randomUUID()}`;
  const at = clock.now().toISOString();
  const source = stateOf(records);
  const summary = `${SAYS[source]} (${findings.length} finding(s), ${records.length} known to Security Hub)`;
  const about = { schema: 1, verificationId: id, workflowId, at, role };
  const kept = await evidence.keep(workflowId, id, {
    ...about,
    problem,
    findings,
    records: records.map(shown),
    source,
  });
  const error = `no control verifies ${problem.findingType}`;
  return { id, verdict: 'unknown', summary, error, evidence: kept, at, source };
}

const SAYS: Readonly<Record<SourceState, string>> = {
  archived: 'the source has archived it',
  passed: 'the source says PASSED',
  open: 'the source still reports it',
  missing: 'Security Hub knows none of its findings any more',
};

function stateOf(records: readonly AwsSecurityFinding[]): SourceState {
  if (records.length === 0) return 'missing';
  if (records.every(({ RecordState }) => RecordState === 'ARCHIVED')) return 'archived';
  const over = records.every(({ RecordState, Compliance }) =>
    saysResolved({
      recordState: RecordState === 'ARCHIVED' ? 'ARCHIVED' : 'ACTIVE',
      compliance: Compliance?.Status ?? null,
    }),
  );
  return over ? 'passed' : 'open';
}

/** What the state is decided by. */
function shown({
  Id,
  ProductArn,
  RecordState,
  Compliance,
  Workflow,
  UpdatedAt,
}: AwsSecurityFinding) {
  return { Id, ProductArn, RecordState, Compliance, Workflow, UpdatedAt };
}

/** One filter takes so many values: https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_GetFindings.html */
const BATCH = 20;

/** The records that Security Hub has of these findings and that pass the filters. */
export async function recordsOf(
  securityHub: SourceDeps['securityHub'],
  findings: readonly FindingRef[],
  filters: AwsSecurityFindingFilters = {},
): Promise<readonly AwsSecurityFinding[]> {
  const found: AwsSecurityFinding[] = [];
  for (let start = 0; start < findings.length; start += BATCH) {
    const batch = findings.slice(start, start + BATCH);
    const Filters = {
      ...filters,
      Id: batch.map(({ id }) => ({ Value: id, Comparison: 'EQUALS' as const })),
    };
    const { Findings = [] } = await callAws(
      `securityhub:GetFindings of ${batch.length} finding(s)`,
      () => securityHub.getFindings({ Filters, MaxResults: 100 }),
    );
    const isOurs = ({ Id, ProductArn }: AwsSecurityFinding) =>
      batch.some((one) => one.id === Id && one.productArn === ProductArn);
    found.push(...Findings.filter(isOurs));
  }
  return found;
}
