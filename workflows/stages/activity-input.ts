import { ApplicationFailure } from '@temporalio/workflow';

import { ledgerRow } from '../../domain/lifecycle/ledger-row.ts';
import type { LifecycleState } from '../../domain/lifecycle/state.ts';
import type { ActivityInput } from '../activity-types.ts';

/** The part of its input that every activity gets: whose story it is, and the entries that the ledger lacks. */
export function activityInput(state: LifecycleState, workflowId: string): ActivityInput {
  const { episode } = state;
  const story = { episode, row: ledgerRow(state), entries: state.story.unwritten };
  return { workflowId, firstRunId: state.opener, story };
}

/** What the Web UI shows beside the activity. */
export function summarized(summary: string): { readonly summary: string } {
  return { summary: summary.slice(0, 180) };
}

/** A stage ran in a status that does not allow it: a bug that no retry repairs. */
export function missing(what: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`the lifecycle has no ${what}`, 'InvalidInput');
}
