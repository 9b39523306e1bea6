/** `node workers/main.ts [orchestrator] [runtime]`: one process, one or more roles, each on its own queue. */
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { WorkerOptions } from '@temporalio/worker';
import { TASK_QUEUES } from '../workflows/messages.ts';
import type { WorkerRole } from '../workflows/messages.ts';
import { orchestrator } from './orchestrator.ts';
import { readEnv } from './env.ts';
import type { WorkerEnv } from './env.ts';
import { runtime } from './runtime.ts';
import { describeDifferences, missingSearchAttributes } from './search-attributes.ts';
import { workflowBundle } from './workflow-bundle.ts';

/** The roles that have activities; code and prevention get theirs with the code path and prevention. */
const ROLES = { orchestrator, runtime } as const;
type Role = keyof typeof ROLES & WorkerRole;

const logger = new DefaultLogger('INFO', ({ level, timestampNanos, message, meta }) => {
  const at = new Date(Number(timestampNanos / 1_000_000n)).toISOString();
  const { error, ...rest } = meta ?? {};
  const line = { at, level, message, ...rest, ...(error === undefined ? {} : { error: String(error) }) };
  process.stderr.write(`${JSON.stringify(line)}\n`);
});

try {
  Runtime.install({ logger, shutdownSignals: ['SIGINT', 'SIGTERM'] });
  await run(roles(process.argv.slice(2)), readEnv(process.env));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

function roles(names: readonly string[]): readonly Role[] {
  const unknown = names.filter((name) => !(name in ROLES));
  if (unknown.length > 0) {
    throw new Error(
      `Unknown worker role ${unknown.join(', ')}: expected one or more of ${Object.keys(ROLES).join(', ')}.`,
    );
  }
  const all = Object.keys(ROLES).filter((name): name is Role => name in ROLES);
  return names.length === 0 ? all : all.filter((role) => names.includes(role));
}

async function run(wanted: readonly Role[], env: WorkerEnv): Promise<void> {
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  const connection = await NativeConnection.connect(connectionOptions);
  try {
    const missing = await missingSearchAttributes(connection, namespace);
    if (missing.length > 0) throw new Error(describeDifferences(missing, namespace));
    const base = { connection, namespace, shutdownGraceTime: '30s', ...versioning(env) } as const;
    const workers = await Promise.all(wanted.map((role) => create(role, env, base)));
    process.stderr.write(`${JSON.stringify({ message: 'ready', roles: wanted, namespace })}\n`);
    await Promise.all(workers.map((worker) => worker.run()));
  } finally {
    await connection.close();
  }
}

async function create(
  role: Role,
  env: WorkerEnv,
  base: Omit<WorkerOptions, 'taskQueue'>,
): Promise<Worker> {
  const activities = await ROLES[role](env);
  const taskQueue = TASK_QUEUES[role];
  if (role !== 'orchestrator') return await Worker.create({ ...base, taskQueue, activities });
  const bundle = await workflowBundle(new DefaultLogger('WARN'));
  return await Worker.create({ ...base, taskQueue, activities, workflowBundle: bundle });
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
