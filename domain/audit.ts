/** The audit of what is closed: docs/decisions/closed-without-proof.md. */
import type { FindingRef } from './finding.ts';

/** A finding that Closeloop closed, or that says so, without a valid proof. */
export interface Unproven {
  readonly finding: FindingRef;
  readonly status: 'RESOLVED' | 'SUPPRESSED';
  /** One sentence. */
  readonly why: string;
}

/** One page of anything that the audit looks through. */
export interface AuditStep {
  /** Where the next page begins; null after the last. */
  readonly next: string | null;
  /** How many things were looked at, and how many of them are what. */
  readonly counts: Readonly<Record<string, number>>;
}

/** What the audit found on one page of the closed findings. */
export interface AuditPage extends AuditStep {
  readonly unproven: readonly Unproven[];
  /** The first ones of which nobody can say whether they were closed with proof. */
  readonly unchecked: readonly Unproven[];
}

/** What the closer did with a finding that the audit reported. */
export interface Reopened {
  readonly finding: FindingRef;
  /** `left`: the closer does not find that it was closed without proof. */
  readonly outcome: 'reopened' | 'left' | 'refused';
  /** One sentence. */
  readonly why: string;
}

/** Of one step of the audit. */
export interface StepResult {
  readonly counts: Readonly<Record<string, number>>;
  /** Why the step did not come to its end; null when it did. */
  readonly failed: string | null;
}

/** What people are told when something is closed without proof, or could not be looked at. */
export interface AuditAlarm {
  readonly step: string;
  /** Of this run so far. */
  readonly counts: Readonly<Record<string, number>>;
  /** Why the step ended early; null while it goes on, and when it came to its end. */
  readonly failed: string | null;
  readonly isOver: boolean;
  /** Some of those without proof, then of those that could not be checked. */
  readonly first: readonly Unproven[];
}

/** The result of the workflow `Audit`, by the names of its steps. */
export type AuditResult = Readonly<Record<string, StepResult>>;
