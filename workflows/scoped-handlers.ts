/** The updates of a scoped exception: handlers only change the state. */
import { setHandler } from '@temporalio/workflow';

import type { Answer } from '../domain/decision.ts';
import { scopedRefusal } from '../domain/scoped-exception/decisions.ts';
import type { ScopedEvent } from '../domain/scoped-exception/machine.ts';
import type { ScopedDecision, ScopedState } from '../domain/scoped-exception/state.ts';
import { scopedRow } from '../domain/scoped-exception/story.ts';
import { refuse } from './handlers.ts';
import { isScopedDecision } from './message-shapes.ts';
import * as messages from './messages.ts';

/** What the handlers need of the running exception. */
export interface ScopedListener {
  readonly state: () => ScopedState;
  readonly apply: (event: ScopedEvent) => void;
}

const UPDATES = [
  ['ask', messages.askScoped],
  ['confirm', messages.confirmScoped],
  ['extend', messages.extendScoped],
  ['revoke', messages.revokeScoped],
] as const;

/** A repeated message changes nothing and gets the recorded answer. */
export function registerScopedHandlers({ state, apply }: ScopedListener): void {
  for (const [kind, update] of UPDATES) {
    const validator = (decision: ScopedDecision) => {
      if (!isScopedDecision(decision) || decision.decision !== kind)
        refuse({ type: 'InvalidMessage', message: `This is not a valid ${kind}.` });
      if (state().handled.includes(decision.id)) return;
      const refused = scopedRefusal(state(), decision, Date.now());
      if (refused !== null) refuse(refused);
    };
    const handler = (decision: ScopedDecision): Answer => {
      const before = state().answers.find(({ id }) => id === decision.id);
      if (before !== undefined) return before.answer;
      apply({ type: 'decision', decision });
      const phase = state().phase.name;
      const text = `${kind} accepted; the exception is ${phase}`;
      const answer: Answer = { accepted: true, phase, episode: null, text };
      apply({ type: 'answered', id: decision.id, answer });
      return answer;
    };
    const description = `A person's decision: ${kind}. The answer comes before the work.`;
    setHandler(update, handler, { validator, description });
  }
  setHandler(messages.viewScoped, () => scopedRow(state()), {
    description: 'The exception as the ledger shows it.',
  });
}
