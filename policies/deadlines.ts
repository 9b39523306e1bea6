import type { Severity } from '../domain/finding.ts';
import type { Timetable } from '../domain/lifecycle-state.ts';

/** How long people may take, and how long changes settle. */
export interface Deadlines {
  readonly approvalHours: Readonly<Record<Severity, number>>;
  readonly reviewHours: Readonly<Record<Severity, number>>;
  /** Waits before the checks of the second and later rounds. */
  readonly roundWaitsMinutes: readonly number[];
}

/** The timetable of an episode. `settleSeconds` is the control's own wait, before the check of the first round. */
export function timetableFor(deadlines: Deadlines, settleSeconds: number): Timetable {
  const { approvalHours, reviewHours, roundWaitsMinutes } = deadlines;
  return {
    settle: [settleSeconds, ...roundWaitsMinutes.map((minutes) => Math.round(minutes * 60))],
    approval: inSeconds(approvalHours),
    review: inSeconds(reviewHours),
  };
}

function inSeconds(hours: Readonly<Record<Severity, number>>): Readonly<Record<Severity, number>> {
  const seconds = (severity: Severity) => Math.round(hours[severity] * 3600);
  return {
    INFORMATIONAL: seconds('INFORMATIONAL'),
    LOW: seconds('LOW'),
    MEDIUM: seconds('MEDIUM'),
    HIGH: seconds('HIGH'),
    CRITICAL: seconds('CRITICAL'),
  };
}
