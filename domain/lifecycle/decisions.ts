/** What people decide. `refusal` is the whole of the update validators; the reducer asks it again. */
import type { Decision, DecisionCheck, Refusal } from '../decision.ts';
import { DECISIONS } from '../decision.ts';
import { expiryProblem } from '../exception.ts';
import { compareSeverity } from '../finding.ts';
import { ALLOWED_IN } from './allowed-decisions.ts';
import { attestRefusal, onAttested } from './attest.ts';
import { CHECKING, markHandled } from './commands.ts';
import { toReopen, toSuppress } from './exceptions.ts';
import { confirmsRequest, needsSecondPerson, sameRequest } from './four-eyes.ts';
import { notAllowed } from './not-allowed.ts';
import { toRemediate } from './results.ts';
import { reassign, toHumanReview } from './review.ts';
import type { LifecycleState } from './state.ts';
import { appendStory } from './story.ts';
import { isUndoing, abandonUndo, undoRefusal, onUndoRefused, onUndoTrusted } from './undo.ts';

/** Null when the decision may be taken; else why not, in words for the person who sent it. `now`: epoch ms. */
export function decisionRefusal(
  state: LifecycleState,
  decision: Decision,
  now: number,
): Refusal | null {
  if (!DECISIONS.includes(decision.decision) || decision.actor.trim() === '' || decision.id === '')
    return { type: 'InvalidMessage', message: 'A decision needs a kind, an actor and an id.' };
  if (!ALLOWED_IN[decision.decision].includes(state.phase.name))
    return notAllowed(state, `${decision.decision} it`);
  if (state.pending !== null) return notAllowed(state, CHECKING);
  const undoing = undoRefusal(state, decision);
  if (undoing !== null) return undoing;
  const { scope } = state.exception ?? {};
  if (scope !== undefined)
    return notAllowed(
      state,
      `${decision.decision} it: covered by exception ${scope}, decide about that`,
    );
  return (
    staleViewRefusal(state, decision) ??
    contentRefusal(state, decision, now) ??
    fourEyesRefusal(state, decision)
  );
}

export function onDecision(
  before: LifecycleState,
  decision: Decision,
  now: number,
): LifecycleState {
  const state = markHandled(before, decision.id);
  if (state === null) return before;
  const refused = decisionRefusal(state, decision, now);
  const actor = decision.actor.trim() || 'somebody';
  if (refused !== null)
    return appendStory(state, { kind: 'decision-refused', actor, text: refused.message }, now);
  const text = `asks to ${inWords(decision)}: ${decision.why}`;
  const heard =
    state.phase.name === 'TRIAGE'
      ? { ...state, undo: { decision, checked: false } }
      : { ...state, pending: decision };
  return appendStory(heard, { kind: 'decision-asked', actor, text }, now);
}

export function onDecisionChecked(
  before: LifecycleState,
  { id, check }: { readonly id: string; readonly check: DecisionCheck },
  now: number,
): LifecycleState {
  if (before.pending === null || before.pending.id !== id) return before;
  const decision = withProvenActor(before.pending, check);
  const { actor } = decision;
  const state = { ...before, pending: null };
  const refused = check.trusted ? decisionRefusal(state, decision, now)?.message : check.because;
  if (refused !== undefined) {
    const telling = { kind: 'decision-refused', actor, text: refused } as const;
    return onUndoRefused(appendStory(state, telling, now), decision, now);
  }
  const acting = decision.decision === 'assign' ? state : { ...state, acted: true as const };
  const trusted = appendStory(
    acting,
    { kind: 'decision-trusted', actor, text: check.because },
    now,
  );
  if (needsSecondPerson(state, decision) && !confirmsRequest(state, decision)) {
    const text = `${actor} asks to ${inWords(decision)}; a second person has to confirm it${replacedRequest(state)}`;
    return appendStory(
      { ...trusted, request: decision },
      { kind: 'second-asked', actor, text },
      now,
    );
  }
  return carryOut(trusted, { decision, check }, now);
}

function replacedRequest({ request }: LifecycleState): string {
  if (request === null) return '';
  return `; this replaces what ${request.actor} asked, to ${inWords(request)}`;
}

/** Who the proof says it was counts, not the name in the message; a receipt stands for a proof that expires. */
function withProvenActor(
  decision: Decision,
  { actor = decision.actor, receipt }: DecisionCheck,
): Decision {
  if (receipt === undefined) return { ...decision, actor };
  return { ...decision, actor, proof: { kind: 'receipt', value: receipt } };
}

