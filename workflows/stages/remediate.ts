import { ApplicationFailure, CancellationScope, condition } from '@temporalio/workflow';

import type { LifecycleEvent } from '../../domain/lifecycle/events.ts';
import type { LifecycleState } from '../../domain/lifecycle/state.ts';
import type { RemediationResult } from '../../domain/outcome.ts';
import * as activities from '../activity-options.ts';
import type { RemediateInput } from '../activity-types.ts';
import { activityInput } from './activity-input.ts';

/**
 * The runtime worker rebuilds the plan, compares its hash, and only then starts the runbook. `calledOff`: a person
 * or a higher severity stopped it meanwhile; what has begun is not stopped, its result counts.
 */
export async function remediate(
  state: LifecycleState,
  workflowId: string,
  calledOff: () => boolean,
): Promise<LifecycleEvent> {
  const { problem, severity, episode, round, plan, approval } = state;
  if (plan === null || episode === null) {
    throw ApplicationFailure.nonRetryable('nothing was planned', 'InvalidInput');
  }
  const planHash = plan.hash;
  const summary = `Plan ${planHash.slice(0, 12)}, round ${round}`;
  const base = activityInput(state, workflowId);
  const undo = state.undo?.checked === true ? { undo: state.undo.decision } : {};
  const input = { ...base, problem, severity, episode, round, planHash, approval, ...undo };
  return { type: 'remediated', result: await run(summary, input, calledOff) };
}

async function run(
  summary: string,
  input: RemediateInput,
  calledOff: () => boolean,
): Promise<RemediationResult> {
  const scope = new CancellationScope();
  let ended = false;
  const result = scope
    .run(() => activities.remediate.executeWithOptions({ summary }, [input]))
    .finally(() => {
      ended = true;
    });
  await condition(() => ended || calledOff());
  if (!ended) scope.cancel();
  return await result;
}
