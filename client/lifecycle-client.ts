import type { Client, WorkflowClient } from '@temporalio/client';
import type { SignalDefinition } from '@temporalio/common';

import type { Observation, Problem } from '../domain/finding.ts';
import type { SwitchDecision, SwitchResult } from '../domain/kill-switch.ts';
import type { ScopedDecision, ScopedHint } from '../domain/scoped-exception/state.ts';
import * as messages from '../workflows/messages.ts';
import type { Imported, MergeHint } from '../workflows/messages.ts';
import type { LifecycleMessage, SendResult } from './messages.ts';
import { isRunning, signalOpen } from './open-run.ts';
import { sendResult } from './refusal.ts';
import { sendScopedUpdate } from './scoped-exceptions.ts';
import { sendSwitch } from './send-switch.ts';
import { sendUpdate } from './send-update.ts';
import { startOptions } from './start-options.ts';
import type { StartLifecycle } from './start-options.ts';

/** All messages to a lifecycle. The signals work while every worker is down; an update waits for its answer. */
export interface LifecycleClient {
  /** Starts the problem's lifecycle with its report, or signals the open one: one billable action. */
  readonly report: (id: string, problem: Problem, observation: Observation) => Promise<void>;
  /** As `report`, to a lifecycle that started before a control could verify the problem. */
  readonly map: (id: string, problem: Problem, observation: Observation) => Promise<void>;
  /** As `report`, with an imported acceptance, which counts only for a lifecycle that starts with it. */
  readonly importAccepted: (id: string, problem: Problem, imported: Imported) => Promise<void>;
  /** Signals the report to an open lifecycle; false when none is open. */
  readonly wake: (id: string, observation: Observation) => Promise<boolean>;
  /** Signals that a scoped exception changed; false when the lifecycle is not open. */
  readonly exceptionsChanged: (id: string, hint: ScopedHint) => Promise<boolean>;
  /** Signals that the pull request changed; false when the lifecycle is not open. */
  readonly mergeHint: (id: string, hint: MergeHint) => Promise<boolean>;
  readonly isRunning: (id: string) => Promise<boolean>;
  /** Sends a person's message as an update. */
  readonly send: (id: string, message: LifecycleMessage) => Promise<SendResult>;
  /** Sends a decision about a scoped exception; a request starts it. */
  readonly sendScoped: (decision: ScopedDecision) => Promise<SendResult>;
  /** Sends what a person signed about the kill switch; null: it is on its way, and nobody waited. */
  readonly changeSwitch: (decision: SwitchDecision, wait: boolean) => Promise<SwitchResult | null>;
}

/** Runs `work` with a connected client. Deadline, reconnecting and closing are its owner's. */
export type WithClient = <T>(work: (client: Client) => Promise<T>) => Promise<T>;

export function lifecycleClient(withClient: WithClient): LifecycleClient {
  const call: Call = async (work) => await withClient(async ({ workflow }) => await work(workflow));
  const start = async <Payload>(
    { id, problem, first }: Start,
    signal: SignalDefinition<[Payload]>,
    payload: Payload,
  ) => {
    const signalArgs: [Payload] = [payload];
    const options = { ...startOptions(id, problem, first), signal, signalArgs };
    await call(async (workflow) => {
      await workflow.signalWithStart<StartLifecycle, [Payload]>(
        messages.FINDING_LIFECYCLE,
        options,
      );
    });
  };
  return {
    report: async (id, problem, first) =>
      await start({ id, problem, first }, messages.observed, first),
    map: async (id, problem, first) =>
      await start({ id, problem, first }, messages.mapped, { problem, observation: first }),
    importAccepted: async (id, problem, imported) =>
      await start({ id, problem, first: imported.observation }, messages.imported, imported),
    wake: async (id, observation) =>
      await call((workflow) => signalOpen(workflow, id, messages.observed, observation)),
    exceptionsChanged: async (id, hint) =>
      await call((workflow) => signalOpen(workflow, id, messages.exceptionsChanged, hint)),
    mergeHint: async (id, hint) =>
      await call((workflow) => signalOpen(workflow, id, messages.mergeHint, hint)),
    isRunning: async (id) => await call((workflow) => isRunning(workflow, id)),
    send: async (id, message) =>
      await sendResult(() => call((workflow) => sendUpdate(workflow, id, message))),
    sendScoped: async (decision) =>
      await sendResult(() => call((workflow) => sendScopedUpdate(workflow, decision))),
    changeSwitch: async (decision, wait) =>
      await call((workflow) => sendSwitch(workflow, decision, wait)),
  };
}

type Call = <T>(work: (workflow: WorkflowClient) => Promise<T>) => Promise<T>;

interface Start {
  readonly id: string;
  readonly problem: Problem;
  readonly first: Observation;
}
