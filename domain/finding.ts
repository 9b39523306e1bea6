/** What Security Hub sends. Field names follow ASFF: https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html */

/** `Severity.Label`, lowest first. */
export const SEVERITIES = ['INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Negative when `a` is lower than `b`, 0 when equal, positive when higher. */
export function compareSeverity(a: Severity, b: Severity): number {
  return SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b);
}

/** The same value for each severity. */
export function forEverySeverity(value: number): Readonly<Record<Severity, number>> {
  return { CRITICAL: value, HIGH: value, MEDIUM: value, LOW: value, INFORMATIONAL: value };
}

/** The higher of two severities. */
export function highestSeverity(a: Severity, b: Severity): Severity {
  return compareSeverity(a, b) >= 0 ? a : b;
}

/** How Security Hub identifies a finding. Neither part is unique alone. */
export interface FindingRef {
  readonly id: string;
  readonly productArn: string;
}

/** True when both name the same finding. */
export function sameFinding(a: FindingRef, b: FindingRef): boolean {
  return a.id === b.id && a.productArn === b.productArn;
}

/** The resource that a problem is about, spelled the same for all reports. */
export interface Resource {
  /** ASFF resource type, for example `AwsS3Bucket`. */
  readonly type: string;
  /** Canonical ARN where the type has one, else the id as the product sent it. */
  readonly id: string;
  /** The short name that people use: the bucket's name, the key id, `instance/i-0abc`. */
  readonly name: string;
}

/**
 * What is wrong and where: the identity of a lifecycle. Two reports of one problem give equal values.
 * `control` is null for a type that no control covers; such a lifecycle goes to human review.
 */
export interface Problem {
  readonly control: string | null;
  /** The control's id; for unmapped findings the ASFF type or CVE, with its product. */
  readonly findingType: string;
  /** 12 digits, or `unknown` when the finding has none. */
  readonly account: string;
  /** The resource's Region; `global` for account-wide problems, which every Region reports. */
  readonly region: string;
  readonly resource: Resource;
  /** Why no control could be found (contradiction, unknown type); null with a control. */
  readonly unmappedReason: string | null;
}

/** One report of a problem, as the starter signals it. Only references and labels, at most 4 KB. */
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
  /** A person asked, with a custom action. Filters do not drop such a report. */
  readonly asked: boolean;
  /** The source or a person says that it is resolved, or asks for a check. */
  readonly look?: boolean;
  /** Of a lifecycle that Temporal lost: why people had it. They have it from the first. Absent: nobody had it. */
  readonly withPeople?: string;
  /** The finding was closed without proof, and the closer has set it NEW again. */
  readonly reopened?: boolean;
}

/** True when the source says that the problem is resolved. That only starts a check. */
export function saysResolved({
  recordState,
  compliance,
}: Pick<Observation, 'recordState' | 'compliance'>): boolean {
  return recordState === 'ARCHIVED' || compliance === 'PASSED';
}
