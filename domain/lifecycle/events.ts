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

/** What triage decided and why; everything in it was chosen by an activity and stands in history. */
export interface TriageResult {
  readonly episode: number;
  /** The severity that the choice was made for: a higher one by now means triage anew. */
  readonly severity: Severity;
  readonly owner: Owner;
  /** The `Environment` tag, `unknown` without one. */
  readonly environment: string;
  /** The first look; null for a type that no control verifies. */
  readonly verification: Verification | null;
  readonly route: Route;
  readonly plan: PlanRef | null;
  /** Where the fix belongs besides, or instead of, the live resource. Absent: nowhere else. */
  readonly source?: 'code' | 'both';
  readonly timetable: Timetable;
  /** For a resource that keeps coming back: how long it is watched before it closes, in seconds; 0 for others. */
  readonly dwell: number;
  /** Of an import, what became of it. */
  readonly imported?: ImportCheck;
  /** The wider exception in force that covers it, if there is one. */
  readonly cover?: Cover;
  /** Of an undo that was asked for: its plan, or why there is none. */
  readonly undo?: { readonly plan: PlanRef | null; readonly because: string };
}

/** Who acts next. `because` is one sentence that people read. */
export interface Route {
  readonly to: 'automatic' | 'approval' | 'people';
  readonly because: string;
}

export type CloseResult =
  | { readonly status: 'closed'; readonly remarks: readonly string[] }
  | { readonly status: 'refused'; readonly refusals: readonly RefusedFinding[] };

/** Of SUPPRESSED and of NEW in Security Hub: remarks are findings that it no longer knows. */
export type HubResult =
  | { readonly status: 'done'; readonly remarks: readonly string[] }
  | { readonly status: 'refused'; readonly refusals: readonly RefusedFinding[] };

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
  | { readonly type: 'recheck'; readonly command: Command }
  | { readonly type: 'claimFixed'; readonly command: Claim }
  | { readonly type: 'cancel'; readonly command: Command }
  /** What an update was answered, for its repetitions. */
  | { readonly type: 'answered'; readonly id: string; readonly answer: Answer }
  /** In force only when triage says so, and only of a lifecycle that has just begun. */
  | { readonly type: 'imported'; readonly acceptance: ImportedAcceptance }
  /** A wider exception changed: look whether it covers this. */
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
  /** The Git host says that a pull request of ours changed: it is asked. */
  | { readonly type: 'mergeHint'; readonly id: string }
  /** The ledger has everything up to `seq`, under this episode. */
  | { readonly type: 'recorded'; readonly seq: number; readonly episode: number | null }
  | { readonly type: 'failed'; readonly work: Work; readonly failure: string };
