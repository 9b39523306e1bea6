/** Lives of a finding, each with the messages that it is about. */
import type { Decision } from '../../../domain/decision.ts';
import type { Observation, Problem } from '../../../domain/finding.ts';
import type { LifecycleEvent } from '../../../domain/lifecycle/events.ts';
import { attempt, DRAFT, PULL } from '../../builders/code-fix.ts';
import { problem } from '../../builders/problem.ts';
import { timetable } from '../../builders/triage-result.ts';
import { verification } from '../../builders/verification.ts';
import { triaged } from '../../domain/lifecycle/script.ts';

/** An event; `deadline`: the next deadline passes; or what a person says. */
export type Moment =
  | 'deadline'
  | LifecycleEvent
  | (Partial<Decision> & { readonly says: Decision['decision']; readonly by: string });

export interface Life {
  /** The number of each message that is shown, from 0 → what happened. */
  readonly about: Readonly<Record<number, string>>;
  readonly problem?: Problem;
  readonly told?: Partial<Observation>;
  readonly episode?: number;
  readonly moments: readonly Moment[];
}

const HOUR = 3600;
const hours = (n: number) => ({
  CRITICAL: n * HOUR,
  HIGH: n * HOUR,
  MEDIUM: n * HOUR,
  LOW: n * HOUR,
  INFORMATIONAL: n * HOUR,
});
const TIMES = {
  ...timetable,
  ladder: [
    { who: 'payments', seconds: hours(24) },
    { who: 'the lead of payments (radia)', seconds: hours(24) },
    { who: 'cloud-security (the default team)', seconds: hours(24) },
    { who: 'the security lead (margaret)', seconds: hours(24) },
  ],
  acceptance: { ...timetable.acceptance, fourEyesFrom: 'HIGH' as const },
  fourEyesApproval: true,
};
const OWNER = { team: 'payments', because: 'the tags match Team=payments' };
const PLAN = {
  hash: 'ab'.repeat(32),
  summary: 'Closeloop-S3PublicAccess version 1 on payments-logs (111122223333, eu-west-1)',
  detail: [
    'Document: Closeloop-S3PublicAccess version 1',
    'Role: arn:aws:iam::111122223333:role/closeloop-automation',
    'Parameters: BucketName: payments-logs',
  ],
};
const OPEN = verification('open', {
  summary: 'Bucket payments-logs: the ACL grants READ to AllUsers; 4 public access blocks are off.',
});
const FIXED = verification('fixed', { summary: 'Bucket payments-logs is not public.' });
const known = { owner: OWNER, timetable: TIMES, verification: OPEN, plan: PLAN };
const NEEDED = 'S3.PublicAccess needs an approval from HIGH up; this is HIGH';
const byApproval = triaged({ ...known, route: { to: 'approval', because: NEEDED } });
const byMachine = triaged({
  ...known,
  route: { to: 'automatic', because: 'S3.PublicAccess is automated for HIGH' },
});
const SHADOW = 'S3.PublicAccess is in shadow mode: planned only, nothing is written';
const byNobody = triaged({
  ...known,
  route: { to: 'automatic', because: SHADOW, shadow: true },
});
const byCode = triaged({
  ...known,
  plan: null,
  source: 'code',
  route: { to: 'automatic', because: 'S3.PublicAccess is automated for HIGH, in its source' },
});
const byPeople = triaged({
  ...known,
  route: { to: 'people', because: 'the path of S3.PublicAccess is human: people decide' },
});
const ran: LifecycleEvent = {
  type: 'remediated',
  result: { status: 'succeeded', executionId: '73c8f0b8-1d0e-4a3a-9d0c-6b2f6f0a1c11' },
};
const failed: LifecycleEvent = {
  type: 'remediated',
  result: {
    status: 'failed',
    executionId: '73c8f0b8-1d0e-4a3a-9d0c-6b2f6f0a1c11',
    reason:
      'step BlockPublicAccess: AccessDenied with an explicit deny in a service control policy',
  },
};
const planned: LifecycleEvent = {
  type: 'remediated',
  result: { status: 'planned', reason: `${SHADOW}: plan abababababab` },
};
const DIFF = [
  '--- a/infra/s3.tf',
  '+++ b/infra/s3.tf',
  '@@ -1,3 +1,3 @@',
  ' resource "aws_s3_bucket_public_access_block" "logs" {',
  '-  block_public_acls = false',
  '+  block_public_acls = true',
].join('\n');
const drafted: LifecycleEvent = {
  type: 'drafted',
  result: { status: 'drafted', attempt: attempt(null), draft: { ...DRAFT, diff: DIFF } },
};
const proposed: LifecycleEvent = { type: 'proposed', result: { status: 'open', pull: PULL } };
const closed: LifecycleEvent = { type: 'closed', result: { status: 'closed', remarks: [] } };
const suppressed: LifecycleEvent = {
  type: 'suppressed',
  result: { status: 'done', remarks: [] },
};
const reopened: LifecycleEvent = { type: 'reopened', result: { status: 'done', remarks: [] } };
const isFixed: LifecycleEvent = { type: 'verified', verification: FIXED };
const isOpen: LifecycleEvent = { type: 'verified', verification: OPEN };

