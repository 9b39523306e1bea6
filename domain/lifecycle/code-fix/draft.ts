/** The fix in source code: attempts, the pull request, and the wait for its merge. */
import { codeOf, FIX_GENERATION_FAILED, MOST_FIX_ATTEMPTS } from '../../code-fix.ts';
import type {
  CodeFix,
  DraftResult,
  FixAttempt,
  FixDraft,
  MergeLook,
  ProposeResult,
  PullRef,
} from '../../code-fix.ts';
import type { Verification } from '../../verdict.ts';
import { toPeople } from '../review.ts';
import type { LifecycleState } from '../state.ts';
import { moved, told } from '../story.ts';
import { toMergeWait, waitOn } from './merge.ts';

const LONGEST_BRIEF = 10 * 60_000;
/** A file that keeps moving under our drafts is being worked on. */
const MOST_MOVES = 3;

/** To the source, from where its fix stands. */
export function toSource(state: LifecycleState, because: string, now: number): LifecycleState {
  const { code } = state;
  if (code?.stands === 'open') return toMergeWait(state, `waiting goes on: ${because}`, now);
  return moved(state, { name: 'DRAFT_FIX' }, { kind: 'drafting', text: because }, now);
}

export function onDrafted(
  before: LifecycleState,
  result: DraftResult,
  now: number,
): LifecycleState {
  if (before.phase.name !== 'DRAFT_FIX') return before;
  const code = codeOf(before);
  if (result.status === 'holds') return holds(before, result.reason, now);
  const back = lookedFor(before, `source pending: ${'reason' in result ? result.reason : ''}`, now);
  if (back !== null && result.status !== 'standing') return back;
  if (result.status === 'people') return withPeople(before, result.reason, now);
  if (result.status === 'standing') return standing(before, result, now);
  const { attempt } = result;
  const counted = { ...code, attempts: [...code.attempts, attempt] };
  const state = { ...before, code: counted };
  if (result.status === 'rejected') return rejected(state, result, now);
  const text = `attempt ${attempt.number} by ${writer(attempt)} was accepted`;
  const draftedAt = new Date(now).toISOString();
  const drafted = { ...state, code: { ...counted, draft: result.draft, draftedAt } };
  if (state.held) return ended(drafted, 'automatic steps were cancelled', now);
  return moved(drafted, { name: 'PROPOSE_FIX' }, { kind: 'drafted', text }, now);
}

/** Back to the people who have it, with what a look at the source came to; null where it was no look. */
export function lookedFor(state: LifecycleState, text: string, now: number): LifecycleState | null {
  const { phase, review } = state;
  if (phase.name !== 'DRAFT_FIX' || phase.look === undefined) return null;
  const back = { ...phase.look, deadline: review?.deadline ?? phase.look.deadline };
  return moved(state, back, { kind: 'verified', text }, now);
}

/** Where every attempt is used up, that is why. */
function withPeople(state: LifecycleState, reason: string, now: number): LifecycleState {
  const { attempts, failed } = codeOf(state);
  const last = attempts.at(-1);
  const used = attempts.length >= MOST_FIX_ATTEMPTS && last?.accepted === false;
  if (!used || failed !== undefined) return ended(state, reason, now);
  return failedForGood(state, `${last?.code ?? ''}: ${last?.reason ?? ''}; ${reason}`, now);
}

function failedForGood(state: LifecycleState, why: string, now: number): LifecycleState {
  const code = codeOf(state);
  const failed = { ...state, code: { ...code, failed: 'untold' as const } };
  const text = `${FIX_GENERATION_FAILED} after ${code.attempts.length} attempt(s), ${why}`;
  return ended(failed, text, now);
}

