/** What the demo shows of fixes in code: each has a file, from which the resource is made. */
import type { Mischief } from '../aws/bedrock/scripted-model.ts';
import type { Expected, Report, Scenario } from './scenarios.ts';

const payments = {
  account: '111122223333',
  region: 'eu-west-1',
  tags: { Team: 'payments', Environment: 'production' },
} as const;
const fixed: Expected = { state: 'CLOSED', destiny: 'Fixed' };
const people: Expected = { state: 'HUMAN_REVIEW', destiny: null };
const versioning: Report = {
  by: 'security-hub',
  id: 'S3.14',
  title: 'S3 general purpose buckets should have versioning enabled',
  severity: 'MEDIUM',
};

/** A person merges it as soon as it waits. */
export const merged = { in: 'AWAITING_MERGE', does: 'merge', as: 'barbara', together: [] } as const;

/** Controls write there what they know. */
const DATA_INFRA = 'acme/data-infra';
const REPLICAS = ['payments-replica-0', 'payments-replica-1', 'payments-replica-2'];

export const CODE_SCENARIOS: readonly Scenario[] = [
  {
    ...payments,
    shows: 'Terraform: accepted on the second attempt, merged, applied, verified',
    bucket: 'payments-ledger',
    ...terraform('payments-ledger', ['prose']),
    state: {},
    reports: [versioning],
    expected: fixed,
    acts: [{ ...merged, shows: true }],
  },
  {
    ...payments,
    shows: 'CloudFormation: found by its stack, fixed in the template',
    bucket: 'payments-receipts',
    source: {
      path: 'stacks/receipts.yaml',
      stack: 'receipts',
      text: `Resources:
  Receipts:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: payments-receipts
      Tags:
        - Key: Team
          Value: payments
`,
    },
    state: {},
    reports: [versioning],
    expected: fixed,
    acts: [merged],
  },
  {
    account: '444455556666',
    region: 'eu-west-1',
    shows: 'Terraform: a known block, written by the control, no model asked',
    bucket: 'data-ledger',
    tags: {
      Team: 'data',
      Environment: 'production',
      'closeloop:repository': DATA_INFRA,
      'closeloop:path': 'infra/data-ledger.tf',
    },
    source: {
      ...terraform('data-ledger').source,
      repository: DATA_INFRA,
      writtenBy: 'control',
    },
    state: {},
    reports: [versioning],
    expected: fixed,
    acts: [{ ...merged, as: 'edgar' }],
  },
  {
    ...payments,
    shows: 'three answers rejected: to people',
    bucket: 'payments-drafts',
    ...terraform('payments-drafts', ['prose', 'too-large', 'foreign-file']),
    state: {},
    reports: [versioning],
    expected: people,
  },
  ...REPLICAS.map((bucket) => ({
    ...payments,
    shows: 'three findings of one block: one pull request',
    bucket,
    tags: { ...payments.tags, ...inFile('infra/replicas.tf') },
    source: {
      path: 'infra/replicas.tf',
      text: `resource "aws_s3_bucket" "replica" {
  count  = 3
  bucket = "payments-replica-\${count.index}"
}
`,
    },
    state: {},
    reports: [versioning],
    expected: fixed,
    acts: [
      bucket === REPLICAS[0]
        ? { ...merged, together: REPLICAS }
        : ({ in: 'AWAITING_MERGE', does: 'see' } as const),
    ],
  })),
];

function inFile(path: string): Readonly<Record<string, string>> {
  return { 'closeloop:repository': 'acme/payments-infra', 'closeloop:path': path };
}

/** A bucket in a file of its own, which its tags name. */
export function terraform(bucket: string, misbehaves: readonly Mischief[] = []) {
  const path = `infra/${bucket}.tf`;
  const name = bucket.replaceAll('-', '_');
  const text = `resource "aws_s3_bucket" "${name}" {\n  bucket = "${bucket}"\n}\n`;
  return { tags: { ...payments.tags, ...inFile(path) }, source: { path, text, misbehaves } };
}
