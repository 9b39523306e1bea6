/** Decisions of people. The update validators call `decisionRefusal`; the reducer calls it again before it acts. */
import type { Decided, Decision, DecisionCheck, Refusal } from '../decision.ts';
import { DECISIONS } from '../decision.ts';
import { expiryProblem } from '../exception.ts';
import { compareSeverity } from '../finding.ts';
import { ALLOWED_IN } from './allowed-decisions.ts';
import { attestRefusal, onAttested } from './attest.ts';
import { markHandled, WHILE_CHECKING } from './commands.ts';
import { onRevoked, toSuppress } from './exceptions.ts';
import { confirmsRequest, fourEyesRefusal, needsSecondPerson } from './four-eyes.ts';
import { toRemediate } from './results.ts';
import { reassign, toHumanReview } from './review.ts';
import { notAllowed } from './state.ts';
import type { State } from './state.ts';
import { appendStory } from './story.ts';
import { isUndoing, abandonUndo, undoRefusal, onUndoRefused, onUndoTrusted } from './undo.ts';

/**
 * Null when the decision is allowed; else why not, for the person who sent it. `now`: epoch milliseconds; `isRequester` as
 * for `fourEyesRefusal`.
 */
export function decisionRefusal(
  state: State,
  decision: Decision,
  now: number,
  isRequester = false,
): Refusal | null {
  if (!DECISIONS.includes(decision.decision) || decision.actor.trim() === '' || decision.id === '')
    return { type: 'InvalidMessage', message: 'A decision needs a kind, an actor and an id.' };
  if (!ALLOWED_IN[decision.decision].includes(state.phase.name))
    return notAllowed(state, `${decision.decision} it`);
  if (state.pending !== null) return WHILE_CHECKING;
  const undoing = undoRefusal(state, decision);
  if (undoing !== null) return undoing;
  const { scope } = state.exception ?? {};
  if (scope !== undefined) {
    const instead = `exception ${scope} covers it, so decide about that exception`;
    return notAllowed(state, `${decision.decision} it`, instead);
  }
  return (
    staleViewRefusal(state, decision) ??
    contentRefusal(state, decision, now) ??
    fourEyesRefusal(state, decision, isRequester)
  );
}

export function onDecision(before: State, decision: Decision, now: number): State {
  const state = markHandled(before, decision.id);
  if (state === null) return before;
  const refused = decisionRefusal(state, decision, now);
  const actor = decision.actor.trim() || 'somebody';
  if (refused !== null)
    return appendStory(state, { kind: 'decision-refused', actor, text: refused.message }, now);
  const text = `asks to ${inWords(decision)}: ${decision.why}`;
  const received =
    state.phase.name === 'TRIAGE'
      ? { ...state, undo: { decision, checked: false } }
      : { ...state, pending: decision };
  return appendStory(received, { kind: 'decision-asked', actor, text }, now);
}

export function onDecisionChecked(
  before: State,
  { id, check }: { readonly id: string; readonly check: DecisionCheck },
  now: number,
): State {
  if (before.pending === null || before.pending.id !== id) return before;
  const decision = withProvenActor(before.pending, check);
  const { actor } = decision;
  const state = { ...before, pending: null };
  const refused = check.trusted
    ? decisionRefusal(state, decision, now, check.isRequester)?.message
    : check.because;
  if (refused !== undefined) {
    const entry = { kind: 'decision-refused', actor, text: refused } as const;
    return onUndoRefused(appendStory(state, entry, now), decision, now);
  }
  const acting = decision.decision === 'assign' ? state : { ...state, acted: true as const };
  const because = { kind: 'decision-trusted', actor, text: check.because } as const;
  const trusted = appendStory(acting, because, now);
  if (needsSecondPerson(state, decision) && !confirmsRequest(state, decision)) {
    const text = `${actor} asks to ${inWords(decision)}; a second person has to confirm it${replacedRequest(state)}`;
    const requested = { ...trusted, request: decision };
    return appendStory(requested, { kind: 'second-asked', actor, text }, now);
  }
  return carryOut(trusted, { decision, check }, now);
}

function replacedRequest({ request }: State): string {
  if (request === null) return '';
  return `; this replaces the request of ${request.actor} to ${inWords(request)}`;
}

/** The proof says who decided, not the name in the message. A receipt replaces a proof, because proofs expire. */
function withProvenActor(
  decision: Decision,
  { actor = decision.actor, receipt }: DecisionCheck,
): Decision {
  if (receipt === undefined) return { ...decision, actor };
  return { ...decision, actor, proof: { kind: 'receipt', value: receipt } };
}

