/** The fix in source code: attempts, the pull request, and the wait for its merge. */
import { codeFixOf, FIX_GENERATION_FAILED, MAX_FIX_ATTEMPTS } from '../../code-fix.ts';
import type {
  CodeFix,
  DraftResult,
  FixAttempt,
  FixDraft,
  MergeCheck,
  ProposeResult,
  PullRef,
} from '../../code-fix.ts';
import type { Verification } from '../../verdict.ts';
import { toHumanReview } from '../review.ts';
import type { LifecycleState } from '../state.ts';
import { transition, appendStory } from '../story.ts';
import { toAwaitingMerge, resumeWait } from './merge.ts';

const LONGEST_BRIEF = 10 * 60_000;
/** A file that keeps moving under our drafts is being worked on. */
const MAX_FILE_CHANGES = 3;

/** To the source, from where its fix stands. */
export function toDraftFix(state: LifecycleState, because: string, now: number): LifecycleState {
  const { code } = state;
  if (code?.stands === 'open') return toAwaitingMerge(state, `waiting goes on: ${because}`, now);
  return transition(state, { name: 'DRAFT_FIX' }, { kind: 'drafting', text: because }, now);
}

export function onDrafted(
  before: LifecycleState,
  result: DraftResult,
  now: number,
): LifecycleState {
  if (before.phase.name !== 'DRAFT_FIX') return before;
  const code = codeFixOf(before);
  if (result.status === 'holds') return onSourceCompliant(before, result.reason, now);
  const back = returnFromSourceCheck(
    before,
    `source pending: ${'reason' in result ? result.reason : ''}`,
    now,
  );
  if (back !== null && result.status !== 'standing') return back;
  if (result.status === 'people') return onDraftNeedsPeople(before, result.reason, now);
  if (result.status === 'standing') return joinPullRequest(before, result, now);
  const { attempt } = result;
  const counted = { ...code, attempts: [...code.attempts, attempt] };
  const state = { ...before, code: counted };
  if (result.status === 'rejected') return onRejected(state, result, now);
  const text = `attempt ${attempt.number} by ${authorInWords(attempt)} was accepted`;
  const draftedAt = new Date(now).toISOString();
  const drafted = { ...state, code: { ...counted, draft: result.draft, draftedAt } };
  if (state.held) return endCodeFix(drafted, 'automatic steps were cancelled', now);
  return transition(drafted, { name: 'PROPOSE_FIX' }, { kind: 'drafted', text }, now);
}

/** Back to the people who have it, with what a look at the source came to; null where it was no look. */
export function returnFromSourceCheck(
  state: LifecycleState,
  text: string,
  now: number,
): LifecycleState | null {
  const { phase, review } = state;
  if (phase.name !== 'DRAFT_FIX' || phase.look === undefined) return null;
  const back = { ...phase.look, deadline: review?.deadline ?? phase.look.deadline };
  return transition(state, back, { kind: 'verified', text }, now);
}

/** Where every attempt is used up, that is why. */
function onDraftNeedsPeople(state: LifecycleState, reason: string, now: number): LifecycleState {
  const { attempts, failed } = codeFixOf(state);
  const last = attempts.at(-1);
  const used = attempts.length >= MAX_FIX_ATTEMPTS && last?.accepted === false;
  if (!used || failed !== undefined) return endCodeFix(state, reason, now);
  return allAttemptsRejected(state, `${last?.code ?? ''}: ${last?.reason ?? ''}; ${reason}`, now);
}

function allAttemptsRejected(state: LifecycleState, why: string, now: number): LifecycleState {
  const code = codeFixOf(state);
  const failed = { ...state, code: { ...code, failed: 'untold' as const } };
  const text = `${FIX_GENERATION_FAILED} after ${code.attempts.length} attempt(s), ${why}`;
  return endCodeFix(failed, text, now);
}

function onRejected(
  state: LifecycleState,
  { attempt }: Extract<DraftResult, { status: 'rejected' }>,
  now: number,
): LifecycleState {
  const { number, check, code, reason, hint } = attempt;
  const text = `attempt ${number} by ${authorInWords(attempt)} was rejected by ${check} (${code}): ${reason}`;
  const heard = appendStory(state, { kind: 'drafted', text }, now);
  const again = hint !== null && codeFixOf(state).attempts.length < MAX_FIX_ATTEMPTS;
  if (state.held) return endCodeFix(heard, 'automatic steps were cancelled', now);
  if (again) return toDraftFix(heard, `attempt ${number + 1}, after ${check} (${code})`, now);
  return allAttemptsRejected(heard, `${code}: ${reason}`, now);
}

