/** Merge checks: what became of the pull request on the Git host. */
import { codeFixOf } from '../../code-fix.ts';
import type { CodeFix, MergeCheck } from '../../code-fix.ts';
import { markHandled } from '../commands.ts';
import { toHumanReview } from '../review.ts';
import { withCodeFix } from '../state.ts';
import type { State } from '../state.ts';
import { appendStory } from '../story.ts';
import { resumeWait } from './merge.ts';
import { endCodeFix, onMerged } from './transitions.ts';

/**
 * The Git host announced a change of the pull request. The announcement is only a hint, so the host is asked. No story
 * entry is written before it answers, and the ledger still shows the wait.
 */
export function onMergeHint(before: State, id: string, now: number): State {
  const state = markHandled(before, id);
  if (state === null || state.code?.stands !== 'open') return before;
  const { phase, pending } = state;
  if (phase.name === 'CHECK_MERGE') return { ...state, phase: { ...phase, again: true } };
  // Another step is running: the merge check follows it.
  if (phase.name === 'VERIFY' && phase.back?.name === 'AWAITING_MERGE')
    return { ...state, phase: { ...phase, back: { ...phase.back, lookAt: now } } };
  if (phase.name === 'AWAITING_MERGE' && pending !== null)
    return { ...state, phase: { ...phase, lookAt: now } };
  if (pending !== null || (phase.name !== 'AWAITING_MERGE' && phase.name !== 'HUMAN_REVIEW'))
    return before;
  return { ...state, phase: { name: 'CHECK_MERGE', back: phase } };
}

export function onMergeChecked(state: State, check: MergeCheck, now: number): State {
  const { phase } = state;
  if (phase.name !== 'CHECK_MERGE') return state;
  const code = codeFixOf(state);
  if (check.status === 'merged' && !lacksFix(code, check))
    return onMerged(state, check.reason, now);
  if (check.status !== 'open') return endCodeFix(state, check.reason, now);
  const counted = withCodeFix(state, { looks: code.looks + 1 });
  if (state.held && phase.back.name === 'AWAITING_MERGE')
    return toHumanReview(counted, 'automatic steps were cancelled', now);
  if (phase.again === true) return { ...counted, phase: { name: 'CHECK_MERGE', back: phase.back } };
  return resumeWait(counted, phase.back, now);
}

/** The Git host could not be asked: the next merge check may work. */
export function onMergeCheckFailed(state: State, failure: string, now: number): State {
  const { phase } = state;
  if (phase.name !== 'CHECK_MERGE') return state;
  const counted = withCodeFix(state, { looks: codeFixOf(state).looks + 1 });
  const text = `the pull request could not be checked: ${failure}`;
  const waiting = resumeWait(counted, phase.back, now);
  return appendStory(waiting, { kind: 'failed', text }, now);
}

/** True for a merge without the fix. With `both`, only the source file can still show it, so `unknown` counts too. */
function lacksFix({ path }: CodeFix, { source }: MergeCheck): boolean {
  return source === 'open' || (source === 'unknown' && path === 'both');
}
