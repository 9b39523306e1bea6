import type { LifecycleEvent } from '../../domain/lifecycle/events.ts';
import type { LifecycleState } from '../../domain/lifecycle/state.ts';
import * as activities from '../activity-options.ts';
import { activityInput } from './activity-input.ts';

/** The ledger shows what is waited for before the waiting starts. */
export async function record(state: LifecycleState, workflowId: string): Promise<LifecycleEvent> {
  const summary = `Ledger: ${state.phase.name}`;
  const { episode } = await activities.record.executeWithOptions({ summary }, [
    activityInput(state, workflowId),
  ]);
  return { type: 'recorded', seq: state.story.seq, episode };
}
