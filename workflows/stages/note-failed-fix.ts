import type { LifecycleEvent } from '../../domain/lifecycle/events.ts';
import type { LifecycleState } from '../../domain/lifecycle/state.ts';
import * as activities from '../activity-options.ts';
import { activityInput } from './activity-input.ts';

/** Whoever looks at the finding in Security Hub sees that no fix was found, and why. */
export async function noteFailedFix(
  state: LifecycleState,
  workflowId: string,
): Promise<LifecycleEvent> {
  const { findings, code } = state;
  const attempts = code?.attempts ?? [];
  const summary = `FIX_GENERATION_FAILED after ${attempts.length} attempt(s)`;
  const input = { ...activityInput(state, workflowId), findings, attempts };
  const { remarks } = await activities.noteFailedFix.executeWithOptions({ summary }, [input]);
  return { type: 'failureNoted', remarks };
}
