/** Attempts that were all rejected: Security Hub shows it on the finding, beside whom it waits for. */
import type { LifecycleState } from '../state.ts';
import { appendStory } from '../story.ts';

/** With people, and nobody told Security Hub yet. */
export function mustNoteFailure({ phase, code }: LifecycleState): boolean {
  return phase.name === 'HUMAN_REVIEW' && code?.failed === 'untold';
}

/** Told, or not to be told: people have it either way. `remarks` say what is missing there. */
export function onFailureNoted(
  state: LifecycleState,
  remarks: readonly string[],
  now: number,
): LifecycleState {
  const { code } = state;
  if (code?.failed !== 'untold') return state;
  const noted = { ...state, code: { ...code, failed: 'told' as const } };
  if (remarks.length === 0) return noted;
  return appendStory(noted, { kind: 'failed', text: remarks.join('; ') }, now);
}
