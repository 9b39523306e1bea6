/** The activities a lifecycle calls, as types: workflows never import an implementation. Names are durable history. */
import type {
  DraftResult,
  FixAttempt,
  FixDraft,
  FixPlace,
  MergeCheck,
  ProposeResult,
  PullRef,
  WithdrawResult,
} from '../domain/code-fix.ts';
import type { Decision, DecisionCheck, ImportedAcceptance } from '../domain/decision.ts';
import type { Exception } from '../domain/exception.ts';
import type { FindingRef, Problem, Severity } from '../domain/finding.ts';
import type { CloseResult, HubResult, TriageResult } from '../domain/lifecycle/events.ts';
import type { Attestation } from '../domain/lifecycle/state.ts';
import type { FixedReason, RemediationResult } from '../domain/outcome.ts';
import type { Scope } from '../domain/scope.ts';
import type {
  Grant,
  ScopedCheck,
  ScopedDecision,
  ScopedRequest,
  ScopedRow,
} from '../domain/scoped-exception/state.ts';
import type { StoryEntry, StoryUpdate } from '../domain/story.ts';
import type { Verification } from '../domain/verdict.ts';

/** Every activity first writes the story so far to the ledger, then acts. */
interface ActivityInput {
  readonly workflowId: string;
  /** The run that began this episode: the ledger numbers episodes by it, so a continued run is not a new one. */
  readonly firstRunId: string;
  readonly story: StoryUpdate;
}

export interface TriageInput extends ActivityInput {
  readonly problem: Problem;
  readonly severity: Severity;
  readonly episode: number | null;
  /** The team that a person gave it to; null when tags decide. */
  readonly assigned: string | null;
  /** Somebody imports it: is it proven, allowed, and SUPPRESSED in Security Hub? */
  readonly imported?: ImportedAcceptance;
  /** Somebody with a say asks to take our last write back: is there a plan for it? */
  readonly undo?: Decision;
}

export interface CheckDecisionInput extends ActivityInput {
  readonly decision: Decision;
  /** The team whose people may decide this; null or `unassigned`: the default team. Leads may always. */
  readonly team: string | null;
  readonly severity: Severity;
}

export interface SuppressInput extends ActivityInput {
  readonly findings: readonly FindingRef[];
  readonly exception: Exception;
}

interface ReopenInput extends ActivityInput {
  readonly findings: readonly FindingRef[];
  /** One sentence: expired, revoked, got worse. */
  readonly reason: string;
}

export interface NoteFailedFixInput extends ActivityInput {
  readonly findings: readonly FindingRef[];
  /** All rejected, oldest first. */
  readonly attempts: readonly FixAttempt[];
}

/** All that the runtime worker accepts; it rebuilds the plan itself and refuses any difference. */
export interface RemediateInput extends ActivityInput {
  readonly problem: Problem;
  readonly episode: number;
  readonly round: number;
  readonly severity: Severity;
  readonly planHash: string;
  readonly approval: Decision | null;
  /** Who asked to take our last write back; its receipt and the approval's are of two people. Absent: a fix. */
  readonly undo?: Decision;
}

export interface VerifyInput extends ActivityInput {
  readonly problem: Problem;
  /** What Security Hub is asked about where no control verifies. */
  readonly findings: readonly FindingRef[];
}

export interface CloseInput extends ActivityInput {
  readonly problem: Problem;
  /** Null when no triage succeeded: the activity asks the ledger. */
  readonly episode: number | null;
  readonly findings: readonly FindingRef[];
  readonly reason: FixedReason;
  readonly verification: Verification;
  /** With the reason `attested`. */
  readonly attestation?: Attestation;
}

export interface CheckScopedInput {
  readonly exception: string;
  readonly decision: ScopedDecision;
  /** What waits for a second person, and what is in force. */
  readonly request: ScopedRequest | null;
  readonly grant: Grant | null;
}

interface RecordExceptionInput {
  readonly exception: string;
  /** The run that was asked first: a scope that was asked for again is a new episode of its story. */
  readonly opener: string;
  readonly row: ScopedRow;
  readonly entries: readonly StoryEntry[];
}

export interface WakeCoveredInput {
  readonly exception: string;
  readonly scope: Scope;
  /** One sentence; with the exception it makes the message's id, so that a repetition changes nothing. */
  readonly because: string;
}

