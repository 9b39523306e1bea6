import type { AcceptancePolicy } from '../domain/exception.ts';
import type { Severity } from '../domain/finding.ts';
import type { SignIn } from './sign-in.ts';

/** What people may decide, and what a return means: `decisions.yaml`. */
export interface DecisionPolicy {
  /** Whom a verified AWS identity is. */
  readonly signIn: SignIn;
  /**
   * Up to this severity a message through the Temporal namespace is believed without a proof, because the namespace
   * itself is guarded; null: never.
   */
  readonly trustUnprovenUpTo: Severity | null;
  readonly acceptance: AcceptancePolicy;
  /** A write that a person brings up is confirmed by a second one. */
  readonly fourEyesApproval: boolean;
  /** Exceptions wider than one finding. */
  readonly scoped: {
    /** Tag keys that owners cannot set themselves. */
    readonly protectedTags: readonly string[];
    /** A team whose people may confirm, besides the security leads; null: none. */
    readonly confirmedBy: string | null;
    /** How long a second person has. Seconds. */
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
