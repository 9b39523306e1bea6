import { compareSeverity, SEVERITIES } from '../../domain/finding.ts';
import type { Severity } from '../../domain/finding.ts';

interface GivenSeverity {
  readonly Label?: unknown;
  readonly Normalized?: unknown;
}

/**
 * `Label`, or the label that Security Hub derives from `Normalized`; null when there is neither. A label that AWS added
 * later counts as CRITICAL: no policy lets a machine act on it alone.
 * https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_Severity.html
 */
export function severityOf(given: GivenSeverity | null | undefined): Severity | null {
  const label = given?.Label;
  if (label !== undefined && label !== null && typeof label !== 'string') return null;
  const known = SEVERITIES.find((severity) => severity === label?.trim().toUpperCase());
  return known ?? fromNumber(given?.Normalized) ?? (label?.trim() ? 'CRITICAL' : null);
}

/** The higher of two; null when neither is given. */
export function higherSeverity(a: Severity | null, b: Severity | null): Severity | null {
  if (a === null || b === null) return a ?? b;
  return compareSeverity(a, b) >= 0 ? a : b;
}

function fromNumber(normalized: unknown): Severity | null {
  if (typeof normalized !== 'number' || !(normalized >= 0 && normalized <= 100)) return null;
  if (normalized < 1) return 'INFORMATIONAL';
  if (normalized < 40) return 'LOW';
  if (normalized < 70) return 'MEDIUM';
  return normalized < 90 ? 'HIGH' : 'CRITICAL';
}

/** ISO 8601 in UTC; null for what is missing or no time. */
export function instant(value: string | null | undefined): string | null {
  // Offsets without a colon and nanoseconds are valid in ASFF; JavaScript wants the colon and three digits.
  const text = value?.replace(/(\.\d{3})\d+/, '$1').replace(/([+-]\d\d)(\d\d)$/, '$1:$2') ?? '';
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
