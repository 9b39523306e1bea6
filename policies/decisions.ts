import type { AcceptancePolicy } from '../domain/exception.ts';
import type { Severity } from '../domain/finding.ts';
import type { EvidenceReaders } from './evidence-readers.ts';
import type { SignIn } from './sign-in.ts';

/** `decisions.yaml`: what people may decide, and what the return of a problem means. */
export interface DecisionPolicy {
  /** Which person a verified AWS identity is. */
  readonly signIn: SignIn;
  /**
   * Up to this severity a message through the Temporal namespace counts without a proof, because access to the namespace
   * itself is restricted; null: never.
   */
  readonly trustUnprovenUpTo: Severity | null;
  /**
   * Up to this severity the receipt of a channel that signs people in counts, because whoever holds its key can sign as
   * any of them; null: never.
   */
  readonly trustChannelsUpTo: Severity | null;
  /** Who may open the raw answers of a check. The console asks; AWS does not know teams. */
  readonly evidenceReaders: EvidenceReaders;
  readonly acceptance: AcceptancePolicy;
  /** True when a second person confirms every write that a person requests. */
  readonly fourEyesApproval: boolean;
  /** Scoped exceptions. */
  readonly scoped: {
    /** Tag keys that owners cannot set themselves. */
    readonly protectedTags: readonly string[];
    /** A team whose people may confirm, besides the security leads; null: none. */
    readonly confirmedBy: string | null;
    /** How many seconds a second person has to confirm. */
    readonly askSeconds: number;
  };
  readonly returns: {
    /** So long after a verified fix of ours its return is a regression; 0 for never. */
    readonly regressionDays: number;
    readonly flapping: {
      readonly episodes: number;
      readonly days: number;
      readonly dwellHours: number;
    };
  };
}
