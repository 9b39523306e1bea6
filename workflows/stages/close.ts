import { ApplicationFailure } from '@temporalio/workflow';

import type { LifecycleEvent } from '../../domain/lifecycle/events.ts';
import type { LifecycleState } from '../../domain/lifecycle/state.ts';
import { destinyOf } from '../../domain/outcome.ts';
import * as activities from '../activity-options.ts';
import { activityInput } from './activity-input.ts';

/** Ledger `closing`, Security Hub, ledger `closed`: with the verification that proves it. */
export async function close(state: LifecycleState, workflowId: string): Promise<LifecycleEvent> {
  const { problem, episode, findings, verification, attestation, phase } = state;
  if (phase.name !== 'CLOSE' || verification === null) {
    throw ApplicationFailure.nonRetryable('nothing was verified', 'InvalidInput');
  }
  const { reason } = phase;
  const summary = `Close as ${destinyOf(reason)} (${reason}), proof ${verification.id}`.slice(
    0,
    180,
  );
  const result = await activities.close.executeWithOptions({ summary }, [
    {
      ...activityInput(state, workflowId),
      problem,
      episode,
      findings,
      reason,
      verification,
      ...(reason === 'attested' && attestation !== undefined ? { attestation } : {}),
    },
  ]);
  return { type: 'closed', result };
}
