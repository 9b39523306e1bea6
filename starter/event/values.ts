import { SEVERITIES } from '../../domain/finding.ts';
import type { Severity } from '../../domain/finding.ts';

/**
 * `Label`, or the label that Security Hub derives from `Normalized`; null when there is neither.
 * https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_Severity.html
 */
export function severityOf(
  given: { readonly Label?: unknown; readonly Normalized?: unknown } | null | undefined,
): Severity | null {
  const label = given?.Label;
  if (typeof label === 'string') return SEVERITIES.find((s) => s === label.toUpperCase()) ?? null;
  if (label !== undefined && label !== null) return null;
  return fromNumber(given?.Normalized);
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
