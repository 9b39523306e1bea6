/** A Temporal server, a worker for every queue, and the two calls that tests make of a lifecycle. */
import { randomUUID } from 'node:crypto';

import type { WorkflowHandle } from '@temporalio/client';
import type { defineSearchAttributeKey } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, makeTelemetryFilterString, Runtime, Worker } from '@temporalio/worker';

import type { Decision } from '../../domain/decision.ts';
import type { Observation, Problem } from '../../domain/finding.ts';
import { SCHEMA } from '../../domain/lifecycle/state.ts';
import { bundleCacheDir } from '../../sandbox/tools/cache.ts';
import { temporalCli, testServer } from '../../sandbox/tools/index.ts';
import { workflowBundle } from '../../workers/workflow-bundle.ts';
import type {
  AuditActivities,
  CloserActivities,
  CodeActivities,
  OrchestratorActivities,
  RuntimeActivities,
} from '../../workflows/activity-types.ts';
import type { FindingLifecycle } from '../../workflows/finding-lifecycle.ts';
import {
  FINDING_LIFECYCLE,
  observed,
  SEARCH_ATTRIBUTES,
  TASK_QUEUES,
} from '../../workflows/messages.ts';
import { decision } from '../builders/decision.ts';
import { observation } from '../builders/finding.ts';
import { problem } from '../builders/problem.ts';
import { sharedWorker } from './shared-workers.ts';

export type Lifecycle = WorkflowHandle<typeof FindingLifecycle>;
export type Activities = OrchestratorActivities & RuntimeActivities & CloserActivities;

/** The time-skipping server, for waits and deadlines. One workflow at a time. */
export async function timeSkipping(): Promise<TestWorkflowEnvironment> {
  quiet();
  const path = await testServer();
  const env = await startTimeSkipping(path);
  const types = Object.values(SEARCH_ATTRIBUTES).map((key) => [key.name, indexedType(key.type)]);
  await env.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: Object.fromEntries(types),
  });
  return env;
}

/** The SDK gives a server five seconds to start, which Java may need on a busy machine: four tries. */
async function startTimeSkipping(path: string, triesLeft = 3): Promise<TestWorkflowEnvironment> {
  try {
    return await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path } },
      plugins: [RARE_PINGS],
    });
  } catch (error) {
    const slow = error instanceof Error && error.message.includes('did not start within');
    if (!slow || triesLeft === 0) throw error;
    return await startTimeSkipping(path, triesLeft - 1);
  }
}

/** The Java server drops connections with frequent pings, and a running sleep with them. */
const RARE_PINGS = {
  name: 'rare-pings',
  configureConnection: <T extends object>(options: T) => ({
    ...options,
    channelArgs: { 'grpc.keepalive_time_ms': 3_600_000 },
  }),
};

/** The dev server: search attributes, updates, races. Real time. In memory, or with its database in a file. */
export async function devServer(dbFilename?: string): Promise<TestWorkflowEnvironment> {
  quiet();
  const path = await temporalCli();
  const searchAttributes = Object.values(SEARCH_ATTRIBUTES);
  const inFile = dbFilename === undefined ? {} : { dbFilename };
  const extraArgs = [...NO_BANNER, ...(dbFilename === undefined ? [] : NO_FSYNC)];
  return await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'existing-path', path }, searchAttributes, ...inFile, extraArgs },
  });
}

/** The banner would appear in the output of `npm run bench -- --json`. */
const NO_BANNER = ['--output', 'none'];

/** A test's database need not survive a power cut. */
const NO_FSYNC = ['journal_mode=WAL', 'synchronous=OFF'].flatMap((pragma) => [
  '--sqlite-pragma',
  pragma,
]);

/** Starting a thread for the workflow code of each test costs half a second. The world's workers use threads. */
export const ON_MAIN_THREAD = { debugMode: true };