function carryOut(
  state: LifecycleState,
  { decision, check }: { readonly decision: Decision; readonly check: DecisionCheck },
  now: number,
): LifecycleState {
  const { actor, why } = decision;
  const asker = confirmsRequest(state, decision) ? state.request : null;
  switch (decision.decision) {
    case 'approve': {
      // A second write in an episode is a new round: its client token must differ.
      const round = state.wrote ? state.round + 1 : state.round;
      const approved = { ...state, approval: decision, request: null, held: false, round };
      const asked = asker === null ? '' : `, asked for by ${asker.actor}`;
      return toRemediate(approved, `approved by ${actor}${asked}: ${why}`, now);
    }
    case 'undo':
      return onUndoTrusted(state, decision, now);
    case 'reject':
      if (isUndoing(state)) return abandonUndo(state, `rejected by ${actor}: ${why}`, now);
      return toHumanReview(state, `rejected by ${actor}: ${why}`, now);
    case 'accept':
    case 'extend':
      return toSuppress(state, { decision, asker }, now);
    case 'revoke':
      return toReopen(state, { reason: `revoked by ${actor}: ${why}`, to: 'TRIAGE', actor }, now);
    case 'attest':
      return onAttested(state, { decision, asker }, now);
    case 'assign': {
      if (check.assigned === undefined) return state;
      const text = `given to ${check.assigned.owner.team}: ${why}`;
      return appendStory(
        reassign(state, check.assigned, now),
        { kind: 'assigned', actor, text },
        now,
      );
    }
  }
}

/** Decided on something that is not what it was. */
function staleViewRefusal(state: LifecycleState, decision: Decision): Refusal | null {
  const { episode, severity } = decision;
  if (decision.finding !== state.workflowId)
    return stale(`The decision is about ${decision.finding}, this is ${state.workflowId}.`);
  // An undo is about an earlier write: what it takes back is in its plan, which is looked at and approved.
  const earlier = decision.decision === 'undo' && episode < (state.episode ?? Infinity);
  if (state.episode !== null && episode !== state.episode && !earlier)
    return stale(`The decision is about episode ${episode}, this is episode ${state.episode}.`);
  if (compareSeverity(state.severity, severity) > 0)
    return stale(`It is ${state.severity} by now, the decision was about ${severity}. Look again.`);
  if (decision.decision !== 'approve' && decision.decision !== 'reject') return null;
  if (state.plan === null) return notAllowed(state, `${decision.decision} a plan: there is none`);
  if (state.plan.hash === decision.planHash) return null;
  return {
    type: 'StalePlan',
    message: `The plan is now ${state.plan.hash} (${state.plan.summary}); the decision names ${decision.planHash ?? 'none'}. Look at the new plan and decide again.`,
  };
}

function contentRefusal(state: LifecycleState, decision: Decision, now: number): Refusal | null {
  if (decision.decision === 'attest' && attestRefusal(state) !== null) return attestRefusal(state);
  if (decision.decision === 'assign' && (decision.team ?? '') === '')
    return { type: 'InvalidMessage', message: 'An assignment needs the slug of a team.' };
  if (decision.why.trim() === '' && decision.decision !== 'approve')
    return { type: 'InvalidMessage', message: `Say why: ${decision.decision} needs a reason.` };
  if (decision.decision !== 'accept' && decision.decision !== 'extend') return null;
  const { severity, timetable } = state;
  const held = decision.decision === 'extend' ? state.exception : null;
  const about = { severity, since: held?.since ?? null, present: held?.until ?? null, now };
  const problem = expiryProblem(decision.until, timetable.acceptance, about);
  return problem === null ? null : { type: 'InvalidExpiry', message: problem };
}

/** Who asked may not confirm. */
function fourEyesRefusal(state: LifecycleState, decision: Decision): Refusal | null {
  const { request } = state;
  const asker = state.undo?.checked === true ? state.undo.decision.actor : null;
  if (decision.decision === 'approve' && decision.actor === asker)
    return { type: 'FourEyes', message: ANOTHER(decision.actor) };
  if (request === null || !sameRequest(request, decision) || request.actor !== decision.actor)
    return null;
  return { type: 'FourEyes', message: ANOTHER(decision.actor) };
}

const ANOTHER = (asker: string) => `${asker} asked for this; another person has to confirm it.`;

function stale(message: string): Refusal {
  return { type: 'StaleView', message };
}

function inWords({ decision, planHash, until, team }: Decision): string {
  switch (decision) {
    case 'approve':
    case 'reject':
      return `${decision} plan ${planHash?.slice(0, 12) ?? ''}`;
    case 'accept':
    case 'extend':
      return `${decision} it until ${until ?? ''}`;
    case 'revoke':
      return 'revoke the exception';
    case 'attest':
      return 'attest that it is fixed';
    case 'assign':
      return `give it to ${team ?? ''}`;
    case 'undo':
      return 'undo what Closeloop wrote';
  }
}
