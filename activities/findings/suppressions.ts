import type { SecurityHub } from '@aws-sdk/client-securityhub';

import type { FindingRef } from '../../domain/finding.ts';
import { recordsOf } from './source.ts';

/** A finding that is SUPPRESSED in Security Hub, and its note. */
export interface Suppression {
  readonly finding: FindingRef;
  readonly by: string | null;
  readonly text: string | null;
}

/** Which of these findings are SUPPRESSED in Security Hub now. */
export function suppressionsIn(
  securityHub: Pick<SecurityHub, 'getFindings'>,
): (findings: readonly FindingRef[]) => Promise<readonly Suppression[]> {
  return async (findings) => {
    const records = await recordsOf(securityHub, findings, {
      WorkflowStatus: [{ Value: 'SUPPRESSED', Comparison: 'EQUALS' }],
    });
    return records.map(({ Id: id = '', ProductArn: productArn = '', Note: note }) => ({
      finding: { id, productArn },
      by: note?.UpdatedBy ?? null,
      text: note?.Text ?? null,
    }));
  };
}
