/** Commands of people. They need no proof, because they write nothing and close nothing. */
import type { Claim, Command, Refusal } from '../decision.ts';
import { handOver } from './people.ts';
import { toHumanReview } from './review.ts';
import { isWaiting, notAllowed } from './state.ts';
import type { State, Phase } from './state.ts';
import { appendStory, transition } from './story.ts';
import { abandonUndo, isUndoing } from './undo.ts';

/** For recheck and claimFixed: null when the command is allowed, else why not. */
export function recheckRefusal(state: State, command: Command): Refusal | null {
  if (command.actor.trim() === '') return NO_ACTOR;
  if (state.problem.control === null && state.attestation === undefined) {
    return {
      type: 'NotVerifiable',
      message: `No control verifies ${state.problem.findingType}, so a check cannot close it. It stays in human review, where two people can attest that it is fixed.`,
    };
  }
  if (state.pending !== null) return WHILE_CHECKING;
  return isWaiting(state.phase)
    ? null
    : notAllowed(state, 'check the resource', 'another step is running');
}

/** For cancel: null when the command is allowed, else why not. */
export function cancelRefusal(state: State, command: Command): Refusal | null {
  if (command.actor.trim() === '') return NO_ACTOR;
  const { name } = state.phase;
  const waitsForPeople = name === 'HUMAN_REVIEW' || name === 'ACCEPTED';
  const idle = waitsForPeople && state.pending === null && state.request === null;
  return idle || NOTHING_TO_CANCEL.includes(name)
    ? notAllowed(state, 'cancel', 'no automatic step is planned')
    : null;
}

/** recheck and claimFixed: verifies the resource. Unless that closes the finding, it waits on as before. */
export function onRecheck(
  before: State,
  command: Command | Claim,
  kind: 'rechecked' | 'claimed-fixed',
  now: number,
): State {
  const state = markHandled(before, command.id);
  if (state === null || recheckRefusal(before, command) !== null) return before;
  if (!isWaiting(state.phase)) return before;
  const { actor } = command;
  const text =
    'evidence' in command
      ? `says it is fixed: ${command.evidence}`
      : `asked for a check: ${command.why}`;
  const phase = { name: 'VERIFY', because: `${actor} ${text}`, back: state.phase } as const;
  return transition(state, phase, { kind, actor, text }, now);
}

/** A check of what waits with a plan that nobody can be shown: triage reads the resource, and makes and stores a plan. */
export function onPlanAgain(before: State, command: Command, now: number): State {
  const state = markHandled(before, command.id);
  if (state === null || recheckRefusal(before, command) !== null) return before;
  const { actor, why } = command;
  const text = `asked for a check: ${why}; the plan is made again, because an older release did not store it`;
  return transition(state, { name: 'TRIAGE' }, { kind: 'rechecked', actor, text }, now);
}

/** Stops further automatic writes. A running change is verified when it ends; everything else goes to human review. */
export function onCancel(before: State, command: Command, now: number): State {
  const handled = markHandled(before, command.id);
  if (handled === null || cancelRefusal(before, command) !== null) return before;
  const { actor } = command;
  const reason = `cancelled by ${actor}: ${command.why}`;
  const stopped = handOver(handled, reason);
  const calledOff = handled.phase.name === 'REMEDIATE' ? `cancelled by ${actor}` : null;
  const state = appendStory(
    { ...stopped, held: true, approval: null, pending: null, request: null, calledOff },
    { kind: 'cancelled', actor, text: `stopped automatic steps: ${command.why}` },
    now,
  );
  if (isUndoing(state) && isWaiting(state.phase)) return abandonUndo(state, reason, now);
  if (isUndoing(state) && state.phase.name === 'TRIAGE') return { ...state, undo: null };
  if (state.phase.name === 'AWAITING_APPROVAL' || state.phase.name === 'AWAITING_MERGE')
    return toHumanReview(state, reason, now);
  if (state.phase.name !== 'SETTLE') return state;
  const phase = { name: 'VERIFY', because: `cancelled by ${actor}`, back: null } as const;
  const text = 'checking what the running change did';
  return transition(state, phase, { kind: 'verifying', text }, now);
}

/** Remembers the last 64 message ids. Null for a message that was handled before. */
export function markHandled(state: State, id: string): State | null {
  if (state.handled.includes(id)) return null;
  return { ...state, handled: [...state.handled, id].slice(-64) };
}

export const WHILE_CHECKING = {
  type: 'NotAllowedInState',
  message: 'A decision is being checked. Try again in a moment.',
} as const;

const NO_ACTOR = { type: 'InvalidMessage', message: 'An actor is needed.' } as const;

const NOTHING_TO_CANCEL: readonly Phase['name'][] = [
  'CLOSE',
  'CLOSED',
  'SUPPRESS',
  'REOPEN',
  'WITHDRAW_FIX',
];
