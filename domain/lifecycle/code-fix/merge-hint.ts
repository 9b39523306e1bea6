import { markHandled } from '../commands.ts';
import type { LifecycleState } from '../state.ts';

/** A hint: the host is asked. As with every look, only what it finds is told: the ledger goes on showing the wait. */
export function onMergeHint(before: LifecycleState, id: string, now: number): LifecycleState {
  const state = markHandled(before, id);
  if (state === null || state.code?.stands !== 'open') return before;
  const { phase, pending } = state;
  if (phase.name === 'CHECK_MERGE') return { ...state, phase: { ...phase, again: true } };
  // Another step is running: the look follows it.
  if (phase.name === 'VERIFY' && phase.back?.name === 'AWAITING_MERGE')
    return { ...state, phase: { ...phase, back: { ...phase.back, lookAt: now } } };
  if (phase.name === 'AWAITING_MERGE' && pending !== null)
    return { ...state, phase: { ...phase, lookAt: now } };
  if (pending !== null || (phase.name !== 'AWAITING_MERGE' && phase.name !== 'HUMAN_REVIEW'))
    return before;
  return { ...state, phase: { name: 'CHECK_MERGE', back: phase } };
}
