import { asffFinding } from '../../builders/asff.ts';

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
    ...asffFinding(),
    Id: `arn:aws:securityhub:eu-west-1:111122223333:security-control/${control}/finding/0a1b2c3d-0000-4000-8000-000000000001`,
    GeneratorId: `security-control/${control}`,
    Title: control,
    Description: control,
    Resources: [{ Type: type, Id: id, Partition: 'aws', Region: 'eu-west-1' }],
    Compliance: { Status: 'FAILED', SecurityControlId: control },
  };
}
