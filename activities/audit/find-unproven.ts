import type { SecurityHub } from '@aws-sdk/client-securityhub';

import type { AuditPage } from '../../domain/audit.ts';
import { callAws } from '../aws/failures.ts';

export interface FindUnprovenDeps {
  readonly securityHub: Pick<SecurityHub, 'getFindings'>;
}

/** One page of the findings that are RESOLVED or SUPPRESSED. Throws as `callAws` does. */
export async function findUnproven(
  { securityHub }: FindUnprovenDeps,
  cursor: string | null,
): Promise<AuditPage> {
  const { Findings = [], NextToken } = await callAws(
    'securityhub:GetFindings of closed findings',
    () =>
      securityHub.getFindings({
        Filters: { WorkflowStatus: CLOSED },
        MaxResults: 100,
        ...(cursor === null ? {} : { NextToken: cursor }),
      }),
  );
  return { next: NextToken ?? null, counts: { looked: Findings.length }, unproven: [] };
}

const CLOSED = ['RESOLVED', 'SUPPRESSED'].map((Value) => ({
  Value,
  Comparison: 'EQUALS' as const,
}));
