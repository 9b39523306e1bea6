/** What nothing waits for any more is not left open on the Git host. */
import type { LifecycleState } from '../state.ts';
import { transition } from '../story.ts';

/** An ending while our pull request is open: it is withdrawn first. */
export function withdrawIfOpen(state: LifecycleState, now: number): LifecycleState {
  const { phase, code } = state;
  // What a proposal left that came to nothing is looked for once.
  if (code === undefined || (code.stands !== 'open' && code.left === undefined)) return state;
  if (phase.name !== 'CLOSE' && phase.name !== 'SUPPRESS') return state;
  const text =
    phase.name === 'CLOSE' ? `the finding is over (${phase.reason})` : 'the risk was accepted';
  const telling = { kind: 'withdrawing', text } as const;
  return transition(state, { name: 'WITHDRAW_FIX', reason: text, onward: phase }, telling, now);
}

export function onWithdrawn(state: LifecycleState, text: string, now: number): LifecycleState {
  const { phase, code } = state;
  if (phase.name !== 'WITHDRAW_FIX' || code === undefined) return state;
  const { left: _looked, ...rest } = code;
  const stands = code.stands === 'open' ? 'ended' : code.stands;
  return transition(
    { ...state, code: { ...rest, stands } },
    phase.onward,
    { kind: 'withdrawn', text },
    now,
  );
}
