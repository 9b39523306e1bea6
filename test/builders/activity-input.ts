/** What a lifecycle sends with each activity. */
import type { StoryUpdate } from '../../domain/story.ts';
import type {
  ActivityInput,
  CloseInput,
  RemediateInput,
  TriageInput,
} from '../../workflows/activity-types.ts';
import { finding } from './finding.ts';
import { problem, WORKFLOW_ID } from './problem.ts';
import { storyUpdate } from './story.ts';
import { verifiedFixed } from './verification.ts';

export const story: StoryUpdate = storyUpdate(1, 1, { findings: [finding] });

/** What every activity gets. */
export const activityInput: ActivityInput = {
  workflowId: WORKFLOW_ID,
  firstRunId: 'run-1',
  story,
};

export function triageInput(changes: Partial<TriageInput> = {}): TriageInput {
  return { ...activityInput, problem, severity: 'HIGH', episode: 1, assigned: null, ...changes };
}

export function remediateInput(changes: Partial<RemediateInput> = {}): RemediateInput {
  const rest = { episode: 1, round: 1, severity: 'MEDIUM', approval: null } as const;
  return { ...activityInput, problem, ...rest, planHash: 'f'.repeat(64), ...changes };
}

export function closeInput(changes: Partial<CloseInput> = {}): CloseInput {
  const rest = { episode: 1, findings: [finding], reason: 'remediated' } as const;
  return { ...activityInput, problem, ...rest, verification: verifiedFixed, ...changes };
}
