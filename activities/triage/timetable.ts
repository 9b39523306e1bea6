import type { Control } from '../../controls/control.ts';
import type { EscalationLevel } from '../../domain/decision.ts';
import type { Timetable } from '../../domain/lifecycle/state.ts';
import { timetableFor } from '../../policies/deadlines.ts';
import type { Policies } from './policies.ts';

/** The waits of an episode, in seconds, by control and policies; no settle wait is longer than the sandbox's setting. */
export function timetableOf(
  { deadlines, decisions, settleSeconds }: Policies,
  control: Pick<Control, 'settleSeconds'> | null,
  ladder: readonly EscalationLevel[],
): Timetable {
  const wait = control?.settleSeconds ?? USUAL;
  const timetable = timetableFor(deadlines, decisions, { settleSeconds: wait, ladder });
  if (settleSeconds === null) return timetable;
  return {
    ...timetable,
    mergeLook: Math.max(2, settleSeconds),
    settle: timetable.settle.map((seconds) => Math.min(seconds, settleSeconds)),
  };
}

/** Without a control nothing is written, so this wait is never used. */
const USUAL = 300;
