import type { LifecycleEvent } from '../../domain/lifecycle/events.ts';
import type { LifecycleState } from '../../domain/lifecycle/state.ts';
import * as activities from '../activity-options.ts';
import { activityInput } from './activity-input.ts';

/** Who owns it, who may act, and is it still true? */
export async function triage(state: LifecycleState, workflowId: string): Promise<LifecycleEvent> {
  const { problem, severity, episode } = state;
  const assigned = state.assigned?.team ?? null;
  const asked = { ...activityInput(state, workflowId), problem, severity, episode, assigned };
  const importing = state.importing ?? null;
  const undo = state.undo?.checked === true ? { undo: state.undo.decision } : {};
  const input = { ...asked, ...(importing === null ? {} : { imported: importing }), ...undo };
  const summary = `Triage of ${problem.findingType}, round ${state.round}`;
  const result = await activities.triage.executeWithOptions({ summary }, [input]);
  return { type: 'triaged', result };
}
