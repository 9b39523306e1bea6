import type { DraftResult, MergeCheck, ProposeResult, WithdrawResult } from '../code-fix.ts';
import type {
  Answer,
  Claim,
  Command,
  Decision,
  DecisionCheck,
  ImportedAcceptance,
  RefusedFinding,
} from '../decision.ts';
import type { ImportCheck } from '../exception.ts';
import type { Observation, Problem, Severity } from '../finding.ts';
import type { RemediationResult } from '../outcome.ts';
import type { Owner } from '../ownership.ts';
import type { PlanRef } from '../plan.ts';
import type { Cover, ScopedHint } from '../scoped-exception/state.ts';
import type { Verification } from '../verdict.ts';
import type { Timetable } from './state.ts';

/** What triage decided and why. An activity made all of it, so it is recorded in the workflow's history. */
export interface TriageResult {
  readonly episode: number;
  /** The severity that triage was made for. If it was raised since, triage runs again. */
  readonly severity: Severity;
  readonly owner: Owner;
  /** The `Environment` tag, `unknown` without one. */
  readonly environment: string;
  /** The first verification; null for a type that no control verifies. */
  readonly verification: Verification | null;
  readonly route: Route;
  readonly plan: PlanRef | null;
  /** `code`: fix the source file instead of the live resource; `both`: fix both. Absent: only the live resource. */
  readonly source?: 'code' | 'both';
  readonly timetable: Timetable;
  /** How long a resource whose problem keeps returning is watched before the finding closes, seconds; else 0. */
  readonly dwell: number;
  /** Of an import: whether it was granted. */
  readonly imported?: ImportCheck;
  /** The scoped exception that covers it, if there is one. */
  readonly cover?: Cover;
  /** Of a requested undo: its plan, or why there is none. */
  readonly undo?: { readonly plan: PlanRef | null; readonly because: string };
}

/** Who acts next. People read `because`, one sentence. */
export interface Route {
  readonly to: 'automatic' | 'approval' | 'people';
  readonly because: string;
  /** The control is in shadow mode: the plan is only checked. Absent in older histories. */
  readonly shadow?: true;
}

export type CloseResult =
  | {
      readonly status: 'closed';
      readonly remarks: readonly string[];
      /** The closer's own, which the note names. Absent in older histories. */
      readonly verification?: Verification;
    }
  | Refused;

/** Of writing SUPPRESSED or NEW to Security Hub. Remarks name findings that Security Hub no longer knows. */
export type HubResult = { readonly status: 'done'; readonly remarks: readonly string[] } | Refused;

interface Refused {
  readonly status: 'refused';
  /** What Security Hub refused, finding by finding. */
  readonly refusals: readonly RefusedFinding[];
  /** Why the closer did not ask Security Hub at all. Absent: it did. */
  readonly because?: string;
}

export type Work =
  | 'triage'
  | 'checkDecision'
  | 'remediate'
  | 'verify'
  | 'close'
  | 'record'
  | 'suppress'
  | 'reopen'
  | 'draftFix'
  | 'proposeFix'
  | 'checkMerge'
  | 'withdrawFix'
  | 'noteFailedFix';

/** Everything that can happen to a lifecycle. `now` is workflow time in epoch milliseconds. */
export type LifecycleEvent =
  | { readonly type: 'observed'; readonly observation: Observation }
  | { readonly type: 'mapped'; readonly problem: Problem }
  | { readonly type: 'decision'; readonly decision: Decision }
  /** `planAgain`: the ledger does not hold the plan that waits, so nobody can be shown it. */
  | { readonly type: 'recheck'; readonly command: Command; readonly planAgain?: true }
  | { readonly type: 'claimFixed'; readonly command: Claim }
  | { readonly type: 'cancel'; readonly command: Command }
  /** The answer that an update got; a repeated update gets the same. */
  | { readonly type: 'answered'; readonly id: string; readonly answer: Answer }
  /** Counts only for a lifecycle that has just begun, and only when triage grants it. */
  | { readonly type: 'imported'; readonly acceptance: ImportedAcceptance }
  /** A scoped exception changed: check whether it covers this finding. */
  | { readonly type: 'exceptionsChanged'; readonly hint: ScopedHint }
  | { readonly type: 'deadline' }
  | { readonly type: 'triaged'; readonly result: TriageResult }
  | { readonly type: 'decisionChecked'; readonly id: string; readonly check: DecisionCheck }
  | { readonly type: 'remediated'; readonly result: RemediationResult }
  | { readonly type: 'verified'; readonly verification: Verification }
  | { readonly type: 'closed'; readonly result: CloseResult }
  | { readonly type: 'suppressed'; readonly result: HubResult }
  | { readonly type: 'reopened'; readonly result: HubResult }
  | { readonly type: 'drafted'; readonly result: DraftResult }
  | { readonly type: 'proposed'; readonly result: ProposeResult }
  | { readonly type: 'mergeChecked'; readonly check: MergeCheck }
  | { readonly type: 'withdrawn'; readonly result: WithdrawResult }
  | { readonly type: 'failureNoted'; readonly remarks: readonly string[] }
  /** The Git host announced a change of our pull request: ask the host what it is. */
  | { readonly type: 'mergeHint'; readonly id: string }
  /** The ledger has every story entry up to `seq`, and this is the episode's number. */
  | { readonly type: 'recorded'; readonly seq: number; readonly episode: number | null }
  | { readonly type: 'failed'; readonly work: Work; readonly failure: string };
