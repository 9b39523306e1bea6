/** Runs one activity and turns its answer or its failure into events for the state machine. */
import {
  ActivityFailure,
  ApplicationFailure,
  isCancellation,
  TimeoutFailure,
} from '@temporalio/workflow';

import type { LifecycleEvent, Work } from '../../domain/lifecycle/events.ts';
import type { State } from '../../domain/lifecycle/state.ts';
import * as closer from './closer.ts';
import * as code from './code.ts';
import * as orchestrator from './orchestrator.ts';
import * as runtime from './runtime.ts';

const STAGES = { ...orchestrator, ...runtime, ...closer, ...code };

/** The events after one activity: the story that the ledger has now, and the result. Never throws. */
export async function runStage(
  step: Work,
  state: State,
  calledOff: () => boolean,
): Promise<readonly LifecycleEvent[]> {
  const { seq } = state.story;
  try {
    const event = await STAGES[step](state, calledOff);
    return event.type === 'recorded' ? [event] : [{ type: 'recorded', seq, episode: null }, event];
  } catch (error) {
    return [{ type: 'failed', work: step, failure: failureInWords(error) }];
  }
}

/** The failure in words that help people: what the activity threw, not Temporal's wrapper. */
export function failureInWords(error: unknown): string {
  if (isCancellation(error)) return 'cancelled, and it is not known whether it had begun';
  if (!(error instanceof ActivityFailure)) return String(error);
  const { cause } = error;
  if (cause instanceof ApplicationFailure) return `${cause.type ?? 'Error'}: ${cause.message}`;
  if (cause instanceof TimeoutFailure) {
    return `${error.activityType} did not finish in time (${cause.timeoutType})`;
  }
  return cause?.message ?? error.message;
}
