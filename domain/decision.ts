import type { FindingRef } from './finding.ts';

/** What people can say to a lifecycle. Acceptance, extension and the rest follow with exceptions. */
export type Decided = 'approve' | 'reject';

/** A person's decision, bound to the exact plan and episode that the person saw. */
export interface Decision {
  /** Unique per decision: a repeated message with the same id gets the recorded answer. */
  readonly id: string;
  readonly decision: Decided;
  /** The hash of the plan the person saw. */
  readonly planHash: string;
  readonly actor: string;
  readonly why: string;
  /** Which door the message came through; `web-ui` for the Temporal Web UI's signal. */
  readonly door: 'cli' | 'web-ui' | 'page' | 'chat';
  /** Shows that `actor` said this; null for a message that carries none (a request). */
  readonly proof: Proof | null;
}

/** A door's receipt, or the CLI's presigned STS GetCallerIdentity. Checked by an activity, never by workflow code. */
interface Proof {
  readonly kind: 'receipt' | 'caller-identity';
  readonly value: string;
}

/** What the check of a proof found. */
export interface DecisionCheck {
  readonly trusted: boolean;
  /** One sentence: by what it is trusted, or why it is not. */
  readonly because: string;
}

/** What a person or the source says that needs no proof: it writes nothing and closes nothing. */
export interface Command {
  readonly id: string;
  readonly actor: string;
  readonly why: string;
}

/** Evidence in a person's words or a link; verification decides. */
export interface Claim extends Command {
  readonly evidence: string;
}

/** The answer to an update. */
export interface Answer {
  readonly accepted: true;
  readonly phase: string;
  readonly episode: number | null;
  readonly text: string;
}

/** Why a message is refused. `type` is the ApplicationFailure type that callers match on. */
export interface Refusal {
  readonly type: 'NotAllowedInState' | 'StalePlan' | 'InvalidMessage' | 'NotVerifiable';
  readonly message: string;
}

/** A finding that could not be updated in Security Hub, with its `UnprocessedFindings` code. */
export interface RefusedFinding {
  readonly finding: FindingRef;
  readonly code: string;
  readonly message: string;
}
