/** An acceptance with an end. */
import type { Exception } from '../../domain/exception.ts';

const SINCE = Date.parse('2026-11-01T10:00:00Z');

/** For 30 days. */
export function exception(changes: Partial<Exception> = {}): Exception {
  return {
    id: 'decision-1',
    by: 'ana',
    confirmedBy: null,
    why: 'the partner moves',
    since: SINCE,
    until: SINCE + 30 * 24 * 3_600_000,
    severity: 'HIGH',
    headsUps: 0,
    ...changes,
  };
}
