/** A finding as Security Hub sends it, consolidated. */
export const FINDING = {
  SchemaVersion: '2018-10-08',
  Id: 'arn:aws:securityhub:eu-west-1:111122223333:security-control/S3.8/finding/4d2c',
  ProductArn: 'arn:aws:securityhub:eu-west-1::product/aws/securityhub',
  ProductName: 'Security Hub',
  CompanyName: 'AWS',
  Region: 'eu-west-1',
  GeneratorId: 'security-control/S3.8',
  AwsAccountId: '111122223333',
  Types: ['Software and Configuration Checks/Industry and Regulatory Standards'],
  CreatedAt: '2026-03-01T10:00:00.000Z',
  UpdatedAt: '2026-03-01T11:00:00.000Z',
  Severity: { Label: 'HIGH', Original: 'HIGH' },
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
};

/** The EventBridge event that carries it. */
export const EVENT = {
  version: '0',
  id: '7c1f0a52-0000-4000-8000-000000000001',
  'detail-type': 'Security Hub Findings - Imported',
  source: 'aws.securityhub',
  account: '222233334444',
  time: '2026-03-01T11:00:01Z',
  region: 'eu-west-1',
  resources: [FINDING.Id],
  detail: { findings: [FINDING] },
};
