import type { Severity } from '../finding.ts';
import type { Timetable } from './state.ts';

const DAY = 24 * 3600;

/**
 * Used only until triage has read the policies: short, so that a finding whose triage fails is seen soon, and
 * strict, so that nobody gets more out of a failure than the policies would allow.
 */
export const CAUTIOUS_TIMETABLE: Timetable = {
  settle: [300],
  approval: forEverySeverity(3600),
  ladder: [{ who: 'the default team', seconds: forEverySeverity(3600) }],
  remindAt: [],
  acceptance: {
    most: forEverySeverity(7 * DAY),
    lifetime: forEverySeverity(7 * DAY),
    fourEyesFrom: 'INFORMATIONAL',
    headsUp: [DAY],
  },
  fourEyesApproval: true,
};

function forEverySeverity(seconds: number): Readonly<Record<Severity, number>> {
  return {
    CRITICAL: seconds,
    HIGH: seconds,
    MEDIUM: seconds,
    LOW: seconds,
    INFORMATIONAL: seconds,
  };
}
