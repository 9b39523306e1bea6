import type { FindingRef, Severity } from './finding.ts';
import type { Owner } from './ownership.ts';
import { canonicalJson } from './plan.ts';

/** What people decide. Each needs a proof and the authority of the owning team; recheck, claimFixed and cancel are commands. */
export const DECISIONS = [
  'approve',
  'reject',
  'accept',
  'extend',
  'revoke',
  'assign',
  'undo',
  /** That a problem which no control verifies is fixed; `why` is the evidence. */
  'attest',
] as const;
export type Decided = (typeof DECISIONS)[number];

/** What a person says under their name, with what may prove it. */
export interface Provable {
  /** Unique per decision, a nonce: a repeated message with the same id gets the recorded answer. */
  readonly id: string;
  readonly actor: string;
  readonly door: DecisionChannel;
  /** Shows that `actor` said this; null for a message that carries none (a request). */
  readonly proof: Proof | null;
}

/** A person's decision, bound to the finding, episode, plan and severity that the person saw. */
export interface Decision extends Provable {
  /** The workflow id. */
  readonly finding: string;
  readonly episode: number;
  readonly decision: Decided;
  /** The hash of the plan the person saw: approve and reject need it, the others carry null. */
  readonly planHash: string | null;
  /** The severity the person saw: a finding that got worse since is to be looked at again. */
  readonly severity: Severity;
  /** ISO 8601 with time zone: when an acceptance ends. accept and extend need it, the others carry null. */
  readonly until: string | null;
  /** The slug of the new owner: assign needs it, the others carry null. */
  readonly team: string | null;
  readonly why: string;
}

/** A security lead imports it. Its text is what a proof binds. */
export interface ImportedAcceptance extends Provable {
  /** The workflow id. */
  readonly finding: string;
  readonly decision: 'import';
  /** ISO 8601 with time zone. */
  readonly until: string;
  readonly why: string;
}

/** Which door the message came through; `web-ui` for the Temporal Web UI's signals. */
type DecisionChannel = 'cli' | 'web-ui' | 'page' | 'chat';

/** A door's receipt, or the CLI's presigned STS GetCallerIdentity. Checked by an activity, never by workflow code. */
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
  /** One sentence: by what it is trusted, or why it is not. */
  readonly because: string;
  /** Who the proof says it was; absent where policy trusts the name that the message gives. */
  readonly actor?: string;
  /** The runtime worker's own receipt of a trusted approval: what it wants to see again before it writes. */
  readonly receipt?: string;
  /** The new owner, of a trusted assignment. */
  readonly assigned?: Assignment;
}

/** Whose the finding is, and who is asked in which order. */
interface Assignment {
  readonly owner: Owner;
  readonly ladder: readonly EscalationLevel[];
}

/** One step of the escalation ladder. */
export interface EscalationLevel {
  /** For people: a team's slug, `the lead of payments (ana@example.com)`. */
  readonly who: string;
  /** How long this rung has before the next is asked, per severity. Seconds. */
  readonly seconds: Readonly<Record<Severity, number>>;
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
