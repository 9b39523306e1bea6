/** Which decisions two people take: the one who asks may not be the one who confirms. */
import type { Decision } from '../decision.ts';
import { compareSeverity } from '../finding.ts';
import type { LifecycleState } from './state.ts';

/**
 * A write that the table asks for is proposed by Closeloop and approved by a person: four eyes already. Where a
 * person brings it up, because the table or an earlier failure had handed it to people, a second one confirms.
 */
export function needsSecondPerson(state: LifecycleState, { decision }: Decision): boolean {
  const { fourEyesApproval, acceptance } = state.timetable;
  if (decision === 'approve') return fourEyesApproval && state.phase.name === 'HUMAN_REVIEW';
  // One person's word, with nothing to look at, is no proof.
  if (decision === 'attest') return true;
  if (decision !== 'accept' && decision !== 'extend') return false;
  const { fourEyesFrom } = acceptance;
  return fourEyesFrom !== null && compareSeverity(state.severity, fourEyesFrom) >= 0;
}

/** True when `decision` confirms what another person asked for. */
export function confirmsRequest({ request }: LifecycleState, decision: Decision): boolean {
  return request !== null && sameRequest(request, decision) && request.actor !== decision.actor;
}

export function sameRequest(a: Decision, b: Decision): boolean {
  return a.decision === b.decision && a.planHash === b.planHash && a.until === b.until;
}
