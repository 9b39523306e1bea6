/** Results of `proposeFix`: the pull request, or why there is none. */
import { codeFixOf } from '../../code-fix.ts';
import type { ProposeResult } from '../../code-fix.ts';
import { toHumanReview } from '../review.ts';
import { withCodeFix } from '../state.ts';
import type { State } from '../state.ts';
import { toAwaitingMerge } from './merge.ts';
import { endCodeFix, onMerged, toDraftFix, withPullRequest } from './transitions.ts';

/** After this many changes under our drafts somebody is working on the file, so people decide. */
const MAX_FILE_CHANGES = 3;

const NO_DRAFT = { draft: null, draftedAt: null };

export function onProposed(state: State, result: ProposeResult, now: number): State {
  if (state.phase.name !== 'PROPOSE_FIX') return state;
  const undrafted = withCodeFix(state, NO_DRAFT);
  switch (result.status) {
    case 'open': {
      const { pull, draft } = result;
      const validated = '; the file had changed, so the fix was validated again';
      const again = draft === undefined ? '' : validated;
      const proposed = withPullRequest(state, pull, draft);
      return toAwaitingMerge(proposed, `opened pull request ${pull.url}${again}`, now);
    }
    case 'joined': {
      const { pull } = result;
      // What is merged there is not what was drafted here.
      const joined = withPullRequest(undrafted, pull);
      return toAwaitingMerge(joined, `joined pull request ${pull.url}`, now);
    }
    case 'merged': {
      const { pull, draft } = result;
      const text = `pull request ${pull.url} is merged`;
      return onMerged(withPullRequest(state, pull, draft), text, now);
    }
    case 'outdated':
      return onOutdated(state, result, now);
    case 'moved': {
      const { moves: before, attempts: all } = codeFixOf(state);
      const moves = before + 1;
      // The draft was for another version of the file, so the attempt does not count.
      const changed = withCodeFix(undrafted, { moves, attempts: all.slice(0, -1) });
      if (moves > MAX_FILE_CHANGES)
        return endCodeFix(changed, `the source file keeps changing: ${result.reason}`, now);
      return toDraftFix(changed, `the source file changed: ${result.reason}`, now);
    }
    case 'people': {
      const { reason, left } = result;
      return endCodeFix(left === undefined ? state : withCodeFix(state, { left }), reason, now);
    }
  }
}

/** The activity may have pushed a branch before it failed: people read which one, and the end of the episode removes it. */
export function onProposalFailed(state: State, failure: string, now: number): State {
  const code = codeFixOf(state);
  if (state.phase.name !== 'PROPOSE_FIX' || code.draft === null)
    return toHumanReview(state, `proposeFix failed: ${failure}`, now);
  const { place, branch } = code.draft;
  const left = withCodeFix(state, { left: { place, branch, url: null } });
  const where = `it may have left the branch ${branch} in ${place.repository}`;
  return endCodeFix(left, `proposeFix failed, and ${where}: ${failure}`, now);
}

/** The file changed and the draft does not fit any more: the attempt counts as rejected, with a hint for the next. */
function onOutdated(
  state: State,
  { check, code, reason, hint }: Extract<ProposeResult, { status: 'outdated' }>,
  now: number,
): State {
  const fix = codeFixOf(state);
  const last = fix.attempts.at(-1);
  const rejection = { accepted: false, check, code, reason, hint };
  const attempts =
    last === undefined ? [] : [...fix.attempts.slice(0, -1), { ...last, ...rejection }];
  const undrafted = withCodeFix(state, { ...NO_DRAFT, attempts });
  const text = `the source file changed, and attempt ${last?.number ?? 0} does not fit it any more: ${check} (${code}): ${reason}`;
  if (state.held) return endCodeFix(undrafted, `automatic steps were cancelled; ${text}`, now);
  // Also after the last attempt: the changed file may be compliant.
  return toDraftFix(undrafted, text, now);
}
