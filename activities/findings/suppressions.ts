import type { SecurityHub } from '@aws-sdk/client-securityhub';

import type { FindingRef } from '../../domain/finding.ts';
import { asking } from '../aws/failures.ts';

/** A finding that Security Hub holds as SUPPRESSED, by whose note. */
export interface Suppression {
  readonly finding: FindingRef;
  readonly by: string | null;
  readonly text: string | null;
}

/** One filter takes so many values: https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_GetFindings.html */
const BATCH = 20;

/** Which of these findings Security Hub holds as SUPPRESSED now. */
export function suppressionsIn(
  securityHub: Pick<SecurityHub, 'getFindings'>,
): (findings: readonly FindingRef[]) => Promise<readonly Suppression[]> {
  return async (findings) => {
    const found: Suppression[] = [];
    for (let start = 0; start < findings.length; start += BATCH) {
      const batch = findings.slice(start, start + BATCH);
      found.push(...(await suppressed(securityHub, batch)));
    }
    return found;
  };
}

async function suppressed(
  securityHub: Pick<SecurityHub, 'getFindings'>,
  findings: readonly FindingRef[],
): Promise<readonly Suppression[]> {
  const Filters = {
    Id: findings.map(({ id }) => equals(id)),
    WorkflowStatus: [equals('SUPPRESSED')],
  };
  const { Findings = [] } = await asking(
    `securityhub:GetFindings of ${findings.length} finding(s)`,
    () => securityHub.getFindings({ Filters, MaxResults: 100 }),
  );
  return Findings.flatMap(({ Id, ProductArn, Note }) => {
    const finding = findings.find((one) => one.id === Id && one.productArn === ProductArn);
    return finding === undefined
      ? []
      : [{ finding, by: Note?.UpdatedBy ?? null, text: Note?.Text ?? null }];
  });
}

function equals(Value: string) {
  return { Value, Comparison: 'EQUALS' as const };
}
