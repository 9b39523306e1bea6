import type { FindingRef, Severity } from './finding.ts';
import type { Owner } from './ownership.ts';
import { canonicalJson } from './plan.ts';

/** Each decision needs a proof and authority by policy; recheck, claimFixed and cancel are commands and need neither. */
export const DECISIONS = [
  'approve',
  'reject',
  'accept',
  'extend',
  'revoke',
  'assign',
  'undo',
  /** Says that a problem which no control verifies is fixed; `why` is the evidence. */
  'attest',
] as const;
export type Decided = (typeof DECISIONS)[number];

/** A statement under a person's name, with its proof. */
export interface Provable {
  /** Unique per decision. A repeated message with the same id gets the recorded answer. */
  readonly id: string;
  readonly actor: string;
  readonly door: DecisionChannel;
  /** Shows that `actor` said this; null for a message without a proof. */
  readonly proof: Proof | null;
}

/** A person's decision, bound to the finding, episode, plan and severity that the person saw. */
export interface Decision extends Provable {
  /** The workflow id. */
  readonly finding: string;
  readonly episode: number;
  readonly decision: Decided;
  /** The hash of the plan that the person saw: approve and reject need it, the others carry null. */
  readonly planHash: string | null;
  /** The severity that the person saw. If it was raised since, the decision is refused. */
  readonly severity: Severity;
  /** ISO 8601 with time zone: when an acceptance ends. accept and extend need it, the others carry null. */
  readonly until: string | null;
  /** The slug of the new owner: assign needs it, the others carry null. */
  readonly team: string | null;
  readonly why: string;
  /**
   * Version and SHA-256 of the form that the person was shown (domain/decision-form.ts). Absent where nothing was
   * shown: a signal of the Temporal Web UI, and decisions from before forms existed.
   */
  readonly shown?: string;
}

/** A security lead's import of a finding that is SUPPRESSED in Security Hub. A proof binds its text. */
export interface ImportedAcceptance extends Provable {
  /** The workflow id. */
  readonly finding: string;
  readonly decision: 'import';
  /** ISO 8601 with time zone. */
  readonly until: string;
  readonly why: string;
}

/** Where the message came from; `web-ui`: a signal of the Temporal Web UI. */
type DecisionChannel = 'cli' | 'web-ui' | 'page' | 'chat';

/** A decision channel's receipt, or the CLI's presigned STS GetCallerIdentity. An activity checks it, never workflow code. */
export interface Proof {
  readonly kind: 'receipt' | 'caller-identity';
  readonly value: string;
}

/** The exact text that a proof binds: everything that the decision says, without the proof. Hash it with SHA-256. */
export function decisionText({ proof: _proof, ...signed }: Provable): string {
  return canonicalJson(signed);
}

/** What the check of a proof and of the person's authority found. */
export interface DecisionCheck {
  readonly trusted: boolean;
  /** One sentence: why it is trusted, or why not. */
  readonly because: string;
  /** The person whom the proof names, under the canonical name; absent in older histories. */
  readonly actor?: string;
  /** This is, or may be, the person who requested what waits for a second one, whatever names the two carry. */
  readonly isRequester?: true;
  /** The runtime worker's own receipt of a trusted approval, which it checks again before it writes. */
  readonly receipt?: string;
  /** The new owner, of a trusted assignment. */
  readonly assigned?: Assignment;
}

/** The new owner of a finding, and its escalation levels. */
interface Assignment {
  readonly owner: Owner;
  readonly ladder: readonly EscalationLevel[];
}

/** Who has to decide, and how long. */
export interface EscalationLevel {
  /** For people: a team's slug, `the lead of payments (ana@example.com)`. */
  readonly who: string;
  /** How long this level has before the next one is asked, by severity. Seconds. */
  readonly seconds: Readonly<Record<Severity, number>>;
}

/** What a person or a source asks for without a proof. It writes nothing and closes nothing. */
export interface Command {
  readonly id: string;
  readonly actor: string;
  readonly why: string;
}

/** Evidence is text or a link for people to read; only verification decides. */
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
  readonly type:
    | 'NotAllowedInState'
    | 'StalePlan'
    | 'StaleView'
    | 'InvalidMessage'
    | 'InvalidExpiry'
    | 'FourEyes'
    | 'NotVerifiable';
  readonly message: string;
}

/** A finding that could not be updated in Security Hub, with its `UnprocessedFindings` code. */
export interface RefusedFinding {
  readonly finding: FindingRef;
  readonly code: string;
  readonly message: string;
}
