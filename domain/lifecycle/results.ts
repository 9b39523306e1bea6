import { NO_FIX } from '../code-fix.ts';
import { compareSeverity } from '../finding.ts';
import { destinyOf } from '../outcome.ts';
import type { FixedReason, RemediationResult } from '../outcome.ts';
import { closes, verdictInWords } from '../verdict.ts';
import type { Verification } from '../verdict.ts';
import { sourceEnding } from './attest.ts';
import { notApplied, sourcePending } from './code-fix/source.ts';
import { toDraftFix } from './code-fix/transitions.ts';
import { applyCover } from './cover.ts';
import { endDue } from './due.ts';
import type { CloseResult, TriageResult } from './events.ts';
import { refusalsInWords } from './exceptions.ts';
import { applyImport } from './imported.ts';
import { beginAnew, keptByPeople } from './people.ts';
import { toHumanReview } from './review.ts';
import type { State, WaitPhase } from './state.ts';
import {
  appendStory,
  settleSeconds,
  toAwaitingApproval,
  toSettle,
  toVerify,
  transition,
} from './story.ts';
import { isUndoing, onUndoRun, onUndoTriaged, needsPlanAfterUndo } from './undo.ts';

/** After this many drifts in an episode somebody is working on the resource, so people decide. */
const MAX_DRIFTS = 3;

export function onTriaged(before: State, result: TriageResult, now: number): State {
  if (before.phase.name !== 'TRIAGE') return before;
  const { episode, environment, timetable, plan, verification, route, dwell, source } = result;
  // A person's assignment counts more than the tags.
  const owner = before.assigned ?? result.owner;
  const found = {
    episode,
    owner,
    planOwner: owner,
    environment,
    timetable,
    plan,
    verification,
    dwell,
    shadow: route.shadow === true,
    // A review that began before the first triage had other people and other deadlines.
    review: before.owner === null ? null : before.review,
  };
  const { code = source === undefined ? undefined : { path: source, ...NO_FIX } } = before;
  // The first triage that succeeds.
  const known = before.owner === null ? beginAnew(endDue(before)) : before;
  const state = { ...known, ...found, ...(code === undefined ? {} : { code }) };
  if (before.phase.again === true) return { ...before, phase: { name: 'TRIAGE' } };
  // The severity was raised meanwhile: triage runs again, as the table may now ask for an approval.
  if (compareSeverity(state.severity, result.severity) > 0) return state;
  const undoing = onUndoTriaged(state, result, now);
  if (undoing !== null) return undoing;
  if (verification !== null && closes(verification.verdict))
    return closeOrWatch(state, verification, now);
  const imported = applyImport(state, result, now);
  if (imported !== null) return imported;
  const covered = applyCover(state, { result, back: before.phase.back ?? null }, now);
  if (covered !== null) return covered;
  if (verification?.verdict === 'unknown')
    return toHumanReview(state, couldNotVerify(verification), now);
  if (state.held || (state.undone ?? null) !== null)
    return toHumanReview(state, state.undone ?? 'automatic steps were cancelled', now);
  const kept = keptByPeople(state);
  if (kept !== null) return toHumanReview(state, `${kept}; ${route.because}`, now);
  if (route.to === 'automatic' && source === 'code') return toDraftFix(state, route.because, now);
  if (route.to === 'people' || plan === null) return toHumanReview(state, route.because, now);
  const approved = state.approval?.planHash === plan.hash;
  if (route.shadow === true && !approved) return toShadow(state, route.because, now);
  if (route.to === 'automatic' || approved) return toRemediate(state, route.because, now);
  return toAwaitingApproval(state, `an approval starts ${plan.summary}; ${route.because}`, now);
}

export function onRemediated(state: State, result: RemediationResult, now: number): State {
  if (state.phase.name !== 'REMEDIATE') return state;
  if (isUndoing(state)) return onUndoRun(state, result, now);
  switch (result.status) {
    case 'succeeded':
      return settleAfterWrite(state, `automation ${result.executionId} succeeded`, now);
    case 'interrupted':
      return settleAfterWrite(state, result.reason, now);
    case 'failed': {
      const failed = { ...endDue(state), wrote: true, failure: result.reason };
      const text = `automation failed: ${result.reason}`;
      return toVerify(failed, null, { kind: 'remediated', text }, now);
    }
    case 'moved':
      return onDrift(state, result.reason, now);
    case 'refused':
      return state.calledOff === null || state.held
        ? toHumanReview(state, result.reason, now)
        : transition(state, { name: 'TRIAGE' }, { kind: 'remediated', text: result.reason }, now);
    case 'planned':
      return toHumanReview(state, wouldHave(state, result.reason), now);
  }
}

