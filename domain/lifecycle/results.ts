import { NO_FIX } from '../code-fix.ts';
import { compareSeverity } from '../finding.ts';
import { destinyOf } from '../outcome.ts';
import type { FixedReason, RemediationResult } from '../outcome.ts';
import { closes } from '../verdict.ts';
import type { Verification } from '../verdict.ts';
import { sourceEnding } from './attest.ts';
import { notApplied, sourcePending, toDraftFix } from './code-fix/draft.ts';
import { applyCover } from './cover.ts';
import type { CloseResult, TriageResult } from './events.ts';
import { applyImport } from './imported.ts';
import { toHumanReview } from './review.ts';
import type { LifecycleState, WaitPhase } from './state.ts';
import { transition, appendStory } from './story.ts';
import { isUndoing, onUndoRun, onUndoTriaged, needsPlanAfterUndo } from './undo.ts';

/** A resource that keeps moving under our plans is somebody's: after this many moves people look. */
const MAX_DRIFTS = 3;

export function onTriaged(
  before: LifecycleState,
  result: TriageResult,
  now: number,
): LifecycleState {
  if (before.phase.name !== 'TRIAGE') return before;
  const { episode, environment, timetable, plan, verification, route, dwell } = result;
  // What a person assigned stays assigned, whatever the tags say.
  const owner = before.assigned ?? result.owner;
  const read = {
    episode,
    owner,
    planOwner: owner,
    environment,
    timetable,
    plan,
    verification,
    dwell,
    // Whoever had it before anything was known of it had it for other reasons, and for other times.
    review: before.owner === null ? null : before.review,
  };
  const state = { ...before, ...read, ...codeFixFrom(before, result) };
  if (before.phase.again === true) return { ...before, phase: { name: 'TRIAGE' } };
  // Raised while we looked: the table may now ask for an approval.
  if (compareSeverity(state.severity, result.severity) > 0) return state;
  const undoing = onUndoTriaged(state, result, now);
  if (undoing !== null) return undoing;
  if (verification !== null && closes(verification.verdict))
    return closeOrWatch(state, verification, now);
  const imported = applyImport(state, result, now);
  if (imported !== null) return imported;
  const covering = applyCover(state, { result, back: before.phase.back ?? null }, now);
  if (covering !== null) return covering;
  if (verification?.verdict === 'unknown')
    return toHumanReview(state, couldNotVerify(verification), now);
  if (state.held || (state.undone ?? null) !== null)
    return toHumanReview(state, state.undone ?? 'automatic steps were cancelled', now);
  if (route.to === 'automatic' && result.source === 'code')
    return toDraftFix(state, route.because, now);
  if (route.to === 'people' || plan === null) return toHumanReview(state, route.because, now);
  const approved = state.approval?.planHash === plan.hash;
  if (route.to === 'automatic' || approved) return toRemediate(state, route.because, now);
  const deadline = now + timetable.approval[state.severity] * 1000;
  const text = `${plan.summary}; ${route.because}`;
  const asking = { ...state, approval: null, request: null };
  return transition(
    asking,
    { name: 'AWAITING_APPROVAL', deadline },
    { kind: 'approval-asked', text },
    now,
  );
}

export function onRemediated(
  state: LifecycleState,
  result: RemediationResult,
  now: number,
): LifecycleState {
  if (state.phase.name !== 'REMEDIATE') return state;
  if (isUndoing(state)) return onUndoRun(state, result, now);
  switch (result.status) {
    case 'succeeded':
      return toSettle(
        { ...state, wrote: true, credited: true },
        `automation ${result.executionId} succeeded`,
        now,
      );
    case 'interrupted':
      return toSettle({ ...state, wrote: true, credited: true }, result.reason, now);
    case 'failed':
      return toVerify(
        { ...state, wrote: true, failure: result.reason },
        { kind: 'remediated', text: `automation failed: ${result.reason}` },
        now,
      );
    case 'moved':
      return onDrift(state, result.reason, now);
    case 'refused':
      return state.calledOff === null || state.held
        ? toHumanReview(state, result.reason, now)
        : transition(state, { name: 'TRIAGE' }, { kind: 'remediated', text: result.reason }, now);
    case 'planned':
      return toHumanReview(state, result.reason, now);
  }
}

export function onVerified(
  before: LifecycleState,
  verification: Verification,
  now: number,
): LifecycleState {
  if (before.phase.name !== 'VERIFY') return before;
  const seenOpen = verification.verdict === 'open';
  const state = { ...before, verification, credited: before.credited && !seenOpen };
  const { back } = before.phase;
  // That the fix holds is what the plan to take it back was made for.
  if (isUndoing(state) && back !== null)
    return returnTo(state, back, `${verification.verdict}: ${verification.summary}`, now);
  const ending = sourceEnding(state, verification);
  if (ending !== null) return toClose(state, verification, { reason: ending, now });
  if (closes(verification.verdict)) return closeOrWatch(state, verification, now);
  const seen = observationOf(verification);
  const telling = { kind: 'verified', text: `${verification.verdict}: ${seen}` } as const;
  if (back?.name === 'HUMAN_REVIEW' && needsPlanAfterUndo(state, verification))
    return transition(state, { name: 'TRIAGE' }, telling, now);
  if (back !== null && !(back.name === 'SETTLE' && state.held))
    return returnTo(state, back, telling.text, now);
  if (verification.verdict === 'unknown') return toHumanReview(state, seen, now);
  if (state.failure !== null) {
    return toHumanReview(
      state,
      `still open (${seen}), and the runbook failed: ${state.failure}`,
      now,
    );
  }
  if (state.held)
    return toHumanReview(state, `automatic steps were cancelled; verified open: ${seen}`, now);
  const waits = notApplied(state, seen, now);
  if (waits !== null) return waits;
  if (state.round >= state.timetable.settle.length) {
    return toHumanReview(state, `still open after ${state.round} round(s): ${seen}`, now);
  }
  return transition({ ...state, round: state.round + 1 }, { name: 'TRIAGE' }, telling, now);
}

