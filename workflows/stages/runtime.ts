/** The stage whose activity the runtime worker runs: it writes to the resource. */
import { CancellationScope, condition } from '@temporalio/workflow';

import type { LifecycleEvent } from '../../domain/lifecycle/events.ts';
import type { LifecycleState } from '../../domain/lifecycle/state.ts';
import type { RemediationResult } from '../../domain/outcome.ts';
import * as activities from '../activity-options.ts';
import type { RemediateInput } from '../activity-types.ts';
import { activityInput, missing, summarized } from './activity-input.ts';

/**
 * The runtime worker makes the plan again, compares its hash, and only then starts the runbook. `calledOff` becomes
 * true when a person cancels or the severity is raised; a runbook that has started is not stopped, its result counts.
 */
export async function remediate(
  state: LifecycleState,
  workflowId: string,
  calledOff: () => boolean,
): Promise<LifecycleEvent> {
  const { problem, severity, episode, round, plan, approval } = state;
  if (plan === null || episode === null) throw missing('plan');
  const planHash = plan.hash;
  const undo = state.undo?.checked === true ? { undo: state.undo.decision } : {};
  const about = { problem, severity, episode, round, planHash, approval, ...undo };
  const input = { ...activityInput(state, workflowId), ...about };
  const summary = `Plan ${planHash.slice(0, 12)}, round ${round}`;
  return { type: 'remediated', result: await runUnlessCalledOff(summary, input, calledOff) };
}

async function runUnlessCalledOff(
  summary: string,
  input: RemediateInput,
  calledOff: () => boolean,
): Promise<RemediationResult> {
  const scope = new CancellationScope();
  let ended = false;
  const result = scope
    .run(() => activities.remediate.executeWithOptions(summarized(summary), [input]))
    .finally(() => {
      ended = true;
    });
  await condition(() => ended || calledOff());
  if (!ended) scope.cancel();
  return await result;
}
