/** The demo's fixes in code: each resource is made from a file in a repository. */
import { DATA, fixed, humanReview, inFile, merge, payments, terraform } from './scenario.ts';
import type { Report, Scenario } from './scenario.ts';

const versioning: Report = {
  by: 'security-hub',
  id: 'S3.14',
  title: 'S3 general purpose buckets should have versioning enabled',
  severity: 'MEDIUM',
};

/** In this repository controls write the fixes that they know. */
const DATA_INFRA = 'acme/data-infra';
const REPLICAS = ['payments-replica-0', 'payments-replica-1', 'payments-replica-2'];

export const CODE_SCENARIOS: readonly Scenario[] = [
  {
    ...payments,
    shows: 'Terraform: the second attempt is accepted, merged, applied and verified',
    bucket: 'payments-ledger',
    ...terraform('payments-ledger', ['prose']),
    state: {},
    reports: [versioning],
    expected: fixed,
    acts: [{ ...merge, shows: true }],
  },
  {
    ...payments,
    shows: 'CloudFormation: template found by its stack, and fixed',
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
    acts: [merge],
  },
  {
    account: DATA,
    region: 'eu-west-1',
    shows: 'Terraform: the control writes the fix, no model is asked',
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
    acts: [{ ...merge, as: 'edgar' }],
  },
  {
    ...payments,
    shows: 'three answers of the model rejected: human review',
    bucket: 'payments-drafts',
    ...terraform('payments-drafts', ['prose', 'too-large', 'foreign-file']),
    state: {},
    reports: [versioning],
    expected: humanReview,
  },
  ...REPLICAS.map((bucket) => ({
    ...payments,
    shows: 'three findings about one block: one pull request',
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
        ? { ...merge, together: REPLICAS }
        : ({ in: 'AWAITING_MERGE', does: 'wait' } as const),
    ],
  })),
];
