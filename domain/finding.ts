/** The words for what Security Hub sends. Field names follow ASFF: https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html */

/** `Severity.Label`, lowest first: the order is the comparison. */
export const SEVERITIES = ['INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Negative when `a` is lower than `b`, 0 when equal, positive when higher. */
export function compareSeverity(a: Severity, b: Severity): number {
  return SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b);
}

/** The higher of two severities: a joined report can only raise the problem's severity. */
export function highestSeverity(a: Severity, b: Severity): Severity {
  return compareSeverity(a, b) >= 0 ? a : b;
}

/** How Security Hub addresses a finding; neither part is unique alone. */
export interface FindingRef {
  readonly id: string;
  readonly productArn: string;
}

/** True when both name the same finding. */
export function sameFinding(a: FindingRef, b: FindingRef): boolean {
  return a.id === b.id && a.productArn === b.productArn;
}

/** The resource a problem is about, in one canonical spelling for all reports. */
export interface Resource {
  /** ASFF resource type, for example `AwsS3Bucket`. */
  readonly type: string;
  /** Canonical ARN where the type has one, else the id as the product sent it. */
  readonly id: string;
  /** What a person calls it: the bucket's name, the key id, `instance/i-0abc`. */
  readonly name: string;
}

/**
 * What is wrong, where: the identity of a lifecycle. Two reports of one problem give equal values.
 * `control` is null for a type that no control of ours covers: such a lifecycle goes to people.
 */
export interface Problem {
  readonly control: string | null;
  /** The control's id, or for unmapped findings what tells problems apart: ASFF type or CVE, with its product. */
  readonly findingType: string;
  /** 12 digits, or `unknown` when the finding has none: it is never guessed. */
  readonly account: string;
  /** The resource's Region; `global` for account-wide problems that every Region reports. */
  readonly region: string;
  readonly resource: Resource;
  /** Why the report could not be mapped to a control (contradiction, unknown type); null for mapped ones. */
  readonly unmappedReason: string | null;
}

/** One report of a problem, as the starter signals it. References and labels only: at most 4 KB. */
export interface Observation {
  /** Deduplicates redelivered messages: the EventBridge event id and the finding's index in it. */
  readonly messageId: string;
  readonly finding: FindingRef;
  readonly severity: Severity;
  readonly title: string;
  /** `aws/securityhub/ProductName`, for people. */
  readonly product: string;
  readonly recordState: 'ACTIVE' | 'ARCHIVED';
  readonly compliance: 'PASSED' | 'FAILED' | 'WARNING' | 'NOT_AVAILABLE' | null;
  /** ISO 8601, the finding's `UpdatedAt`. */
  readonly updatedAt: string;
  /** A custom action is a person asking: it starts even what a filter would drop. */
  readonly asked: boolean;
  /** The source or a person says it is over, or asks: look at the resource. */
  readonly look?: boolean;
}

/** The source says that it is over. Heard, never believed. */
export function saysResolved({
  recordState,
  compliance,
}: Pick<Observation, 'recordState' | 'compliance'>): boolean {
  return recordState === 'ARCHIVED' || compliance === 'PASSED';
}
