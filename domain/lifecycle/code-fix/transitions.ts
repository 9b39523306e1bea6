/** Steps of a code fix that several results lead to. */
import { codeFixOf } from '../../code-fix.ts';
import type { FixDraft, PullRef } from '../../code-fix.ts';
import { endDue } from '../due.ts';
import { toHumanReview } from '../review.ts';
import { withCodeFix } from '../state.ts';
import type { State } from '../state.ts';
import { appendStory, settleSeconds, toSettle, transition } from '../story.ts';
import { toAwaitingMerge } from './merge.ts';

/** After a short settle wait the verification tells the ledger about the merge too. */
const LONGEST_BRIEF_WAIT = 10 * 60_000;

/** Drafts a fix of the source file, or waits on for the pull request that is open already. */
export function toDraftFix(state: State, because: string, now: number): State {
  const { code } = state;
  if (code?.stands === 'open')
    return toAwaitingMerge(state, `still waiting for the merge: ${because}`, now);
  return transition(state, { name: 'DRAFT_FIX' }, { kind: 'drafting', text: because }, now);
}

/** The code fix ends without a merge: people decide, and read why. */
export function endCodeFix(state: State, reason: string, now: number): State {
  return toHumanReview(withCodeFix(state, { stands: 'ended' }), reason, now);
}

export function withPullRequest(state: State, pull: PullRef, draft?: FixDraft): State {
  const { left: _found, ...code } = codeFixOf(state);
  return { ...endDue(state), code: { ...code, pull, draft: draft ?? code.draft } };
}

/** The pull request is merged: wait until it is deployed, or verify a live resource that was fixed before. */
export function onMerged(before: State, text: string, now: number): State {
  const fixed = { ...endDue(before), wrote: true, credited: true, failure: null };
  const state = withCodeFix(fixed, { stands: 'merged' });
  const merged = { ...appendStory(state, { kind: 'merged', text }, now), round: 1 };
  if (codeFixOf(state).path === 'code') return markBrief(settleAfterMerge(merged, text, now), now);
  const verify = { name: 'VERIFY', because: text, back: null } as const;
  const because = 'the source is fixed; verifying the live resource';
  return transition(merged, verify, { kind: 'verifying', text: because }, now);
}

/** Without this, ledger and search attributes would be written twice within minutes. */
function markBrief(state: State, now: number): State {
  const { phase } = state;
  if (phase.name !== 'SETTLE' || phase.deadline - now > LONGEST_BRIEF_WAIT) return state;
  return { ...state, phase: { ...phase, brief: true } };
}

/** Waits for the deployment that follows a merge. */
export function settleAfterMerge(state: State, why: string, now: number): State {
  const seconds = settleSeconds(state);
  return toSettle(state, seconds, `${why}; verifying in ${seconds} s, round ${state.round}`, now);
}