function carryOut(
  state: State,
  { decision, check }: { readonly decision: Decision; readonly check: DecisionCheck },
  now: number,
): State {
  const { actor, why } = decision;
  const request = confirmsRequest(state, decision) ? state.request : null;
  switch (decision.decision) {
    case 'approve': {
      // A second write in an episode is a new round, because its client token must differ.
      const round = state.wrote ? state.round + 1 : state.round;
      const approved = { ...state, approval: decision, request: null, held: false, round };
      const requester = request === null ? '' : `, requested by ${request.actor}`;
      return toRemediate(approved, `approved by ${actor}${requester}: ${why}`, now);
    }
    case 'undo':
      return onUndoTrusted(state, decision, now);
    case 'reject':
      if (isUndoing(state)) return abandonUndo(state, `rejected by ${actor}: ${why}`, now);
      return toHumanReview(state, `rejected by ${actor}: ${why}`, now);
    case 'accept':
    case 'extend':
      return toSuppress(state, { decision, request }, now);
    case 'revoke':
      return onRevoked(state, decision, now);
    case 'attest':
      return onAttested(state, { decision, request }, now);
    case 'assign': {
      if (check.assigned === undefined) return state;
      const text = `assigned to ${check.assigned.owner.team}: ${why}`;
      const reassigned = reassign(state, check.assigned, now);
      return appendStory(reassigned, { kind: 'assigned', actor, text }, now);
    }
  }
}

/** Refuses a decision about something that changed since the person looked at it. */
function staleViewRefusal(state: State, decision: Decision): Refusal | null {
  const { episode, severity } = decision;
  if (decision.finding !== state.workflowId)
    return stale(`The decision is about ${decision.finding}, this is ${state.workflowId}.`);
  // An undo may be about an earlier episode: its own plan says what it restores, and that plan is approved.
  const earlier = decision.decision === 'undo' && episode < (state.episode ?? Infinity);
  if (state.episode !== null && episode !== state.episode && !earlier)
    return stale(`The decision is about episode ${episode}, this is episode ${state.episode}.`);
  if (compareSeverity(state.severity, severity) > 0)
    return stale(
      `It is ${state.severity} now, the decision was about ${severity}. Look at it and decide again.`,
    );
  if (decision.decision !== 'approve' && decision.decision !== 'reject') return null;
  if (state.plan === null) return notAllowed(state, `${decision.decision} a plan`, 'there is none');
  if (state.plan.hash === decision.planHash) return null;
  return {
    type: 'StalePlan',
    message: `The plan is now ${state.plan.hash} (${state.plan.summary}); the decision names ${decision.planHash ?? 'none'}. Look at the new plan and decide again.`,
  };
}

function contentRefusal(state: State, decision: Decision, now: number): Refusal | null {
  if (decision.decision === 'attest' && attestRefusal(state) !== null) return attestRefusal(state);
  if (decision.decision === 'assign' && (decision.team ?? '') === '')
    return {
      type: 'InvalidMessage',
      message: 'Name the team to assign it to, as ownership.yaml spells it.',
    };
  if (decision.why.trim() === '' && decision.decision !== 'approve')
    return { type: 'InvalidMessage', message: `A reason is needed to ${decision.decision}.` };
  if (decision.decision !== 'accept' && decision.decision !== 'extend') return null;
  const { severity, timetable } = state;
  const extended = decision.decision === 'extend' ? state.exception : null;
  const about = { severity, since: extended?.since ?? null, present: extended?.until ?? null, now };
  const problem = expiryProblem(decision.until, timetable.acceptance, about);
  return problem === null ? null : { type: 'InvalidExpiry', message: problem };
}

function stale(message: string): Refusal {
  return { type: 'StaleView', message };
}

function inWords(decision: Decision): string {
  return IN_WORDS[decision.decision](decision);
}

const IN_WORDS: Readonly<Record<Decided, (decision: Decision) => string>> = {
  approve: ({ planHash }) => `approve plan ${planHash?.slice(0, 12) ?? ''}`,
  reject: ({ planHash }) => `reject plan ${planHash?.slice(0, 12) ?? ''}`,
  accept: ({ until }) => `accept it until ${until ?? ''}`,
  extend: ({ until }) => `extend it until ${until ?? ''}`,
  revoke: () => 'revoke the exception',
  attest: () => 'attest that it is fixed',
  assign: ({ team }) => `assign it to ${team ?? ''}`,
  undo: () => 'undo what Closeloop wrote',
};
