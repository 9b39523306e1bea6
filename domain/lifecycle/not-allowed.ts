import type { Refusal } from '../decision.ts';
import type { LifecycleState } from './state.ts';

/** `what` completes the sentence "nobody can …". */
export function notAllowed(state: LifecycleState, what: string): Refusal {
  return { type: 'NotAllowedInState', message: `In ${state.phase.name} nobody can ${what}.` };
}
