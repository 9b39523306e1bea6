import { WorkflowNotFoundError } from '@temporalio/client';
import type { Client, Connection } from '@temporalio/client';

import type { Observation, Problem } from '../domain/finding.ts';
import { FINDING_LIFECYCLE, mapped, observed } from '../workflows/messages.ts';
import type { LifecycleInput, Mapping } from '../workflows/messages.ts';
import { reconnecting } from './reconnecting.ts';
import { startOptions } from './start-options.ts';

/** The starter's two ways to reach a lifecycle. Both work with every worker down. */
export interface Lifecycles {
  /** Starts the lifecycle or joins the open one: one billable action. */
  readonly report: (
    workflowId: string,
    problem: Problem,
    observation: Observation,
  ) => Promise<void>;
  /** As `report`, to a lifecycle that began before a control could read the problem. */
  readonly map: (workflowId: string, problem: Problem, observation: Observation) => Promise<void>;
  /** Tells an open lifecycle; false when there is none, which is no error: nothing was to be started. */
  readonly wake: (workflowId: string, observation: Observation) => Promise<boolean>;
  readonly close: () => Promise<void>;
}

type Lifecycle = (input: LifecycleInput) => Promise<unknown>;

export interface TemporalLink {
  readonly client: Client;
  readonly connection: Connection;
}

/** Starts the lifecycle of a problem with its report, or tells the open one: one billable action. */
export function reporting({ workflow }: Pick<Client, 'workflow'>): Lifecycles['report'] {
  return async (workflowId, problem, observation) => {
    const options = startOptions(workflowId, problem, observation);
    const signalArgs: [Observation] = [observation];
    const signal = { signal: observed, signalArgs };
    await workflow.signalWithStart<Lifecycle, [Observation]>(FINDING_LIFECYCLE, {
      ...options,
      ...signal,
    });
  };
}

/**
 * Lifecycles behind one lazy connection that is reused across invocations. A call has `deadlineMs`; a connection
 * that went dead while Lambda was frozen is replaced once and the call repeated, which is harmless.
 */
export function temporalLifecycles(connect: () => TemporalLink, deadlineMs = 3000): Lifecycles {
  const link = reconnecting(connect, deadlineMs);
  return {
    report: async (workflowId, problem, observation) => {
      await link.call(async (client) => await reporting(client)(workflowId, problem, observation));
    },
    map: async (workflowId, problem, observation) => {
      const options = startOptions(workflowId, problem, observation);
      const signalArgs: [Mapping] = [{ problem, observation }];
      await link.call(({ workflow }) =>
        workflow.signalWithStart<Lifecycle, [Mapping]>(FINDING_LIFECYCLE, {
          ...options,
          signal: mapped,
          signalArgs,
        }),
      );
    },
    wake: async (workflowId, observation) => {
      try {
        await link.call(async ({ workflow }) => {
          await workflow.getHandle(workflowId).signal(observed, observation);
        });
        return true;
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return false;
        throw error;
      }
    },
    close: link.close,
  };
}