/** Runs `test` while the workers of the usual queues, which all tests of this server share, have these activities. */
export async function withWorkers<T>(
  env: TestWorkflowEnvironment,
  activities: Activities,
  test: () => Promise<T>,
): Promise<T> {
  const code = { workflowBundle: await bundle(), ...ON_MAIN_THREAD };
  const orchestrator = await sharedWorker(env, { ...code, taskQueue: TASK_QUEUES.orchestrator });
  const runtime = await sharedWorker(env, { taskQueue: TASK_QUEUES.runtime });
  const closer = await sharedWorker(env, { taskQueue: TASK_QUEUES.closer });
  return await orchestrator.use(activities, () =>
    runtime.use(activities, () => closer.use(activities, test)),
  );
}

/** The same with a worker of the code queue, which other tests of this server do not have. */
export async function withCodeWorker<T>(
  env: TestWorkflowEnvironment,
  { usual, code }: { readonly usual: Activities; readonly code: CodeActivities },
  test: () => Promise<T>,
): Promise<T> {
  const { nativeConnection: connection } = env;
  const taskQueue = TASK_QUEUES.code;
  const worker = await Worker.create({ connection, activities: { ...code }, taskQueue });
  return await withWorkers(env, usual, async () => await worker.runUntil(test()));
}

/** The same with a worker of the audit queue, which runs its workflow itself. */
export async function withAuditWorker<T>(
  env: TestWorkflowEnvironment,
  { usual, audit }: { readonly usual: Activities; readonly audit: AuditActivities },
  test: () => Promise<T>,
): Promise<T> {
  const code = { workflowBundle: await bundle(), ...ON_MAIN_THREAD };
  const worker = await sharedWorker(env, { ...code, taskQueue: TASK_QUEUES.audit });
  return await worker.use(audit, () => withWorkers(env, usual, test));
}

/** As the starter does it: signal with start. */
export async function report(
  env: TestWorkflowEnvironment,
  changes: Partial<Observation> = {},
  { id = `test-${randomUUID()}`, about = problem }: { id?: string; about?: Problem } = {},
): Promise<Lifecycle> {
  await env.client.workflow.signalWithStart<typeof FindingLifecycle, [Observation]>(
    FINDING_LIFECYCLE,
    {
      workflowId: id,
      taskQueue: TASK_QUEUES.orchestrator,
      args: [{ schema: SCHEMA, problem: about }],
      signal: observed,
      signalArgs: [observation(changes)],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
    },
  );
  return env.client.workflow.getHandle<typeof FindingLifecycle>(id);
}

/** A decision about this lifecycle, as a person at the CLI sends it. */
export function decisionFor({ workflowId }: Lifecycle, changes: Partial<Decision> = {}): Decision {
  return decision({ finding: workflowId, ...changes });
}

/**
 * The production bundle, made once for all test processes. Its source map is left out: each worker would parse it, and
 * look up the place of each promise in it.
 */
export const bundle = once(async () => {
  const { code } = await workflowBundle(new DefaultLogger('WARN'), bundleCacheDir());
  const [script = ''] = code.split('//# sourceMappingURL=data:');
  const map = { version: 3, file: 'workflow-bundle.js', sources: [], names: [], mappings: '' };
  const encoded = Buffer.from(JSON.stringify(map)).toString('base64');
  return { code: `${script}//# sourceMappingURL=data:application/json;base64,${encoded}` };
});

export const quiet = once(() => {
  const filter = makeTelemetryFilterString({ core: 'ERROR' });
  const telemetryOptions = { logging: { filter, forward: {} } };
  Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions });
});

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

/** https://github.com/temporalio/api, IndexedValueType. */
function indexedType(type: ReturnType<typeof defineSearchAttributeKey>['type']): number {
  const types = { TEXT: 1, KEYWORD: 2, INT: 3, DOUBLE: 4, BOOL: 5, DATETIME: 6, KEYWORD_LIST: 7 };
  return types[type];
}
