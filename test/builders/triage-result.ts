/** What triage answers: owner, verdict, plan, route and deadlines. */
import type { TriageResult } from '../../domain/lifecycle/events.ts';
import type { Timetable } from '../../domain/lifecycle/state.ts';
import { verification } from './verification.ts';

const hours = { CRITICAL: 4, HIGH: 24, MEDIUM: 72, LOW: 168, INFORMATIONAL: 336 };
const seconds = (h: number) => h * 3600;
const DAY = 24 * 3600;

export const timetable: Timetable = {
  settle: [300, 1800, 7200, 86_400],
  approval: mapValues(hours, seconds),
  ladder: [
    { who: 'payments', seconds: mapValues(hours, seconds) },
    { who: 'the lead of payments', seconds: mapValues(hours, seconds) },
    { who: 'security', seconds: mapValues(hours, seconds) },
  ],
  remindAt: [0.5],
  merge: mapValues({ ...hours, CRITICAL: 24, HIGH: 72 }, seconds),
  acceptance: {
    most: { ...mapValues(hours, () => 365 * DAY), CRITICAL: 30 * DAY },
    lifetime: mapValues(hours, () => 730 * DAY),
    fourEyesFrom: 'CRITICAL',
    headsUp: [14 * DAY, DAY],
  },
  fourEyesApproval: false,
};

export const planHash = 'a'.repeat(64);

export function triageResult(changes: Partial<TriageResult> = {}): TriageResult {
  return {
    episode: 1,
    severity: 'HIGH',
    owner: { team: 'payments', because: 'Team=payments' },
    environment: 'production',
    verification: verification('open'),
    route: { to: 'automatic', because: 'the table says automatic' },
    plan: { hash: planHash, summary: 'Closeloop-BlockPublicAccess v1 on payments-logs' },
    timetable,
    dwell: 0,
    ...changes,
  };
}

function mapValues<K extends string>(
  values: Record<K, number>,
  change: (value: number) => number,
): Record<K, number> {
  const entries = Object.entries<number>(values).map(([k, v]) => [k, change(v)]);
  return Object.fromEntries(entries) as Record<K, number>;
}
