/** A notification as the ledger keeps it, and as its message. */
import type { Notice } from '../../activities/ledger/notice/notices.ts';
import type { Surroundings } from '../../activities/notify/compose.ts';
import { compose } from '../../activities/notify/compose.ts';
import type { Message } from '../../activities/notify/message.ts';
import { controlById } from '../../controls/index.ts';
import { s3PublicAccess } from '../../controls/S3.PublicAccess/control.ts';
import type { ShownPlan } from '../../domain/decision-form.ts';
import { canonicalJson } from '../../domain/plan.ts';
import type { LedgerRow } from '../../domain/story.ts';
import { planOf } from './plan.ts';
import { WORKFLOW_ID } from './problem.ts';
import { ledgerRow } from './story.ts';

const PLAN = 'ab'.repeat(32);

/** A plan waits for payments. */
export const WAITING: Partial<LedgerRow> = {
  phase: 'AWAITING_APPROVAL',
  waitsFor: 'payments approves or rejects plan abababababab until 2026-11-24T10:00Z.',
  owner: { team: 'payments', because: 'the tags match Team=payments' },
  planHash: PLAN,
  planSummary: 'Automation Closeloop-BlockPublicAccess version 1 on payments-logs',
  planDetail: [
    'Document: Closeloop-BlockPublicAccess version 1',
    'Settings now: BlockPublicAcls: false',
  ],
  nextDeadline: '2026-11-24T10:00:00.000Z',
};

/** The plan that waits, as the ledger's whole plan gives it. */
export const SHOWN_PLAN: ShownPlan = shownPlan();

function shownPlan(): ShownPlan {
  const acl = {
    owner: '75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a',
    grants: [
      {
        type: 'Group',
        to: 'http://acs.amazonaws.com/groups/global/AllUsers',
        permission: 'READ',
      },
    ],
  };
  const plan = planOf({ preState: canonicalJson({ acl, publicAccessBlock: null }) });
  const change = s3PublicAccess.changes.of(plan);
  if (change === null) throw new Error("The sample's plan cannot be shown.");
  return { hash: PLAN, plan, change };
}

export function notice(change: Partial<Notice> = {}, of: Partial<LedgerRow> = WAITING): Notice {
  return {
    workflowId: WORKFLOW_ID,
    episode: 1,
    sequence: '000001#00000002',
    kind: 'waits-for-you',
    at: '2026-11-23T10:00:00.000Z',
    actor: 'closeloop',
    text: 'approval from HIGH',
    row: ledgerRow(of),
    reports: 1,
    attempts: 0,
    lastError: null,
    ...change,
  };
}

export const OWNERSHIP: Surroundings['ownership'] = {
  defaultTeam: 'cloud-security',
  teams: [
    { slug: 'cloud-security', members: ['grace'], channels: ['slack:#cloud-security'] },
    { slug: 'payments', members: ['barbara'], lead: 'radia', channels: ['slack:#payments'] },
  ],
  patterns: [],
};

export const AROUND: Surroundings = {
  controlOf: controlById,
  ownership: OWNERSHIP,
  aliasOf: (account) => (account === '111122223333' ? 'payments' : null),
  temporalUi: 'https://temporal.example.com',
  namespace: 'default',
  securityHubRegion: 'eu-west-1',
};

export function message(change: Partial<Notice> = {}, of: Partial<LedgerRow> = WAITING): Message {
  return compose(notice(change, of), AROUND, SHOWN_PLAN);
}
