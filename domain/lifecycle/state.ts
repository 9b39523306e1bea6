import { codeFixOf } from '../code-fix.ts';
import type { CodeFix } from '../code-fix.ts';
import type {
  Answer,
  Decision,
  EscalationLevel,
  ImportedAcceptance,
  Refusal,
} from '../decision.ts';
import type { AcceptancePolicy, Exception } from '../exception.ts';
import type { FindingRef, Observation, Problem, Severity } from '../finding.ts';
import type { Destiny, FixedReason } from '../outcome.ts';
import type { Owner } from '../ownership.ts';
import type { PlanRef } from '../plan.ts';
import type { StoryEntry } from '../story.ts';
import type { Verification } from '../verdict.ts';

/** Layout of everything a run carries; raise it with a migration in `migrate.ts`. */
export const SCHEMA = 1;
/**
 * Version of the reducer's rules. A run begins with the first and goes on with today's from the moment that people have
 * a say (`rules.ts`); histories in which that happened under rules 1 replay under rules 1.
 * 2: people who got the finding keep it, whatever its status.
 * 3: no message of people gives them more time.
 */
export const RULES = 3;

/** How long things may take, chosen by triage from the policies and recorded in the workflow's history. Seconds. */
export interface Timetable {
  /** The wait before each round's verification, first the control's own. Its length is the number of rounds. */
  readonly settle: readonly number[];
  readonly approval: Readonly<Record<Severity, number>>;
  /** The escalation levels in order. There is at least one; the last is asked again and again. */
  readonly ladder: readonly EscalationLevel[];
  /** At which parts of a level's time its people are reminded: between 0 and 1, ascending. */
  readonly remindAt: readonly number[];
  /** How long all levels have together. Absent: the sum of their times. */
  readonly inAll?: Readonly<Record<Severity, number>>;
  readonly acceptance: AcceptancePolicy;
  /** A write that a person proposed in human review needs a second person. */
  readonly fourEyesApproval: boolean;
  /** How long a pull request may wait for its merge before people are asked. Absent: as long as an approval. */
  readonly merge?: Readonly<Record<Severity, number>>;
  /** The wait before the first merge check; it doubles with each check. Absent: the usual one. */
  readonly mergeLook?: number;
}

/** Statuses that wait for time or people. Each has a deadline in epoch milliseconds. */
export interface AwaitingApproval {
  readonly name: 'AWAITING_APPROVAL';
  readonly deadline: number;
}
export interface Settle {
  readonly name: 'SETTLE';
  readonly deadline: number;
  /** A short wait after a merge: the ledger goes on showing the wait for the merge until the verification writes it. */
  readonly brief?: true;
}
export interface HumanReview {
  readonly name: 'HUMAN_REVIEW';
  /** When the present escalation level's time is over. */
  readonly deadline: number;
  readonly reason: string;
}
/** Waits for the next heads-up or the end of `exception`. */
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
  /** When the next merge check is due. */
  readonly lookAt: number;
  /** How many reminders were given. */
  readonly reminded: number;
}
export type WaitPhase = AwaitingApproval | Settle | HumanReview | Accepted | AwaitingMerge;

/** How far human review of the episode is. It survives other statuses, so that leaving and returning does not extend it. */
export interface Review {
  /** The escalation level: an index into the timetable's ladder. */
  readonly rung: number;
  /** When this level was asked; `deadline`: when it has to have decided. */
  readonly since: number;
  readonly deadline: number;
  /** How many of this level's reminders were given. */
  readonly reminded: number;
  /** How often the last level missed its deadline. */
  readonly overdue: number;
}

/** Until when people have to decide, whatever they send meanwhile. Times in epoch milliseconds. */
export interface Due {
  /** The first deadline that they had, and who had to decide until then. */
  readonly first: number;
  readonly who: string;
  /** The end of all escalation levels together. */
  readonly latest: number;
  /** The severity that these times are for. */
  readonly severity: Severity;
}

interface Close {
  readonly name: 'CLOSE';
  readonly reason: FixedReason;
}
/** Closeloop writes the exception to Security Hub. */
interface Suppress {
  readonly name: 'SUPPRESS';
}

/** Statuses in which one activity runs. If it fails, verification or human review follows. */
export type WorkPhase =
  /**
   * `again`: the problem was mapped to a control while this triage ran, so triage runs again.
   * `back`: triage only finds out whether a scoped exception covers the problem; if nothing changes it returns there.
   */
  | { readonly name: 'TRIAGE'; readonly again?: true; readonly back?: WaitPhase }
  /** `shadow`: the runtime worker only says what it would do. */
  | { readonly name: 'REMEDIATE'; readonly shadow?: true }
  /** `back`: the wait to return to when somebody only asked for a check and it closes nothing. */
  | { readonly name: 'VERIFY'; readonly because: string; readonly back: WaitPhase | null }
  | Close
  /** One attempt. `look`: only check whether the source is compliant; if not, return to that human review. */
  | { readonly name: 'DRAFT_FIX'; readonly look?: HumanReview }
  | { readonly name: 'PROPOSE_FIX' }
  /** Asks what became of the pull request. An open one returns to `back`; `again`: a hint came meanwhile. */
  | {
      readonly name: 'CHECK_MERGE';
      readonly back: AwaitingMerge | HumanReview;
      readonly again?: true;
    }
  /** Closes our open pull request, then goes on with `onward`. */
  | {
      readonly name: 'WITHDRAW_FIX';
      readonly reason: string;
      readonly onward: Close | Suppress;
    }
  | Suppress
  /** The exception is over: sets NEW in Security Hub, then goes on at `to`. */
  | Reopen;

