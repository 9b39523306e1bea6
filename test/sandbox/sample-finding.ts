import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';

/** The payments account. */
export const PAYMENTS = '111122223333';
/** The data account. */
export const DATA = '444455556666';
export const HUB = '222233334444';

/** A finding as Security Hub's own control S3.8 reports it. */
export function sampleFinding(changes: Partial<AwsSecurityFinding> = {}): AwsSecurityFinding {
  return {
    SchemaVersion: '2018-10-08',
    Id: 'arn:aws:securityhub:eu-west-1:111122223333:security-control/S3.8/finding/1',
    ProductArn: 'arn:aws:securityhub:eu-west-1::product/aws/securityhub',
    GeneratorId: 'security-control/S3.8',
    AwsAccountId: PAYMENTS,
    CreatedAt: '2026-01-01T00:00:00.000Z',
    UpdatedAt: '2026-01-01T00:00:00.000Z',
    Title: 'S3 general purpose buckets should block public access',
    Description: 'This control checks the bucket-level public access block.',
    Types: ['Software and Configuration Checks/Industry and Regulatory Standards'],
    Severity: { Label: 'HIGH' },
    Resources: [
      { Type: 'AwsS3Bucket', Id: 'arn:aws:s3:::payments-logs', Tags: { Team: 'payments' } },
    ],
    Compliance: { Status: 'FAILED', SecurityControlId: 'S3.8' },
    ...changes,
  };
}

export function named(finding: AwsSecurityFinding) {
  return { Id: finding.Id ?? '', ProductArn: finding.ProductArn ?? '' };
}
