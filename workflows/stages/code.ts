/** The fix in source code, each step one activity of the code worker. */
import { ApplicationFailure } from '@temporalio/workflow';

import { MAX_FIX_ATTEMPTS } from '../../domain/code-fix.ts';
import type { PullRef } from '../../domain/code-fix.ts';
import type { LifecycleEvent } from '../../domain/lifecycle/events.ts';
import type { LifecycleState } from '../../domain/lifecycle/state.ts';
import * as activities from '../activity-options.ts';
import { activityInput } from './activity-input.ts';

/** Locate, read, ask, judge. */
export async function draftFix(state: LifecycleState, workflowId: string): Promise<LifecycleEvent> {
  const { problem } = state;
  const attempts = state.code?.attempts ?? [];
  const looks = state.phase.name === 'DRAFT_FIX' && state.phase.look !== undefined;
  const mayAsk = attempts.length < MAX_FIX_ATTEMPTS && !looks;
  const summary = looks
    ? 'Does the source hold by now?'
    : `Fix of the source, attempt ${attempts.length + 1}`;
  const input = { ...activityInput(state, workflowId), problem, attempts, mayAsk };
  const result = await activities.draftFix.executeWithOptions({ summary }, [input]);
  return { type: 'drafted', result };
}

export async function proposeFix(
  state: LifecycleState,
  workflowId: string,
): Promise<LifecycleEvent> {
  const { problem, findings, title, severity } = state;
  const { draft = null, draftedAt: at = null } = state.code ?? {};
  if (draft === null || at === null)
    throw ApplicationFailure.nonRetryable('no fix was accepted', 'InvalidInput');
  const summary = `Pull request for ${draft.place.block} in ${draft.place.repository}`.slice(
    0,
    180,
  );
  const input = {
    ...activityInput(state, workflowId),
    problem,
    draft,
    at,
    findings,
    title,
    severity,
  };
  const result = await activities.proposeFix.executeWithOptions({ summary }, [input]);
  return { type: 'proposed', result };
}

/** A webhook and a poll are hints: the host says what is true. */
export async function checkMerge(
  state: LifecycleState,
  workflowId: string,
): Promise<LifecycleEvent> {
  const pull = pullOf(state);
  const summary = `Merged? ${pull.url}`.slice(0, 180);
  const diff = state.code?.draft?.diff ?? null;
  const { problem } = state;
  const input = { ...activityInput(state, workflowId), problem, pull, diff };
  const check = await activities.checkMerge.executeWithOptions({ summary }, [input]);
  return { type: 'mergeChecked', check };
}

export async function withdrawFix(
  state: LifecycleState,
  workflowId: string,
): Promise<LifecycleEvent> {
  const { code } = state;
  const at = code?.left ?? code?.pull ?? null;
  if (at === null) throw ApplicationFailure.nonRetryable('no pull request', 'InvalidInput');
  const { place, url } = at;
  const reason = state.phase.name === 'WITHDRAW_FIX' ? state.phase.reason : '';
  const summary = `Close ${url ?? `what ${place.repository} has`}: ${reason}`.slice(0, 180);
  const input = { ...activityInput(state, workflowId), place, reason };
  const result = await activities.withdrawFix.executeWithOptions({ summary }, [input]);
  return { type: 'withdrawn', result };
}

function pullOf({ code }: LifecycleState): PullRef {
  const pull = code?.pull ?? null;
  if (pull === null) throw ApplicationFailure.nonRetryable('no pull request', 'InvalidInput');
  return pull;
}
