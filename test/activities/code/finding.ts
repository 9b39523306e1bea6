/** A finding as Security Hub sends it, about one resource. */
export function findingOf({
  control,
  type,
  id,
}: {
  readonly control: string;
  readonly type: string;
  readonly id: string;
}): Readonly<Record<string, unknown>> {
  return {
    SchemaVersion: '2018-10-08',
    Id: `arn:aws:securityhub:eu-west-1:111122223333:security-control/${control}/finding/0a1b2c3d-0000-4000-8000-000000000001`,
    ProductArn: 'arn:aws:securityhub:eu-west-1::product/aws/securityhub',
    ProductName: 'Security Hub',
    GeneratorId: `security-control/${control}`,
    AwsAccountId: '111122223333',
    Region: 'eu-west-1',
    Types: ['Software and Configuration Checks/Industry and Regulatory Standards'],
    CreatedAt: '2026-01-01T00:00:00Z',
    UpdatedAt: '2026-01-01T00:00:00Z',
    Severity: { Label: 'HIGH' },
    Title: control,
    Description: control,
    Resources: [{ Type: type, Id: id, Partition: 'aws', Region: 'eu-west-1' }],
    Compliance: { Status: 'FAILED', SecurityControlId: control },
    Workflow: { Status: 'NEW' },
    RecordState: 'ACTIVE',
  };
}
