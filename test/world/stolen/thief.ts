/** A thief with the keys of one principal, who may also write to the Temporal namespace. */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';

import { Client, Connection, WorkflowFailedError } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import { ActivityFailure, ApplicationFailure, defaultPayloadConverter } from '@temporalio/common';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';

import type { World } from '../../../sandbox/world.ts';
import { TASK_QUEUES } from '../../../workflows/messages.ts';
import type { WorkerRole } from '../../../workflows/messages.ts';
import { quiet } from '../../workflows/environment.ts';
import type { Thief as ThiefWorkflow } from './thief-workflow.ts';

export interface ThiefInTemporal {
  readonly client: Client;
  /** Runs one activity on a worker of that role, as its workflows do; answers its result or why it failed, in words. */
  run(role: WorkerRole, activity: string, input: readonly unknown[]): Promise<string>;
  /** The inputs of all activities of that name that a workflow id ever scheduled, those of the newest run first. */
  inputs(workflowId: string, activity: string): Promise<readonly unknown[]>;
  stop(): Promise<void>;
}

const QUEUE = 'thief';

/** Starts a worker of the thief's own: the namespace runs workflows of whoever polls it. */
export async function startThief({ temporal }: World): Promise<ThiefInTemporal> {
  quiet();
  const { address, namespace } = temporal;
  const [connection, native] = await Promise.all([
    Connection.connect({ address }),
    NativeConnection.connect({ address }),
  ]);
  const client = new Client({ connection, namespace });
  const workflowsPath = fileURLToPath(new URL('thief-workflow.ts', import.meta.url));
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath,
    logger: new DefaultLogger('ERROR'),
  });
  const worker = await Worker.create({
    connection: native,
    namespace,
    taskQueue: QUEUE,
    workflowBundle,
  });
  const running = worker.run();
  return {
    client,
    run: async (role, activity, input) => {
      const options = { taskQueue: QUEUE, workflowId: `thief-${randomUUID()}` };
      const args: Parameters<typeof ThiefWorkflow> = [TASK_QUEUES[role], activity, input];
      try {
        const answer: unknown = await client.workflow.execute('Thief', { ...options, args });
        return JSON.stringify(answer ?? null);
      } catch (error) {
        return refusalOf(error);
      }
    },
    inputs: async (workflowId, activity) => {
      const found: unknown[] = [];
      const runs = client.workflow.list({ query: `WorkflowId = "${workflowId}"` });
      for await (const { runId } of runs) {
        const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
        found.push(...(events ?? []).flatMap((event) => inputOf(event, activity)));
      }
      return found;
    },
    stop: async () => {
      worker.shutdown();
      await running;
      await Promise.all([connection.close(), native.close()]);
    },
  };
}

type HistoryEvent = NonNullable<
  Awaited<ReturnType<WorkflowHandle['fetchHistory']>>['events']
>[number];

function inputOf(
  { activityTaskScheduledEventAttributes: scheduled }: HistoryEvent,
  activity: string,
): readonly unknown[] {
  if (scheduled?.activityType?.name !== activity) return [];
  const [first] = scheduled.input?.payloads ?? [];
  return first === undefined ? [] : [defaultPayloadConverter.fromPayload<unknown>(first)];
}

/** Only an activity that said no is expected; everything else fails the test. */
function refusalOf(error: unknown): string {
  if (!(error instanceof WorkflowFailedError) || !(error.cause instanceof ActivityFailure))
    throw error;
  const { cause } = error.cause;
  if (!(cause instanceof ApplicationFailure)) throw error;
  return `failed: ${cause.type}: ${cause.message}`;
}
