/**
 * The contract of the ledger. docs/ledger.md has the access patterns and keys; `dynamo-ledger.ts` implements it.
 * Every method may be repeated with the same arguments, also concurrently. Reads are strongly consistent unless they
 * say otherwise. Failures are ApplicationFailures with a type from `domain/failures.ts`; an item that cannot be read
 * is `SchemaMismatch`.
 */
import type { FindingRef, Severity } from '../../domain/finding.ts';
import type { ReleaseRequest, Stop } from '../../domain/kill-switch.ts';
import type { Destiny, FixedReason } from '../../domain/outcome.ts';
import type { Plan } from '../../domain/plan.ts';
import type { FoundRow, LedgerRow, StoryEntry, StoryUpdate } from '../../domain/story.ts';
import type { EvidenceRef, Verdict } from '../../domain/verdict.ts';

/** A lifecycle's row with its id, its episode and when it changed. */
export interface Lifecycle extends LedgerRow {
  readonly workflowId: string;
  readonly episode: number;
  readonly updatedAt: string;
  readonly closedAt: string | null;
}

/** One automation: the intent is stored before the start, the execution id after it. */
export interface Execution {
  readonly token: string;
  readonly planHash: string;
  readonly executionId: string | null;
  /** Canonical JSON of the settings it found; absent in what was written before undo existed, and of an undo. */
  readonly found?: string;
  /** The settings it left, as read right after it; absent when that read failed. */
  readonly left?: string;
  /** Set exactly for an undo. */
  readonly undo?: UndoneBy;
}

/** Who requested an undo, who approved it, and why. */
interface UndoneBy {
  readonly by: string;
  readonly approvedBy: string;
  readonly why: string;
}

/** An execution in its place. */
export interface PlacedExecution extends Execution {
  readonly episode: number;
  readonly round: number;
}

/** What an intent says besides: for a fix the settings that it found, for an undo who wanted it. */
export interface IntentAbout extends Pick<Execution, 'found' | 'undo'> {
  /** Ids of the decisions whose receipts this write consumes. */
  readonly consumes?: readonly string[];
}

/**
 * `capped`: the account has had its writes of the hour. `used`: another write consumed one of the receipts. `past`: a
 * later round or episode has written already. Nothing was stored then.
 */
export type IntentResult = 'remembered' | 'capped' | 'used' | 'past';

/** How many automatic writes an account may have in the hour (UTC) of `at`, ISO 8601; `most` is at least 1. */
export interface WriteCap {
  readonly account: string;
  readonly at: string;
  readonly most: number;
}

/** The status that Closeloop sets in Security Hub for an exception, and after its end. */
export type Written = 'SUPPRESSED' | 'NEW';

/** How an earlier episode of a problem ended. */
export interface PastOutcome {
  readonly episode: number;
  readonly destiny: Destiny;
  readonly reason: string;
  /** ISO 8601. */
  readonly closedAt: string;
  readonly verificationId: string | null;
}

/** A finding and the state of its problems: it is closed when the last of them is. */
export interface KnownFinding {
  readonly finding: FindingRef;
  /** workflow id → is that lifecycle closed? */
  readonly problems: Readonly<Record<string, 'open' | 'closed'>>;
  /** The hash that every problem has; null when one has none, is closed, or has another: then nothing may be dropped. */
  readonly hash: string | null;
  /** When we closed it last, ISO 8601. */
  readonly closedAt: string | null;
  /** Its severity when it was closed; null or absent where that was not stored. */
  readonly closedAs?: Severity | null;
  /** The status other than RESOLVED that we wrote to Security Hub last; null for none. */
  readonly wrote?: Written | null;
  /** Per problem, in more detail than `problems`. The DynamoDB ledger always sets it. */
  readonly reports?: Readonly<Record<string, Report>>;
}

/** The last report of a finding for one of its problems. */
export interface Report {
  /** Hash of what matters in the last report that Temporal acknowledged; null when none or after closing. */
  readonly hash: string | null;
  /** How often this problem was closed on this finding. */
  readonly closes: number;
}

/** How an episode ended, for the row and the last line of its story. */
export interface Outcome {
  readonly destiny: Destiny;
  readonly reason: string;
  /** One sentence for people. */
  readonly text: string;
  /** ISO 8601: when the sweep checks it again; absent for never. */
  readonly lookAgainAt?: string;
  /** The verification that closed it; absent: the row's own. */
  readonly verificationId?: string;
  /** The evidence of that verification, for the story's last line. */
  readonly evidence?: EvidenceRef;
  /** The settings as it read them. */
  readonly found?: FoundRow;
}

/** Who set it, and why; `at` (ISO 8601) is absent when it was never used. */
export interface KillSwitch {
  readonly on: boolean;
  readonly by: string;
  readonly why: string;
  readonly at?: string;
  /** Each stop that nobody released, oldest first, of which the fields above are the first: see `stopsOf`. */
  readonly stops?: readonly Stop[];
  /** A first person's request to release it, which a second one confirms. */
  readonly request?: ReleaseRequest;
}

export interface Ledger {
  /** The episode of this run: the open one if `firstRunId` opened it, else a new one. Idempotent per run. */
  openEpisode(workflowId: string, firstRunId: string): Promise<number>;
  /** Writes entries and row in one transaction. Entries that are there already are skipped; nothing is overwritten. */
  record(workflowId: string, episode: number, story: StoryUpdate): Promise<void>;
  /** First half of a close. The sweep looks for `closing`, and finishes the close with this `reason`. */
  markClosing(workflowId: string, episode: number, reason?: FixedReason): Promise<void>;
  /** Marks this problem closed on each finding, removes their hashes, and returns those whose last problem this was. */
  closeFindings(
    workflowId: string,
    findings: readonly FindingRef[],
    at: string,
  ): Promise<readonly FindingRef[]>;
  /**
   * Second half of a close, after Security Hub knows: the row is CLOSED and has no deadline any more. With an
   * outcome the row gets its destiny, and the story its line `closed`, in the same transaction.
   */
  markClosed(workflowId: string, episode: number, at: string, outcome?: Outcome): Promise<void>;

