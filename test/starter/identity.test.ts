import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { workflowIdOf } from '../../starter/identity/workflow-id.ts';
import type { Raw } from '../builders/asff.ts';
import { identified } from './identified.ts';

// These ids live in ledgers and histories: a change here orphans every open lifecycle.
const GOLDEN: readonly (readonly [string, Raw])[] = [
  ['S3.PublicAccess:111122223333:eu-west-1:payments-logs:55f7a73403', {}],
  [
    'S3.MissingVersioning:111122223333:eu-west-1:payments-logs:180c457466',
    { Compliance: { Status: 'FAILED', SecurityControlId: 'S3.14' }, GeneratorId: 'x' },
  ],
  [
    'aws-securityhub-S3.1:111122223333:global:111122223333:6b5e9138ba',
    {
      Compliance: { Status: 'FAILED', SecurityControlId: 'S3.1' },
      GeneratorId: 'security-control/S3.1',
      Resources: [{ Type: 'AwsAccount', Id: 'AWS::::Account:111122223333' }],
    },
  ],
  [
    'aws-inspector-CVE-2022-34918:111122223333:eu-west-1:instance-i-0abcdef1234567890:0d6809570c',
    {
      ProductArn: 'arn:aws:securityhub:eu-west-1::product/aws/inspector',
      Vulnerabilities: [{ Id: 'CVE-2022-34918' }],
      Resources: [
        {
          Type: 'AwsEc2Instance',
          Id: 'arn:aws:ec2:eu-west-1:111122223333:instance/i-0abcdef1234567890',
        },
      ],
    },
  ],
];

for (const [id, changes] of GOLDEN) {
  it(`${id} stays the id it is`, () => {
    assert.equal(identified(changes).workflowId, id);
  });
}

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'.split('');
const bucket = fc
  .array(fc.constantFrom(...letters), { minLength: 5, maxLength: 40 })
  .map((l) => `b${l.join('')}1`);
const account = fc.integer({ min: 100000000000, max: 999999999999 }).map(String);
const region = fc.constantFrom('eu-west-1', 'eu-central-1', 'us-east-1', 'ap-southeast-2');
const place = fc.record({ bucket, account, region });

/** One public bucket as different products and settings tell it. */
function tellings({
  bucket: name,
  account: id,
  region: where,
}: {
  bucket: string;
  account: string;
  region: string;
}): readonly Raw[] {
  const arn = `arn:aws:s3:::${name}`;
  const common = { AwsAccountId: id, Region: where };
  const resource = [{ Type: 'AwsS3Bucket', Id: arn, Region: where }];
  return [
    { ...common, Resources: resource },
    {
      ...common,
      Resources: resource,
      Compliance: { Status: 'FAILED', SecurityControlId: 's3.2' },
      GeneratorId: 'security-control/s3.2',
    },
    { ...common, Resources: [{ Type: 'AwsS3Bucket', Id: name }] },
    { ...common, Region: 'eu-south-1', Resources: resource },
    { ...common, Resources: [{ Type: 'AWS::S3::Bucket', Id: arn, Region: where }] },
    {
      ...common,
      Resources: resource,
      Compliance: { Status: 'FAILED' },
      GeneratorId: 'pci-dss/v/3.2.1/PCI.S3.1',
    },
    {
      ...common,
      Resources: resource,
      ProductArn: `arn:aws:securityhub:${where}::product/aws/macie`,
      Compliance: null,
      GeneratorId: 'aws/macie',
      Types: ['Effects/Data Exposure/Policy:IAMUser-S3BucketPublic'],
    },
    {
      ...common,
      Resources: [{ Type: 'AwsIamAccessKey', Id: 'AWS::IAM::AccessKey:AKIA' }, ...resource],
      ProductArn: `arn:aws:securityhub:${where}::product/aws/guardduty`,
      Compliance: null,
      GeneratorId: 'arn:aws:guardduty:x',
      Types: ['TTPs/Policy:S3-BucketPublicAccessGranted'],
    },
  ];
}

it('one problem told by different reports gets one id', () => {
  fc.assert(
    fc.property(place, (where) => {
      const ids = new Set(tellings(where).map((raw) => identified(raw).workflowId));
      assert.equal(ids.size, 1, [...ids].join(' '));
    }),
    { numRuns: 200 },
  );
});

it('different problems never get one id', () => {
  const problem = fc.record({
    control: fc.option(fc.constantFrom('S3.PublicAccess', 'S3.MissingEncryption')),
    findingType: fc.string({ unit: 'binary', maxLength: 120 }),
    account,
    region,
    resource: fc.record({
      type: fc.constantFrom('AwsS3Bucket', 'AwsS3Object', 'Other'),
      id: fc.string({ unit: 'binary', maxLength: 60 }),
      name: fc.string({ unit: 'binary', maxLength: 300 }),
    }),
    unmappedReason: fc.constant(null),
  });
  const seen = new Map<string, string>();
  fc.assert(
    fc.property(problem, (one) => {
      const id = workflowIdOf(one);
      const told = JSON.stringify([
        one.control ?? one.findingType.toLowerCase(),
        one.control === null,
        one.account,
        one.region,
        one.resource.type,
        one.resource.id,
      ]);
      assert.ok(Buffer.byteLength(id) <= 200);
      assert.match(id, /^[A-Za-z0-9._:-]+$/);
      // The readable name may differ for one identity; the hash is what tells problems apart.
      const hash = id.slice(-10);
      assert.equal(seen.get(hash) ?? told, told);
      seen.set(hash, told);
    }),
    { numRuns: 2000 },
  );
});

it('bucket names that differ in one character or in partition are different problems', () => {
  const ids = [
    identified().workflowId,
    identified({ Resources: [{ Type: 'AwsS3Bucket', Id: 'payments-log5', Region: 'eu-west-1' }] })
      .workflowId,
    identified({
      Resources: [
        { Type: 'AwsS3Bucket', Id: 'arn:aws-cn:s3:::payments-logs', Region: 'cn-north-1' },
      ],
    }).workflowId,
    identified({ AwsAccountId: '111122223334' }).workflowId,
  ];
  assert.equal(new Set(ids).size, ids.length);
});
