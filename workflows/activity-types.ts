import type { AuditAlarm, AuditPage, AuditStep, Reopened } from '../domain/audit.ts';
/** The activities as types: workflows never import an implementation. Running histories contain their names. */
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
import type { Exception, ImportCheck } from '../domain/exception.ts';
import type { FindingRef, Problem, Severity } from '../domain/finding.ts';
import type { SwitchDecision, SwitchResult } from '../domain/kill-switch.ts';
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

/** Part of every lifecycle activity's input: the activity writes the story to the ledger first, then acts. */
export interface ActivityInput {
  readonly workflowId: string;
  /** The run that began this episode. The ledger numbers episodes by it, so continue-as-new begins no episode. */
  readonly firstRunId: string;
  readonly story: StoryUpdate;
}

export interface TriageInput extends ActivityInput {
  readonly problem: Problem;
  readonly severity: Severity;
  readonly episode: number | null;
  /** The team that a person assigned it to; null when tags decide. */
  readonly assigned: string | null;
  /** Of an import that the closer has not checked: in histories from before it checked them. */
  readonly imported?: ImportedAcceptance;
  /** Of a requested undo: make its plan. */
  readonly undo?: Decision;
}

export interface CheckImportInput extends ActivityInput {
  readonly problem: Problem;
  readonly severity: Severity;
  readonly findings: readonly FindingRef[];
  readonly acceptance: ImportedAcceptance;
}

export interface CheckDecisionInput extends ActivityInput {
  readonly decision: Decision;
  /**
   * The team whose people may decide this; null or `unassigned`: the default team. Security leads always may. Runtime
   * and closer find it out themselves; of a plan it says for whom that was made.
   */
  readonly team: string | null;
  readonly severity: Severity;
  /** Who requested what waits for a second person. Absent: nobody, or an older history. */
  readonly requester?: string;
  /** What it is about, for a worker that reads the severity itself. Absent in older histories. */
  readonly problem?: Problem;
}

export interface SuppressInput extends ActivityInput {
  readonly findings: readonly FindingRef[];
  readonly exception: Exception;
}

interface ReopenInput extends ActivityInput {
  readonly findings: readonly FindingRef[];
  /** One sentence: why the exception is over. */
  readonly reason: string;
}

export interface NoteFailedFixInput extends ActivityInput {
  readonly findings: readonly FindingRef[];
  /** All rejected, oldest first. */
  readonly attempts: readonly FixAttempt[];
}

/** The runtime worker makes the plan again itself and refuses if it has another hash. */
export interface RemediateInput extends ActivityInput {
  readonly problem: Problem;
  readonly episode: number;
  readonly round: number;
  readonly severity: Severity;
  readonly planHash: string;
  readonly approval: Decision | null;
  /** The request for an undo; its receipt and the approval's must be of two people. Absent: a fix. */
  readonly undo?: Decision;
}

export interface VerifyInput extends ActivityInput {
  readonly problem: Problem;
  /** The findings that Security Hub is asked about where no control verifies the problem. */
  readonly findings: readonly FindingRef[];
}

export interface CloseInput extends ActivityInput {
  readonly problem: Problem;
  /** Null when no triage succeeded: the activity asks the ledger then. */
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
  /** The request that waits for a second person, and the exception in force. */
  readonly request: ScopedRequest | null;
  readonly grant: Grant | null;
}

interface RecordExceptionInput {
  readonly exception: string;
  /** The run that got the first request: a later exception of the same scope is a new episode of its story. */
  readonly opener: string;
  readonly row: ScopedRow;
  readonly entries: readonly StoryEntry[];
}

export interface WakeCoveredInput {
  readonly exception: string;
  readonly scope: Scope;
  /** One sentence. With the exception it makes the message's id, so that a repetition changes nothing. */
  readonly because: string;
}

/** Run by the orchestrator worker: reads workloads, changes none, and writes nothing to Security Hub. */
export interface OrchestratorActivities {
  /** Owner from live tags, first verification, route from the remediation table, and a plan where Closeloop may write. */
  triage(input: TriageInput): Promise<TriageResult>;
  /** Writes only the story and the row. */
  record(input: ActivityInput): Promise<{ readonly episode: number }>;
  checkDecision(input: CheckDecisionInput): Promise<DecisionCheck>;
  verify(input: VerifyInput): Promise<Verification>;
  /** Signals every open lifecycle that the scope may cover or covered; answers how many. */
  wakeCovered(input: WakeCoveredInput): Promise<{ readonly told: number }>;
}

