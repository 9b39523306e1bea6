import { ApplicationFailure } from '@temporalio/workflow';

import type { LifecycleEvent } from '../../domain/lifecycle/events.ts';
import type { LifecycleState } from '../../domain/lifecycle/state.ts';
import * as activities from '../activity-options.ts';
import { activityInput } from './activity-input.ts';

/** Did the person whose name it bears really decide this? An activity finds out; a handler could not. */
export async function checkDecision(
  state: LifecycleState,
  workflowId: string,
): Promise<LifecycleEvent> {
  const { pending: decision } = state;
  if (decision === null)
    throw ApplicationFailure.nonRetryable('no decision to check', 'InvalidInput');
  const summary = `Proof of ${decision.decision} by ${decision.actor}`.slice(0, 180);
  const aboutPlan = decision.decision === 'approve' || decision.decision === 'reject';
  // A new owner has no say in a plan that was made for the old one.
  const team = (aboutPlan ? state.planOwner : state.owner)?.team ?? null;
  const input = { ...activityInput(state, workflowId), decision, team, severity: state.severity };
  const { checkApproval, checkDecision: check } = activities;
  // Both order a write, so the worker that writes checks them itself.
  const writes = decision.decision === 'approve' || decision.decision === 'undo';
  const by = writes ? checkApproval : check;
  const found = await by.executeWithOptions({ summary }, [input]);
  return { type: 'decisionChecked', id: decision.id, check: found };
}
