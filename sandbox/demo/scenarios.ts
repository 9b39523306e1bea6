/** What the demo shows: buckets in bad states, the findings about them, and the destiny each has to meet. */
import type { Lifecycle } from '../../activities/ledger/ledger.ts';
import type { BucketState } from '../../controls/case.ts';
import type { Severity } from '../../domain/finding.ts';
import type { Phase } from '../../domain/lifecycle/state.ts';
import type { Mischief } from '../aws/bedrock/scripted-model.ts';
import { CODE_SCENARIOS, merged, terraform } from './code-scenarios.ts';

export const PAYMENTS = '111122223333';
const DATA = '444455556666';

export interface Scenario {
  /** What it shows, for the table. */
  readonly shows: string;
  readonly account: string;
  readonly region: string;
  readonly bucket: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Null for a finding about something that is no bucket. */
  readonly state: BucketState | null;
  readonly reports: readonly Report[];
  readonly expected: Expected;
  /** The file that makes it; the model sees it and nothing else. */
  readonly source?: Source;
  /** What happens to it meanwhile, in this order. */
  readonly acts?: readonly Act[];
}

interface Source {
  readonly path: string;
  readonly text: string;
  /** The CloudFormation stack that makes the resource from it; else Terraform's tags name the file. */
  readonly stack?: string;
  readonly misbehaves?: readonly Mischief[];
  /** Absent: the one in which models are asked for everything (`control_writes` of `policies/repositories.yaml`). */
  readonly repository?: string;
  /** Who wrote what was merged; absent: a model. */
  readonly writtenBy?: 'control';
}

/** Done once, when the lifecycle is in that phase (and asks that rung of the ladder). */
export type Act = { readonly in: Phase['name']; readonly asked?: RegExp } & (
  | {
      readonly does: 'decide';
      readonly as: string;
      /** Of `findings`, as the person types it. */
      readonly command: (
        lifecycle: Pick<Lifecycle, 'workflowId' | 'planHash'>,
      ) => readonly string[];
    }
  /** A person presses a button of the finding's message in the chat. */
  | { readonly does: 'press'; readonly as: string; readonly button: 'closeloop-approve' }
  /** Somebody undoes the fix, and Security Hub, which had seen it, reports it again. */
  | { readonly does: 'undo' }
  /** A person merges its pull request when these others wait for it too; the pipeline applies what was merged. */
  | {
      readonly does: 'merge';
      readonly as: string;
      readonly together: readonly string[];
      /** Its whole text is printed; of the others the address is enough. */
      readonly shows?: boolean;
    }
  /** Nothing: the demo waits until it comes to this. */
  | { readonly does: 'see' }
);

/** One finding, by the product that sends it. */
export interface Report {
  readonly by: 'security-hub' | 'prowler' | 'guardduty';
  /** Security Hub control id, or the finding type of the other products. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
}

export interface Expected {
  readonly state: 'CLOSED' | 'HUMAN_REVIEW' | 'ACCEPTED';
  readonly destiny: 'Fixed' | 'Accepted' | null;
}

const fixed: Expected = { state: 'CLOSED', destiny: 'Fixed' };
const people: Expected = { state: 'HUMAN_REVIEW', destiny: null };

const payments = {
  account: PAYMENTS,
  region: 'eu-west-1',
  tags: { Team: 'payments', Environment: 'production' },
} as const;
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
    shows: 'public ACL, grant removed automatically',
    bucket: 'payments-site',
    state: readableByAll,
    reports: [blockPublicAccess],
    expected: fixed,
  },
  {
    ...payments,
    shows: 'CRITICAL: fixed after a person approved the plan in the chat',
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
    shows: 'both: live now, source pending until the pull request is merged',
    bucket: 'payments-uploads',
    ...terraform('payments-uploads'),
    state: {},
    reports: [encryption],
    expected: fixed,
    acts: [merged],
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
    shows: 'two products, one problem: one lifecycle closes both',
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
    shows: 'bucket deleted meanwhile: gone',
    bucket: 'data-old-reports',
    state: { deleted: true },
    reports: [blockPublicAccess],
    expected: fixed,
  },
  {
    ...payments,
    shows: 'runbook fails: verified open, to people',
    bucket: 'payments-runbook-fails',
    state: {},
    reports: [blockPublicAccess],
    expected: people,
  },
  {
    ...data,
    shows: 'shadow mode: planned, nothing written, to people',
    bucket: 'data-scratch',
    state: {},
    reports: [encryption],
    expected: people,
  },
  {
    ...data,
    shows: 'accepted until a date, shortened to 8 s here; then it is back',
    bucket: 'data-partner-drop',
    state: {},
    reports: [encryption],
    expected: people,
    acts: [
      {
        in: 'HUMAN_REVIEW',
        does: 'decide',
        as: 'edgar',
        command: ({ workflowId }) =>
          words(
            'accept',
            workflowId,
            '--until',
            new Date(Date.now() + 8_000).toISOString(),
            '--why',
            'the partner moves this week',
          ),
      },
      { in: 'ACCEPTED', does: 'see' },
      { in: 'HUMAN_REVIEW', does: 'see' },
    ],
  },
  {
    ...data,
    shows: 'nobody decides within 5 s: the next is asked, and accepts',
    bucket: 'data-notes',
    state: {},
    reports: [{ ...encryption, severity: 'LOW' }],
    expected: { state: 'ACCEPTED', destiny: 'Accepted' },
    acts: [
      {
        in: 'HUMAN_REVIEW',
        asked: /default team/,
        does: 'decide',
        as: 'grace',
        command: ({ workflowId }) =>
          words('accept', workflowId, '--days', '30', '--why', 'public drafts'),
      },
    ],
  },
  {
    ...payments,
    shows: 'fixed, undone by somebody, reported again: a regression, to people',
    bucket: 'payments-backups',
    state: {},
    reports: [blockPublicAccess],
    expected: people,
    acts: [
      { in: 'CLOSED', does: 'undo' },
      { in: 'HUMAN_REVIEW', does: 'see' },
    ],
  },
  ...CODE_SCENARIOS,
  {
    ...payments,
    shows: 'a type that no control covers: to people',
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
    expected: people,
  },
];

function words(...all: readonly string[]): readonly string[] {
  return all;
}