export function onClosed(state: LifecycleState, result: CloseResult, now: number): LifecycleState {
  if (state.phase.name !== 'CLOSE') return state;
  if (result.status === 'refused') {
    const codes = result.refusals.map((r) => `${r.code} for ${r.finding.id}: ${r.message}`);
    return toHumanReview(
      state,
      `verified, but Security Hub refused the close: ${codes.join('; ')}`,
      now,
    );
  }
  const { reason } = state.phase;
  const destiny = destinyOf(reason);
  const text = [`${destiny} (${reason})`, ...result.remarks].join('; ');
  return transition(state, { name: 'CLOSED', destiny, reason }, { kind: 'closed', text }, now);
}

/** The fix that this episode has begun, or may begin now. */
function codeFixFrom(
  { code }: LifecycleState,
  { source }: TriageResult,
): Pick<LifecycleState, 'code'> {
  if (code !== undefined) return { code };
  return source === undefined ? {} : { code: { path: source, ...NO_FIX } };
}

/** To the look that decides, from wherever something was done to the resource. */
export function toVerify(
  state: LifecycleState,
  telling: { kind: 'remediated' | 'failed'; text: string },
  now: number,
): LifecycleState {
  return transition(state, { name: 'VERIFY', because: telling.text, back: null }, telling, now);
}

/** `text` says why the machine may act. */
export function toRemediate(state: LifecycleState, text: string, now: number): LifecycleState {
  const telling = { kind: 'remediating', text: `${state.plan?.summary ?? ''}; ${text}` } as const;
  const begun = { ...state, failure: null, calledOff: null, request: null };
  return transition(begun, { name: 'REMEDIATE' }, telling, now);
}

function toSettle(state: LifecycleState, text: string, now: number): LifecycleState {
  const { settle } = state.timetable;
  const seconds = settle[Math.min(state.round, settle.length) - 1] ?? 0;
  const told1 = appendStory(state, { kind: 'remediated', text }, now);
  return transition(
    told1,
    { name: 'SETTLE', deadline: now + seconds * 1000 },
    { kind: 'settling', text: `waiting ${seconds} s before the check of round ${state.round}` },
    now,
  );
}

/**
 * Verified. What keeps coming back is watched for a while before it closes, so that its next return joins this
 * episode instead of opening another.
 */
function closeOrWatch(
  state: LifecycleState,
  verification: Verification,
  now: number,
): LifecycleState {
  const pending = sourcePending(state, verification, now);
  if (pending !== null) return pending;
  if (state.dwell === 0 || verification.verdict === 'gone')
    return toClose(state, verification, { reason: fixedReason(state, verification), now });
  const text = `${verification.verdict}, but it keeps coming back: watched for ${state.dwell} s before it closes`;
  const deadline = now + state.dwell * 1000;
  const watched = { ...state, dwell: 0, exception: null };
  return transition(watched, { name: 'SETTLE', deadline }, { kind: 'settling', text }, now);
}

function toClose(
  state: LifecycleState,
  verification: Verification,
  { reason, now }: { readonly reason: FixedReason; readonly now: number },
): LifecycleState {
  const text = `${verification.verdict}: ${verification.summary}`;
  return transition(
    { ...state, pending: null, request: null },
    { name: 'CLOSE', reason },
    { kind: 'verified', text },
    now,
  );
}

function fixedReason(state: LifecycleState, verification: Verification): FixedReason {
  if (verification.verdict === 'gone') return 'gone';
  if (state.credited && state.failure === null) return 'remediated';
  if (state.wrote) return 'fixed-by-others';
  return state.phase.name === 'TRIAGE' ? 'already-fixed' : 'fixed-by-others';
}

/** Somebody only asked for a look: the deadline that was running keeps running. */
export function returnTo(
  state: LifecycleState,
  back: WaitPhase,
  text: string,
  now: number,
): LifecycleState {
  return transition(state, back, { kind: 'verified', text }, now);
}

function onDrift(state: LifecycleState, reason: string, now: number): LifecycleState {
  const moves = state.moves + 1;
  const voided = { ...state, moves, approval: null };
  if (moves > MAX_DRIFTS) return toHumanReview(voided, `the resource keeps moving: ${reason}`, now);
  const text = `nothing was written: ${reason}`;
  return transition(voided, { name: 'TRIAGE' }, { kind: 'remediated', text }, now);
}

/** Of a type that no control verifies, what the source says; a look that saw nothing says why. */
function observationOf(verification: Verification): string {
  if (verification.source !== undefined) return verification.summary;
  return verification.verdict === 'unknown' ? couldNotVerify(verification) : verification.summary;
}

function couldNotVerify(verification: Verification): string {
  return `ERROR, could not verify: ${verification.error ?? verification.summary}`;
}