function counts(says: string, by: string, more: object = {}): LifecycleEvent {
  const check = { trusted: true, because: `${by} is of payments`, ...more };
  return { type: 'decisionChecked', id: `${says}-${by}`, check };
}

const accept = {
  says: 'accept',
  until: '2026-12-23T10:00:00Z',
  why: 'a partner reads the logs until it has moved',
} as const;
const ACCEPTED: readonly Moment[] = [
  byPeople,
  { ...accept, by: 'barbara' },
  counts('accept', 'barbara'),
  { ...accept, by: 'radia' },
  counts('accept', 'radia'),
  suppressed,
];
const UNMAPPED: Problem = {
  ...problem,
  control: null,
  findingType: 'UnauthorizedAccess:S3/TorIPCaller',
  unmappedReason: 'no control covers it',
};
const REPORTED: Partial<Observation> = {
  title: 'An API of bucket payments-logs was called from a Tor exit node',
  finding: {
    id: 'arn:aws:guardduty:eu-west-1:111122223333:detector/12ab/finding/34cd',
    productArn: 'arn:aws:securityhub:eu-west-1::product/aws/guardduty',
  },
};
const unmapped = triaged({
  ...known,
  plan: null,
  verification: null,
  route: { to: 'people', because: 'no control covers UnauthorizedAccess:S3/TorIPCaller' },
});
const attest = { says: 'attest', why: 'access key revoked, see INC-123' } as const;
const ARCHIVED = verification('unknown', {
  summary: 'Security Hub has it as ARCHIVED',
  error: null,
  source: 'archived',
});
const assigned = {
  owner: { team: 'cloud-security', because: 'assigned by barbara' },
  ladder: TIMES.ladder.slice(2),
};

export const FIXED_LIFE: readonly Moment[] = [byMachine, ran, 'deadline', isFixed, closed];

export const LIVES: readonly Life[] = [
  { about: { 0: 'a machine may fix it' }, moments: [byMachine] },
  {
    about: { 1: 'Closeloop fixed it' },
    moments: FIXED_LIFE,
  },
  {
    about: { 0: 'a plan waits for an approval', 1: 'nobody approved it in time' },
    moments: [byApproval, 'deadline'],
  },
  {
    about: {
      1: 'a reminder',
      2: 'escalated to a person',
      4: 'escalated to a team',
      6: 'escalated to the security lead',
      8: 'nobody decided in time, and the last are asked again',
    },
    moments: [byPeople, ...Array.from({ length: 8 }, () => 'deadline' as const)],
  },
  { about: { 1: 'the automation failed' }, moments: [byMachine, failed, isOpen] },
  { about: { 0: 'shadow mode' }, moments: [byNobody, planned] },
  { about: { 0: 'a pull request waits' }, moments: [byCode, drafted, proposed] },
  {
    about: { 1: 'somebody asked for a check, and it is still open' },
    moments: [
      byPeople,
      { type: 'recheck', command: { id: 'c', actor: 'barbara', why: 'I changed the ACL' } },
      isOpen,
    ],
  },
  {
    about: { 1: 'given to another team' },
    moments: [
      byPeople,
      { says: 'assign', by: 'barbara', team: 'cloud-security', why: 'they run the bucket' },
      counts('assign', 'barbara', { assigned }),
    ],
  },
  {
    about: { 1: 'an acceptance waits for a second person', 2: 'accepted by two people' },
    moments: ACCEPTED,
  },
  {
    about: { 3: 'an exception ends soon', 5: 'an exception expired' },
    moments: [...ACCEPTED, 'deadline', 'deadline', 'deadline', reopened],
  },
  {
    about: { 3: 'an exception was revoked' },
    moments: [
      ...ACCEPTED,
      { says: 'revoke', by: 'margaret', why: 'the partner has moved' },
      counts('revoke', 'margaret'),
    ],
  },
  {
    about: { 0: 'an undo waits for its approval' },
    episode: 2,
    moments: [
      { says: 'undo', by: 'barbara', why: 'the website needs it', episode: 1 },
      triaged({ ...known, episode: 2, verification: FIXED }),
      counts('undo', 'barbara'),
      triaged({
        ...known,
        episode: 2,
        verification: FIXED,
        undo: {
          plan: {
            hash: 'cd'.repeat(32),
            summary:
              'Closeloop-S3PublicAccess-Undo version 1 on payments-logs (111122223333, eu-west-1)',
          },
          because: 'restores the settings of 2026-11-20',
        },
      }),
    ],
  },
  {
    about: { 0: 'no control covers it', 1: 'an attestation waits for a second person' },
    problem: UNMAPPED,
    told: REPORTED,
    moments: [unmapped, { ...attest, by: 'barbara' }, counts('attest', 'barbara')],
  },
  {
    about: { 1: 'its source archived it before anybody acted' },
    problem: UNMAPPED,
    told: REPORTED,
    moments: [
      unmapped,
      {
        type: 'observed',
        observation: {
          messageId: 'archived',
          severity: 'HIGH',
          title: REPORTED.title ?? '',
          product: 'GuardDuty',
          recordState: 'ARCHIVED',
          compliance: null,
          updatedAt: '2026-11-23T11:00:00.000Z',
          asked: false,
          finding: REPORTED.finding ?? { id: 'x', productArn: 'x' },
        },
      },
      { type: 'verified', verification: ARCHIVED },
      closed,
    ],
  },
];
