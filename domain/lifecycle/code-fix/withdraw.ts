/** Closes our pull request when the finding does not need it any more. */
import type { State } from '../state.ts';
import { transition } from '../story.ts';

/** Before CLOSE and SUPPRESS an open pull request of ours is closed. */
export function withdrawIfOpen(state: State, now: number): State {
  const { phase, code } = state;
  // A proposal that failed may have left a branch, which is removed too.
  if (code === undefined || (code.stands !== 'open' && code.left === undefined)) return state;
  if (phase.name !== 'CLOSE' && phase.name !== 'SUPPRESS') return state;
  const text =
    phase.name === 'CLOSE' ? `the finding is closed (${phase.reason})` : 'the risk was accepted';
  const withdraw = { name: 'WITHDRAW_FIX', reason: text, onward: phase } as const;
  return transition(state, withdraw, { kind: 'withdrawing', text }, now);
}

export function onWithdrawn(state: State, text: string, now: number): State {
  const { phase, code } = state;
  if (phase.name !== 'WITHDRAW_FIX' || code === undefined) return state;
  const { left: _removed, ...rest } = code;
  const stands = code.stands === 'open' ? 'ended' : code.stands;
  const withdrawn = { ...state, code: { ...rest, stands } } as const;
  return transition(withdrawn, phase.onward, { kind: 'withdrawn', text }, now);
}
