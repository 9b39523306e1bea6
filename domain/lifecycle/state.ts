import type { CodeFix } from '../code-fix.ts';
import type { Answer, Decision, ImportedAcceptance, EscalationLevel } from '../decision.ts';
import type { AcceptancePolicy, Exception } from '../exception.ts';
import type { FindingRef, Observation, Problem, Severity } from '../finding.ts';
import type { Destiny, FixedReason } from '../outcome.ts';
import type { Owner } from '../ownership.ts';
import type { PlanRef } from '../plan.ts';
import type { StoryEntry } from '../story.ts';
import type { Verification } from '../verdict.ts';

/** Layout of everything a run carries; raise it with a migration in `migrate.ts`. */
export const SCHEMA = 1;
/** Behaviour of the reducer, fixed when a run starts; old rules stay until no open run uses them. */
export const RULES = 1;

/** How long things may take, chosen by triage from the policies and recorded in history. Seconds. */
export interface Timetable {
  /** The wait before the verification of each round, the control's own first. Its length is the number of rounds. */
  readonly settle: readonly number[];
  readonly approval: Readonly<Record<Severity, number>>;
  /** Who is asked in which order; at least one rung, the last is asked for ever. */
  readonly ladder: readonly EscalationLevel[];
  /** At which parts of a rung's time its people are reminded, ascending, between 0 and 1. */
  readonly remindAt: readonly number[];
  readonly acceptance: AcceptancePolicy;
  /** A write that a person, not the table, brought up is confirmed by a second person. */
  readonly fourEyesApproval: boolean;
  /** How long a pull request may wait for its merge before people are asked. Absent: as long as an approval. */
  readonly merge?: Readonly<Record<Severity, number>>;
  /** The wait before the first look at a pull request; each look waits longer for the next. Absent: the usual one. */
  readonly mergeLook?: number;
}

/** Phases that wait for time or people; each has a deadline in epoch milliseconds. */
export interface AwaitingApproval {
  readonly name: 'AWAITING_APPROVAL';
  readonly deadline: number;
}
export interface Settle {
  readonly name: 'SETTLE';
  readonly deadline: number;
  /** Minutes behind a merge: it is told with the check that ends it, and shown as the wait for the merge until then. */
  readonly brief?: true;
}
export interface HumanReview {
  readonly name: 'HUMAN_REVIEW';
  /** When the present rung's time is over. */
  readonly deadline: number;
  readonly reason: string;
}
/** Asleep until the next heads-up or the end of `exception`. */
export interface Accepted {
  readonly name: 'ACCEPTED';
  /** The end of the exception. */
  readonly deadline: number;
}
/** A pull request is open. */
export interface AwaitingMerge {
  readonly name: 'AWAITING_MERGE';
  readonly since: number;
  /** When people are asked. */
  readonly deadline: number;
  /** When the Git host is asked next. */
  readonly lookAt: number;
  /** How many reminders were given. */
  readonly reminded: number;
}
export type WaitPhase = AwaitingApproval | Settle | HumanReview | Accepted | AwaitingMerge;

/** Where people stand with an episode: going to and fro between phases does not buy them time. */
export interface Review {
  /** Index into the timetable's ladder. */
  readonly rung: number;
  /** When this rung was asked, and by when it has to have decided. */
  readonly since: number;
  readonly deadline: number;
  /** How many of this rung's reminders were given. */
  readonly reminded: number;
  /** How often the last rung let its time pass. */
  readonly overdue: number;
}

interface Close {
  readonly name: 'CLOSE';
  readonly reason: FixedReason;
}
/** Security Hub learns of the exception. */
interface Suppress {
  readonly name: 'SUPPRESS';
}

/** Phases with one activity in flight, whose timeout leads to verification or people. */
export type WorkPhase =
  /**
   * `again`: the problem got another name while this triage ran, so its answer is about the old one.
   * `back`: only whether a wider exception covers it is asked; where nothing changes it returns there.
   */
  | { readonly name: 'TRIAGE'; readonly again?: true; readonly back?: WaitPhase }
  | { readonly name: 'REMEDIATE' }
  /** `back`: where an open or unknown verdict returns to when somebody only asked for a look. */
  | { readonly name: 'VERIFY'; readonly because: string; readonly back: WaitPhase | null }
  | Close
  /** Locate the source, read it, ask for a fix and judge it: one attempt. */
  /** `look`: only whether the source holds by now is asked; where it does not, people have it as before. */
  | { readonly name: 'DRAFT_FIX'; readonly look?: HumanReview }
  | { readonly name: 'PROPOSE_FIX' }
  /** What became of the pull request? An open one returns to `back`; `again`: a hint came meanwhile. */
  | {
      readonly name: 'CHECK_MERGE';
      readonly back: AwaitingMerge | HumanReview;
      readonly again?: true;
    }
  /** Our open pull request is closed before it goes on with `then`. */
  | {
      readonly name: 'WITHDRAW_FIX';
      readonly reason: string;
      readonly onward: Close | Suppress;
    }
  | Suppress
  /** The exception is over: Security Hub gets it back as NEW, then it goes on at `to`. */
  | { readonly name: 'REOPEN'; readonly reason: string; readonly to: 'TRIAGE' | 'HUMAN_REVIEW' };

