/** Records of lives that keep every promise, for the judge's own tests to doctor. */
import type { Lifecycle } from '../../activities/ledger/ledger.ts';
import { bucketProblem } from '../builders/problem.ts';
import { lifecycleRow } from '../builders/story.ts';
import type { Said, StoryLine } from './lane.ts';
import type { Called } from './recorder.ts';
import type { Records } from './records.ts';

export const NOW = Date.parse('2026-11-23T12:00:00Z');
export const DAY = 24 * 3_600_000;
const LATER = new Date(NOW + 20 * DAY).toISOString();
export const LOOK = 'v-00000000-0000-4000-8000-000000000001';
export const PLAN = 'a'.repeat(64);
export const ID = 'S3.PublicAccess:111122223333:eu-west-1:m1x0000:0123456789';

export function fixed(): Records {
  return {
    ...common(),
    calls: [
      started(1, 'token'),
      call(2, 'closeloop-automation', 's3', 'PutPublicAccessBlock'),
      call(3, 'closeloop-verify', 's3', 'GetPublicAccessBlock'),
      resolved(4, LOOK),
    ],
    sound: true,
    row: row({ phase: 'CLOSED', destiny: 'Fixed', nextDeadline: null }),
    status: 'COMPLETED',
    hub: { status: 'RESOLVED', note: LOOK },
    final: true,
  };
}

export function accepted(): Records {
  const calls = [suppressed(5, {})];
  return {
    ...common(),
    said: [said('barbara', 'accept')],
    calls,
    row: acceptedRow(),
    hub: { status: 'SUPPRESSED', note: '' },
  };
}

export function approved(): Records {
  const { story } = common();
  return {
    ...withPeople(),
    kind: 'versioning',
    said: [said('barbara', 'approve', PLAN)],
    calls: [started(3, 'token')],
    story: [...story, line(3, { kind: 'remediating', planHash: PLAN })],
  };
}

/** Fixed, and taken back: barbara asked, radia approved. */
export function undone(): Records {
  const undo = { ...started(8, 'back'), input: { ClientToken: 'back', DocumentName: UNDO } };
  const asked = { ...said('barbara', 'undo'), n: 5 };
  return {
    ...withPeople(),
    calls: [...fixed().calls, undo],
    said: [asked, { ...said('radia', 'approve', PLAN), n: 6 }],
    hub: { status: 'NEW', note: '' },
  };
}

const UNDO = 'Closeloop-S3PublicAccess-Undo';

const ATTESTED = `Closeloop: attested by barbara, confirmed by radia; it is over, ${LOOK}: a test`;

export function attested(): Records {
  const closed = { phase: 'CLOSED', destiny: 'Fixed', nextDeadline: null } as const;
  return {
    ...common(),
    kind: 'unknown-type',
    status: 'COMPLETED',
    said: [said('barbara', 'attest'), said('radia', 'attest')],
    calls: [resolved(9, ATTESTED)],
    hub: { status: 'RESOLVED', note: ATTESTED },
    evidence: evidence({ verdict: 'unknown', role: 'closeloop-closer', source: 'archived' }),
    row: row({ ...closed, destinyReason: 'attested', verificationId: LOOK }),
  };
}

export function withdrawn(): Records {
  const destiny = { destiny: 'Withdrawn', destinyReason: 'by-source' } as const;
  const closed = { phase: 'CLOSED', nextDeadline: null, verificationId: LOOK, ...destiny } as const;
  return { ...attested(), said: [], calls: [], hub: { status: 'NEW', note: '' }, row: row(closed) };
}

export function withPeople(): Records {
  const ladder = { asked: 'payments', next: null, overdue: 0 };
  const waiting = row({ phase: 'HUMAN_REVIEW', nextDeadline: at(1), ladder });
  return { ...common(), row: waiting, askedOf: ['barbara', 'radia'] };
}

function common(): Records {
  return {
    kind: 'public',
    now: NOW,
    reports: [{ n: 1, severity: 'MEDIUM' }],
    said: [],
    calls: [],
    touched: 0,
    sound: false,
    row: null,
    lifecycles: [ID],
    story: [line(1, {}), line(2, { kind: 'verified', verificationId: LOOK })],
    storyBefore: [line(1, {})],
    status: 'RUNNING',
    retrying: false,
    hub: { status: 'NEW', note: '' },
    evidence: evidence({}),
    troubled: false,
    shown: [],
    overdue: false,
    askedOf: [],
    final: false,
  };
}

export function row(changes: Partial<Lifecycle>): Lifecycle {
  return lifecycleRow({
    workflowId: ID,
    updatedAt: at(0),
    problem: bucketProblem('S3.PublicAccess', 'm1x0000'),
    phase: 'HUMAN_REVIEW',
    severity: 'MEDIUM',
    nextDeadline: at(1),
    findings: [],
    ...changes,
  });
}

export function acceptedRow(): Lifecycle {
  const exception = {
    by: 'barbara',
    confirmedBy: null,
    why: 'a test',
    since: at(0),
    until: LATER,
    severity: 'MEDIUM',
  } as const;
  return row({ phase: 'ACCEPTED', destiny: 'Accepted', nextDeadline: LATER, exception });
}

export function at(days: number): string {
  return new Date(NOW + days * DAY).toISOString();
}

export function line(seq: number, changes: Partial<StoryLine>): StoryLine {
  const usual = { phase: 'TRIAGE', actor: 'closeloop', text: 'a line', kind: 'observed' } as const;
  return { episode: 1, seq, at: at(0), ...usual, ...changes };
}

export function evidence(changes: Partial<Records['evidence'][string]>): Records['evidence'] {
  return { [LOOK]: { verdict: 'fixed', role: 'closeloop-verify', unchanged: true, ...changes } };
}

export function said(actor: string, decision: string, planHash: string | null = null): Said {
  return { n: 2, at: NOW, decision, actor, until: planHash === null ? LATER : null, planHash };
}

export function call(n: number, role: string, service: string, operation: string): Called {
  return { n, role, service, operation, input: {}, outcome: 'done' };
}

/** Into a table of the ledger. */
export function put(n: number, role: string, table: string): Called {
  return { ...call(n, role, 'dynamodb', 'PutItem'), input: { tables: [`closeloop-${table}`] } };
}

export function started(n: number, token: string): Called {
  const input = { ClientToken: token };
  return { ...call(n, 'closeloop-remediate', 'ssm', 'StartAutomationExecution'), input };
}

export function resolved(n: number, text: string): Called {
  return updated(n, 'closeloop-closer', { Workflow: { Status: 'RESOLVED' }, text });
}

export function suppressed(
  n: number,
  { by = 'barbara', role = 'closeloop-closer', note = '' },
): Called {
  const text = note === '' ? `Closeloop: accepted by ${by} until ${LATER}: a test ${ID}` : note;
  return updated(n, role, { Workflow: { Status: 'SUPPRESSED' }, text });
}

function updated(
  n: number,
  role: string,
  { Workflow, text }: { readonly Workflow: { readonly Status: string }; readonly text: string },
): Called {
  const input = { Workflow, Note: { Text: text } };
  return { ...call(n, role, 'securityhub', 'BatchUpdateFindings'), input };
}
