import assert from 'node:assert/strict';

import type { AwsSecurityFindingFilters } from '@aws-sdk/client-securityhub';

import { asffFinding, DATA, HUB, PAYMENTS } from '../builders/asff.ts';
import { admin, withSandboxAws } from './with-sandbox-aws.ts';

const BUCKET = { Type: 'AwsS3Bucket', Id: 'arn:aws:s3:::a', Tags: { Team: 'payments' } };
const POLICY = { Type: 'AwsIamPolicy', Id: 'arn:aws:iam::111122223333:policy/p' };
const INTERFACE = { Type: 'AwsEc2NetworkInterface', Id: 'eni-1' };

const PAYMENTS_FINDINGS = [
  asffFinding({ Id: 'bucket', Resources: [BUCKET], Severity: { Label: 'HIGH' } }),
  asffFinding({
    Id: 'policy',
    Resources: [POLICY],
    Severity: { Label: 'LOW' },
    UpdatedAt: '2026-02-01T00:00:00.000Z',
    Title: 'IAM policies allow no full administration',
  }),
  asffFinding({
    Id: 'both',
    Resources: [POLICY, BUCKET],
    Severity: { Label: 'CRITICAL' },
    UpdatedAt: '2026-03-01T00:00:00.000Z',
    RecordState: 'ARCHIVED',
    ProductFields: { ControlId: 'S3.8' },
  }),
  asffFinding({ Id: 'eni', Resources: [INTERFACE], Severity: { Normalized: 50 } }),
];

describe('GetFindings', () => {
  const sandbox = withSandboxAws();
  const hub = () => admin(sandbox(), HUB).securityHub;
  const ids = async (Filters?: AwsSecurityFindingFilters) =>
    ((await hub().getFindings({ Filters })).Findings ?? []).map(({ Id }) => Id);

  before(async () => {
    await admin(sandbox(), PAYMENTS).securityHub.batchImportFindings({
      Findings: PAYMENTS_FINDINGS,
    });
    await admin(sandbox(), DATA, 'eu-central-1').securityHub.batchImportFindings({
      Findings: [asffFinding({ Id: 'data', AwsAccountId: DATA, Severity: { Label: 'MEDIUM' } })],
    });
  });

  // https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_StringFilter.html
  const cases: readonly (readonly [string, AwsSecurityFindingFilters, readonly string[]])[] = [
    ['EQUALS by any of the values', { Id: [equals('bucket'), equals('eni')] }, ['bucket', 'eni']],
    [
      'different attributes together',
      { Id: [equals('bucket'), equals('eni')], SeverityLabel: [equals('HIGH')] },
      ['bucket'],
    ],
    [
      'NOT_EQUALS by all of the values',
      { Id: [not('bucket'), not('eni')] },
      ['policy', 'both', 'data'],
    ],
    [
      'NOT_EQUALS over all resources of a finding',
      { ResourceType: [not('AwsS3Bucket')] },
      ['policy', 'eni'],
    ],
    [
      'PREFIX before NOT_EQUALS',
      { ResourceType: [prefix('AwsIam'), prefix('AwsEc2'), not('AwsEc2NetworkInterface')] },
      ['policy', 'both'],
    ],
    [
      'PREFIX_NOT_EQUALS',
      { ResourceId: [{ Value: 'arn:', Comparison: 'PREFIX_NOT_EQUALS' }] },
      ['eni'],
    ],
    ['case', { SeverityLabel: [equals('high')] }, []],
    ['the record state', { RecordState: [equals('ARCHIVED')] }, ['both']],
    ['the workflow status', { WorkflowStatus: [not('NEW')] }, []],
    [
      'the control',
      { ComplianceSecurityControlId: [equals('S3.8')], Id: [equals('eni')] },
      ['eni'],
    ],
    ['the account', { AwsAccountId: [equals(DATA)] }, ['data']],
    ['a region', { Region: [equals('eu-central-1')] }, ['data']],
  ];
  for (const [what, filters, expected] of cases) {
    it(`GetFindings filters by ${what}`, async () => {
      assert.deepEqual(await ids(filters), expected);
    });
  }

  it('GetFindings refuses EQUALS together with NOT_EQUALS', async () => {
    await assert.rejects(ids({ Id: [equals('a'), not('b')] }), { name: 'InvalidInputException' });
  });

  it('GetFindings refuses an unknown filter instead of ignoring it', async () => {
    await assert.rejects(ids({ MalwareName: [equals('x')] }), {
      name: 'NotImplemented',
      message: /MalwareName/,
    });
  });

  it('GetFindings pages neither lose nor repeat a finding', async () => {
    const seen: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await hub().getFindings({ MaxResults: 2, NextToken });
      assert.ok((page.Findings ?? []).length <= 2);
      seen.push(...(page.Findings ?? []).map(({ Id }) => Id));
      NextToken = page.NextToken;
    } while (NextToken);
    assert.deepEqual(seen, ['bucket', 'policy', 'both', 'eni', 'data']);
  });

  it('GetFindings refuses the token of another query, and a page of more than 100', async () => {
    const { NextToken } = await hub().getFindings({ MaxResults: 1 });
    const other = { NextToken, Filters: { Id: [equals('bucket')] } };
    await assert.rejects(hub().getFindings(other), { name: 'InvalidInputException' });
    await assert.rejects(hub().getFindings({ MaxResults: 101 }), { name: 'InvalidInputException' });
  });

  it('GetFindings shows a member account only its own findings', async () => {
    const { Findings } = await admin(sandbox(), DATA).securityHub.getFindings({});
    assert.deepEqual(
      Findings?.map(({ Id }) => Id),
      ['data'],
    );
  });

  it('GetFindings shows the administrator only one region outside the aggregation region', async () => {
    const { Findings } = await admin(sandbox(), HUB, 'eu-central-1').securityHub.getFindings({});
    assert.deepEqual(
      Findings?.map(({ Id }) => Id),
      ['data'],
    );
  });
});

function equals(Value: string) {
  return { Value, Comparison: 'EQUALS' } as const;
}

function not(Value: string) {
  return { Value, Comparison: 'NOT_EQUALS' } as const;
}

function prefix(Value: string) {
  return { Value, Comparison: 'PREFIX' } as const;
}
