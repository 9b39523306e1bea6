import { ApplicationFailure } from '@temporalio/workflow';
import type { ActivityFunctionWithOptions } from '@temporalio/workflow';

import { ledgerRow } from '../../domain/lifecycle/ledger-row.ts';
import type { State } from '../../domain/lifecycle/state.ts';
import type { ActivityInput } from '../activity-types.ts';

/** Runs an activity with the story entries that the ledger lacks. The Web UI shows `summary` beside it. */
export async function runActivity<Own extends object, Result>(
  activity: ActivityFunctionWithOptions<(input: ActivityInput & NoInfer<Own>) => Promise<Result>>,
  state: State,
  summary: string,
  own: Own,
): Promise<Result> {
  const { workflowId, opener: firstRunId, episode } = state;
  const story = { episode, row: ledgerRow(state), entries: state.story.unwritten };
  const input = { workflowId, firstRunId, story, ...own };
  return await activity.executeWithOptions({ summary: summary.slice(0, 180) }, [input]);
}

/** A stage ran in a status that does not allow it: a bug that no retry repairs. */
export function missing(what: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`the lifecycle has no ${what}`, 'InvalidInput');
}
