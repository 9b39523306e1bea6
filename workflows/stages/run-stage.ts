/** Runs the activity of a step and turns its answer, or its failure, into an event for the state machine. */
import {
  ActivityFailure,
  ApplicationFailure,
  isCancellation,
  TimeoutFailure,
  workflowInfo,
} from '@temporalio/workflow';

import type { LifecycleEvent, Work } from '../../domain/lifecycle/events.ts';
import type { LifecycleState } from '../../domain/lifecycle/state.ts';
import { checkDecision } from './check-decision.ts';
import { close } from './close.ts';
import { checkMerge, draftFix, proposeFix, withdrawFix } from './code.ts';
import { noteFailedFix } from './note-failed-fix.ts';
import { record } from './record.ts';
import { remediate } from './remediate.ts';
import { reopen } from './reopen.ts';
import { suppress } from './suppress.ts';
import { triage } from './triage.ts';
import { verify } from './verify.ts';

const STAGES = {
  triage,
  checkDecision,
  remediate,
  verify,
  close,
  record,
  suppress,
  reopen,
  draftFix,
  proposeFix,
  checkMerge,
  withdrawFix,
  noteFailedFix,
};

/** The events of one finished step: what the ledger has now, and what came out. Never throws. */
export async function runStage(
  step: Work,
  state: LifecycleState,
  calledOff: () => boolean,
): Promise<readonly LifecycleEvent[]> {
  const { seq } = state.story;
  try {
    const event = await STAGES[step](state, workflowInfo().workflowId, calledOff);
    return event.type === 'recorded' ? [event] : [{ type: 'recorded', seq, episode: null }, event];
  } catch (error) {
    return [{ type: 'failed', work: step, failure: failureInWords(error) }];
  }
}

/** The failure that a person can act on: the cause that the activity threw, not Temporal's wrapper. */
export function failureInWords(error: unknown): string {
  if (isCancellation(error)) return 'called off; whether it had begun is not known';
  if (!(error instanceof ActivityFailure)) return String(error);
  const { cause } = error;
  if (cause instanceof ApplicationFailure) return `${cause.type ?? 'Error'}: ${cause.message}`;
  if (cause instanceof TimeoutFailure) {
    return `${error.activityType} did not finish in time (${cause.timeoutType})`;
  }
  return cause?.message ?? error.message;
}