/** Run by the closer worker: alone writes to Security Hub, and looks itself before it does. */
export interface CloserActivities extends ScopedActivities {
  /** For decisions that end in RESOLVED or SUPPRESSED: accept, extend, attest. */
  checkDecision(input: CheckDecisionInput): Promise<DecisionCheck>;
  /** Of an import: its proof, its authority, and that the finding is SUPPRESSED in Security Hub. */
  checkImport(input: CheckImportInput): Promise<ImportCheck>;
  /** Its own verification, ledger `closing`, Security Hub RESOLVED, ledger `closed`. */
  close(input: CloseInput): Promise<CloseResult>;
  /** Security Hub SUPPRESSED, with a note of who accepted it until when. */
  suppress(input: SuppressInput): Promise<HubResult>;
  /** Security Hub NEW, with a note of why it is back. */
  reopen(input: ReopenInput): Promise<HubResult>;
  /** Security Hub UserDefinedFields with FIX_GENERATION_FAILED; fields of others stay. Remarks: what failed. */
  noteFailedFix(input: NoteFailedFixInput): Promise<{ readonly remarks: readonly string[] }>;
  /**
   * For the audit: looks itself whether these findings were closed by Closeloop and without proof, and opens those again.
   * Answers what became of each.
   */
  reopenUnproven(findings: readonly FindingRef[]): Promise<readonly Reopened[]>;
  /** For the sweep: verifies a closed problem again; answers the verdict, `returned` or `skipped`. */
  lookAgain(workflowId: string): Promise<string>;
}

/** For scoped exceptions. */
interface ScopedActivities {
  /** Proof, authority, policy, and what the scope matches today. */
  checkScopedDecision(input: CheckScopedInput): Promise<ScopedCheck>;
  /** Story entries and row in one transaction; triage reads the row. */
  recordException(input: RecordExceptionInput): Promise<void>;
}

/** Run by the runtime worker: may start allow-listed Automation documents. */
export interface RuntimeActivities {
  remediate(input: RemediateInput): Promise<RemediationResult>;
  /** For approvals and undo, whose result carries a receipt, and for assignments, which it remembers. */
  checkDecision(input: CheckDecisionInput): Promise<DecisionCheck>;
  /** Remembers a stop, or releases it where two people signed that. Tells all channels. */
  changeSwitch(decision: SwitchDecision): Promise<SwitchResult>;
}

export interface DraftFixInput extends ActivityInput {
  readonly problem: Problem;
  /** What was tried before, oldest first. */
  readonly attempts: readonly FixAttempt[];
  /** False: only check the source and existing pull requests, make no attempt. */
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
  /** The diff that the pull request proposes; null where another finding's was joined. */
  readonly diff: string | null;
}

export interface WithdrawFixInput extends ActivityInput {
  readonly place: FixPlace;
  /** One sentence for the comment. */
  readonly reason: string;
}

/** Run by the code worker: asks models and Git hosts, and changes nothing in AWS accounts. */
export interface CodeActivities {
  /** One attempt: locate the source, read it, get a diff, validate it. */
  draftFix(input: DraftFixInput): Promise<DraftResult>;
  proposeFix(input: ProposeFixInput): Promise<ProposeResult>;
  checkMerge(input: CheckMergeInput): Promise<MergeCheck>;
  withdrawFix(input: WithdrawFixInput): Promise<WithdrawResult>;
}

/** Run by the orchestrator worker, for the sweep. */
export interface SweepActivities {
  /** Workflow ids. `closed`: due for another check; `silent`: open, but past its deadline for long. */
  dueForSweep(): Promise<{
    readonly closed: readonly string[];
    readonly silent: readonly string[];
    /** With notifications that were not delivered. Absent in older histories. */
    readonly untold?: readonly string[];
  }>;
  /** Starts a new lifecycle for an open problem that lost its own; answers `running`, `revived` or `skipped`. */
  revive(workflowId: string): Promise<string>;
  /** Publishes a lifecycle's undelivered notifications; answers `told` or `untold`. */
  tellAgain(workflowId: string): Promise<string>;
}

/** Run by the audit worker: reads, and writes nothing but its seals. */
export interface AuditActivities {
  /** Compares the next page of stories with their seals and seals what is new. Where it goes on stands in the seals. */
  sealStories(): Promise<AuditStep>;
  /** One page of the findings that are RESOLVED or SUPPRESSED. `cursor` is null at first. */
  findUnproven(cursor: string | null): Promise<AuditPage>;
  /** Publishes an alarm; answers why that failed, or null. Without a topic there is nobody to tell. */
  tellAudit(alarm: AuditAlarm): Promise<string | null>;
}
