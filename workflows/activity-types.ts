/** The activities a lifecycle calls, as types: workflows never import an implementation. Names are durable history. */
import type { Decision, DecisionCheck } from '../domain/decision.ts';
import type { FindingRef, Problem, Severity } from '../domain/finding.ts';
import type { CloseResult, TriageResult } from '../domain/lifecycle-events.ts';
import type { FixedReason, RemediationResult } from '../domain/outcome.ts';
import type { StoryUpdate } from '../domain/story.ts';
import type { Verification } from '../domain/verdict.ts';

/** Every activity first writes the story so far to the ledger, then acts. */
interface Told {
  readonly workflowId: string;
  /** The run that began this episode: the ledger numbers episodes by it, so a continued run is not a new one. */
  readonly firstRunId: string;
  readonly story: StoryUpdate;
}

export interface TriageInput extends Told {
  readonly problem: Problem;
  readonly severity: Severity;
  readonly episode: number | null;
}

interface CheckDecisionInput extends Told {
  readonly decision: Decision;
}

/** All that the runtime worker accepts; it rebuilds the plan itself and refuses any difference. */
export interface RemediateInput extends Told {
  readonly problem: Problem;
  readonly episode: number;
  readonly round: number;
  readonly severity: Severity;
  readonly planHash: string;
  readonly approval: Decision | null;
}

export interface VerifyInput extends Told {
  readonly problem: Problem;
}

export interface CloseInput extends Told {
  readonly problem: Problem;
  /** Null when no triage succeeded: the activity asks the ledger. */
  readonly episode: number | null;
  readonly findings: readonly FindingRef[];
  readonly reason: FixedReason;
  readonly verification: Verification;
}

/** Run by the orchestrator worker: reads workloads, changes none. */
export interface OrchestratorActivities {
  /** Ownership from live tags, the remediation table, a first look, and a plan if a machine may act. */
  triage(input: TriageInput): Promise<TriageResult>;
  /** Only the story: what is waited for and until when. */
  record(input: Told): Promise<{ readonly episode: number }>;
  checkDecision(input: CheckDecisionInput): Promise<DecisionCheck>;
  verify(input: VerifyInput): Promise<Verification>;
  /** Ledger `closing`, Security Hub RESOLVED, ledger `closed`. */
  close(input: CloseInput): Promise<CloseResult>;
}

/** Run by the runtime worker: may start allow-listed Automation documents. */
export interface RuntimeActivities {
  remediate(input: RemediateInput): Promise<RemediationResult>;
}
