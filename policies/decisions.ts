import type { AcceptancePolicy } from '../domain/exception.ts';

/** What people may decide, and what a return means: `decisions.yaml`. */
export interface DecisionPolicy {
  readonly acceptance: AcceptancePolicy;
  /** A write that a person brings up is confirmed by a second one. */
  readonly fourEyesApproval: boolean;
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
