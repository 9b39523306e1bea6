/** What the ledger can do. docs/ledger.md has the access patterns and keys; `dynamodb.ts` is the implementation. */
import type { FindingRef } from '../../domain/finding.ts';
import type { LedgerRow, StoryEntry, StoryUpdate } from '../../domain/story.ts';

/** A lifecycle's row with its identity and its place in time. */
export interface Lifecycle extends LedgerRow {
  readonly workflowId: string;
  readonly episode: number;
  readonly updatedAt: string;
  readonly closedAt: string | null;
}

/** One remembered automation: intent before the start, the execution id after it. */
export interface Execution {
  readonly token: string;
  readonly planHash: string;
  readonly executionId: string | null;
}

/** Where a finding's problems stand: it is closed when the last of them is. */
export interface KnownFinding {
  readonly finding: FindingRef;
  /** workflow id → is that lifecycle closed? */
  readonly problems: Readonly<Record<string, 'open' | 'closed'>>;
  /** Hash of what matters in the last report that Temporal acknowledged; null when none or after closing. */
  readonly hash: string | null;
  /** When we closed it last, ISO 8601. */
  readonly closedAt: string | null;
}

export interface Ledger {
  /** The episode of this run: the open one if `firstRunId` opened it, else a new one. Idempotent per run. */
  openEpisode(workflowId: string, firstRunId: string): Promise<number>;
  /** Writes entries and row in one transaction. Entries that are there already are skipped; nothing is overwritten. */
  record(workflowId: string, episode: number, story: StoryUpdate): Promise<void>;
  /** First half of a close: `closing` is what the sweep looks for. */
  markClosing(workflowId: string, episode: number): Promise<void>;
  /** Marks this problem closed on each finding, removes their hashes, and returns those whose last problem this was. */
  closeFindings(
    workflowId: string,
    findings: readonly FindingRef[],
    at: string,
  ): Promise<readonly FindingRef[]>;
  /** Second half of a close, after Security Hub knows. */
  markClosed(workflowId: string, episode: number, at: string): Promise<void>;

  rememberIntent(
    workflowId: string,
    episode: number,
    round: number,
    token: string,
    planHash: string,
  ): Promise<void>;
  rememberExecution(
    workflowId: string,
    episode: number,
    round: number,
    executionId: string,
  ): Promise<void>;
  execution(workflowId: string, episode: number, round: number): Promise<Execution | null>;

  knownFinding(finding: FindingRef): Promise<KnownFinding | null>;
  /** After Temporal acknowledged: maps the finding to its lifecycle and remembers the hash. */
  acknowledge(finding: FindingRef, workflowId: string, hash: string): Promise<void>;

  lifecycle(workflowId: string): Promise<Lifecycle | null>;
  /** Newest change first; pages through everything unless `limit` is given. */
  lifecycles(filter?: {
    readonly phase?: string;
    readonly limit?: number;
  }): Promise<readonly Lifecycle[]>;
  /** The story of all episodes, oldest first. */
  story(workflowId: string): Promise<readonly (StoryEntry & { readonly episode: number })[]>;

  /** True while people have stopped all automatic writes. Read just before each write. */
  killSwitch(): Promise<{ readonly on: boolean; readonly by: string; readonly why: string }>;
  setKillSwitch(on: boolean, by: string, why: string): Promise<void>;
}