function rejected(
  state: LifecycleState,
  { attempt }: Extract<DraftResult, { status: 'rejected' }>,
  now: number,
): LifecycleState {
  const { number, check, code, reason, hint } = attempt;
  const text = `attempt ${number} by ${writer(attempt)} was rejected by ${check} (${code}): ${reason}`;
  const heard = told(state, { kind: 'drafted', text }, now);
  const again = hint !== null && codeOf(state).attempts.length < MOST_FIX_ATTEMPTS;
  if (state.held) return ended(heard, 'automatic steps were cancelled', now);
  if (again) return toSource(heard, `attempt ${number + 1}, after ${check} (${code})`, now);
  return failedForGood(heard, `${code}: ${reason}`, now);
}

function standing(
  state: LifecycleState,
  { pull, merged }: { readonly pull: PullRef; readonly merged: boolean },
  now: number,
): LifecycleState {
  const joined = pulled(state, pull);
  if (merged) return onMerged(joined, `pull request ${pull.url} was merged before`, now);
  return toMergeWait(joined, `joins pull request ${pull.url}`, now);
}

export function onProposed(
  state: LifecycleState,
  result: ProposeResult,
  now: number,
): LifecycleState {
  if (state.phase.name !== 'PROPOSE_FIX') return state;
  const code = codeOf(state);
  switch (result.status) {
    case 'open': {
      const { pull, draft } = result;
      const anew =
        draft === undefined ? '' : '; the file had moved, and the change was judged anew';
      return toMergeWait(
        pulled(state, pull, draft),
        `pull request ${pull.url} was opened${anew}`,
        now,
      );
    }
    case 'joined': {
      const { pull } = result;
      // What is merged there is not what was drafted here.
      const joined = { ...state, code: { ...code, draft: null, draftedAt: null } };
      return toMergeWait(pulled(joined, pull), `joins pull request ${pull.url}`, now);
    }
    case 'merged':
      return onMerged(
        pulled(state, result.pull, result.draft),
        `pull request ${result.pull.url} is merged`,
        now,
      );
    case 'outdated':
      return outdated(state, result, now);
    case 'moved': {
      const moves = code.moves + 1;
      // The answer was right for another file: it does not count.
      const attempts = code.attempts.slice(0, -1);
      const anew = { ...state, code: { ...code, moves, attempts, draft: null, draftedAt: null } };
      if (moves > MOST_MOVES) return ended(anew, `it keeps moving: ${result.reason}`, now);
      return toSource(anew, `it moved: ${result.reason}`, now);
    }
    case 'people': {
      const { reason, left } = result;
      return ended(left === undefined ? state : { ...state, code: { ...code, left } }, reason, now);
    }
  }
}

/** Whether it wrote anything is not known: people read where to look, and the ending looks too. */
export function proposalFailed(
  state: LifecycleState,
  failure: string,
  now: number,
): LifecycleState {
  const code = codeOf(state);
  if (state.phase.name !== 'PROPOSE_FIX' || code.draft === null)
    return toPeople(state, `proposeFix failed: ${failure}`, now);
  const { place, branch } = code.draft;
  const left = { ...state, code: { ...code, left: { place, branch, url: null } } };
  const where = `it may have left the branch ${branch} in ${place.repository}`;
  return ended(left, `proposeFix failed, and ${where}: ${failure}`, now);
}

function pulled(state: LifecycleState, pull: PullRef, draft?: FixDraft): LifecycleState {
  const { left: _gone, ...code } = codeOf(state);
  return { ...state, code: { ...code, pull, draft: draft ?? code.draft } };
}

/** The attempt was right for another file: it counts as rejected, and the next one hears why. */
function outdated(
  state: LifecycleState,
  { check, code, reason, hint }: Extract<ProposeResult, { status: 'outdated' }>,
  now: number,
): LifecycleState {
  const fix = codeOf(state);
  const last = fix.attempts.at(-1);
  const why = { accepted: false, check, code, reason, hint };
  const attempts = last === undefined ? [] : [...fix.attempts.slice(0, -1), { ...last, ...why }];
  const anew = { ...state, code: { ...fix, attempts, draft: null, draftedAt: null } };
  const text = `the file moved, and attempt ${last?.number ?? 0} is not right for it any more: ${check} (${code}): ${reason}`;
  if (state.held) return ended(anew, `automatic steps were cancelled; ${text}`, now);
  // Also behind the last attempt: the source may be right by now.
  return toSource(anew, text, now);
}

