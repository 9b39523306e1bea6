import type { EscalationLevel } from '../domain/decision.ts';
import type { Severity } from '../domain/finding.ts';
import type { Timetable } from '../domain/lifecycle/state.ts';
import type { DecisionPolicy } from './decisions.ts';

type PerSeverity = Readonly<Record<Severity, number>>;

/** How long people may take to decide, and how long a change needs to take effect. */
export interface Deadlines {
  readonly approvalHours: PerSeverity;
  /** The owner's time; the further escalation levels follow. */
  readonly reviewHours: PerSeverity;
  readonly escalationHours: {
    readonly lead: PerSeverity;
    readonly defaultTeam: PerSeverity;
    readonly securityLead: PerSeverity;
  };
  /** How long all levels have together. Absent: the sum of their hours. */
  readonly reviewHoursInAll?: PerSeverity;
  /** At which parts of its time an escalation level is reminded. */
  readonly remindAt: readonly number[];
  /** How long a pull request may wait for its merge. */
  readonly mergeHours: PerSeverity;
  /** The wait before the first merge check. */
  readonly mergeLookMinutes: number;
  /** Waits before the checks of the second and later rounds. */
  readonly roundWaitsMinutes: readonly number[];
}

/** The deadlines of one episode. `settleSeconds` is the control's own wait before the check of the first round. */
export function timetableFor(
  { reviewHoursInAll, ...deadlines }: Deadlines,
  { acceptance, fourEyesApproval }: DecisionPolicy,
  {
    settleSeconds,
    ladder,
  }: { readonly settleSeconds: number; readonly ladder: readonly EscalationLevel[] },
): Timetable {
  const { approvalHours, remindAt, roundWaitsMinutes, mergeHours, mergeLookMinutes } = deadlines;
  const inAll = reviewHoursInAll === undefined ? {} : { inAll: bySeverity(reviewHoursInAll, 3600) };
  return {
    ...inAll,
    settle: [settleSeconds, ...roundWaitsMinutes.map((minutes) => Math.round(minutes * 60))],
    approval: bySeverity(approvalHours, 3600),
    ladder,
    remindAt,
    acceptance,
    fourEyesApproval,
    merge: bySeverity(mergeHours, 3600),
    mergeLook: Math.round(mergeLookMinutes * 60),
  };
}

/** Every severity's value times `factor`, to whole seconds. */
export function bySeverity(values: PerSeverity, factor: number): PerSeverity {
  const times = (severity: Severity) => Math.round(values[severity] * factor);
  return {
    INFORMATIONAL: times('INFORMATIONAL'),
    LOW: times('LOW'),
    MEDIUM: times('MEDIUM'),
    HIGH: times('HIGH'),
    CRITICAL: times('CRITICAL'),
  };
}
