import type {
  FindingFacts,
  PullRequestFacts,
} from '../../../../activities/code/pull-request/text/facts.ts';

export const FINDING: FindingFacts = {
  id: 'arn:aws:securityhub:eu-west-1:111122223333:subscription/x/finding/1',
  title: 'S3.14 S3 general purpose buckets have versioning enabled',
  severity: 'HIGH',
  product: 'Security Hub',
  resource: 'arn:aws:s3:::payments-logs',
  account: '111122223333',
  region: 'eu-west-1',
  findingUrl: 'https://console.example/findings?id=1',
  workflowUrl: 'https://temporal.example/workflows/1',
  workflowId: 'S3.MissingVersioning:111122223333:eu-west-1:payments-logs:5f2c1a9b04',
};

export const FACTS: PullRequestFacts = {
  control: {
    id: 'S3.MissingVersioning',
    title: 'versioning of the bucket is on',
    why: 'What is overwritten or deleted by mistake can be brought back.',
    verification: 'the bucket’s versioning has to be Enabled',
  },
  block: 'aws_s3_bucket.logs',
  path: 'infra/s3.tf',
  findings: [FINDING],
  author: { kind: 'model', model: 'anthropic.claude', prompt: 'v3', attempt: 2 },
  change: { added: 6, removed: 0 },
  secondScan: 'Checkov: nothing fails that did not fail before',
};

/** What hosts act on, and what breaks out of what: to be mixed with anything. */
export const HOSTILE = [
  '`',
  '``',
  '```',
  '\n',
  '\r\n\r\n',
  '\u2028',
  '\u202E',
  '\u200B',
  '<!-- closeloop:fix:',
  '-->',
  '<script>',
  '</details>',
  '<img src=x onerror=y>',
  '@acme/admins',
  'Fixes #1',
  'closes acme/infra#7',
  'resolves GH-3',
  'https://github.com/acme/infra/issues/1',
  '[x](https://evil.example)',
  '![x](https://evil.example/p.png)',
  '# heading',
  '\n- [ ] task',
  '| a | b |',
  '&#64;admins',
  '\\',
  ' ',
  '*',
  '\u0000',
  '\uD800',
  '<',
  '!--',
  '--',
  '>',
];
