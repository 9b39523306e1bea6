import { ApplicationFailure } from '@temporalio/workflow';

import type { LifecycleEvent } from '../../domain/lifecycle/events.ts';
import type { LifecycleState } from '../../domain/lifecycle/state.ts';
import * as activities from '../activity-options.ts';
import { activityInput } from './activity-input.ts';

/** Security Hub shows every report of the problem as SUPPRESSED, with who accepted it until when. */
export async function suppress(state: LifecycleState, workflowId: string): Promise<LifecycleEvent> {
  const { findings, exception } = state;
  if (exception === null)
    throw ApplicationFailure.nonRetryable('nothing was accepted', 'InvalidInput');
  const until = new Date(exception.until).toISOString();
  const summary = `SUPPRESSED until ${until}, accepted by ${exception.by}`.slice(0, 180);
  const input = { ...activityInput(state, workflowId), findings, exception };
  return {
    type: 'suppressed',
    result: await activities.suppress.executeWithOptions({ summary }, [input]),
  };
}
