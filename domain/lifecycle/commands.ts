/** What people may ask of a lifecycle without a proof: it writes nothing and closes nothing. */
import type { Claim, Command, Refusal } from '../decision.ts';
import { notAllowed } from './not-allowed.ts';
import { toHumanReview } from './review.ts';
import { isWaiting } from './state.ts';
import type { LifecycleState, Phase } from './state.ts';
import { transition, appendStory } from './story.ts';
import { isUndoing, abandonUndo } from './undo.ts';

/** Null when the command may be taken; else why not. For recheck and claimFixed. */
export function recheckRefusal(state: LifecycleState, command: Command): Refusal | null {
  if (command.actor.trim() === '')
    return { type: 'InvalidMessage', message: 'An actor is needed.' };
  if (state.problem.control === null && state.attestation === undefined) {
    return {
      type: 'NotVerifiable',
      message: `No control verifies ${state.problem.findingType}: a check cannot close it. It stays with people, who may attest that it is fixed.`,
    };
  }
  if (state.pending !== null) return notAllowed(state, CHECKING);
  return isWaiting(state.phase) ? null : notAllowed(state, 'check the resource: a step is running');
}

/** As `lookRefusal`, for cancel. */
export function cancelRefusal(state: LifecycleState, command: Command): Refusal | null {
  if (command.actor.trim() === '')
    return { type: 'InvalidMessage', message: 'An actor is needed.' };
  const { name } = state.phase;
  if (NOTHING_AHEAD.includes(name)) return notAllowed(state, 'cancel: nothing automatic is ahead');
  const withPeople = name === 'HUMAN_REVIEW' || name === 'ACCEPTED';
  return withPeople && state.pending === null && state.request === null
    ? notAllowed(state, 'cancel: nothing automatic is ahead')
    : null;
}

/** recheck and claimFixed: a look, after which an open finding waits on as before. */
export function onRecheck(
  before: LifecycleState,
  command: Command | Claim,
  kind: 'rechecked' | 'claimed-fixed',
  now: number,
): LifecycleState {
  const state = markHandled(before, command.id);
  if (state === null || recheckRefusal(before, command) !== null) return before;
  if (!isWaiting(state.phase)) return before;
  const said =
    'evidence' in command
      ? `says it is fixed: ${command.evidence}`
      : `asked for a check: ${command.why}`;
  const because = `${command.actor} ${said}`;
  return transition(
    state,
    { name: 'VERIFY', because, back: state.phase },
    { kind, actor: command.actor, text: said },
    now,
  );
}

/** No further automatic write. What is running ends in verification; everything else goes to people at once. */
export function onCancel(before: LifecycleState, command: Command, now: number): LifecycleState {
  const remembered = markHandled(before, command.id);
  if (remembered === null || cancelRefusal(before, command) !== null) return before;
  const { actor } = command;
  const calledOff = remembered.phase.name === 'REMEDIATE' ? `cancelled by ${actor}` : null;
  const state = appendStory(
    { ...remembered, held: true, approval: null, pending: null, request: null, calledOff },
    { kind: 'cancelled', actor, text: `no further automatic step: ${command.why}` },
    now,
  );
  if (isUndoing(state) && isWaiting(state.phase))
    return abandonUndo(state, `cancelled by ${actor}: ${command.why}`, now);
  if (isUndoing(state) && state.phase.name === 'TRIAGE') return { ...state, undo: null };
  if (state.phase.name === 'AWAITING_APPROVAL' || state.phase.name === 'AWAITING_MERGE')
    return toHumanReview(state, `cancelled by ${actor}: ${command.why}`, now);
  if (state.phase.name !== 'SETTLE') return state;
  const phase = { name: 'VERIFY', because: `cancelled by ${actor}`, back: null } as const;
  return transition(
    state,
    phase,
    { kind: 'verifying', text: 'checking what the running change did' },
    now,
  );
}

/** Null for a message that was handled before. Keeps the last 64 ids. */
export function markHandled(state: LifecycleState, id: string): LifecycleState | null {
  if (state.handled.includes(id)) return null;
  return { ...state, handled: [...state.handled, id].slice(-64) };
}

export const CHECKING = 'do this: a decision is being checked, try again in a moment';

const NOTHING_AHEAD: readonly Phase['name'][] = [
  'CLOSE',
  'CLOSED',
  'SUPPRESS',
  'REOPEN',
  'WITHDRAW_FIX',
];
