/** Which decisions need two people. Who requested a decision may not confirm it. */
import type { Decision, Refusal } from '../decision.ts';
import { compareSeverity } from '../finding.ts';
import type { State } from './state.ts';

/**
 * A plan that the remediation table proposes needs one approval: Closeloop and that person are four eyes. Once people
 * have the finding, a person brings the plan up, so a second person has to confirm it. An undo has its requester.
 */
export function needsSecondPerson(state: State, { decision }: Decision): boolean {
  const { fourEyesApproval, acceptance } = state.timetable;
  if (decision === 'approve') return fourEyesApproval && isBroughtUp(state);
  // Nothing can be read to verify an attestation, so one person is not enough.
  if (decision === 'attest') return true;
  if (decision !== 'accept' && decision !== 'extend') return false;
  const { fourEyesFrom } = acceptance;
  return fourEyesFrom !== null && compareSeverity(state.severity, fourEyesFrom) >= 0;
}

/** True where a person and not the remediation table proposes the plan. */
function isBroughtUp({ phase, withPeople, undo }: State): boolean {
  if (phase.name === 'HUMAN_REVIEW') return true;
  return withPeople !== undefined && (undo ?? null) === null;
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
