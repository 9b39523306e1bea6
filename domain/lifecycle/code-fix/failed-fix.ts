/** When every attempt was rejected, Security Hub shows that on the finding (FIX_GENERATION_FAILED). */
import type { LifecycleState } from '../state.ts';
import { appendStory } from '../story.ts';

/** True while the finding is in human review and Security Hub does not show the failed fix yet. */
export function mustNoteFailure({ phase, code }: LifecycleState): boolean {
  return phase.name === 'HUMAN_REVIEW' && code?.failed === 'untold';
}

/** `remarks` say what could not be written. Human review goes on either way. */
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