  /** How the last twenty closed episodes ended, oldest first. Does not depend on what Temporal remembers. */
  past(workflowId: string): Promise<readonly PastOutcome[]>;

  /** Before Security Hub is updated, so that an event with this status is known to be our own. Null removes it. */
  markWritten(
    workflowId: string,
    findings: readonly FindingRef[],
    status: Written | null,
  ): Promise<void>;

  /**
   * Before a start. Counts once against the cap, and consumes its receipts, in the same transaction. An intent that
   * is stored already is not counted again.
   */
  rememberIntent(
    workflowId: string,
    episode: number,
    round: number,
    token: string,
    planHash: string,
    cap: WriteCap,
    about?: IntentAbout,
  ): Promise<IntentResult>;
  rememberExecution(
    workflowId: string,
    episode: number,
    round: number,
    executionId: string,
  ): Promise<void>;
  execution(workflowId: string, episode: number, round: number): Promise<Execution | null>;
  /** After it succeeded: the settings that it left. The first ones stay. */
  rememberLeft(workflowId: string, episode: number, round: number, settings: string): Promise<void>;
  /** Of all episodes, oldest first. */
  executions(workflowId: string): Promise<readonly PlacedExecution[]>;

  /** Stores a whole plan under its hash, so that people can read it before they approve it. */
  rememberPlan(workflowId: string, hash: string, plan: Plan): Promise<void>;
  /**
   * Canonical JSON of the plan that was stored under this hash of this lifecycle; null for none. It is not checked:
   * `readPlan` in activities/decisions/read-plan.ts computes the hash again.
   */
  planText(workflowId: string, hash: string): Promise<string | null>;

  knownFinding(finding: FindingRef): Promise<KnownFinding | null>;
  /**
   * After Temporal acknowledged: maps the finding to its lifecycle and remembers the hash. `seen` is what
   * `knownFinding` answered before the signal: when the problem was closed since, the signal may have reached
   * the run that was ending, so nothing is remembered and the next report is sent again. Without `seen` a closed
   * problem opens without a hash, for the same reason.
   */
  acknowledge(
    finding: FindingRef,
    workflowId: string,
    hash: string,
    seen?: KnownFinding | null,
  ): Promise<void>;

  lifecycle(workflowId: string): Promise<Lifecycle | null>;
  /** Newest change first; pages through everything unless `limit` is given. For lists, never for decisions. */
  lifecycles(filter?: {
    readonly phase?: string;
    readonly limit?: number;
  }): Promise<readonly Lifecycle[]>;
  /** The story of all episodes, oldest first. */
  story(workflowId: string): Promise<readonly (StoryEntry & { readonly episode: number })[]>;

  /** True while people have stopped all automatic writes. Read just before each write. */
  killSwitch(): Promise<KillSwitch>;
  /** `id`: of this stop. What closeloop-runtime has seen on, only two people release: setting it off changes nothing then. */
  setKillSwitch(on: boolean, by: string, why: string, id?: string): Promise<void>;
}

/** Lists for people and for the sweep, eventually consistent; no lifecycle decides by them. */
export interface Lookups {
  /** Every finding with this id, whatever the product: for an id that a person pasted. */
  findingsById(id: string): Promise<readonly KnownFinding[]>;
  /** Ids of lifecycles in `phase` whose deadline, or without one whose last change, is before `before`. */
  overdue(phase: string, before: string): Promise<readonly string[]>;
  /** Lifecycles in `phase`, soonest deadline first; at most `limit`. */
  due(phase: string, limit: number): Promise<readonly Lifecycle[]>;
}

/** A lifecycle as the sweep sees it. */
export interface Swept {
  readonly lifecycle: Lifecycle;
  readonly status: 'open' | 'closing' | 'closed';
  /** Why it was about to close; null in rows written before this was kept, and while open. */
  readonly closing: FixedReason | null;
  /** The last check after the close; null before the first. */
  readonly watched: Watched | null;
}

/** A check of a resource whose episode is closed. */
export interface Watched {
  /** ISO 8601. */
  readonly at: string;
  readonly verificationId: string;
  readonly verdict: Verdict;
  /** How many checks in a row could not read the resource, including this one. */
  readonly blind: number;
}

/** What the sweep reads and writes of closed lifecycles. */
export interface Watch {
  /** Ids of closed lifecycles whose next check is due, longest waiting first; at most `limit`. */
  dueAgain(now: string, limit: number): Promise<readonly string[]>;
  /** Ids of what stands in `closing` unchanged since `before`; at most `limit`. */
  unfinished(before: string, limit: number): Promise<readonly string[]>;
  /** Null before the first story line. */
  swept(workflowId: string): Promise<Swept | null>;
  /** Stores the check, and when the next one is due (null: never). Does nothing when another episode has begun. */
  markWatched(
    workflowId: string,
    episode: number,
    check: Watched,
    next: string | null,
  ): Promise<void>;
  /** Marks this problem open on each finding, for an episode that began without a report of the source. */
  openFindings(workflowId: string, findings: readonly FindingRef[]): Promise<void>;
}
