import type { KnownFinding, Ledger, Lifecycle, Lookups } from '../../activities/ledger/ledger.ts';
import type { Refusals, Refused } from '../../activities/ledger/lifecycle/refusals.ts';
import type { PolicyTables } from '../../activities/ledger/policy/policy-tables.ts';
import type { StampedRow } from '../../activities/ledger/policy/remediation-table.ts';
import { planHash } from '../../activities/runtime/plan.ts';
import type { LifecycleClient } from '../../client/lifecycle-client.ts';
import type { LifecycleMessage, SendResult } from '../../client/messages.ts';
import { CliError } from '../../console/cli/cli-error.ts';
import type { Reply } from '../../console/cli/reply.ts';
import type { Identity } from '../../console/connect/caller.ts';
import { type Page, PLAIN } from '../../console/output/page.ts';
import { canonicalJson } from '../../domain/plan.ts';
import type { Plan } from '../../domain/plan.ts';
import type { StoryEntry, StoryKind } from '../../domain/story.ts';
import type { OwnershipTable } from '../../policies/ownership.ts';
import { findingRef } from '../builders/finding.ts';
import { planOf } from '../builders/plan.ts';
import { BUCKET, bucketProblem } from '../builders/problem.ts';
import { lifecycleRow } from '../builders/story.ts';

export const NOW = Date.parse('2026-03-01T12:00:00Z');
/** Whole plans for the sample's resource, as the ledger holds them. */
export const PLANS: Readonly<Record<string, string>> = Object.fromEntries(
  ['d0c', 'dad'].map((hash) => {
    const text = canonicalJson(planWith(hash.repeat(21)));
    return [planHash(text), text];
  }),
);
export const [PLAN = '', NEW_PLAN = ''] = Object.keys(PLANS);

function planWith(hash: string): Plan {
  const document = { name: 'Closeloop-S3PublicAccess', version: '1', hash };
  return planOf({ document, preState: '{"publicAccessBlock":null}' });
}

export type Told = StoryEntry & { readonly episode: number };

/** A lifecycle that waits for an approval of `PLAN`, with what a test changes. */
export function lifecycle(
  changes: Partial<Lifecycle> & { readonly name?: string } = {},
): Lifecycle {
  const { name = BUCKET, ...others } = changes;
  const tail = name.padEnd(10, '0').slice(0, 10);
  return lifecycleRow({
    workflowId: `S3.PublicAccess:111122223333:eu-west-1:${name}:${tail}`,
    problem: bucketProblem('S3.PublicAccess', name),
    phase: 'AWAITING_APPROVAL',
    reason: 'approval asked',
    waitsFor: `payments approves or rejects plan ${PLAN.slice(0, 12)} until 2026-03-01T16:00Z.`,
    severity: 'CRITICAL',
    owner: { team: 'payments', because: 'Team=payments matched' },
    planHash: PLAN,
    planSummary: `Closeloop-S3PublicAccess version 1 on ${name}`,
    nextDeadline: '2026-03-01T16:00:00.000Z',
    findings: [findingRef(`${name}-f1`)],
    updatedAt: '2026-03-01T11:59:00.000Z',
    ...others,
  });
}

export function closed(changes: Partial<Lifecycle> & { readonly name?: string } = {}): Lifecycle {
  return lifecycle({
    phase: 'CLOSED',
    waitsFor: 'Nothing: Fixed (remediated).',
    destiny: 'Fixed',
    destinyReason: 'remediated',
    nextDeadline: null,
    closedAt: '2026-03-01T11:58:00.000Z',
    verificationId: 'v-7',
    ...changes,
  });
}

type Reads = Pick<
  Ledger & Lookups,
  'lifecycle' | 'lifecycles' | 'story' | 'findingsById' | 'executions' | 'killSwitch' | 'planText'
>;

/** The reply as a pipe sees it, or a terminal of that width. */
export function textOf({ text }: Pick<Reply, 'text'>, page: Page = PLAIN): string {
  return page.print(text(page));
}

/** Ana is of payments, which Lena leads; Kim is of the default team, Sam is the security lead. */
export const OWNERSHIP: OwnershipTable = {
  defaultTeam: 'cloud-security',
  securityLead: 'sam',
  teams: [
    { slug: 'payments', members: ['ana'], channels: [], lead: 'lena' },
    { slug: 'data', members: ['dana'], channels: [] },
    { slug: 'cloud-security', members: ['kim'], channels: [] },
  ],
  patterns: [],
};

