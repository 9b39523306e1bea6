import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
/** What callers of the workflows need: names, payloads, queues, search attributes. Running histories contain them, so test/names.test.ts guards them. */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';

import type { Answer, Claim, Command, Decision, ImportedAcceptance } from '../domain/decision.ts';
import type { Observation, Problem } from '../domain/finding.ts';
import type { State } from '../domain/lifecycle/state.ts';
import type { Destiny, FixedReason } from '../domain/outcome.ts';
import type { Scope } from '../domain/scope.ts';
import type {
  ScopedDecision,
  ScopedHint,
  ScopedRow,
  ScopedState,
} from '../domain/scoped-exception/state.ts';
import type { LedgerRow } from '../domain/story.ts';

export const FINDING_LIFECYCLE = 'FindingLifecycle';
export const SCOPED_EXCEPTION = 'ScopedException';
/** One run for each message of a person. */
export const KILL_SWITCH = 'KillSwitch';
export const SWEEP = 'Sweep';
/** The id of the Schedule, with which the ids of its workflows begin. */
export const SWEEP_SCHEDULE = 'closeloop-sweep';
export const AUDIT = 'Audit';
/** As the sweep's. */
export const AUDIT_SCHEDULE = 'closeloop-audit';

/** One queue for each set of privileges. A worker's AWS credentials grant them, not its queue. */
export const TASK_QUEUES = {
  orchestrator: 'closeloop-orchestrator',
  runtime: 'closeloop-runtime',
  closer: 'closeloop-closer',
  code: 'closeloop-code',
  prevention: 'closeloop-prevention',
  audit: 'closeloop-audit',
} as const;
export type WorkerRole = keyof typeof TASK_QUEUES;

/**
 * The only argument of `FindingLifecycle`: a new problem, whose first report comes as a signal with the start; or the
 * state that continue-as-new carries over; or a problem with reports that arrived while its last episode closed.
 */
export interface LifecycleInput {
  /** `SCHEMA` of the code that wrote it; `domain/lifecycle/migrate.ts` reads older ones. */
  readonly schema: number;
  readonly problem: Problem;
  readonly carried?: State;
  readonly late?: readonly Observation[];
  /** The search attributes of the last run. They are written again, at a cost, only when they change. */
  readonly shown?: string;
}

/** The result of a closed run. */
export interface LifecycleResult {
  readonly destiny: Destiny;
  readonly reason: FixedReason;
  readonly episode: number | null;
  readonly verificationId: string | null;
}

/**
 * The only argument of `ScopedException`, whose id is `scopedId(scope)`: its scope, or the state that continue-as-new
 * carries over. Start it with the update `askScoped` (update-with-start): a run without a request ends.
 */
export interface ScopedInput {
  readonly schema: number;
  readonly scope: Scope;
  readonly carried?: ScopedState;
}

/** To a scoped exception. */
export const askScoped = defineUpdate<Answer, [ScopedDecision]>('askScoped');
export const confirmScoped = defineUpdate<Answer, [ScopedDecision]>('confirmScoped');
export const extendScoped = defineUpdate<Answer, [ScopedDecision]>('extendScoped');
export const revokeScoped = defineUpdate<Answer, [ScopedDecision]>('revokeScoped');
export const viewScoped = defineQuery<ScopedRow>('viewScoped');

/** To a lifecycle: a scoped exception changed. The lifecycle asks the ledger. */
export const exceptionsChanged = defineSignal<[ScopedHint]>('exceptionsChanged');

/** To a lifecycle: its pull request may have changed. The lifecycle asks the Git host. */
export const mergeHint = defineSignal<[MergeHint]>('mergeHint');

