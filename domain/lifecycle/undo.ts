/**
 * Undo of a verified fix. One person requests it, Closeloop shows the plan, another person approves that plan.
 * Afterwards the finding is open and in human review.
 */
import type { Decision, Refusal } from '../decision.ts';
import type { RemediationResult } from '../outcome.ts';
import { truncate } from '../text.ts';
import type { Verification } from '../verdict.ts';
import { WHILE_UNDOING } from './allowed-decisions.ts';
import { endDue } from './due.ts';
import type { TriageResult } from './events.ts';
import { enterReview, toHumanReview } from './review.ts';
import { notAllowed } from './state.ts';
import type { State } from './state.ts';
import { toAwaitingApproval, toVerify, transition } from './story.ts';

/** True from the request until the undo was carried out or abandoned. */
export function isUndoing({ undo }: State): boolean {
  return (undo ?? null) !== null;
}

/** Why an undo is not possible now, or why nothing else can be decided while an undo is requested. */
export function undoRefusal(state: State, { decision, id }: Decision): Refusal | null {
  const { problem, phase, undo = null } = state;
  if (decision !== 'undo') {
    if (undo === null || WHILE_UNDOING.includes(decision)) return null;
    const first = 'an undo is requested, approve or reject its plan first';
    return notAllowed(state, `${decision} it`, first);
  }
  if (problem.control === null) {
    const message = `No control fixes ${problem.findingType}, so Closeloop changed nothing that could be undone.`;
    return { type: 'NotVerifiable', message };
  }
  if (undo !== null && undo.decision.id !== id)
    return notAllowed(state, 'undo it', 'an undo is requested already');
  const justBegun = state.episode === null && state.round === 1 && !state.wrote;
  return phase.name !== 'TRIAGE' || justBegun
    ? null
    : notAllowed(state, 'undo it', 'another step is running');
}

/** Null when no undo is requested. Triage has found the owner, and the plan that would undo our change. */
export function onUndoTriaged(
  state: State,
  { undo: found }: TriageResult,
  now: number,
): State | null {
  const { undo = null } = state;
  if (undo === null) return null;
  const { actor, why } = undo.decision;
  if (!undo.checked) {
    // People have to decide nothing yet, so they do not get it by this.
    const text = `the request of ${actor} to undo the change is checked: ${why}`;
    const reviewed = enterReview(state, text, now, 'decision-asked');
    return { ...reviewed, pending: undo.decision };
  }
  if (found === undefined || found.plan === null)
    return abandonUndo(state, found?.because ?? 'no plan was made', now);
  const { plan, because } = found;
  const text = `an approval starts ${plan.summary}; ${because}; requested by ${actor}: ${why}`;
  return toAwaitingApproval({ ...state, plan }, text, now);
}

/** The request is proven and its actor has authority: triage makes the plan that another person has to approve. */
export function onUndoTrusted(state: State, decision: Decision, now: number): State {
  const { actor, why } = decision;
  const text = `${actor} asks to undo the change: ${why}; Closeloop makes a plan that a second person has to approve`;
  const { phase, plan, rules } = state;
  const asked = rules >= 2 && phase.name === 'HUMAN_REVIEW' && !isUndoing(state);
  const undo = { decision, checked: true, ...(asked ? { from: { phase, plan } } : {}) };
  const undoing = { ...state, undo, request: null, approval: null };
  return transition(undoing, { name: 'TRIAGE' }, { kind: 'second-asked', actor, text }, now);
}

/** A lifecycle that began for a refused undo goes on as if nobody had requested it. */
export function onUndoRefused(state: State, decision: Decision | null, now: number): State {
  if (decision === null || state.undo?.decision.id !== decision.id) return state;
  return abandonUndo(state, 'the request was refused', now);
}

/**
 * Nothing was undone. The request goes back to the human review from which it came, if a check closes nothing. A
 * lifecycle that began for it goes on with triage: if the resource is still fixed, the finding closes again.
 */
export function abandonUndo(state: State, because: string, now: number): State {
  const off = { ...state, undo: null, plan: null, approval: null, request: null, calledOff: null };
  const entry = { kind: 'cancelled', text: `not undone: ${because}` } as const;
  const { from } = state.undo ?? {};
  if (from === undefined) return transition(off, { name: 'TRIAGE' }, entry, now);
  const deadline = state.review?.deadline ?? from.phase.deadline;
  return toVerify({ ...off, plan: from.plan }, { ...from.phase, deadline }, entry, now);
}

/** Triage failed. A request whose proof is not checked yet stays, for the next triage. */
export function onUndoTriageFailed(state: State, failure: string, now: number): State | null {
  const { undo = null, rules } = state;
  if (undo?.checked !== true || rules < 2) return null;
  if (undo.from !== undefined) return abandonUndo(state, failure, now);
  return toHumanReview({ ...state, undo: null }, `not undone: ${failure}`, now);
}

/** What the runtime worker did with the plan. */
export function onUndoRun(state: State, result: RemediationResult, now: number): State {
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

function onUndone(state: State, how: string, now: number): State {
  const { undo = null, approval } = state;
  const { actor = 'somebody', why = '' } = undo?.decision ?? {};
  const reason = truncate(
    `undone by ${actor} because ${why}; approved by ${approval?.actor ?? ''}; ${how}`,
  );
  const free = { ...endDue(state), undo: null, plan: null, approval: null, exception: null };
  const undone = { ...free, wrote: true, credited: false, held: true, undone: reason };
  const phase = { name: 'REOPEN', reason, to: 'HUMAN_REVIEW' } as const;
  return transition(undone, phase, { kind: 'undone', actor, text: reason }, now);
}

/** After an undo there is no plan. A check that finds the resource not compliant makes one for people to approve. */
export function needsPlanAfterUndo(state: State, { verdict }: Verification): boolean {
  const { undone, plan } = state;
  return (undone ?? null) !== null && plan === null && verdict === 'open';
}
