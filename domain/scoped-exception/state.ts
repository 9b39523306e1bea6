import type { Answer, Provable } from '../decision.ts';
import type { AcceptancePolicy } from '../exception.ts';
import type { Severity } from '../finding.ts';
import type { Scope } from '../scope.ts';
import type { StoryEntry } from '../story.ts';

/** Layout of what a run carries, and version of the reducer's rules: as in `domain/lifecycle/state.ts`. */
export const SCOPED_SCHEMA = 1;
export const SCOPED_RULES = 1;

export const SCOPED_DECISIONS = ['ask', 'confirm', 'extend', 'revoke'] as const;
export type ScopedDecided = (typeof SCOPED_DECISIONS)[number];

/** A person's decision about a scoped exception. A proof binds its text. */
export interface ScopedDecision extends Provable {
  /** The workflow id of the exception. */
  readonly exception: string;
  readonly decision: ScopedDecided;
  readonly scope: Scope;
  /** ISO 8601 with time zone: ask and extend need it, the others carry null. */
  readonly until: string | null;
  /** The hash of the request: confirm needs it, the others carry null. */
  readonly hash: string | null;
  readonly why: string;
}

/** What the check of a decision found, with the policy about scopes at that time. */
export interface ScopedCheck {
  readonly trusted: boolean;
  readonly because: string;
  /** Who the proof says it was. */
  readonly actor?: string;
  /** See `DecisionCheck`. */
  readonly isRequester?: true;
  readonly policy?: ScopedPolicy;
  /** Of a request: the hash of scope, end and reason, which the second person confirms. */
  readonly hash?: string;
  readonly matched?: Matched;
}

export interface ScopedPolicy extends Pick<AcceptancePolicy, 'most' | 'lifetime' | 'headsUp'> {
  /** How long a second person has. Seconds. */
  readonly askSeconds: number;
}

/** What the scope covered when it was requested. */
export interface Matched {
  readonly count: number;
  /** How many more may match: their tags could not be read. */
  readonly unread: number;
  /** At most 25. */
  readonly rows: readonly MatchedRow[];
}

export interface MatchedRow {
  readonly workflowId: string;
  readonly resource: string;
  readonly account: string;
  readonly severity: Severity;
}

/** Requested by one person; another has to confirm it. */
export interface ScopedRequest {
  readonly kind: 'ask' | 'extend';
  readonly by: string;
  readonly why: string;
  /** As it was written. */
  readonly until: string;
  readonly hash: string;
  /** Epoch milliseconds: unless somebody confirms it by then, the request is void. */
  readonly deadline: number;
}

/** In force. Times in epoch milliseconds. */
export interface Grant {
  readonly by: string;
  readonly confirmedBy: string;
  readonly why: string;
  /** When it was first confirmed: extensions share one lifetime from here. */
  readonly since: number;
  readonly until: number;
  readonly hash: string;
  readonly headsUps: number;
}

export type ScopedPhase =
  /** No request yet. */
  | { readonly name: 'NEW'; readonly deadline: number }
  | { readonly name: 'ASKED'; readonly deadline: number }
  | { readonly name: 'ACTIVE'; readonly deadline: number }
  | { readonly name: 'ENDED'; readonly how: ScopedEnd };

export const SCOPED_ENDS = ['declined', 'expired', 'revoked'] as const;
type ScopedEnd = (typeof SCOPED_ENDS)[number];

export interface ScopedState {
  readonly schema: number;
  readonly rules: number;
  readonly id: string;
  /** The run that got the first request; continue-as-new keeps it. */
  readonly opener: string;
  readonly scope: Scope;
  readonly phase: ScopedPhase;
  /** Null until the first check has read the policies. */
  readonly policy: ScopedPolicy | null;
  readonly pending: ScopedDecision | null;
  readonly request: ScopedRequest | null;
  readonly grant: Grant | null;
  readonly matched: Matched | null;
  /** Why lifecycles have to check this exception again; null when all were notified. */
  readonly wake: string | null;
  /** When to retry a failed ledger write or notification, epoch milliseconds. */
  readonly retryAt: number | null;
  readonly seq: number;
  readonly unwritten: readonly StoryEntry[];
  readonly handled: readonly string[];
  readonly answers: readonly { readonly id: string; readonly answer: Answer }[];
}

/** As the ledger keeps it, for triage (by control) and for lists. Times are ISO 8601. */
export interface ScopedRow {
  readonly scope: Scope;
  readonly phase: ScopedPhase['name'];
  readonly how: ScopedEnd | null;
  readonly waitsFor: string;
  readonly nextDeadline: string | null;
  readonly request: (Omit<ScopedRequest, 'deadline'> & { readonly deadline: string }) | null;
  readonly grant: GrantRow | null;
  readonly matched: Matched | null;
}

interface GrantRow extends Omit<Grant, 'since' | 'until' | 'headsUps'> {
  readonly since: string;
  readonly until: string;
}

/** The scoped exception in force that covers a finding. */
export interface Cover {
  readonly id: string;
  readonly by: string;
  readonly confirmedBy: string;
  readonly why: string;
  /** Epoch milliseconds. */
  readonly since: number;
  readonly until: number;
}

/** To a lifecycle: an exception changed. Only a hint: the lifecycle asks the ledger. */
export interface ScopedHint {
  readonly id: string;
  readonly exception: string;
  readonly because: string;
}
