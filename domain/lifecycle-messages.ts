/** What people and products say to a lifecycle. `refusal` is the whole of the update validators. */
import type { Claim, Command, Decision, DecisionCheck, Refusal } from './decision.ts';
import { compareSeverity, highestSeverity, sameFinding } from './finding.ts';
import type { Observation } from './finding.ts';
import { isWaiting } from './lifecycle-state.ts';
import type { LifecycleState } from './lifecycle-state.ts';
import { moved, told, toPeople } from './lifecycle-story.ts';
import { toRemediate } from './lifecycle-work.ts';

export function onObserved(
  before: LifecycleState,
  observation: Observation,
  now: number,
): LifecycleState {
  if (before.phase.name === 'CLOSE' || before.phase.name === 'CLOSED')
    return keep(before, observation);
  const state = remember(before, observation.messageId);
  if (state === null) return before;
  const joinedState = join(state, observation, now);
  if (saysResolved(observation)) return lookBecauseSource(joinedState, observation, now);
  return raise(joinedState, observation, now);
}

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
  const idle = state.phase.name === 'HUMAN_REVIEW' || state.phase.name === 'CLOSED';
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
  const state = told(
    { ...remembered, held: true, approval: null },
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

/** Too late for this episode: the shell opens the next one with it. What says "resolved" opens nothing. */
function keep(state: LifecycleState, observation: Observation): LifecycleState {
  const known = state.late.some((o) => o.messageId === observation.messageId);
  if (known || saysResolved(observation)) return state;
  return { ...state, late: [...state.late, observation] };
}

/** Null for a message that was handled before. Keeps the last 64 ids. */
function remember(state: LifecycleState, id: string): LifecycleState | null {
  if (state.handled.includes(id)) return null;
  return { ...state, handled: [...state.handled, id].slice(-64) };
}

function join(state: LifecycleState, observation: Observation, now: number): LifecycleState {
  if (state.findings.some((f) => sameFinding(f, observation.finding))) return state;
  const findings = [...state.findings, observation.finding];
  const text = `${observation.product} reports the same problem: ${observation.title}`;
  return told({ ...state, findings }, { kind: 'joined', actor: observation.product, text }, now);
}

/** A higher severity voids an approval and asks the table again; people who have it already keep it. */
function raise(state: LifecycleState, observation: Observation, now: number): LifecycleState {
  if (compareSeverity(observation.severity, state.severity) <= 0) return state;
  const text = `${state.severity} → ${observation.severity}`;
  const severity = highestSeverity(state.severity, observation.severity);
  const waiting = state.phase.name === 'AWAITING_APPROVAL';
  const phase = waiting ? ({ name: 'TRIAGE' } as const) : state.phase;
  const raised = told(
    { ...state, phase, severity, approval: null, pending: null },
    { kind: 'severity-raised', actor: observation.product, text },
    now,
  );
  if (state.phase.name !== 'HUMAN_REVIEW') return raised;
  const deadline = Math.min(state.phase.deadline, now + state.timetable.review[severity] * 1000);
  return { ...raised, reviewBy: deadline, phase: { ...state.phase, deadline } };
}

function saysResolved(observation: Observation): boolean {
  return observation.recordState === 'ARCHIVED' || observation.compliance === 'PASSED';
}

/** The source is not believed: it only makes us look. What no control verifies stays with people. */
function lookBecauseSource(
  state: LifecycleState,
  observation: Observation,
  now: number,
): LifecycleState {
  const says = observation.recordState === 'ARCHIVED' ? 'ARCHIVED' : 'PASSED';
  const telling = {
    kind: 'source-says-resolved',
    actor: observation.product,
    text: `${observation.product} says ${says}`,
  } as const;
  const idle = isWaiting(state.phase) && state.pending === null;
  if (!idle || state.problem.control === null) return told(state, telling, now);
  return moved(state, { name: 'VERIFY', because: telling.text, back: state.phase }, telling, now);
}

const CHECKING = 'do this: a decision is being checked, try again in a moment';

function notNow(state: LifecycleState, what: string): Refusal {
  return { type: 'NotAllowedInState', message: `In ${state.phase.name} nobody can ${what}.` };
}
