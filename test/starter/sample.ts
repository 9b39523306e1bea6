import type { Finding } from '../../starter/event/finding.ts';
import { parseFinding } from '../../starter/event/parse-finding.ts';
/** Findings and events for tests: one good consolidated finding, changed by each test. */
import { CATALOGUE } from '../../starter/identity/catalogue.ts';
import { identify } from '../../starter/identity/identity.ts';
import type { Identified } from '../../starter/identity/identity.ts';
import { INTAKE } from './corpus.ts';

export type Raw = Record<string, unknown>;

export function rawFinding(changes: Raw = {}): Raw {
  return {
    SchemaVersion: '2018-10-08',
    Id: 'arn:aws:securityhub:eu-west-1:111122223333:security-control/S3.8/finding/0b1c2d3e',
    ProductArn: 'arn:aws:securityhub:eu-west-1::product/aws/securityhub',
    ProductName: 'Security Hub',
    GeneratorId: 'security-control/S3.8',
    AwsAccountId: '111122223333',
    Region: 'eu-west-1',
    Types: ['Software and Configuration Checks/Industry and Regulatory Standards'],
    Severity: { Label: 'HIGH', Normalized: 70 },
    Title: 'S3 general purpose buckets should block public access',
    Resources: [{ Type: 'AwsS3Bucket', Id: 'arn:aws:s3:::payments-logs', Region: 'eu-west-1' }],
    Compliance: { Status: 'FAILED', SecurityControlId: 'S3.8' },
    Workflow: { Status: 'NEW' },
    RecordState: 'ACTIVE',
    UpdatedAt: '2026-03-02T10:00:00.000Z',
    ...changes,
  };
}

export function rawEvent(findings: readonly unknown[], changes: Raw = {}): Raw {
  return {
    version: '0',
    id: 'e1f2a3b4-0000-4000-8000-000000000001',
    'detail-type': 'Security Hub Findings - Imported',
    source: 'aws.securityhub',
    account: '222233334444',
    time: '2026-03-02T10:00:30Z',
    region: 'eu-west-1',
    resources: [],
    detail: { findings },
    ...changes,
  };
}

export function rawAction(findings: readonly unknown[]): Raw {
  const detail = { actionName: 'SendToCloseloop', findings };
  return rawEvent(findings, { 'detail-type': 'Security Hub Findings - Custom Action', detail });
}

export function finding(changes: Raw = {}): Finding {
  const parsed = parseFinding(rawFinding(changes));
  if (!parsed.ok) throw new Error(`${parsed.broken.field}: ${parsed.broken.message}`);
  return parsed.finding;
}

export function identified(changes: Raw = {}): Identified {
  const [first] = identify(finding(changes), CATALOGUE, INTAKE);
  if (first === undefined) throw new Error('no problem in the finding');
  return first;
}
