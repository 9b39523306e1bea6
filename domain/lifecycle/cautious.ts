import type { Severity } from '../finding.ts';
import type { Timetable } from './state.ts';

const DAY = 24 * 3600;

/**
 * Used only until triage has read the policies: short, so that a finding whose triage fails is seen soon, and
 * strict, so that nobody gets more out of a failure than the policies would allow.
 */
export const CAUTIOUS: Timetable = {
  settle: [300],
  approval: always(3600),
  ladder: [{ who: 'the default team', seconds: always(3600) }],
  remindAt: [],
  acceptance: {
    most: always(7 * DAY),
    lifetime: always(7 * DAY),
    fourEyesFrom: 'INFORMATIONAL',
    headsUp: [DAY],
  },
  fourEyesApproval: true,
};

function always(seconds: number): Readonly<Record<Severity, number>> {
  return {
    CRITICAL: seconds,
    HIGH: seconds,
    MEDIUM: seconds,
    LOW: seconds,
    INFORMATIONAL: seconds,
  };
}
