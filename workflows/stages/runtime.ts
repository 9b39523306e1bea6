/** The stage whose activity the runtime worker runs: it writes to the resource. */
import { CancellationScope, condition } from '@temporalio/workflow';

import type { LifecycleEvent } from '../../domain/lifecycle/events.ts';
import type { State } from '../../domain/lifecycle/state.ts';
import * as activities from '../activity-options.ts';
import { missing, runActivity } from './run-activity.ts';

/**
 * The runtime worker makes the plan again, compares its hash, and only then starts the runbook. `calledOff` becomes
 * true when a person cancels or the severity is raised; a runbook that has started is not stopped, its result counts.
 */
export async function remediate(state: State, calledOff: () => boolean): Promise<LifecycleEvent> {
  const { problem, severity, episode, round, plan, approval } = state;
  if (plan === null || episode === null) throw missing('plan');
  const planHash = plan.hash;
  const input = {
    problem,
    severity,
    episode,
    round,
    planHash,
    approval,
    ...(state.undo?.checked === true ? { undo: state.undo.decision } : {}),
  };
  const summary = `Plan ${planHash.slice(0, 12)}, round ${round}`;
  const scope = new CancellationScope();
  let ended = false;
  const result = scope
    .run(() => runActivity(activities.remediate, state, summary, input))
    .finally(() => {
      ended = true;
    });
  await condition(() => ended || calledOff());
  if (!ended) scope.cancel();
  return { type: 'remediated', result: await result };
}
