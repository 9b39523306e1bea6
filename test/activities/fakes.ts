/** Parts of activities that keep in memory what was asked of them. */
import { createHmac } from 'node:crypto';

import { ActivityCancellationDetails, CancelledFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';

import type { Clock } from '../../activities/clock.ts';
import { decisionHash } from '../../activities/decisions/caller-identity.ts';
import type { Signed } from '../../activities/decisions/caller-identity.ts';
import type { OwnReads } from '../../activities/decisions/owner.ts';
import type { Receipts } from '../../activities/decisions/receipts.ts';
import type { ReadSeverity } from '../../activities/findings/known-severity.ts';
import type {
  Assignments,
  SignedAssignment,
} from '../../activities/ledger/execution/assignments.ts';
import type {
  Execution,
  KnownFinding,
  Ledger,
  Lifecycle,
  PastOutcome,
  PlacedExecution,
  Watch,
} from '../../activities/ledger/ledger.ts';
import type { Use } from '../../activities/ledger/lifecycle/used-proofs.ts';
import type { StampedRow } from '../../activities/ledger/policy/remediation-table.ts';
import type { Policies } from '../../activities/triage/policies.ts';
import type { Provable } from '../../domain/decision.ts';
import type { FindingRef, Severity } from '../../domain/finding.ts';
import { canonicalJson } from '../../domain/plan.ts';
import type { OwnershipTable } from '../../policies/ownership.ts';
import { DEFAULT_LIMITS } from '../../policies/remediation.ts';
import { timetable } from '../domain/lifecycle/sample.ts';
import { lifecycleRow, plan, PLAN_HASH, WORKFLOW_ID } from './sample.ts';

/** An error as the SDK throws it. */
export function awsError(name: string, status: number | null = 400, message = 'no'): Error {
  return Object.assign(new Error(message), {
    name,
    $metadata: status === null ? {} : { httpStatusCode: status, requestId: 'r-1' },
  });
}

/** Stands in for a call that always fails. */
export function failing(thrown: Error): () => Promise<never> {
  return async () => {
    throw thrown;
  };
}

/** As the server asks: by a person's cancel, or because the worker ends. */
export type Cancel = (why: 'CANCELLED' | 'WORKER_SHUTDOWN') => void;

/** Runs `act` as an activity; answers also what it sent as heartbeats. */
export async function asActivity<T>(
  act: (cancel: Cancel) => Promise<T>,
  info: { readonly attempt?: number; readonly activityId?: string } = {},
): Promise<{ readonly result: T; readonly heartbeats: readonly unknown[] }> {
  // Expected failures are asserted, not printed.
  const logger = new DefaultLogger('ERROR');
  const environment = new MockActivityEnvironment(info, { logger });
  const heartbeats: unknown[] = [];
  environment.on('heartbeat', (details: unknown) => heartbeats.push(details));
  const cancel: Cancel = (why) => {
    const details = { cancelRequested: why === 'CANCELLED', workerShutdown: why !== 'CANCELLED' };
    environment.cancel(why, new ActivityCancellationDetails(details));
  };
  const result: T = await environment.run(() => act(cancel));
  return { result, heartbeats };
}

export interface FakeClock extends Clock {
  readonly slept: number[];
}

/** Never waits; remembers how long it was asked to. Cancels after `cancelAfter` sleeps. */
export function fakeClock(cancelAfter = Infinity): FakeClock {
  const slept: number[] = [];
  return {
    slept,
    now: () => new Date('2026-11-23T06:00:00.000Z'),
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      if (slept.length >= cancelAfter) throw new CancelledFailure('cancelled');
    },
  };
}

export interface FakeLedger extends Ledger, Pick<Watch, 'openFindings'> {
  /** Names and arguments of the calls that write, in order. */
  readonly calls: (readonly unknown[])[];
}

type Kill = Awaited<ReturnType<Ledger['killSwitch']>>;

export interface LedgerFacts {
  readonly kill?: Kill | (() => Kill);
  readonly execution?: Execution | null;
  /** Of all episodes; none by default. */
  readonly executions?: readonly PlacedExecution[];
  /** Why no intent is stored; it is by default. */
  readonly refused?: 'capped' | 'used' | 'past';
  /** Findings whose last problem this was; all by default. */
  readonly last?: readonly FindingRef[];
  readonly known?: KnownFinding | null;
  /** How earlier episodes ended; none by default. */
  readonly past?: readonly PastOutcome[];
  /** Canonical JSON of plans by hash, besides the sample's. */
  readonly plans?: Readonly<Record<string, string>>;
  /** What the ledger knows of the lifecycle; the sample's problem at its lowest severity by default. */
  readonly lifecycle?: Lifecycle | null;
}

