/**
 * Once people have a finding, two of them decide each write. That they have it is remembered beside the status, because
 * a status can be left: an undo that is refused, an acceptance that is revoked, a check.
 */
import { truncate } from '../text.ts';
import type { State } from './state.ts';

/** People get it: approvals from before are void, and the first reason stays. */
export function handOver(state: State, because: string): State {
  if (state.rules < 2) return state;
  const { withPeople = truncate(because) } = state;
  return { ...state, approval: null, withPeople };
}

/**
 * A first triage, or a first control, begins the finding anew: what handed it over was that nobody knew owner, policies
 * or a control. Not when a person has decided or stopped something since.
 */
export function beginAnew(state: State): State {
  const { withPeople, ...anew } = state;
  const decided = state.acted === true || state.held;
  return decided || withPeople === undefined ? state : anew;
}

/** Why no machine and no single person may write the plan; null where they may. */
export function keptByPeople({ withPeople, approval, plan }: State): string | null {
  if (withPeople === undefined) return null;
  // Approvals from before people had it are void, so two of them approved this one.
  if (approval !== null && approval.planHash === plan?.hash) return null;
  return `people have it, because ${withPeople}`;
}
