/** Which decisions need two people. Who requested a decision may not confirm it. */
import type { Decision, Refusal } from '../decision.ts';
import { whyTwoPeople } from '../second-person.ts';
import type { State } from './state.ts';

/**
 * A plan that the remediation table proposes needs one approval: Closeloop and that person are four eyes. Once people
 * have the finding, a person brings the plan up, so a second person has to confirm it. An undo has its requester.
 */
export function needsSecondPerson(state: State, { decision }: Decision): boolean {
  const { timetable, phase, severity, withPeople, undo = null } = state;
  const { fourEyesApproval: approval, acceptance } = timetable;
  const facts = {
    phase: phase.name,
    severity,
    fourEyes: { approval, acceptFrom: acceptance.fourEyesFrom },
    ...(withPeople === undefined ? {} : { withPeople }),
    ...(undo === null ? {} : { undo: { by: undo.decision.actor, why: undo.decision.why } }),
  };
  return whyTwoPeople(facts, decision) !== null;
}

/** True when `decision` confirms what another person requested. */
export function confirmsRequest({ request }: State, decision: Decision): boolean {
  return request !== null && sameRequest(request, decision) && request.actor !== decision.actor;
}

/** Who requested what waits for a second person, by the name in the request; null for nobody. */
export function requesterOf({ request, undo = null }: State): string | null {
  return undo?.checked === true ? undo.decision.actor : (request?.actor ?? null);
}

/**
 * Who requested a decision may not confirm it. `isRequester`: the check of the proof found that both names are, or may be,
 * one person; without it the names are compared.
 */
export function fourEyesRefusal(
  state: State,
  decision: Decision,
  isRequester = false,
): Refusal | null {
  const { request, undo = null } = state;
  const requester = requesterOf(state);
  const confirms =
    undo?.checked === true
      ? decision.decision === 'approve'
      : request !== null && sameRequest(request, decision);
  if (!confirms || requester === null) return null;
  if (requester === decision.actor) return fourEyes(requester);
  return isRequester ? fourEyes(`${decision.actor} (${requester})`) : null;
}

function fourEyes(requester: string): Refusal {
  const message = `${requester} requested this; another person has to confirm it.`;
  return { type: 'FourEyes', message };
}

function sameRequest(a: Decision, b: Decision): boolean {
  return a.decision === b.decision && a.planHash === b.planHash && a.until === b.until;
}
