import type { Severity } from '../../domain/finding.ts';

/** One finding of an event, checked. What the schema does not know is kept in `raw`. */
export interface Finding {
  readonly id: string;
  readonly productArn: string;
  readonly productName: string;
  readonly generatorId: string;
  readonly title: string;
  /** Of the resource's owner where an AWS service names it, else AwsAccountId. Null for none: it is never guessed. */
  readonly account: string | null;
  readonly region: string | null;
  /** The provider's where it gives any. */
  readonly types: readonly string[];
  /** The higher of the provider's and the one that Security Hub shows. */
  readonly severity: Severity;
  /** What somebody changed of the provider's severity and types, one sentence each. */
  readonly changes: readonly string[];
  readonly recordState: 'ACTIVE' | 'ARCHIVED';
  readonly workflow: 'NEW' | 'NOTIFIED' | 'SUPPRESSED' | 'RESOLVED';
  readonly compliance: 'PASSED' | 'FAILED' | 'WARNING' | 'NOT_AVAILABLE' | null;
  readonly securityControlId: string | null;
  readonly productFields: ReadonlyMap<string, string>;
  readonly vulnerabilities: readonly string[];
  readonly resources: readonly FindingResource[];
  readonly sample: boolean;
  /** ISO 8601; null when the finding does not say. */
  readonly updatedAt: string | null;
  readonly note: { readonly by: string; readonly at: string | null } | null;
  readonly raw: unknown;
}

export interface FindingResource {
  readonly type: string;
  readonly id: string;
  /** Why the id is not the one that was sent; null when it is. */
  readonly unreadable: string | null;
  readonly region: string | null;
  readonly partition: string | null;
  /** The account that the resource's details name as its owner; null when they name none. */
  readonly owner: string | null;
  /** Whose access key it is, as GuardDuty names them; null when nobody is named. */
  readonly principal: string | null;
  /** Only for notifications: who may decide is read live. A key that appears twice with different values is left out. */
  readonly tags: ReadonlyMap<string, string>;
}

/** What cannot be used, with the field that says why. Its text goes to logs: no contents, at most 300 characters. */
export interface BrokenFinding {
  /** The finding's id where it can be read. */
  readonly id: string | null;
  readonly field: string;
  readonly message: string;
}

export type ParsedFinding =
  | { readonly ok: true; readonly finding: Finding }
  | { readonly ok: false; readonly broken: BrokenFinding };
