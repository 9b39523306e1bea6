import { ledgerRow } from '../../domain/lifecycle/ledger-row.ts';
import type { LifecycleState } from '../../domain/lifecycle/state.ts';
import type { StoryUpdate } from '../../domain/story.ts';

/** What every activity gets first: the story that the ledger has not confirmed, and whose it is. */
export function activityInput(
  state: LifecycleState,
  workflowId: string,
): { workflowId: string; firstRunId: string; story: StoryUpdate } {
  const { episode } = state;
  const story = { episode, row: ledgerRow(state), entries: state.story.unwritten };
  return { workflowId, firstRunId: state.opener, story };
}
