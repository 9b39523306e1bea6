/**
 * Workers that the tests of one server use one after the other, each with its own activities: to start a worker for
 * each test would compile the bundle each time, and cost half of what these tests cost.
 */
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { WorkerOptions } from '@temporalio/worker';

interface SharedWorker {
  /** Runs `test` while the worker's activities are these. Rejects where the worker fails. */
  readonly use: <T>(activities: object, test: () => Promise<T>) => Promise<T>;
  readonly stop: () => Promise<void>;
}

const started = new WeakMap<TestWorkflowEnvironment, Map<string, Promise<SharedWorker>>>();

/** The worker of this queue, started with the first call. */
export async function sharedWorker(
  env: TestWorkflowEnvironment,
  options: Omit<WorkerOptions, 'activities' | 'connection'>,
): Promise<SharedWorker> {
  const workers = started.get(env) ?? new Map<string, Promise<SharedWorker>>();
  started.set(env, workers);
  const queue = options.taskQueue;
  const worker = workers.get(queue) ?? startSharedWorker(env, options);
  workers.set(queue, worker);
  return await worker;
}

/** Stops the server and before it the workers that it has. */
export async function stop(env: TestWorkflowEnvironment): Promise<void> {
  const workers = Array.from(started.get(env)?.values() ?? []);
  await Promise.all(workers.map(async (worker) => (await worker).stop()));
  await env.teardown();
}

async function startSharedWorker(
  env: TestWorkflowEnvironment,
  options: Omit<WorkerOptions, 'activities' | 'connection'>,
): Promise<SharedWorker> {
  let current: Map<string, unknown> | null = null;
  /** The SDK calls `default` for every activity that is not registered by its name. */
  const called = async (...args: readonly unknown[]) => {
    const { activityType } = Context.current().info;
    const activity = current?.get(activityType);
    if (typeof activity === 'function') return await activity(...args);
    throw ApplicationFailure.retryable(`no test that runs has the activity ${activityType}`);
  };
  const connection = env.nativeConnection;
  const worker = await Worker.create({ ...options, connection, activities: { default: called } });
  const running = worker.run();
  const ended = running.then(() => {
    throw new Error(`the worker of ${options.taskQueue} ended before its test`);
  });
  ended.catch(() => 'whoever waits for a test or for the end hears it');
  return {
    use: async (activities, test) => {
      current = new Map(Object.entries(activities));
      try {
        return await Promise.race([ended, test()]);
      } finally {
        current = null;
      }
    },
    stop: async () => {
      worker.shutdown();
      await running;
    },
  };
}