export function fakeLedger(facts: LedgerFacts = {}): FakeLedger {
  const calls: (readonly unknown[])[] = [];
  const noted =
    (name: string) =>
    async (...args: readonly unknown[]): Promise<void> => {
      calls.push([name, ...args]);
    };
  return {
    calls,
    openEpisode: async (...args) => {
      calls.push(['openEpisode', ...args]);
      return 7;
    },
    record: noted('record'),
    markClosing: noted('markClosing'),
    closeFindings: async (workflowId, findings, at) => {
      calls.push(['closeFindings', workflowId, findings, at]);
      return facts.last ?? findings;
    },
    markClosed: noted('markClosed'),
    rememberIntent: async (...args) => {
      if (facts.refused !== undefined) return facts.refused;
      calls.push(['rememberIntent', ...args]);
      return 'remembered';
    },
    past: async () => facts.past ?? [],
    markWritten: noted('markWritten'),
    rememberExecution: noted('rememberExecution'),
    openFindings: noted('openFindings'),
    rememberLeft: noted('rememberLeft'),
    executions: async () => facts.executions ?? [],
    execution: async () => facts.execution ?? null,
    rememberPlan: noted('rememberPlan'),
    planText: async (_workflowId, hash) => facts.plans?.[hash] ?? KNOWN_PLANS[hash] ?? null,
    knownFinding: async () => facts.known ?? null,
    acknowledge: noted('acknowledge'),
    lifecycle: async () => (facts.lifecycle === undefined ? KNOWN : facts.lifecycle),
    lifecycles: async () => [],
    story: async () => [],
    killSwitch: async () => (typeof facts.kill === 'function' ? facts.kill() : facts.kill) ?? OFF,
    setKillSwitch: noted('setKillSwitch'),
  };
}

const KNOWN_PLANS: Readonly<Record<string, string>> = { [PLAN_HASH]: canonicalJson(plan) };

const OFF: Kill = { on: false, by: '', why: '' };

const KNOWN: Lifecycle = {
  ...lifecycleRow({ severity: 'INFORMATIONAL' }),
  workflowId: WORKFLOW_ID,
  episode: 1,
  updatedAt: '2026-11-23T06:00:00.000Z',
  closedAt: null,
};

export const enforced: StampedRow = {
  type: 'S3.PublicAccess',
  automated: true,
  mode: 'enforce',
  modes: {},
  path: 'runtime',
  approvalFrom: 'HIGH',
  commit: '1a2b3c4',
};

export function fakePolicies(
  row: StampedRow | null | (() => StampedRow | null) = enforced,
): Policies {
  const hours = { CRITICAL: 1, HIGH: 2, MEDIUM: 3, LOW: 4, INFORMATIONAL: 5 };
  return {
    tables: {
      ownership: async () => OWNERSHIP,
      remediation: async () => (typeof row === 'function' ? row() : row),
    },
    deadlines: {
      approvalHours: hours,
      reviewHours: hours,
      escalationHours: { lead: hours, defaultTeam: hours, securityLead: hours },
      remindAt: [0.5],
      mergeHours: hours,
      mergeLookMinutes: 15,
      roundWaitsMinutes: [30],
    },
    decisions: {
      signIn: { namedBySession: ['222233334444:Security_*'], users: {} },
      trustUnprovenUpTo: 'CRITICAL',
      trustChannelsUpTo: 'CRITICAL',
      acceptance: timetable.acceptance,
      fourEyesApproval: true,
      scoped: { protectedTags: ['RiskAccepted'], confirmedBy: null, askSeconds: 3600 },
      returns: { regressionDays: 30, flapping: { episodes: 3, days: 7, dwellHours: 1 } },
    },
    limits: DEFAULT_LIMITS,
    documents: new Map(),
    settleSeconds: null,
    isOwnResource: (id) => id.startsWith('arn:aws:s3:::closeloop-'),
  };
}

/** A key that stays in memory; another `secret` is another key. */
export function fakeReceipts(secret = 'runtime'): Receipts {
  const issue = async (decision: Provable) =>
    createHmac('sha256', secret).update(decisionHash(decision)).digest('base64');
  return { issue, verify: async (decision, receipt) => (await issue(decision)) === receipt };
}

/** Security Hub knows the problem's severity; the lowest by default, so that the message's and the ledger's count. */
export function knownSeverity(severity: Severity = 'INFORMATIONAL'): ReadSeverity {
  const readAt = '2026-11-23T06:00:00.000Z';
  return async (_workflowId, problem) => ({ severity, findings: 1, problem, readAt });
}

/** Kept in memory. */
export function fakeAssignments(): Assignments {
  const known = new Map<string, SignedAssignment>();
  return {
    remember: async (workflowId, assignment) => {
      if ((known.get(workflowId)?.episode ?? 0) > assignment.episode) return false;
      known.set(workflowId, assignment);
      return true;
    },
    of: async (workflowId, episode) => {
      const found = known.get(workflowId);
      return found?.episode === episode ? found : null;
    },
  };
}

/** What a worker reads itself: the severity, and a resource with these tags. */
export function fakeReads(severity?: Severity, tags: Record<string, string> = {}): OwnReads {
  return {
    severityOf: knownSeverity(severity),
    tagsOf: async () => ({ tags, unreadable: null }),
    assignments: fakeAssignments(),
  };
}

/** Nobody signed anything; each door has its key; proofs are remembered. */
export function fakeProofs() {
  const used = new Map<string, string>();
  return {
    whoSigned: async (): Promise<Signed> => ({ why: 'nobody signed it' }),
    receiptsOf: (door: string) => fakeReceipts(door),
    usedProofs: {
      use: async (workflowId: string, { id, by }: Use) => {
        const key = `${workflowId} ${id}`;
        if (!used.has(key)) used.set(key, by);
        return used.get(key) === by;
      },
    },
  };
}

export const OWNERSHIP: OwnershipTable = {
  defaultTeam: 'cloud',
  teams: [
    { slug: 'cloud', members: ['Ada', 'grace'], channels: [] },
    { slug: 'payments', members: ['barbara'], lead: 'radia', channels: [] },
    { slug: 'platform', members: ['linus'], channels: [] },
  ],
  securityLead: 'margaret',
  patterns: [
    { pattern: 'Team=payments', team: 'payments' },
    { pattern: 'Team=platform', team: 'platform' },
  ],
};
