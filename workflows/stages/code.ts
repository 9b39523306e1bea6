/** Stages whose activity the code worker runs: they ask models and the Git host. */
import { MAX_FIX_ATTEMPTS } from '../../domain/code-fix.ts';
import type { LifecycleEvent } from '../../domain/lifecycle/events.ts';
import type { State } from '../../domain/lifecycle/state.ts';
import * as activities from '../activity-options.ts';
import { missing, runActivity } from './run-activity.ts';

/** One attempt: locate the source, read it, get a diff, validate it. */
export async function draftFix(state: State): Promise<LifecycleEvent> {
  const { problem, code, phase } = state;
  const attempts = code?.attempts ?? [];
  const onlyCheck = phase.name === 'DRAFT_FIX' && phase.look !== undefined;
  const mayAsk = attempts.length < MAX_FIX_ATTEMPTS && !onlyCheck;
  const next = `Fix of the source, attempt ${attempts.length + 1}`;
  const summary = onlyCheck ? 'Is the source compliant?' : next;
  const input = { problem, attempts, mayAsk };
  const result = await runActivity(activities.draftFix, state, summary, input);
  return { type: 'drafted', result };
}

export async function proposeFix(state: State): Promise<LifecycleEvent> {
  const { problem, findings, title, severity } = state;
  const { draft = null, draftedAt: at = null } = state.code ?? {};
  if (draft === null || at === null) throw missing('accepted fix');
  const summary = `Pull request for ${draft.place.block} in ${draft.place.repository}`;
  const input = { problem, draft, at, findings, title, severity };
  const result = await runActivity(activities.proposeFix, state, summary, input);
  return { type: 'proposed', result };
}

/** Webhooks only hint at a change: the Git host itself is asked. */
export async function checkMerge(state: State): Promise<LifecycleEvent> {
  const { problem, code } = state;
  const pull = code?.pull ?? null;
  if (pull === null) throw missing('pull request');
  const input = { problem, pull, diff: code?.draft?.diff ?? null };
  const summary = `Is ${pull.url} merged?`;
  const check = await runActivity(activities.checkMerge, state, summary, input);
  return { type: 'mergeChecked', check };
}

export async function withdrawFix(state: State): Promise<LifecycleEvent> {
  const { code, phase } = state;
  const open = code?.left ?? code?.pull ?? null;
  if (open === null) throw missing('pull request');
  const { place, url } = open;
  const reason = phase.name === 'WITHDRAW_FIX' ? phase.reason : '';
  const summary = `Close ${url ?? `our branch in ${place.repository}`}: ${reason}`;
  const result = await runActivity(activities.withdrawFix, state, summary, { place, reason });
  return { type: 'withdrawn', result };
}
