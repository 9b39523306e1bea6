import {
  allHandlersFinished,
  CancellationScope,
  condition,
  makeContinueAsNewFunc,
  setCurrentDetails,
  workflowInfo,
} from '@temporalio/workflow';

import { beginScoped, nextScoped, reduceScoped } from '../domain/scoped-exception/machine.ts';
import type { ScopedEvent, ScopedWork } from '../domain/scoped-exception/machine.ts';
import { SCOPED_SCHEMA } from '../domain/scoped-exception/state.ts';
import type { ScopedState } from '../domain/scoped-exception/state.ts';
import { scopedRow, scopedWaitsFor } from '../domain/scoped-exception/story.ts';
import * as activities from './activity-options.ts';
import type { ScopedInput } from './messages.ts';
import { registerScopedHandlers } from './scoped-handlers.ts';
import type { ScopedListener } from './scoped-handlers.ts';
import { failureInWords } from './stages/run-stage.ts';
import { waitForStep, wantsNewRun } from './wait.ts';

/**
 * A scoped exception, from its request to its end. The state machine in `domain/scoped-exception/machine.ts` decides.
 * Cancelling the workflow has no effect: an exception ends by being revoked or at its date.
 */
export async function ScopedException(input: ScopedInput): Promise<{ readonly how: string }> {
  let state = start(input);
  const apply = (event: ScopedEvent) => {
    state = reduceScoped(state, event, Date.now());
  };
  registerScopedHandlers({ state: () => state, apply });
  return await CancellationScope.nonCancellable(() => runLoop({ state: () => state, apply }));
}

function start({ schema, scope, carried }: ScopedInput): ScopedState {
  if (schema !== SCOPED_SCHEMA) {
    throw new Error(
      `This worker reads exception schema ${SCOPED_SCHEMA}; the run carries schema ${schema}. Deploy the newer worker.`,
    );
  }
  const { workflowId: id, runId: opener } = workflowInfo();
  return carried ?? beginScoped({ id, scope, opener }, Date.now());
}

async function runLoop({ state, apply }: ScopedListener): Promise<{ readonly how: string }> {
  let worked = false;
  for (;;) {
    setCurrentDetails(scopedWaitsFor(state()));
    const step = nextScoped(state());
    if (step.do === 'end') {
      await condition(allHandlersFinished);
      const { phase } = state();
      // Another update may have arrived while handlers finished.
      if (nextScoped(state()).do === 'end' && phase.name === 'ENDED') return { how: phase.how };
    } else if (step.do === 'wait') {
      if (wantsNewRun(step.until, worked)) await continueInNewRun(state);
      const passed = await waitForStep(step, () => nextScoped(state()), scopedWaitsFor(state()));
      if (passed) apply({ type: 'deadline' });
    } else {
      apply(await runStep(step.do, state()));
      worked = true;
    }
  }
}

async function continueInNewRun(state: () => ScopedState): Promise<never> {
  await condition(allHandlersFinished);
  const carried = state();
  const input = { schema: SCOPED_SCHEMA, scope: carried.scope, carried };
  return await makeContinueAsNewFunc<typeof ScopedException>()(input);
}

/** Runs one activity and answers its event. Never throws. */
async function runStep(step: ScopedWork, state: ScopedState): Promise<ScopedEvent> {
  try {
    return await STEPS[step](state);
  } catch (error) {
    return { type: 'failed', work: step, failure: failureInWords(error) };
  }
}

const STEPS: Readonly<Record<ScopedWork, (state: ScopedState) => Promise<ScopedEvent>>> = {
  checkScopedDecision: async ({ id: exception, pending: decision, request, grant }) => {
    if (decision === null) throw new Error('no decision to check');
    const input = { exception, decision, request, grant };
    const check = await activities.checkScopedDecision(input);
    return { type: 'checked', id: decision.id, check };
  },
  recordException: async (state) => {
    const { id: exception, opener, unwritten: entries, seq } = state;
    await activities.recordException({ exception, opener, row: scopedRow(state), entries });
    return { type: 'recorded', seq };
  },
  wakeCovered: async ({ id: exception, scope, wake }) => {
    const because = wake ?? '';
    await activities.wakeCovered({ exception, scope, because });
    return { type: 'woken', because };
  },
};