/** Two people's word that it is fixed, with their evidence. */
export interface Attestation {
  readonly by: string;
  readonly confirmedBy: string;
  readonly evidence: string;
}

export interface Closed {
  readonly name: 'CLOSED';
  readonly destiny: Destiny;
  readonly reason: FixedReason;
}

export type Phase = WorkPhase | WaitPhase | Closed;

/** A person asks to take back what we wrote. The plan for it is approved by another. */
export interface UndoRequest {
  readonly decision: Decision;
  /** Was its proof checked? Whose the resource is has to be known first. */
  readonly checked: boolean;
}

export interface LifecycleState {
  readonly schema: number;
  readonly rules: number;
  readonly problem: Problem;
  readonly title: string;
  readonly workflowId: string;
  /** The run that began this episode; continue-as-new keeps it. The ledger numbers episodes by it. */
  readonly opener: string;
  /** Null until the first triage has read the ledger. */
  readonly episode: number | null;
  readonly phase: Phase;
  readonly severity: Severity;
  readonly findings: readonly FindingRef[];
  readonly owner: Owner | null;
  /** A person gave it to this team: the tags do not decide any more. */
  readonly assigned: Owner | null;
  /** Whose the resource was when the pending plan was made: a later owner has no say in it. */
  readonly planOwner: Owner | null;
  readonly environment: string;
  /** One fix-and-verify within the episode, from 1. */
  readonly round: number;
  /** How often in this episode the resource moved under a plan. */
  readonly moves: number;
  readonly timetable: Timetable;
  readonly plan: PlanRef | null;
  /** A decision whose proof has been checked; it names the plan's hash. */
  readonly approval: Decision | null;
  /** A decision whose proof is being checked. */
  readonly pending: Decision | null;
  /** A trusted decision that waits for a second person. */
  readonly request: Decision | null;
  readonly exception: Exception | null;
  /** What two people said of a problem that no control verifies. Absent: nothing. */
  readonly attestation?: Attestation;
  /** A person decided something in this episode: what the source withdraws now, it does not withdraw unseen. */
  readonly acted?: true;
  /** A person said stop: no automatic write follows in this episode unless somebody approves one. */
  readonly held: boolean;
  /** Did a remediation of ours run in this episode? */
  readonly wrote: boolean;
  /** Nobody has seen it open since our last write: if it is fixed now, we fixed it. */
  readonly credited: boolean;
  /** Somebody said it is over while a step was running: look once more before waiting. */
  readonly lookAgain: string | null;
  /** Somebody imports what Security Hub holds as SUPPRESSED: triage checks it. Absent: no. */
  readonly importing?: ImportedAcceptance | null;
  /** A wider exception changed: look once more before waiting whether it covers this. Absent: nothing changed. */
  readonly coverAgain?: string | null;
  /** The fix in source code. Absent: this episode has none. */
  readonly code?: CodeFix;
  /** Why a remediation that has not begun must not begin; the worker is told, and looks before it writes. */
  readonly calledOff: string | null;
  readonly review: Review | null;
  /** Seconds that a resource which keeps coming back is watched after it was seen fixed; 0 for others. */
  readonly dwell: number;
  readonly failure: string | null;
  readonly verification: Verification | null;
  /** Observations that came while closing: they open the next episode. */
  readonly late: readonly Observation[];
  /** Somebody asks to take our last write back. Absent: nobody. */
  readonly undo?: UndoRequest | null;
  /** Our write was taken back in this episode, by whom and why: no machine writes again without a person. */
  readonly undone?: string | null;
  readonly story: {
    /** The last sequence number given out. */
    readonly seq: number;
    /** What the ledger has not confirmed yet. */
    readonly unwritten: readonly StoryEntry[];
    /** The ledger failed: do not try again before something new happens, or the time to tell it again has come. */
    readonly stalled: boolean;
    /** When a ledger that failed is told again, epoch milliseconds. Absent: with the next thing that happens. */
    readonly tellAgainAt?: number;
    /** The last lines, short: a digest that every run shows, at most 4 KB. */
    readonly recent: readonly string[];
  };
  /** The last 64 message ids: a repetition changes nothing. */
  readonly handled: readonly string[];
  /** What the last updates were answered: a repetition gets the same. */
  readonly answers: readonly { readonly id: string; readonly answer: Answer }[];
}

/** True for phases that end by a deadline rather than by an activity. */
export function isWaiting(phase: Phase): phase is WaitPhase {
  return 'deadline' in phase;
}