/** Of exceptions wider than one finding; run by the orchestrator worker. */
export interface ExceptionActivities {
  /** Proof, authority, policy, and what the scope matches today. */
  checkScopedDecision(input: CheckScopedInput): Promise<ScopedCheck>;
  /** Story lines and row in one transaction; triage reads the row. */
  recordException(input: RecordExceptionInput): Promise<void>;
  /** Tells every open lifecycle that the scope is about, and those under it; answers how many. */
  wakeCovered(input: WakeCoveredInput): Promise<{ readonly told: number }>;
}

/** Run by the orchestrator worker: reads workloads, changes none. */
export interface OrchestratorActivities extends ExceptionActivities {
  /** Ownership from live tags, the remediation table, a first look, and a plan if a machine may act. */
  triage(input: TriageInput): Promise<TriageResult>;
  /** Only the story: what is waited for and until when. */
  record(input: ActivityInput): Promise<{ readonly episode: number }>;
  checkDecision(input: CheckDecisionInput): Promise<DecisionCheck>;
  verify(input: VerifyInput): Promise<Verification>;
  /** Ledger `closing`, Security Hub RESOLVED, ledger `closed`. */
  close(input: CloseInput): Promise<CloseResult>;
  /** Security Hub SUPPRESSED, with a note of who accepted it until when. */
  suppress(input: SuppressInput): Promise<HubResult>;
  /** Security Hub NEW, with a note of why it is back. */
  reopen(input: ReopenInput): Promise<HubResult>;
  /** UserDefinedFields that say FIX_GENERATION_FAILED, beside those of others; remarks are what could not be told. */
  noteFailedFix(input: NoteFailedFixInput): Promise<{ readonly remarks: readonly string[] }>;
}

/** Run by the runtime worker: may start allow-listed Automation documents. */
export interface RuntimeActivities {
  remediate(input: RemediateInput): Promise<RemediationResult>;
  /** Of approvals; the result carries a receipt. */
  checkDecision(input: CheckDecisionInput): Promise<DecisionCheck>;
}

export interface DraftFixInput extends ActivityInput {
  readonly problem: Problem;
  /** What was tried before, oldest first. */
  readonly attempts: readonly FixAttempt[];
  /** False when all attempts are used: only what stands is looked at. */
  readonly mayAsk: boolean;
}

export interface ProposeFixInput extends ActivityInput {
  readonly problem: Problem;
  readonly draft: FixDraft;
  /** ISO 8601: when the draft was accepted. */
  readonly at: string;
  readonly findings: readonly FindingRef[];
  readonly title: string;
  readonly severity: Severity;
}

export interface CheckMergeInput extends ActivityInput {
  readonly problem: Problem;
  readonly pull: PullRef;
  /** Of the change that it proposes; null where another finding's was joined. */
  readonly diff: string | null;
}

export interface WithdrawFixInput extends ActivityInput {
  readonly place: FixPlace;
  /** One sentence, which the comment tells. */
  readonly reason: string;
}

/** Run by the code worker: asks models and Git hosts; reads AWS and changes nothing there. */
export interface CodeActivities {
  /** Locate, read, ask, judge: one attempt. */
  draftFix(input: DraftFixInput): Promise<DraftResult>;
  proposeFix(input: ProposeFixInput): Promise<ProposeResult>;
  checkMerge(input: CheckMergeInput): Promise<MergeCheck>;
  withdrawFix(input: WithdrawFixInput): Promise<WithdrawResult>;
}

/** Run by the orchestrator worker, for the sweep. */
export interface SweepActivities {
  /** Workflow ids of what is closed and due for a look, and of what is open and silent. */
  dueForSweep(): Promise<{
    readonly closed: readonly string[];
    readonly silent: readonly string[];
    /** Workflow ids of what people are to be told of and were not; absent in older histories. */
    readonly untold?: readonly string[];
  }>;
  /** Verifies a closed problem again; answers the verdict, `returned` or `skipped`. */
  lookAgain(workflowId: string): Promise<string>;
  /** Gives an open problem whose lifecycle is gone a new one; answers `running`, `revived` or `skipped`. */
  revive(workflowId: string): Promise<string>;
  /** Publishes what waits to be told of a lifecycle; answers `told` or `untold`. */
  tellAgain(workflowId: string): Promise<string>;
}
