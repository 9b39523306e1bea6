import type { Control } from '../../controls/control.ts';
import type { EscalationLevel } from '../../domain/decision.ts';
import type { Timetable } from '../../domain/lifecycle/state.ts';
import { timetableFor } from '../../policies/deadlines.ts';
import type { Policies } from './policies.ts';

/** The waits of an episode, in seconds: the control's own, then those of the policies; in the sandbox none is longer than its setting. */
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
    // Nobody waits a quarter of an hour in a sandbox.
    mergeLook: Math.max(2, settleSeconds),
    settle: timetable.settle.map((seconds) => Math.min(seconds, settleSeconds)),
  };
}

/** Never waited for: without a control nothing is written. */
const USUAL = 300;
