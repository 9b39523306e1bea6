/** Findings as Security Hub sends them (ASFF), and the EventBridge events that carry them. */
import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';

/** The payments account. */
export const PAYMENTS = '111122223333';
/** The data account. */
export const DATA = '444455556666';
/** The account in which Security Hub collects all findings. */
export const HUB = '222233334444';

/** Of any shape: also what Security Hub would never send. */
export type Raw = Record<string, unknown>;

/** A finding as Security Hub's own control S3.8 reports it, consolidated. */
export function asffFinding(changes: Partial<AwsSecurityFinding> = {}): AwsSecurityFinding {
  return {
    SchemaVersion: '2018-10-08',
    Id: 'arn:aws:securityhub:eu-west-1:111122223333:security-control/S3.8/finding/1',
    ProductArn: 'arn:aws:securityhub:eu-west-1::product/aws/securityhub',
    ProductName: 'Security Hub',
    CompanyName: 'AWS',
    Region: 'eu-west-1',
    GeneratorId: 'security-control/S3.8',
    AwsAccountId: PAYMENTS,
    Types: ['Software and Configuration Checks/Industry and Regulatory Standards'],
    CreatedAt: '2026-01-01T00:00:00.000Z',
    UpdatedAt: '2026-03-01T10:00:00.000Z',
    Severity: { Label: 'HIGH' },
    Title: 'S3 general purpose buckets should block public access',
    Description: 'This control checks whether a bucket blocks public access.',
    Resources: [
      {
        Type: 'AwsS3Bucket',
        Id: 'arn:aws:s3:::payments-logs',
        Partition: 'aws',
        Region: 'eu-west-1',
        Tags: { Team: 'payments' },
      },
    ],
    Compliance: { Status: 'FAILED', SecurityControlId: 'S3.8' },
    Workflow: { Status: 'NEW' },
    RecordState: 'ACTIVE',
    ...changes,
  };
}

/** That finding with any changes. */
export function rawFinding(changes: Raw = {}): Raw {
  return { ...asffFinding(), ...changes };
}

/** The EventBridge event that carries these findings. */
export function rawEvent(findings: readonly unknown[] = [asffFinding()], changes: Raw = {}): Raw {
  return {
    version: '0',
    id: 'e1f2a3b4-0000-4000-8000-000000000001',
    'detail-type': 'Security Hub Findings - Imported',
    source: 'aws.securityhub',
    account: HUB,
    time: '2026-03-01T10:00:30Z',
    region: 'eu-west-1',
    resources: [],
    detail: { findings },
    ...changes,
  };
}

/** The event of a person who presses `SendToCloseloop` in Security Hub. */
export function rawAction(findings: readonly unknown[]): Raw {
  const detail = { actionName: 'SendToCloseloop', findings };
  return rawEvent(findings, { 'detail-type': 'Security Hub Findings - Custom Action', detail });
}

/** How BatchUpdateFindings names a finding. */
export function named(finding: AwsSecurityFinding) {
  return { Id: finding.Id ?? '', ProductArn: finding.ProductArn ?? '' };
}