/** Policy tables in which `S3.PublicAccess` is enforced and `cloud-security` gets what nobody owns. */
export function tablesWith(
  row: Partial<StampedRow> | null = {},
): Pick<PolicyTables, 'ownership' | 'remediation'> {
  const enforced: StampedRow = {
    type: 'S3.PublicAccess',
    automated: true,
    mode: 'enforce',
    modes: {},
    path: 'runtime',
    approvalFrom: 'CRITICAL',
    commit: 'c0ffee0123456789',
  };
  return {
    ownership: () => Promise.resolve(OWNERSHIP),
    remediation: () => Promise.resolve(row === null ? null : { ...enforced, ...row }),
  };
}

/** Keeps recorded refusals. */
export function refusalsOf(told: readonly Refused[] = []): Refusals & {
  readonly recorded: (readonly [string, Refused])[];
} {
  const recorded: (readonly [string, Refused])[] = [];
  return {
    recorded,
    recordRefusal: (workflowId, refused) => {
      recorded.push([workflowId, refused]);
      return Promise.resolve();
    },
    refusals: () => Promise.resolve(told),
  };
}

export const PROOF = { kind: 'caller-identity', value: 'signed' } as const;

/** What decision commands need for one finding: decisions are signed, and `after` is in the story once a message was sent. */
export function depsFor(
  row: Lifecycle,
  messages: ReturnType<typeof messagesThat>,
  after: readonly Told[] = [],
) {
  return {
    ledger: {
      ...ledgerOf([row]),
      story: () => Promise.resolve(messages.said.length === 0 ? [] : after),
    },
    messages,
    refusals: refusalsOf(),
    tables: tablesWith(),
    now: () => NOW,
    prove: () => Promise.resolve({ proof: PROOF }),
    consent: () => Promise.resolve(true),
    pause: () => Promise.resolve(),
    stopped: () => Promise.resolve(null),
  };
}

/** Lines of a story, in order. */
export function linesOf(...lines: readonly (readonly [StoryKind, string, string])[]): Told[] {
  return lines.map(([kind, actor, text], at) => ({
    episode: 1,
    seq: at + 1,
    at: new Date(NOW + at * 1000).toISOString(),
    kind,
    phase: 'HUMAN_REVIEW',
    actor,
    text,
  }));
}

/** An update's answer. */
export const TAKEN: SendResult = {
  status: 'accepted',
  answer: { accepted: true, phase: 'HUMAN_REVIEW', episode: 1, text: 'taken' },
};

/** What a rejected promise was rejected with. */
export async function errorOf(said: Promise<unknown>): Promise<CliError> {
  try {
    await said;
  } catch (error) {
    if (error instanceof CliError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

/** A ledger that holds exactly these rows, and one story for all of them. */
export function ledgerOf(rows: readonly Lifecycle[], story: readonly Told[] = []): Reads {
  return {
    lifecycle: (id) => Promise.resolve(rows.find((row) => row.workflowId === id) ?? null),
    lifecycles: ({ phase } = {}) =>
      Promise.resolve(rows.filter((row) => phase === undefined || row.phase === phase)),
    story: () => Promise.resolve(story),
    executions: () => Promise.resolve([]),
    planText: (_id, hash) => Promise.resolve(PLANS[hash] ?? null),
    killSwitch: () => Promise.resolve({ on: false, by: 'nobody', why: 'it was never used' }),
    findingsById: (id) => Promise.resolve(rows.flatMap((row) => known(row, id))),
  };
}

function known(row: Lifecycle, id: string): readonly KnownFinding[] {
  const found = row.findings.filter((finding) => finding.id === id);
  const problems = { [row.workflowId]: 'open' } as const;
  return found.map((finding) => ({ finding, problems, hash: null, closedAt: null }));
}

/** Answers every message with `heard` and keeps the messages. */
export function messagesThat(heard: SendResult): Pick<
  LifecycleClient,
  'send' | 'sendScoped' | 'importAccepted'
> & {
  readonly said: (readonly [string, LifecycleMessage])[];
} {
  const said: (readonly [string, LifecycleMessage])[] = [];
  return {
    said,
    send: (workflowId, what) => {
      said.push([workflowId, what]);
      return Promise.resolve(heard);
    },
    sendScoped: () => Promise.resolve(heard),
    importAccepted: () => Promise.resolve(),
  };
}

/** What the list needs to know who asks: nobody is signed in, and names are persons of their own. */
export const NOBODY_SIGNED_IN = {
  identity: () => Promise.resolve<Identity>({ arn: null, person: null }),
  signIn: () => Promise.resolve({ namedBySession: [], users: {} }),
};