export function onVerified(before: State, verification: Verification, now: number): State {
  if (before.phase.name !== 'VERIFY') return before;
  const open = verification.verdict === 'open';
  const state = { ...before, verification, credited: before.credited && !open };
  const { back } = before.phase;
  // A compliant resource is what the undo's plan is about: it closes nothing while an undo is requested.
  if (isUndoing(state) && back !== null)
    return returnTo(state, back, verificationInWords(verification), now);
  const ending = sourceEnding(state, verification);
  if (ending !== null) return toClose(state, verification, { reason: ending, now });
  if (closes(verification.verdict)) return closeOrWatch(state, verification, now);
  const seen = observationOf(verification);
  const entry = { kind: 'verified', text: verificationInWords(verification) } as const;
  if (back?.name === 'HUMAN_REVIEW' && needsPlanAfterUndo(state, verification))
    return transition(state, { name: 'TRIAGE' }, entry, now);
  if (back !== null && !(back.name === 'SETTLE' && state.held))
    return returnTo(state, back, entry.text, now);
  if (verification.verdict === 'unknown') return toHumanReview(state, seen, now);
  const review = (reason: string) => toHumanReview(state, reason, now);
  if (state.failure !== null)
    return review(`still not compliant (${seen}), and the runbook failed: ${state.failure}`);
  if (state.held) return review(`automatic steps were cancelled, and it is not compliant: ${seen}`);
  const unapplied = notApplied(state, seen, now);
  if (unapplied !== null) return unapplied;
  if (state.round >= state.timetable.settle.length)
    return review(`still not compliant after ${state.round} round(s): ${seen}`);
  return transition({ ...state, round: state.round + 1 }, { name: 'TRIAGE' }, entry, now);
}

export function onClosed(state: State, result: CloseResult, now: number): State {
  if (state.phase.name !== 'CLOSE') return state;
  if (result.status === 'refused') {
    const { because } = result;
    const reason =
      because === undefined
        ? `verified, but Security Hub refused RESOLVED: ${refusalsInWords(result)}`
        : `verified, but not closed: ${because}`;
    return toHumanReview(state, reason, now);
  }
  const { reason } = state.phase;
  const destiny = destinyOf(reason);
  const { remarks, verification = state.verification } = result;
  const text = [`${destiny} (${reason})`, ...remarks].join('; ');
  return transition(
    { ...state, verification },
    { name: 'CLOSED', destiny, reason },
    { kind: 'closed', text },
    now,
  );
}

/** `text` says why Closeloop may write. */
export function toRemediate(state: State, text: string, now: number): State {
  const entry = {
    kind: 'remediating',
    text: `starts ${state.plan?.summary ?? ''}; ${text}`,
  } as const;
  const begun = { ...state, failure: null, calledOff: null, request: null };
  return transition(begun, { name: 'REMEDIATE' }, entry, now);
}

/** The runtime worker makes the plan again and says what it would do; it writes nothing. */
function toShadow(state: State, because: string, now: number): State {
  const entry = { kind: 'planning', text: wouldHave(state, because) } as const;
  const begun = { ...state, failure: null, calledOff: null, request: null };
  return transition(begun, { name: 'REMEDIATE', shadow: true }, entry, now);
}

function wouldHave({ plan }: State, because: string): string {
  return `would have started ${plan?.summary ?? 'the plan'}; ${because}`;
}

function settleAfterWrite(state: State, text: string, now: number): State {
  const seconds = settleSeconds(state);
  const written = { ...endDue(state), wrote: true, credited: true };
  const remediated = appendStory(written, { kind: 'remediated', text }, now);
  const wait = `waiting ${seconds} s before the check of round ${state.round}`;
  return toSettle(remediated, seconds, wait, now);
}

/**
 * The resource is compliant or deleted. A problem that keeps returning is watched for a while before the finding
 * closes, so that its next return joins this episode instead of opening another.
 */
function closeOrWatch(state: State, verification: Verification, now: number): State {
  const pending = sourcePending(state, verification, now);
  if (pending !== null) return pending;
  if (state.dwell === 0 || verification.verdict === 'gone')
    return toClose(state, verification, { reason: fixedReason(state, verification), now });
  const text = `${verdictInWords(verification.verdict)}, but the problem keeps returning: watched for ${state.dwell} s before it closes`;
  return toSettle({ ...state, dwell: 0, exception: null }, state.dwell, text, now);
}

function toClose(
  state: State,
  verification: Verification,
  { reason, now }: { readonly reason: FixedReason; readonly now: number },
): State {
  const decided = { ...state, pending: null, request: null };
  const entry = { kind: 'verified', text: verificationInWords(verification) } as const;
  return transition(decided, { name: 'CLOSE', reason }, entry, now);
}

function fixedReason(state: State, verification: Verification): FixedReason {
  if (verification.verdict === 'gone') return 'gone';
  if (state.credited && state.failure === null) return 'remediated';
  if (state.wrote) return 'fixed-by-others';
  return state.phase.name === 'TRIAGE' ? 'already-fixed' : 'fixed-by-others';
}

/** Back to the wait that a check interrupted; its deadline stays the same. */
export function returnTo(state: State, back: WaitPhase, text: string, now: number): State {
  return transition(state, back, { kind: 'verified', text }, now);
}

function onDrift(state: State, reason: string, now: number): State {
  const moves = state.moves + 1;
  const voided = { ...state, moves, approval: null };
  if (moves > MAX_DRIFTS)
    return toHumanReview(voided, `the resource keeps changing: ${reason}`, now);
  const text = `nothing was written: ${reason}`;
  return transition(voided, { name: 'TRIAGE' }, { kind: 'remediated', text }, now);
}

/** `compliant: …`, or why the resource could not be checked. */
function verificationInWords(verification: Verification): string {
  const seen = observationOf(verification);
  return verification.verdict === 'unknown'
    ? seen
    : `${verdictInWords(verification.verdict)}: ${seen}`;
}

/** What a verification found, in a sentence: why it could not check, or what it read. */
function observationOf(verification: Verification): string {
  if (verification.source !== undefined) return verification.summary;
  return verification.verdict === 'unknown' ? couldNotVerify(verification) : verification.summary;
}

function couldNotVerify(verification: Verification): string {
  return `could not be checked: ${verification.error ?? verification.summary}`;
}
