/** Stages whose activity the code worker runs: they ask models and the Git host. */
import { MAX_FIX_ATTEMPTS } from '../../domain/code-fix.ts';
import type { LifecycleEvent } from '../../domain/lifecycle/events.ts';
import type { LifecycleState } from '../../domain/lifecycle/state.ts';
import * as activities from '../activity-options.ts';
import { activityInput, missing, summarized } from './activity-input.ts';

/** One attempt: locate the source, read it, get a diff, validate it. */
export async function draftFix(state: LifecycleState, workflowId: string): Promise<LifecycleEvent> {
  const { problem, code, phase } = state;
  const attempts = code?.attempts ?? [];
  const onlyCheck = phase.name === 'DRAFT_FIX' && phase.look !== undefined;
  const mayAsk = attempts.length < MAX_FIX_ATTEMPTS && !onlyCheck;
  const options = summarized(
    onlyCheck ? 'Is the source compliant?' : `Fix of the source, attempt ${attempts.length + 1}`,
  );
  const input = { ...activityInput(state, workflowId), problem, attempts, mayAsk };
  const result = await activities.draftFix.executeWithOptions(options, [input]);
  return { type: 'drafted', result };
}

export async function proposeFix(
  state: LifecycleState,
  workflowId: string,
): Promise<LifecycleEvent> {
  const { problem, findings, title, severity } = state;
  const { draft = null, draftedAt: at = null } = state.code ?? {};
  if (draft === null || at === null) throw missing('accepted fix');
  const { block, repository } = draft.place;
  const about = { problem, draft, at, findings, title, severity };
  const input = { ...activityInput(state, workflowId), ...about };
  const options = summarized(`Pull request for ${block} in ${repository}`);
  const result = await activities.proposeFix.executeWithOptions(options, [input]);
  return { type: 'proposed', result };
}

/** Webhooks only hint at a change: the Git host itself is asked. */
export async function checkMerge(
  state: LifecycleState,
  workflowId: string,
): Promise<LifecycleEvent> {
  const { problem, code } = state;
  const pull = code?.pull ?? null;
  if (pull === null) throw missing('pull request');
  const diff = code?.draft?.diff ?? null;
  const input = { ...activityInput(state, workflowId), problem, pull, diff };
  const options = summarized(`Is ${pull.url} merged?`);
  const check = await activities.checkMerge.executeWithOptions(options, [input]);
  return { type: 'mergeChecked', check };
}

export async function withdrawFix(
  state: LifecycleState,
  workflowId: string,
): Promise<LifecycleEvent> {
  const { code, phase } = state;
  const open = code?.left ?? code?.pull ?? null;
  if (open === null) throw missing('pull request');
  const { place, url } = open;
  const reason = phase.name === 'WITHDRAW_FIX' ? phase.reason : '';
  const options = summarized(`Close ${url ?? `our branch in ${place.repository}`}: ${reason}`);
  const input = { ...activityInput(state, workflowId), place, reason };
  const result = await activities.withdrawFix.executeWithOptions(options, [input]);
  return { type: 'withdrawn', result };
}
