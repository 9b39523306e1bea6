import { DefaultLogger, Worker } from '@temporalio/worker';
import type { NativeConnection, WorkerInterceptors, WorkerOptions } from '@temporalio/worker';

import { TASK_QUEUES } from '../workflows/messages.ts';
import type { WorkerEnv } from './env.ts';
import { workflowBundle } from './workflow-bundle.ts';

/** The roles that have activities; prevention gets its own with prevention. A process loads only its own roles. */
const ROLES = {
  orchestrator: async () => (await import('./orchestrator.ts')).orchestrator,
  runtime: async () => (await import('./runtime.ts')).runtime,
  closer: async () => (await import('./closer.ts')).closer,
  code: async () => (await import('./code.ts')).code,
  audit: async () => (await import('./audit.ts')).audit,
} as const;
export type Role = keyof typeof ROLES;
/** Started without a name. The code worker needs a model and a Git host, which not every installation has. */
export const USUAL_ROLES: readonly Role[] = ['orchestrator', 'runtime', 'closer', 'audit'];
export const ROLE_NAMES: readonly Role[] = ['orchestrator', 'runtime', 'closer', 'code', 'audit'];

/** The others only run activities. The audit runs its workflow itself, so that it needs no worker that it is to check. */
const RUN_WORKFLOWS: readonly Role[] = ['orchestrator', 'audit'];

/** A heartbeat's answer tells an activity that it was cancelled; with the default of 16 s that comes after the write. */
export const HEARTBEATS = { maxHeartbeatThrottleInterval: '1s' } as const;

export interface WorkerParts {
  readonly role: Role;
  readonly env: WorkerEnv;
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly interceptors?: WorkerInterceptors;
}

/** A worker of one role on its own queue, with the activities that its AWS principal may do. */
export async function createWorker(parts: WorkerParts): Promise<Worker> {
  const { role, env, connection, namespace, interceptors = {} } = parts;
  const activitiesOf = await ROLES[role]();
  const options: WorkerOptions = {
    connection,
    namespace,
    interceptors,
    taskQueue: TASK_QUEUES[role],
    activities: await activitiesOf(env, namespace),
    shutdownGraceTime: '30s',
    ...HEARTBEATS,
    ...versioning(env),
  };
  if (!RUN_WORKFLOWS.includes(role)) return await Worker.create(options);
  const bundle = await workflowBundle(new DefaultLogger('WARN'), env.bundleCacheDir);
  return await Worker.create({ ...options, workflowBundle: bundle });
}

/** AUTO_UPGRADE: a year-long sleeper wakes on today's code, guarded by replay tests and `patched`. */
function versioning({ deployment }: WorkerEnv): Pick<WorkerOptions, 'workerDeploymentOptions'> {
  if (deployment === null) return {};
  const { name: deploymentName, buildId } = deployment;
  return {
    workerDeploymentOptions: {
      version: { deploymentName, buildId },
      useWorkerVersioning: true,
      defaultVersioningBehavior: 'AUTO_UPGRADE',
    },
  };
}
