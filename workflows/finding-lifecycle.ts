import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  makeContinueAsNewFunc,
  patched,
  workflowInfo,
} from '@temporalio/workflow';

import type { Observation } from '../domain/finding.ts';
import type { LifecycleEvent } from '../domain/lifecycle/events.ts';
import { waitsFor } from '../domain/lifecycle/ledger-row.ts';
import { begin, next } from '../domain/lifecycle/machine.ts';
import { migrate } from '../domain/lifecycle/migrate.ts';
import { FIRST_RULES, reduceByTodaysRules } from '../domain/lifecycle/rules.ts';
import { SCHEMA } from '../domain/lifecycle/state.ts';
import type { State } from '../domain/lifecycle/state.ts';
import { registerHandlers } from './handlers.ts';
import type { RunningLifecycle } from './handlers.ts';
import type { LifecycleInput, LifecycleResult } from './messages.ts';
import { PATCH_OF_RULES, PATCHES } from './patches.ts';
import { runStage } from './stages/run-stage.ts';
import { showState } from './visibility.ts';
import { waitForStep, wantsNewRun } from './wait.ts';

/**
 * One episode of one problem, from the first report to its destiny. The state machine in `domain/lifecycle/machine.ts`
 * decides; this function receives messages, runs activities and waits.
 */
export async function FindingLifecycle(input: LifecycleInput): Promise<LifecycleResult> {
  const lifecycle = start(input);
  registerHandlers(lifecycle);
  onCancellationRequested(lifecycle);
  return await CancellationScope.nonCancellable(() => runLoop(lifecycle, input));
}

async function runLoop(
  lifecycle: RunningLifecycle,
  input: LifecycleInput,
): Promise<LifecycleResult> {
  await waitForFirstReport(lifecycle);
  let { shown = '' } = input;
  let worked = false;
  for (;;) {
    const state = lifecycle.required();
    shown = showState(state, shown);
    const step = next(state);
    if (step.do === 'end') {
      await condition(allHandlersFinished);
      return await finish(lifecycle.required());
    }
    if (step.do === 'wait') {
      if (wantsNewRun(step.until, worked)) await continueInNewRun(lifecycle, shown);
      const passed = await waitForStep(step, () => next(lifecycle.required()), waitsFor(state));
      if (passed) lifecycle.apply({ type: 'deadline' });
    } else {
      const calledOff = () => lifecycle.required().calledOff !== null;
      for (const event of await runStage(step.do, state, calledOff)) lifecycle.apply(event);
      worked = true;
    }
  }
}

/** A run that was started without a report fails, instead of waiting for ever. */
async function waitForFirstReport({ state }: RunningLifecycle): Promise<void> {
  if (state() !== null || (await condition(() => state() !== null, '10 minutes'))) return;
  const message = 'started without a report: use signalWithStart with the signal `observed`';
  throw ApplicationFailure.nonRetryable(message, 'InvalidInput');
}

/**
 * "Request Cancellation" in the Web UI has the effect of the update `cancel`: no further automatic step, people
 * decide. The lifecycle does not end, because nobody would follow the finding then.
 */
function onCancellationRequested({ state, apply }: RunningLifecycle): void {
  CancellationScope.current().cancelRequested.catch(() => {
    if (state() === null) return;
    const why = 'cancellation requested';
    apply({ type: 'cancel', command: { id: 'temporal-cancellation', actor: 'Temporal', why } });
  });
}

/** The marker in the history: these rules from here on. It is asked for only where people have a say. */
function mayFollow(rules: number): boolean {
  const patch = PATCH_OF_RULES[rules];
  if (patch === undefined) throw new Error(`rules ${rules} have no patch in workflows/patches.ts`);
  return patched(patch);
}

/** The marker from which on a check makes an unstored plan again. It is asked for only where one waits. */
function mayAskAgain(): boolean {
  return patched(PATCHES.waitingPlans);
}

/** Holds the state: the only mutable variable of a lifecycle. */
function start(input: LifecycleInput): RunningLifecycle {
  const { workflowId, runId: opener } = workflowInfo();
  const opening = { problem: input.problem, workflowId, opener, rules: FIRST_RULES };
  let current = input.carried === undefined ? null : migrate(input.schema, input.carried);
  const required = () => {
    if (current !== null) return current;
    throw ApplicationFailure.nonRetryable('No report has arrived yet.', 'NotAllowedInState');
  };
  const apply = (event: LifecycleEvent) => {
    const asks = { now: Date.now(), mayFollow, mayAskAgain };
    current = reduceByTodaysRules(required(), event, asks);
  };
  const observe = (observation: Observation) => {
    if (current === null) current = begin(opening, observation, Date.now());
    else apply({ type: 'observed', observation });
  };
  // Before any handler is set, because these reports arrived first, while the last episode closed.
  for (const late of input.late ?? []) observe(late);
  return { state: () => current, required, apply, observe };
}

async function continueInNewRun({ required }: RunningLifecycle, shown: string): Promise<never> {
  await condition(allHandlersFinished);
  const carried = required();
  return await newRun({ schema: SCHEMA, problem: carried.problem, carried, shown });
}

/** The result of the run; if reports arrived while it closed, the next episode begins instead. */
async function finish(state: State): Promise<LifecycleResult> {
  const { problem } = state;
  if (state.late.length > 0) return await newRun({ schema: SCHEMA, problem, late: state.late });
  if (state.phase.name !== 'CLOSED') throw new Error(`ended in ${state.phase.name}`);
  const { destiny, reason } = state.phase;
  const { episode, verification } = state;
  return { destiny, reason, episode, verificationId: verification?.id ?? null };
}

async function newRun(input: LifecycleInput): Promise<never> {
  return await makeContinueAsNewFunc<typeof FindingLifecycle>()(input);
}
