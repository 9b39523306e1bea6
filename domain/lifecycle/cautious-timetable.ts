import { forEverySeverity } from '../finding.ts';
import type { Timetable } from './state.ts';

const DAY = 24 * 3600;

/**
 * Used until triage has read the policies. Deadlines are short, so that people soon see a finding whose triage fails;
 * limits are strict, so that a failure never allows more than the policies would.
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