interface Reopen {
  readonly name: 'REOPEN';
  readonly reason: string;
  readonly to: 'TRIAGE' | 'HUMAN_REVIEW';
  /** How the exception ended. Absent in states of earlier releases, which called each end `expired`. */
  readonly how?: ExceptionEnd;
}
/** `ended`: before its time, and nobody revoked it. */
export type ExceptionEnd = 'expired' | 'revoked' | 'ended';

/** Two people attest that it is fixed, with evidence. */
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

/** A requested undo of our change. Another person approves its plan. */
export interface UndoRequest {
  readonly decision: Decision;
  /** Whether the proof was checked, which needs triage to find the owner first. */
  readonly checked: boolean;
  /** Where it was requested, and the plan there. Absent: the lifecycle began for it, or follows rules 1. */
  readonly from?: { readonly phase: HumanReview; readonly plan: PlanRef | null };
}

export interface State {
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
  /** The team that a person assigned it to. It counts instead of the tags. */
  readonly assigned: Owner | null;
  /** The owner when the pending plan was made. A later owner has no authority over that plan. */
  readonly planOwner: Owner | null;
  readonly environment: string;
  /** The number of the present fix and its verification in this episode, from 1. */
  readonly round: number;
  /** How often drift was found in this episode. */
  readonly moves: number;
  readonly timetable: Timetable;
  readonly plan: PlanRef | null;
  /** An approval whose proof was checked. It names the plan's hash. */
  readonly approval: Decision | null;
  /** A decision whose proof is being checked. */
  readonly pending: Decision | null;
  /** A trusted decision that waits for a second person. */
  readonly request: Decision | null;
  readonly exception: Exception | null;
  /** Of a problem that no control verifies. Absent: nobody attested. */
  readonly attestation?: Attestation;
  /** A person decided something in this episode, so the source alone can no longer withdraw it. */
  readonly acted?: true;
  /**
   * Why people got it; they have it in every status, until the episode ends. Each write is then one that they decided.
   * Absent: they never had it.
   */
  readonly withPeople?: string;
  /** A person cancelled automatic steps: Closeloop writes only after an approval. */
  readonly held: boolean;
  /** Closeloop wrote to the resource, or may have, in this episode. */
  readonly wrote: boolean;
  /** Nobody saw the problem since our last write: if the resource is compliant, our change did it. */
  readonly credited: boolean;
  /** Why somebody asked for a check while a step was running: verify again before waiting. */
  readonly lookAgain: string | null;
  /** An import that triage has to check. Absent: none. */
  readonly importing?: ImportedAcceptance | null;
  /** Why a scoped exception may cover this now: check it before waiting. Absent: nothing changed. */
  readonly coverAgain?: string | null;
  /** Absent: this episode has no code fix. */
  readonly code?: CodeFix;
  /** Why a remediation must not begin. The worker is cancelled, and stops if it has not written yet. */
  readonly calledOff: string | null;
  readonly review: Review | null;
  /** Null: what people decided was carried out. Absent: people were not asked yet, or rules 1 and 2. */
  readonly due?: Due | null;
  /** By the last triage the control is in shadow mode: an approval would write nothing. Absent in older runs. */
  readonly shadow?: boolean;
  /** How long a resource whose problem keeps returning is watched before the finding closes, seconds; else 0. */
  readonly dwell: number;
  readonly failure: string | null;
  readonly verification: Verification | null;
  /** Reports that arrived while closing. They open the next episode. */
  readonly late: readonly Observation[];
  /** Absent: no undo is requested. */
  readonly undo?: UndoRequest | null;
  /** Who had our change undone in this episode, and why. Closeloop writes again only after an approval. */
  readonly undone?: string | null;
  readonly story: {
    /** The last sequence number given out. */
    readonly seq: number;
    /** Entries that the ledger does not have yet. */
    readonly unwritten: readonly StoryEntry[];
    /** The ledger could not be written: retry when something new happens, or at `tellAgainAt`. */
    readonly stalled: boolean;
    /** When to write a failed ledger again, epoch milliseconds. Absent: with the next event. */
    readonly tellAgainAt?: number;
    /** The last entries, shortened, for the current details of every run. At most 4 KB. */
    readonly recent: readonly string[];
  };
  /** The ids of the last 64 messages. A repeated message changes nothing. */
  readonly handled: readonly string[];
  /** The answers to the last updates. A repeated update gets the same answer. */
  readonly answers: readonly { readonly id: string; readonly answer: Answer }[];
}

/** True for statuses that end by a deadline rather than by an activity. */
export function isWaiting(phase: Phase): phase is WaitPhase {
  return 'deadline' in phase;
}

/** `what` nobody can do now, and `because` of what beside the status. */
export function notAllowed({ phase }: State, what: string, because?: string): Refusal {
  const reason = because === undefined ? '' : `: ${because}`;
  const message = `Nobody can ${what} while the finding is in ${phase.name}${reason}.`;
  return { type: 'NotAllowedInState', message };
}

/** The state with these changes of its code fix. */
export function withCodeFix(state: State, changes: Partial<CodeFix>): State {
  return { ...state, code: { ...codeFixOf(state), ...changes } };
}
