/** What the demo shows: buckets in bad states, the findings about them, and how each has to end. */
import type { BucketState } from '../../controls/case.ts';
import { CODE_SCENARIOS } from './code-scenarios.ts';
import { DATA, fixed, humanReview, merge, payments, terraform } from './scenario.ts';
import type { Report, Scenario } from './scenario.ts';

const data = {
  account: DATA,
  region: 'eu-central-1',
  tags: { Team: 'data', Environment: 'development' },
} as const;

const blockPublicAccess: Report = {
  by: 'security-hub',
  id: 'S3.8',
  title: 'S3 general purpose buckets should block public access',
  severity: 'HIGH',
};
const encryption: Report = {
  by: 'security-hub',
  id: 'S3.4',
  title: 'S3 general purpose buckets should have server-side encryption enabled',
  severity: 'MEDIUM',
};
const readableByAll: BucketState = {
  ownership: 'ObjectWriter',
  acl: [{ to: 'AllUsers', permission: 'READ' }],
};

export const SCENARIOS: readonly Scenario[] = [
  {
    ...payments,
    shows: 'missing public access block, fixed automatically',
    bucket: 'payments-logs',
    state: {},
    reports: [blockPublicAccess],
    expected: fixed,
  },
  {
    ...payments,
    shows: 'public ACL: the grant is removed automatically',
    bucket: 'payments-site',
    state: readableByAll,
    reports: [blockPublicAccess],
    expected: fixed,
  },
  {
    ...payments,
    shows: 'CRITICAL: fixed after a person approves the plan in the chat',
    bucket: 'payments-invoices',
    state: readableByAll,
    reports: [
      {
        by: 'security-hub',
        id: 'S3.2',
        title: 'S3 general purpose buckets should block public read access',
        severity: 'CRITICAL',
      },
    ],
    expected: fixed,
    acts: [{ in: 'AWAITING_APPROVAL', does: 'press', as: 'barbara', button: 'closeloop-approve' }],
  },
  {
    ...payments,
    shows: 'fixed live at once, and in Terraform by a pull request',
    bucket: 'payments-uploads',
    ...terraform('payments-uploads'),
    state: {},
    reports: [encryption],
    expected: fixed,
    acts: [merge],
  },
  {
    ...payments,
    shows: 'already fixed: closed without a write',
    bucket: 'payments-archive',
    state: { encryption: 'aws:kms' },
    reports: [encryption],
    expected: fixed,
  },
  {
    ...data,
    shows: 'two products report one problem: one lifecycle closes both findings',
    bucket: 'data-exports',
    state: readableByAll,
    reports: [
      blockPublicAccess,
      {
        by: 'prowler',
        id: 's3_bucket_public_access',
        title: 'Ensure there are no S3 buckets open to Everyone or Any AWS user.',
        severity: 'HIGH',
      },
    ],
    expected: fixed,
  },
  {
    ...data,
    shows: 'bucket deleted before the first check: closed',
    bucket: 'data-old-reports',
    state: { deleted: true },
    reports: [blockPublicAccess],
    expected: fixed,
  },
  {
    ...payments,
    shows: 'runbook fails, still not compliant: human review',
    bucket: 'payments-runbook-fails',
    state: {},
    reports: [blockPublicAccess],
    expected: humanReview,
  },
  {
    ...data,
    shows: 'shadow mode: planned, nothing written: human review',
    bucket: 'data-scratch',
    state: {},
    reports: [encryption],
    expected: humanReview,
  },
  {
    ...data,
    shows: 'accepted until a date, here for 8 s: then human review again',
    bucket: 'data-partner-drop',
    state: {},
    reports: [encryption],
    expected: humanReview,
    acts: [
      {
        in: 'HUMAN_REVIEW',
        does: 'decide',
        as: 'edgar',
        command: ({ workflowId }) => ['accept', workflowId, '--why', 'the partner moves this week'],
        untilSeconds: 8,
      },
      { in: 'ACCEPTED', does: 'wait' },
      { in: 'HUMAN_REVIEW', does: 'wait' },
    ],
  },
  {
    ...data,
    shows: 'the owner does not decide within 5 s: the default team accepts',
    bucket: 'data-notes',
    state: {},
    reports: [{ ...encryption, severity: 'LOW' }],
    expected: { state: 'ACCEPTED', destiny: 'Accepted' },
    acts: [
      {
        in: 'HUMAN_REVIEW',
        level: /default team/,
        does: 'decide',
        as: 'grace',
        command: ({ workflowId }) => [
          'accept',
          workflowId,
          '--days',
          '30',
          '--why',
          'public drafts',
        ],
      },
    ],
  },
  {
    ...payments,
    shows: 'fixed, undone by somebody, reported again (a regression): human review',
    bucket: 'payments-backups',
    state: {},
    reports: [blockPublicAccess],
    expected: humanReview,
    acts: [
      { in: 'CLOSED', does: 'undo' },
      { in: 'HUMAN_REVIEW', does: 'wait' },
    ],
  },
  ...CODE_SCENARIOS,
  {
    ...payments,
    shows: 'no control covers the finding type: human review',
    bucket: 'i-0f1e2d3c4b5a69788',
    state: null,
    reports: [
      {
        by: 'guardduty',
        id: 'TTPs/Command and Control/CryptoCurrency:EC2-BitcoinTool.B!DNS',
        title: 'Bitcoin-related domain name queried by EC2 instance i-0f1e2d3c4b5a69788',
        severity: 'HIGH',
      },
    ],
    expected: humanReview,
  },
];