/** A report of the problem. Sent with signalWithStart, so it needs no running worker. */
export const observed = defineSignal<[Observation]>('observed');
/** A report of a problem that a control covers now: triage runs again, under the same workflow id. */
export const mapped = defineSignal<[Mapping]>('mapped');
/** A security lead imports a finding that is SUPPRESSED in Security Hub. Sent with signalWithStart. */
export const imported = defineSignal<[Imported]>('imported');
/** For the Temporal Web UI: the same decision as a signal, without an answer. */
export const approveSignal = defineSignal<[UiDecision]>('approve');
export const acceptSignal = defineSignal<[UiAcceptance]>('accept');
export const approve = defineUpdate<Answer, [Decision]>('approve');
export const reject = defineUpdate<Answer, [Decision]>('reject');
export const accept = defineUpdate<Answer, [Decision]>('accept');
export const extend = defineUpdate<Answer, [Decision]>('extend');
export const revoke = defineUpdate<Answer, [Decision]>('revoke');
export const assign = defineUpdate<Answer, [Decision]>('assign');
export const undo = defineUpdate<Answer, [Decision]>('undo');
export const attest = defineUpdate<Answer, [Decision]>('attest');
export const recheck = defineUpdate<Answer, [Command]>('recheck');
export const claimFixed = defineUpdate<Answer, [Claim]>('claimFixed');
export const cancel = defineUpdate<Answer, [Command]>('cancel');
/** For debugging; lists and pages read the ledger. */
export const view = defineQuery<LedgerRow>('view');

/** `id`: of the webhook's delivery, so that a repetition changes nothing. */
export interface MergeHint {
  readonly id: string;
}

/** A report of a problem whose lifecycle began before a control covered it. */
export interface Mapping {
  readonly problem: Problem;
  readonly observation: Observation;
}

/** The acceptance counts only for a lifecycle that this signal starts. */
export interface Imported {
  readonly observation: Observation;
  readonly acceptance: ImportedAcceptance;
}

/** What a person types into the Web UI's signal form. */
export interface UiDecision {
  readonly actor: string;
  readonly planHash: string;
  readonly why?: string;
}

/** As `UiDecision`, for the signal `accept`. */
export interface UiAcceptance {
  readonly actor: string;
  /** ISO 8601 with time zone. */
  readonly until: string;
  readonly why: string;
}

const { KEYWORD, KEYWORD_LIST, DATETIME, INT, BOOL } = SearchAttributeType;

/** SQL visibility has 10 Keyword columns and 3 of each other type. No secrets: everybody in the namespace sees them. */
export const SEARCH_ATTRIBUTES = {
  state: defineSearchAttributeKey('FindingState', KEYWORD),
  severity: defineSearchAttributeKey('FindingSeverity', KEYWORD),
  source: defineSearchAttributeKey('FindingSource', KEYWORD),
  account: defineSearchAttributeKey('FindingAccountId', KEYWORD),
  region: defineSearchAttributeKey('FindingRegion', KEYWORD),
  control: defineSearchAttributeKey('FindingControlId', KEYWORD),
  owner: defineSearchAttributeKey('FindingOwnerTeam', KEYWORD),
  environment: defineSearchAttributeKey('FindingEnvironment', KEYWORD),
  destiny: defineSearchAttributeKey('FindingDestiny', KEYWORD),
  /** When people have to have decided. */
  slaDueAt: defineSearchAttributeKey('FindingSlaDueAt', DATETIME),
  nextWakeAt: defineSearchAttributeKey('FindingNextWakeAt', DATETIME),
  exceptionExpiresAt: defineSearchAttributeKey('FindingExceptionExpiresAt', DATETIME),
  episode: defineSearchAttributeKey('FindingEpisode', INT),
  needsHuman: defineSearchAttributeKey('FindingNeedsHuman', BOOL),
  /** Short finding ids, so that a pasted finding id finds its lifecycle. */
  keys: defineSearchAttributeKey('FindingKeys', KEYWORD_LIST),
} as const;

/** The last part of a finding id, at most 64 characters: what a person pastes to find the lifecycle. */
export function shortFindingId(id: string): string {
  const last = id.split('/').at(-1) ?? id;
  return last.slice(-64);
}
