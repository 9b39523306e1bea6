/**
 * A verified fix of ours is taken back: one person asks, the plan for it is shown, another person approves that plan.
 * Afterwards the finding is open and people have it.
 */
import type { Decision, Refusal } from '../decision.ts';
import type { RemediationResult } from '../outcome.ts';
import type { Verification } from '../verdict.ts';
import type { TriageResult } from './events.ts';
import { notAllowed } from './not-allowed.ts';
import { toHumanReview } from './review.ts';
import type { LifecycleState } from './state.ts';
import { cut, transition } from './story.ts';

/** True while a plan to take our write back is made, decided or carried out. */
export function isUndoing({ undo }: LifecycleState): boolean {
  return (undo ?? null) !== null;
}

/** Why it makes no sense now to ask for an undo, or to decide anything else while one is asked for. */
export function undoRefusal(state: LifecycleState, { decision, id }: Decision): Refusal | null {
  const { problem, phase, undo = null } = state;
  if (decision !== 'undo') {
    const about = ['approve', 'reject', 'assign'].includes(decision);
    return undo === null || about
      ? null
      : notAllowed(state, `${decision} it: an undo is asked for, approve or reject its plan first`);
  }
  if (problem.control === null) {
    const message = `No control fixes ${problem.findingType}: Closeloop wrote nothing that could be undone.`;
    return { type: 'NotVerifiable', message };
  }
  if (undo !== null && undo.decision.id !== id)
    return notAllowed(state, 'undo it: it is asked already');
  const begins = state.episode === null && state.round === 1 && !state.wrote;
  return phase.name !== 'TRIAGE' || begins ? null : notAllowed(state, 'undo it: a step is running');
}

/** Null when no undo is asked for. Triage said whose the resource is, and what it would take to undo. */
export function onUndoTriaged(
  state: LifecycleState,
  { undo: found }: TriageResult,
  now: number,
): LifecycleState | null {
  const { undo = null, timetable, severity } = state;
  if (undo === null) return null;
  const { actor, why } = undo.decision;
  if (!undo.checked) {
    const asked = toHumanReview(state, `${actor} asks to undo it: ${why}`, now);
    return { ...asked, pending: undo.decision };
  }
  if (found === undefined || found.plan === null)
    return abandonUndo(state, found?.because ?? 'no plan was made', now);
  const { plan, because } = found;
  const deadline = now + timetable.approval[severity] * 1000;
  const asking = { ...state, plan, approval: null, request: null };
  return transition(
    asking,
    { name: 'AWAITING_APPROVAL', deadline },
    { kind: 'approval-asked', text: `${plan.summary}; ${because}; ${actor} asks for it: ${why}` },
    now,
  );
}

/** Proven, by a person with a say: now the plan is made that another person approves. */
export function onUndoTrusted(
  state: LifecycleState,
  decision: Decision,
  now: number,
): LifecycleState {
  const { actor, why } = decision;
  const text = `${actor} asks to undo it: ${why}; its plan is made, and a second person has to approve it`;
  const asked = { ...state, undo: { decision, checked: true }, request: null, approval: null };
  return transition(asked, { name: 'TRIAGE' }, { kind: 'second-asked', actor, text }, now);
}

/** A lifecycle that began for an undo nobody may ask for goes on as if it had not been asked. */
export function onUndoRefused(
  state: LifecycleState,
  decision: Decision | null,
  now: number,
): LifecycleState {
  if (decision === null || state.undo?.decision.id !== decision.id) return state;
  return abandonUndo(state, 'it was not allowed', now);
}

/** Nothing was taken back. What the resource is decides how it goes on: still fixed closes it again. */
export function abandonUndo(state: LifecycleState, because: string, now: number): LifecycleState {
  const off = { ...state, undo: null, plan: null, approval: null, request: null, calledOff: null };
  const text = `not undone: ${because}`;
  return transition(off, { name: 'TRIAGE' }, { kind: 'cancelled', text }, now);
}

/** What the runtime worker did with the plan. */
export function onUndoRun(
  state: LifecycleState,
  result: RemediationResult,
  now: number,
): LifecycleState {
  switch (result.status) {
    case 'moved':
    case 'refused':
    case 'planned':
      return abandonUndo(state, result.reason, now);
    case 'succeeded':
      return onUndone(state, `automation ${result.executionId} succeeded`, now);
    case 'failed':
    case 'interrupted':
      return onUndone(state, `but what it changed is not certain: ${result.reason}`, now);
  }
}

function onUndone(state: LifecycleState, how: string, now: number): LifecycleState {
  const { undo = null, approval } = state;
  const { actor = 'somebody', why = '' } = undo?.decision ?? {};
  const reason = cut(
    `undone by ${actor} because ${why}; approved by ${approval?.actor ?? ''}; ${how}`,
  );
  const free = { ...state, undo: null, plan: null, approval: null, exception: null };
  const taken = { ...free, wrote: true, credited: false, held: true, undone: reason };
  const telling = { kind: 'undone', actor, text: reason } as const;
  return transition(taken, { name: 'REOPEN', reason, to: 'HUMAN_REVIEW' }, telling, now);
}

/** After an undo people have it without a plan; a look that sees it open makes one that they may approve. */
export function needsPlanAfterUndo(state: LifecycleState, { verdict }: Verification): boolean {
  const { undone, plan } = state;
  return (undone ?? null) !== null && plan === null && verdict === 'open';
}