export function onMergeLook(state: LifecycleState, look: MergeLook, now: number): LifecycleState {
  const { phase } = state;
  if (phase.name !== 'CHECK_MERGE') return state;
  const code = codeOf(state);
  if (look.status === 'merged' && !lacks(code, look)) return onMerged(state, look.reason, now);
  if (look.status !== 'open') return ended(state, look.reason, now);
  const looked = { ...state, code: { ...code, looks: code.looks + 1 } };
  if (state.held && phase.back.name === 'AWAITING_MERGE')
    return toPeople(looked, 'automatic steps were cancelled', now);
  if (phase.again === true) return { ...looked, phase: { name: 'CHECK_MERGE', back: phase.back } };
  return waitOn(looked, phase.back, now);
}

/** A merge that did not bring the fix. Of `code` the live resource tells; of `both` only the source is left to. */
function lacks({ path }: CodeFix, { source }: MergeLook): boolean {
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
  if (back !== null && code.stands === 'open') return moved(state, back, telling, now);
  // A look gives back neither attempts that were used up nor steps that were cancelled; people may have done it.
  if (over && back?.name === 'HUMAN_REVIEW')
    return moved(state, { name: 'DRAFT_FIX', look: back }, telling, now);
  if (over) return toPeople(state, 'the live resource is fixed, its source is not', now);
  return toSource(state, 'the live resource is fixed, source pending', now);
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
    return toPeople(state, `${what} Still open after ${round} round(s): ${seen}`, now);
  return settleMerged({ ...state, round: round + 1 }, `still open: ${seen}`, now);
}

function holds(before: LifecycleState, reason: string, now: number): LifecycleState {
  const state = { ...before, code: { ...codeOf(before), stands: 'holds' as const } };
  const text = `the source holds: ${reason}`;
  const because = { name: 'VERIFY', because: text, back: null } as const;
  return moved(state, because, { kind: 'drafted', text }, now);
}

function onMerged(before: LifecycleState, text: string, now: number): LifecycleState {
  const code = { ...codeOf(before), stands: 'merged' as const };
  const state = { ...before, code, wrote: true, credited: true, failure: null };
  const merged = told(state, { kind: 'merged', text }, now);
  if (code.path === 'code') return briefly(settleMerged({ ...merged, round: 1 }, text, now), now);
  // The live resource was fixed before; it is looked at once more.
  return moved(
    { ...merged, round: 1 },
    { name: 'VERIFY', because: text, back: null },
    { kind: 'verifying', text: 'the source holds; looking at the live resource once more' },
    now,
  );
}

/** The ledger and the list of lifecycles would be told twice within minutes: the check that follows tells both. */
function briefly(state: LifecycleState, now: number): LifecycleState {
  const { phase } = state;
  if (phase.name !== 'SETTLE' || phase.deadline - now > LONGEST_BRIEF) return state;
  return { ...state, phase: { ...phase, brief: true } };
}

function settleMerged(state: LifecycleState, text: string, now: number): LifecycleState {
  const { settle } = state.timetable;
  const seconds = settle[Math.min(state.round, settle.length) - 1] ?? 0;
  return moved(
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
function ended(before: LifecycleState, reason: string, now: number): LifecycleState {
  return toPeople({ ...before, code: { ...codeOf(before), stands: 'ended' } }, reason, now);
}

function writer({ author, tokens, cost, unheard = 0 }: FixAttempt): string {
  if (author.kind === 'control') return 'the control itself';
  const price = cost === undefined ? '' : `, $${cost.toFixed(4)}`;
  const lost = unheard === 0 ? '' : `; ${unheard} question(s) more that nobody heard the answer of`;
  return `${author.model} (prompt ${author.prompt}${lost}${price}, ${tokens.input} tokens in, ${tokens.output} out)`;
}
