/** The judge has teeth: records that break a promise are found out, by its name. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Lifecycle } from '../../activities/ledger/ledger.ts';
import type { Said } from './lane.ts';
import { broken } from './promises.ts';
import type { PROMISES } from './promises.ts';
import type { Called } from './recorder.ts';
import type { Records, StoryLine } from './records.ts';

type Name = keyof typeof PROMISES;

const NOW = Date.parse('2026-11-23T12:00:00Z');
const DAY = 24 * 3_600_000;
const LATER = new Date(NOW + 20 * DAY).toISOString();
const LOOK = 'v-00000000-0000-4000-8000-000000000001';
const PLAN = 'a'.repeat(64);
const ID = 'S3.PublicAccess:111122223333:eu-west-1:m1x0000:0123456789';

it('what keeps all promises is not accused', () => {
  assert.deepEqual(broken(fixed()), []);
  assert.deepEqual(broken(accepted()), []);
  assert.deepEqual(broken(approved()), []);
  assert.deepEqual(broken(withPeople()), []);
});

const DOCTORED: Readonly<Record<Name, readonly Records[]>> = {
  'a destiny or a next deadline': [
    { ...withPeople(), row: row({ phase: 'HUMAN_REVIEW', nextDeadline: null }) },
    { ...withPeople(), row: row({ phase: 'HUMAN_REVIEW', nextDeadline: at(-1) }) },
    { ...withPeople(), status: 'COMPLETED' },
    { ...withPeople(), status: 'FAILED' },
    { ...fixed(), row: row({ phase: 'CLOSED', destiny: null, nextDeadline: null }) },
    { ...fixed(), row: null },
  ],
  'in the end Fixed, Accepted or with people': [
    { ...withPeople(), final: true, row: row({ phase: 'TRIAGE' }) },
    { ...withPeople(), final: true, row: row({ phase: 'HUMAN_REVIEW' }) },
    { ...withPeople(), final: true, retrying: true },
  ],
  'RESOLVED follows from our own look': [
    { ...fixed(), calls: [call(1, 'closeloop-verify', 's3', 'GetBucketAcl'), resolved(2, 'done')] },
    { ...fixed(), evidence: {} },
    { ...fixed(), evidence: evidence({ verdict: 'open' }) },
    { ...fixed(), evidence: evidence({ verdict: 'unknown' }) },
    { ...fixed(), evidence: evidence({ role: 'closeloop-automation' }) },
    { ...fixed(), evidence: evidence({ unchanged: false }) },
    { ...fixed(), story: [line(1, {})] },
  ],
  'the look comes after the last write': [
    { ...fixed(), calls: fixed().calls.filter(({ role }) => role !== 'closeloop-verify') },
    {
      ...fixed(),
      calls: [
        call(1, 'closeloop-verify', 's3', 'GetBucketAcl'),
        call(2, 'closeloop-automation', 's3', 'PutPublicAccessBlock'),
        resolved(3, LOOK),
      ],
    },
  ],
  'closed as Fixed is fixed': [
    { ...fixed(), sound: false },
    { ...fixed(), hub: { status: 'NEW', note: '' } },
  ],
  'SUPPRESSED by a named person, until a date': [
    { ...accepted(), said: [] },
    { ...accepted(), said: [said('linus', 'accept')], calls: [suppressed(5, { by: 'linus' })] },
    { ...accepted(), calls: [suppressed(5, { note: 'Closeloop: accepted by barbara: fine' })] },
    { ...accepted(), reports: [{ n: 1, severity: 'HIGH' }] },
    { ...accepted(), calls: [suppressed(5, { role: 'closeloop-runtime' })] },
  ],
  'no exception is longer than policy allows': [
    { ...accepted(), said: [{ ...said('barbara', 'accept'), at: NOW - 400 * DAY }] },
  ],
  'nothing stays SUPPRESSED past its end': [
    { ...accepted(), now: NOW + 21 * DAY, row: acceptedRow() },
    { ...withPeople(), hub: { status: 'SUPPRESSED', note: '' } },
  ],
  'each role keeps to its own': [
    { ...fixed(), calls: [call(1, 'closeloop-verify', 's3', 'PutPublicAccessBlock')] },
    { ...accepted(), calls: [suppressed(5, { role: 'closeloop-remediate' })] },
    { ...fixed(), calls: [call(1, 'closeloop-remediate', 's3', 'PutBucketAcl')] },
    { ...fixed(), calls: [call(1, 'closeloop-orchestrator', 'ssm', 'StartAutomationExecution')] },
  ],
  'a write has the authority of the table or an approval': [
    { ...approved(), said: [] },
    { ...approved(), said: [said('linus', 'approve', PLAN)] },
    { ...approved(), said: [said('barbara', 'approve', 'b'.repeat(64))] },
    { ...approved(), kind: 'unknown-type' },
    { ...approved(), kind: 'public', reports: [{ n: 1, severity: 'CRITICAL' }], said: [] },
  ],
  'at most so many rounds': [
    { ...approved(), calls: Array.from({ length: 6 }, (_, i) => started(i + 3, `token ${i}`)) },
  ],
  'one lifecycle per problem': [
    { ...fixed(), lifecycles: [ID, `${ID}b`] },
    { ...fixed(), lifecycles: [] },
  ],
  'the story has no gaps': [
    { ...fixed(), story: [line(1, {}), line(3, { verificationId: LOOK })] },
    { ...fixed(), story: [line(2, { verificationId: LOOK })] },
    { ...fixed(), story: [] },
  ],
  'the story is append-only': [
    { ...fixed(), storyBefore: [line(1, { text: 'something else' })] },
    { ...fixed(), storyBefore: [line(9, {})] },
  ],
};

for (const [name, cases] of Object.entries(DOCTORED)) {
  for (const [i, records] of cases.entries()) {
    it(`"${name}" is seen broken (${i + 1})`, () => {
      const names = broken(records).map((one) => one.slice(0, name.length));
      assert.ok(names.includes(name), `only: ${broken(records).join('; ')}`);
    });
  }
}

it('the judge imports nothing of the state machine', () => {
  for (const file of readdirSync(import.meta.dirname)) {
    const source = readFileSync(join(import.meta.dirname, file), 'utf8');
    assert.doesNotMatch(source, /from '.*domain[/]lifecycle/, file);
  }
});

function fixed(): Records {
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

function accepted(): Records {
  const calls = [suppressed(5, {})];
  return {
    ...common(),
    said: [said('barbara', 'accept')],
    calls,
    row: acceptedRow(),
    hub: { status: 'SUPPRESSED', note: '' },
  };
}

function approved(): Records {
  const { story } = common();
  return {
    ...withPeople(),
    kind: 'versioning',
    said: [said('barbara', 'approve', PLAN)],
    calls: [started(3, 'token')],
    story: [...story, line(3, { kind: 'remediating', planHash: PLAN })],
  };
}

function withPeople(): Records {
  const ladder = { asked: 'payments', next: null, overdue: 0 };
  return { ...common(), row: row({ phase: 'HUMAN_REVIEW', nextDeadline: at(1), ladder }) };
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
    final: false,
  };
}

function row(changes: Partial<Lifecycle>): Lifecycle {
  return {
    workflowId: ID,
    episode: 1,
    updatedAt: at(0),
    closedAt: null,
    problem: {
      control: 'S3.PublicAccess',
      findingType: 'S3.PublicAccess',
      account: '111122223333',
      region: 'eu-west-1',
      resource: { type: 'AwsS3Bucket', id: 'arn:aws:s3:::m1x0000', name: 'm1x0000' },
      unmappedReason: null,
    },
    title: 'Block public access',
    phase: 'HUMAN_REVIEW',
    reason: '',
    waitsFor: '',
    destiny: null,
    destinyReason: null,
    severity: 'MEDIUM',
    owner: null,
    round: 1,
    planHash: null,
    planSummary: null,
    verificationId: null,
    nextDeadline: at(1),
    findings: [],
    ...changes,
  };
}

function acceptedRow(): Lifecycle {
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

function at(days: number): string {
  return new Date(NOW + days * DAY).toISOString();
}

function line(seq: number, changes: Partial<StoryLine>): StoryLine {
  const usual = { phase: 'TRIAGE', actor: 'closeloop', text: 'a line', kind: 'observed' } as const;
  return { episode: 1, seq, at: at(0), ...usual, ...changes };
}

function evidence(changes: Partial<Records['evidence'][string]>): Records['evidence'] {
  return { [LOOK]: { verdict: 'fixed', role: 'closeloop-verify', unchanged: true, ...changes } };
}

function said(actor: string, decision: string, planHash: string | null = null): Said {
  return { n: 2, at: NOW, decision, actor, until: planHash === null ? LATER : null, planHash };
}

function call(n: number, role: string, service: string, operation: string): Called {
  return { n, role, service, operation, input: {}, outcome: 'done' };
}

function started(n: number, token: string): Called {
  const input = { ClientToken: token };
  return { ...call(n, 'closeloop-remediate', 'ssm', 'StartAutomationExecution'), input };
}

function resolved(n: number, text: string): Called {
  return updated(n, 'closeloop-orchestrator', { Workflow: { Status: 'RESOLVED' }, text });
}

function suppressed(
  n: number,
  { by = 'barbara', role = 'closeloop-orchestrator', note = '' },
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
