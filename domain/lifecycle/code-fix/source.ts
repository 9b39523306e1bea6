/** The live resource and its source file: both have to be compliant where the fix is one of both. */
import type { Verification } from '../../verdict.ts';
import { toHumanReview } from '../review.ts';
import type { State } from '../state.ts';
import { transition } from '../story.ts';
import { settleAfterMerge, toDraftFix } from './transitions.ts';

/**
 * The live resource is compliant: what its source file still needs, or null when nothing. Without the fix in the file,
 * the next deployment would bring the problem back.
 */
export function sourcePending(state: State, { verdict }: Verification, now: number): State | null {
  const { code, wrote, phase } = state;
  if (code === undefined || code === null || code.path !== 'both' || verdict === 'gone')
    return null;
  if (code.stands === 'merged' || code.stands === 'holds') return null;
  if (!wrote && code.stands === 'none') return null;
  const back = phase.name === 'VERIFY' ? phase.back : null;
  const entry = { kind: 'verified', text: SOURCE_PENDING } as const;
  // Two people who approved the live fix approved the fix of both; its reviewers merge it.
  const kept = state.withPeople !== undefined && state.approval === null;
  const over = code.stands === 'ended' || state.held || kept;
  if (back !== null && code.stands === 'open') return transition(state, back, entry, now);
  // No new attempts, but people may have fixed the file themselves, so it is checked.
  if (over && back?.name === 'HUMAN_REVIEW')
    return transition(state, { name: 'DRAFT_FIX', look: back }, entry, now);
  return over ? toHumanReview(state, SOURCE_PENDING, now) : toDraftFix(state, SOURCE_PENDING, now);
}

const SOURCE_PENDING = 'the live resource is fixed, its source file is not';

/** The source is fixed but the resource is not: waits another round, then people. Null where nothing was merged. */
export function notApplied(state: State, seen: string, now: number): State | null {
  const { code, round, timetable } = state;
  if (code?.stands !== 'merged' && code?.stands !== 'holds') return null;
  if (round < timetable.settle.length)
    return settleAfterMerge({ ...state, round: round + 1 }, `still not compliant: ${seen}`, now);
  const source = code.stands === 'merged' ? 'merged' : 'the source is compliant';
  const reason = `${source}, but perhaps nobody applied it: still not compliant after ${round} round(s): ${seen}`;
  return toHumanReview(state, reason, now);
}