function joinPullRequest(
  state: LifecycleState,
  { pull, merged }: { readonly pull: PullRef; readonly merged: boolean },
  now: number,
): LifecycleState {
  const joined = withPullRequest(state, pull);
  if (merged) return onMerged(joined, `pull request ${pull.url} was merged before`, now);
  return toAwaitingMerge(joined, `joins pull request ${pull.url}`, now);
}

export function onProposed(
  state: LifecycleState,
  result: ProposeResult,
  now: number,
): LifecycleState {
  if (state.phase.name !== 'PROPOSE_FIX') return state;
  const code = codeFixOf(state);
  switch (result.status) {
    case 'open': {
      const { pull, draft } = result;
      const anew =
        draft === undefined ? '' : '; the file had moved, and the change was judged anew';
      return toAwaitingMerge(
        withPullRequest(state, pull, draft),
        `pull request ${pull.url} was opened${anew}`,
        now,
      );
    }
    case 'joined': {
      const { pull } = result;
      // What is merged there is not what was drafted here.
      const joined = { ...state, code: { ...code, draft: null, draftedAt: null } };
      return toAwaitingMerge(withPullRequest(joined, pull), `joins pull request ${pull.url}`, now);
    }
    case 'merged':
      return onMerged(
        withPullRequest(state, result.pull, result.draft),
        `pull request ${result.pull.url} is merged`,
        now,
      );
    case 'outdated':
      return onOutdated(state, result, now);
    case 'moved': {
      const moves = code.moves + 1;
      // The answer was right for another file: it does not count.
      const attempts = code.attempts.slice(0, -1);
      const anew = { ...state, code: { ...code, moves, attempts, draft: null, draftedAt: null } };
      if (moves > MAX_FILE_CHANGES)
        return endCodeFix(anew, `it keeps moving: ${result.reason}`, now);
      return toDraftFix(anew, `it moved: ${result.reason}`, now);
    }
    case 'people': {
      const { reason, left } = result;
      return endCodeFix(
        left === undefined ? state : { ...state, code: { ...code, left } },
        reason,
        now,
      );
    }
  }
}

/** Whether it wrote anything is not known: people read where to look, and the ending looks too. */
export function onProposalFailed(
  state: LifecycleState,
  failure: string,
  now: number,
): LifecycleState {
  const code = codeFixOf(state);
  if (state.phase.name !== 'PROPOSE_FIX' || code.draft === null)
    return toHumanReview(state, `proposeFix failed: ${failure}`, now);
  const { place, branch } = code.draft;
  const left = { ...state, code: { ...code, left: { place, branch, url: null } } };
  const where = `it may have left the branch ${branch} in ${place.repository}`;
  return endCodeFix(left, `proposeFix failed, and ${where}: ${failure}`, now);
}

function withPullRequest(state: LifecycleState, pull: PullRef, draft?: FixDraft): LifecycleState {
  const { left: _gone, ...code } = codeFixOf(state);
  return { ...state, code: { ...code, pull, draft: draft ?? code.draft } };
}

/** The attempt was right for another file: it counts as rejected, and the next one hears why. */
function onOutdated(
  state: LifecycleState,
  { check, code, reason, hint }: Extract<ProposeResult, { status: 'outdated' }>,
  now: number,
): LifecycleState {
  const fix = codeFixOf(state);
  const last = fix.attempts.at(-1);
  const why = { accepted: false, check, code, reason, hint };
  const attempts = last === undefined ? [] : [...fix.attempts.slice(0, -1), { ...last, ...why }];
  const anew = { ...state, code: { ...fix, attempts, draft: null, draftedAt: null } };
  const text = `the file moved, and attempt ${last?.number ?? 0} is not right for it any more: ${check} (${code}): ${reason}`;
  if (state.held) return endCodeFix(anew, `automatic steps were cancelled; ${text}`, now);
  // Also behind the last attempt: the source may be right by now.
  return toDraftFix(anew, text, now);
}

export function onMergeChecked(
  state: LifecycleState,
  look: MergeCheck,
  now: number,
): LifecycleState {
  const { phase } = state;
  if (phase.name !== 'CHECK_MERGE') return state;
  const code = codeFixOf(state);
  if (look.status === 'merged' && !lacksFix(code, look)) return onMerged(state, look.reason, now);
  if (look.status !== 'open') return endCodeFix(state, look.reason, now);
  const looked = { ...state, code: { ...code, looks: code.looks + 1 } };
  if (state.held && phase.back.name === 'AWAITING_MERGE')
    return toHumanReview(looked, 'automatic steps were cancelled', now);
  if (phase.again === true) return { ...looked, phase: { name: 'CHECK_MERGE', back: phase.back } };
  return resumeWait(looked, phase.back, now);
}

