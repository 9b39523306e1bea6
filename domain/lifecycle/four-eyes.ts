/** Which decisions need two people. Who requested a decision may not confirm it. */
import type { Decision } from '../decision.ts';
import { compareSeverity } from '../finding.ts';
import type { State } from './state.ts';

/**
 * A plan that the remediation table proposes needs one approval: Closeloop and that person are four eyes. In human
 * review a person brings the plan up, so a second person has to confirm it.
 */
export function needsSecondPerson(state: State, { decision }: Decision): boolean {
  const { fourEyesApproval, acceptance } = state.timetable;
  if (decision === 'approve') return fourEyesApproval && state.phase.name === 'HUMAN_REVIEW';
  // Nothing can be read to verify an attestation, so one person is not enough.
  if (decision === 'attest') return true;
  if (decision !== 'accept' && decision !== 'extend') return false;
  const { fourEyesFrom } = acceptance;
  return fourEyesFrom !== null && compareSeverity(state.severity, fourEyesFrom) >= 0;
}

/** True when `decision` confirms what another person requested. */
export function confirmsRequest({ request }: State, decision: Decision): boolean {
  return request !== null && sameRequest(request, decision) && request.actor !== decision.actor;
}

export function sameRequest(a: Decision, b: Decision): boolean {
  return a.decision === b.decision && a.planHash === b.planHash && a.until === b.until;
}
