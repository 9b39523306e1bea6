/** Findings as their products send them: https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format-syntax.html */
import { createHash } from 'node:crypto';

import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';

import type { Report, Scenario } from './scenario.ts';

const PRODUCTS = {
  'security-hub': { path: 'aws/securityhub', name: 'Security Hub' },
  prowler: { path: 'prowler/prowler', name: 'Prowler' },
  guardduty: { path: 'aws/guardduty', name: 'GuardDuty' },
} as const;

/** The ASFF finding of a report. Ids are stable, so that a second demo imports the same findings. */
export function findingOf(scenario: Scenario, report: Report, now: Date): AwsSecurityFinding {
  const { account, region, tags } = scenario;
  const product = PRODUCTS[report.by];
  const at = now.toISOString();
  const common = {
    SchemaVersion: '2018-10-08',
    ProductArn: `arn:aws:securityhub:${region}::product/${product.path}`,
    AwsAccountId: account,
    Region: region,
    CreatedAt: at,
    UpdatedAt: at,
    Title: report.title,
    Description: report.title,
    Severity: { Label: report.severity },
    RecordState: 'ACTIVE' as const,
    Workflow: { Status: 'NEW' as const },
    Resources: [
      { ...resourceOf(scenario), Partition: 'aws' as const, Region: region, Tags: { ...tags } },
    ],
  };
  const productFields = { 'aws/securityhub/ProductName': product.name };
  const uuid = uuidOf(`${scenario.bucket}/${report.by}`);
  return { ...common, ...identity(scenario, report, uuid), ProductFields: productFields };
}

type Identity = Pick<AwsSecurityFinding, 'Id' | 'GeneratorId' | 'Types' | 'Compliance'>;

function identity({ account, region, bucket }: Scenario, report: Report, uuid: string): Identity {
  switch (report.by) {
    case 'security-hub':
      return {
        Id: `arn:aws:securityhub:${region}:${account}:security-control/${report.id}/finding/${uuid}`,
        GeneratorId: `security-control/${report.id}`,
        Types: ['Software and Configuration Checks/Industry and Regulatory Standards'],
        Compliance: {
          Status: 'FAILED',
          SecurityControlId: report.id,
          AssociatedStandards: [
            { StandardsId: 'standards/aws-foundational-security-best-practices/v/1.0.0' },
          ],
        },
      };
    case 'prowler':
      return {
        Id: `prowler-${report.id}-${account}-${region}-${uuid.slice(0, 8)}`,
        GeneratorId: `prowler-${report.id}`,
        Types: [
          'Software and Configuration Checks/Industry and Regulatory Standards/CIS AWS Foundations Benchmark',
        ],
        Compliance: { Status: 'FAILED' },
      };
    case 'guardduty':
      return {
        Id: `arn:aws:guardduty:${region}:${account}:detector/${uuid.replaceAll('-', '')}/finding/${uuidOf(bucket)}`,
        GeneratorId: `arn:aws:guardduty:${region}:${account}:detector/${uuid.replaceAll('-', '')}`,
        Types: [report.id],
      };
  }
}

function resourceOf({ account, region, bucket, state }: Scenario): { Type: string; Id: string } {
  if (state !== null) return { Type: 'AwsS3Bucket', Id: `arn:aws:s3:::${bucket}` };
  return { Type: 'AwsEc2Instance', Id: `arn:aws:ec2:${region}:${account}:instance/${bucket}` };
}

function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join('-');
}