/** A merge that did not bring the fix. Of `code` the live resource tells; of `both` only the source is left to. */
function lacksFix({ path }: CodeFix, { source }: MergeCheck): boolean {
  return source === 'open' || (source === 'unknown' && path === 'both');
}

/**
 * What a live resource that was seen fixed still waits for; null when nothing. Only `both` asks more of it: the next
 * deployment would bring the problem back.
 */
export function sourcePending(
  state: LifecycleState,
  { verdict }: Verification,
  now: number,
): LifecycleState | null {
  const { code, wrote } = state;
  if (code === undefined || code === null || code.path !== 'both' || verdict === 'gone')
    return null;
  if (code.stands === 'merged' || code.stands === 'holds') return null;
  if (!wrote && code.stands === 'none') return null;
  const { phase } = state;
  const back = phase.name === 'VERIFY' ? phase.back : null;
  const telling = { kind: 'verified', text: 'the live resource is fixed, source pending' } as const;
  const over = code.stands === 'ended' || state.held;
  if (back !== null && code.stands === 'open') return transition(state, back, telling, now);
  // A look gives back neither attempts that were used up nor steps that were cancelled; people may have done it.
  if (over && back?.name === 'HUMAN_REVIEW')
    return transition(state, { name: 'DRAFT_FIX', look: back }, telling, now);
  if (over) return toHumanReview(state, 'the live resource is fixed, its source is not', now);
  return toDraftFix(state, 'the live resource is fixed, source pending', now);
}

/** Merged, and the resource is still open: the next round, then people. Null where nothing was merged. */
export function notApplied(
  state: LifecycleState,
  seen: string,
  now: number,
): LifecycleState | null {
  const { code, round, timetable } = state;
  if (code?.stands !== 'merged' && code?.stands !== 'holds') return null;
  const what =
    code.stands === 'merged' ? 'merged, not applied?' : 'the source is right, not applied?';
  if (round >= timetable.settle.length)
    return toHumanReview(state, `${what} Still open after ${round} round(s): ${seen}`, now);
  return settleAfterMerge({ ...state, round: round + 1 }, `still open: ${seen}`, now);
}

function onSourceCompliant(before: LifecycleState, reason: string, now: number): LifecycleState {
  const state = { ...before, code: { ...codeFixOf(before), stands: 'holds' as const } };
  const text = `the source holds: ${reason}`;
  const because = { name: 'VERIFY', because: text, back: null } as const;
  return transition(state, because, { kind: 'drafted', text }, now);
}

function onMerged(before: LifecycleState, text: string, now: number): LifecycleState {
  const code = { ...codeFixOf(before), stands: 'merged' as const };
  const state = { ...before, code, wrote: true, credited: true, failure: null };
  const merged = appendStory(state, { kind: 'merged', text }, now);
  if (code.path === 'code')
    return markBrief(settleAfterMerge({ ...merged, round: 1 }, text, now), now);
  // The live resource was fixed before; it is looked at once more.
  return transition(
    { ...merged, round: 1 },
    { name: 'VERIFY', because: text, back: null },
    { kind: 'verifying', text: 'the source holds; looking at the live resource once more' },
    now,
  );
}

/** The ledger and the list of lifecycles would be told twice within minutes: the check that follows tells both. */
function markBrief(state: LifecycleState, now: number): LifecycleState {
  const { phase } = state;
  if (phase.name !== 'SETTLE' || phase.deadline - now > LONGEST_BRIEF) return state;
  return { ...state, phase: { ...phase, brief: true } };
}

function settleAfterMerge(state: LifecycleState, text: string, now: number): LifecycleState {
  const { settle } = state.timetable;
  const seconds = settle[Math.min(state.round, settle.length) - 1] ?? 0;
  return transition(
    state,
    { name: 'SETTLE', deadline: now + seconds * 1000 },
    {
      kind: 'settling',
      text: `${text}; waiting ${seconds} s before the check of round ${state.round}`,
    },
    now,
  );
}

/** No machine goes on: what people see says why. */
function endCodeFix(before: LifecycleState, reason: string, now: number): LifecycleState {
  return toHumanReview({ ...before, code: { ...codeFixOf(before), stands: 'ended' } }, reason, now);
}

function authorInWords({ author, tokens, cost, unheard = 0 }: FixAttempt): string {
  if (author.kind === 'control') return 'the control itself';
  const price = cost === undefined ? '' : `, $${cost.toFixed(4)}`;
  const lost = unheard === 0 ? '' : `; ${unheard} question(s) more that nobody heard the answer of`;
  return `${author.model} (prompt ${author.prompt}${lost}${price}, ${tokens.input} tokens in, ${tokens.output} out)`;
}
