/** Lends its hands to sleepers, ours and bare ones, in a process of its own: `node sleeper-worker.ts ADDRESS`. */
import { fileURLToPath } from 'node:url';

import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';

import { TASK_QUEUES } from '../../workflows/messages.ts';
import { quiet } from '../workflows/environment.ts';
import { fakeActivities, fakeWorld } from '../workflows/fake-activities.ts';
import { BARE_QUEUE } from './bare-queue.ts';

quiet();
const connection = await NativeConnection.connect({ address: process.argv[2] ?? '' });
const bundle = async (script: string) =>
  await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL(script, import.meta.url)),
    logger: new DefaultLogger('WARN'),
  });
// Whoever wakes finds the bucket fixed by others.
const activities = fakeActivities(fakeWorld({ bucket: 'fixed' }));
const workers = [
  await Worker.create({
    connection,
    taskQueue: TASK_QUEUES.orchestrator,
    workflowBundle: await bundle('../../workflows/index.ts'),
    activities,
  }),
  await Worker.create({ connection, taskQueue: TASK_QUEUES.closer, activities }),
  await Worker.create({
    connection,
    taskQueue: BARE_QUEUE,
    workflowBundle: await bundle('bare-workflow.ts'),
  }),
];
const running = workers.map((worker) => worker.run());
process.on('message', () => process.send?.(process.memoryUsage.rss()));
process.once('SIGTERM', () => workers.forEach((worker) => worker.shutdown()));
process.send?.('ready');
await Promise.all(running);
process.exit(0);
