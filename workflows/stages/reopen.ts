import type { LifecycleEvent } from '../../domain/lifecycle/events.ts';
import type { LifecycleState } from '../../domain/lifecycle/state.ts';
import * as activities from '../activity-options.ts';
import { activityInput } from './activity-input.ts';

/** The exception is over: Security Hub shows the findings as NEW again. */
export async function reopen(state: LifecycleState, workflowId: string): Promise<LifecycleEvent> {
  const { findings, phase } = state;
  const reason = phase.name === 'REOPEN' ? phase.reason : '';
  const summary = `NEW: ${reason}`.slice(0, 180);
  const input = { ...activityInput(state, workflowId), findings, reason };
  return {
    type: 'reopened',
    result: await activities.reopen.executeWithOptions({ summary }, [input]),
  };
}
