/** What people say to a lifecycle. The refusals are the whole of the update validators. */
import type { Claim, Command, Decision, DecisionCheck, Refusal } from './decision.ts';
import { isWaiting } from './lifecycle-state.ts';
import type { LifecycleState } from './lifecycle-state.ts';
import { moved, told, toPeople } from './lifecycle-story.ts';
import { toRemediate } from './lifecycle-work.ts';

/** Null when the decision may be taken; else why not, in words for the person who sent it. */
export function refusal(state: LifecycleState, decision: Decision): Refusal | null {
  const { name } = state.phase;
  if (decision.actor.trim() === '' || decision.id.trim() === '') {
    return { type: 'InvalidMessage', message: 'A decision needs an actor and an id.' };
  }
  const decidable =
    name === 'AWAITING_APPROVAL' || (name === 'HUMAN_REVIEW' && decision.decision === 'approve');
  if (!decidable) return notNow(state, `${decision.decision} a plan`);
  if (state.pending !== null) return notNow(state, CHECKING);
  if (state.plan === null) return notNow(state, `${decision.decision} a plan: there is none`);
  if (state.plan.hash === decision.planHash) return null;
  return {
    type: 'StalePlan',
    message: `The plan is now ${state.plan.hash} (${state.plan.summary}); the decision names ${decision.planHash}. Look at the new plan and decide again.`,
  };
}

/** As `refusal`, for recheck and claimFixed. */
export function lookRefusal(state: LifecycleState, command: Command): Refusal | null {
  if (command.actor.trim() === '')
    return { type: 'InvalidMessage', message: 'An actor is needed.' };
  if (state.problem.control === null) {
    return {
      type: 'NotVerifiable',
      message: `No control verifies ${state.problem.findingType}: a check cannot close it. It stays with people.`,
    };
  }
  if (state.pending !== null) return notNow(state, CHECKING);
  return isWaiting(state.phase) ? null : notNow(state, 'check the resource: a step is running');
}

/** As `refusal`, for cancel. */
export function cancelRefusal(state: LifecycleState, command: Command): Refusal | null {
  if (command.actor.trim() === '')
    return { type: 'InvalidMessage', message: 'An actor is needed.' };
  const waits = state.phase.name === 'HUMAN_REVIEW' && state.pending === null;
  const idle = waits || state.phase.name === 'CLOSED';
  return idle || state.phase.name === 'CLOSE'
    ? notNow(state, 'cancel: nothing automatic is ahead')
    : null;
}

export function onDecision(
  before: LifecycleState,
  decision: Decision,
  now: number,
): LifecycleState {
  const state = remember(before, decision.id);
  if (state === null) return before;
  const refused = refusal(state, decision);
  const actor = decision.actor.trim() || 'somebody';
  if (refused !== null)
    return told(state, { kind: 'decision-refused', actor, text: refused.message }, now);
  const text = `asks to ${decision.decision} plan ${decision.planHash.slice(0, 12)}: ${decision.why}`;
  return told({ ...state, pending: decision }, { kind: 'decision-asked', actor, text }, now);
}

export function onDecisionChecked(
  before: LifecycleState,
  { id, check }: { readonly id: string; readonly check: DecisionCheck },
  now: number,
): LifecycleState {
  const decision = before.pending;
  if (decision === null || decision.id !== id) return before;
  const { actor } = decision;
  const state = { ...before, pending: null };
  if (!check.trusted)
    return told(state, { kind: 'decision-refused', actor, text: check.because }, now);
  const trusted = told(state, { kind: 'decision-trusted', actor, text: check.because }, now);
  if (decision.decision === 'reject')
    return toPeople(trusted, `rejected by ${actor}: ${decision.why}`, now);
  // A second write in an episode is a new round: its client token must differ.
  const round = state.wrote ? state.round + 1 : state.round;
  return toRemediate(
    { ...trusted, approval: decision, held: false, round },
    `approved by ${actor}: ${decision.why}`,
    now,
  );
}

/** recheck and claimFixed: a look, after which an open finding waits on as before. */
export function onLook(
  before: LifecycleState,
  command: Command | Claim,
  kind: 'rechecked' | 'claimed-fixed',
  now: number,
): LifecycleState {
  const state = remember(before, command.id);
  if (state === null || lookRefusal(before, command) !== null) return before;
  if (!isWaiting(state.phase)) return before;
  const said =
    'evidence' in command
      ? `says it is fixed: ${command.evidence}`
      : `asked for a check: ${command.why}`;
  const because = `${command.actor} ${said}`;
  return moved(
    state,
    { name: 'VERIFY', because, back: state.phase },
    { kind, actor: command.actor, text: said },
    now,
  );
}

/** No further automatic write. What is running ends in verification; everything else goes to people at once. */
export function onCancel(before: LifecycleState, command: Command, now: number): LifecycleState {
  const remembered = remember(before, command.id);
  if (remembered === null || cancelRefusal(before, command) !== null) return before;
  const { actor } = command;
  const calledOff = remembered.phase.name === 'REMEDIATE' ? `cancelled by ${actor}` : null;
  const state = told(
    { ...remembered, held: true, approval: null, pending: null, calledOff },
    { kind: 'cancelled', actor, text: `no further automatic step: ${command.why}` },
    now,
  );
  if (state.phase.name === 'AWAITING_APPROVAL')
    return toPeople(state, `cancelled by ${actor}: ${command.why}`, now);
  if (state.phase.name !== 'SETTLE') return state;
  const phase = { name: 'VERIFY', because: `cancelled by ${actor}`, back: null } as const;
  return moved(
    state,
    phase,
    { kind: 'verifying', text: 'checking what the running change did' },
    now,
  );
}

/** Null for a message that was handled before. Keeps the last 64 ids. */
export function remember(state: LifecycleState, id: string): LifecycleState | null {
  if (state.handled.includes(id)) return null;
  return { ...state, handled: [...state.handled, id].slice(-64) };
}

const CHECKING = 'do this: a decision is being checked, try again in a moment';

function notNow(state: LifecycleState, what: string): Refusal {
  return { type: 'NotAllowedInState', message: `In ${state.phase.name} nobody can ${what}.` };
}
