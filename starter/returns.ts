import { compareSeverity } from '../domain/finding.ts';
import type { Finding } from './event/finding.ts';
import type { Known } from './event/material.ts';

/**
 * When we resolved this finding, ISO 8601; null when we did not. The ledger says so. A note in our name counts only
 * where the ledger was not queried: every principal with BatchUpdateFindings can write one.
 */
export function closedByUs(finding: Finding, known: Known): string | null {
  if (known !== undefined) return known?.closedAt ?? null;
  const ours = finding.note?.by.toLowerCase().startsWith('closeloop') ?? false;
  return ours ? (finding.note?.at ?? finding.updatedAt) : null;
}

/**
 * True when a RESOLVED finding that does not pass means that the problem is back. Security Hub never reopens it. Our own
 * update leaves `UpdatedAt` unchanged, so a later time, or a higher severity, comes from the source. A finding without a
 * time counts as a return: one check too many is cheap.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/finding-workflow-status.html
 */
export function isReturn(
  finding: Finding,
  { closedAt, known }: { readonly closedAt: string; readonly known: Known },
  graceMinutes: number,
): boolean {
  const closedAs = known?.closedAs ?? null;
  if (closedAs !== null && compareSeverity(finding.severity, closedAs) > 0) return true;
  if (finding.updatedAt === null) return true;
  return Date.parse(finding.updatedAt) > Date.parse(closedAt) + graceMinutes * 60_000;
}
