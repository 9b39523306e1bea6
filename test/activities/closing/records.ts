/** Findings in Security Hub, and what the closer makes of them by the production rules. */
import { fileURLToPath } from 'node:url';

import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';

import type { ReadReport } from '../../../activities/closing/reported.ts';
import type { FindingRef } from '../../../domain/finding.ts';
import { loadIntake } from '../../../policies/intake.ts';
import { reportReader } from '../../../workers/read-report.ts';
import { asffFinding } from '../../builders/asff.ts';

const POLICIES = fileURLToPath(new URL('../../../policies', import.meta.url));
export const readReport: ReadReport = reportReader(await loadIntake(POLICIES));

/** The finding as Security Hub's S3.8 reports a public bucket. */
export function recordOf(
  { id, productArn }: FindingRef,
  changes: Partial<AwsSecurityFinding> = {},
): AwsSecurityFinding {
  return asffFinding({ Id: id, ProductArn: productArn, ...changes });
}

/** The same finding of a type that no control verifies. */
export function unmappedRecord(
  finding: FindingRef,
  changes: Partial<AwsSecurityFinding> = {},
): AwsSecurityFinding {
  const Compliance = { Status: 'FAILED', SecurityControlId: 'Lambda.1' } as const;
  return recordOf(finding, { Compliance, GeneratorId: 'security-control/Lambda.1', ...changes });
}

/** GetFindings with the records whose ids are asked for. */
export function hubWith(records: readonly AwsSecurityFinding[]) {
  return {
    getFindings: async ({ Filters }: { Filters?: { Id?: { Value?: string }[] } }) => {
      const ids = (Filters?.Id ?? []).map(({ Value }) => Value);
      return { Findings: records.filter(({ Id }) => ids.includes(Id)), $metadata: {} };
    },
  };
}
