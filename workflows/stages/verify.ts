import type { LifecycleEvent } from '../../domain/lifecycle/events.ts';
import type { LifecycleState } from '../../domain/lifecycle/state.ts';
import * as activities from '../activity-options.ts';
import { activityInput } from './activity-input.ts';

/** Our own look with the read-only role: nothing else closes a finding. */
export async function verify(state: LifecycleState, workflowId: string): Promise<LifecycleEvent> {
  const { problem, findings, phase } = state;
  const because = phase.name === 'VERIFY' ? phase.because : '';
  const summary = `Verify round ${state.round}: ${because}`.slice(0, 180);
  const input = { ...activityInput(state, workflowId), problem, findings };
  const verification = await activities.verify.executeWithOptions({ summary }, [input]);
  return { type: 'verified', verification };
}
