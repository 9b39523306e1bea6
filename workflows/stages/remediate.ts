import { ApplicationFailure } from '@temporalio/workflow';

import type { LifecycleEvent } from '../../domain/lifecycle-events.ts';
import type { LifecycleState } from '../../domain/lifecycle-state.ts';
import * as activities from '../activity-options.ts';
import { told } from './told.ts';

/** The runtime worker rebuilds the plan, compares its hash, and only then starts the runbook. */
export async function remediate(
  state: LifecycleState,
  workflowId: string,
): Promise<LifecycleEvent> {
  const { problem, severity, episode, round, plan, approval } = state;
  if (plan === null || episode === null) {
    throw ApplicationFailure.nonRetryable('nothing was planned', 'InvalidInput');
  }
  const planHash = plan.hash;
  const summary = `Plan ${planHash.slice(0, 12)}, round ${round}`;
  const result = await activities.remediate.executeWithOptions({ summary }, [
    { ...told(state, workflowId), problem, severity, episode, round, planHash, approval },
  ]);
  return { type: 'remediated', result };
}
