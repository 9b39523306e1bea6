import type { Control } from '../../controls/control.ts';
import type { Timetable } from '../../domain/lifecycle-state.ts';
import { timetableFor } from '../../policies/deadlines.ts';
import type { Policies } from './policies.ts';

/** The waits of an episode, in seconds: the control's own, then those of the policies; in the sandbox none is longer than its setting. */
export function timetableOf(
  { deadlines, settleSeconds }: Policies,
  control: Pick<Control, 'settleSeconds'> | null,
): Timetable {
  const timetable = timetableFor(deadlines, control?.settleSeconds ?? USUAL);
  if (settleSeconds === null) return timetable;
  return { ...timetable, settle: timetable.settle.map((wait) => Math.min(wait, settleSeconds)) };
}

/** Never waited for: without a control nothing is written. */
const USUAL = 300;
