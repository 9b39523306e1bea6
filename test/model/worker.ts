/** A worker for the time-skipping server, which cannot list search attributes: `workers/main.ts` without that look. */
import { Context } from '@temporalio/activity';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection } from '@temporalio/worker';

import { activityClock } from '../../activities/clock.ts';
import { createWorker, ROLE_NAMES } from '../../workers/create.ts';
import { readEnv } from '../../workers/env.ts';

const role = ROLE_NAMES.find((name) => name === process.argv[2]);
if (role === undefined) throw new Error(`expected one of ${ROLE_NAMES.join(', ')}`);
if (role === 'closer') Object.assign(activityClock, { now: serverNow });
const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
const connection = await NativeConnection.connect(connectionOptions);
const worker = await createWorker({ role, env: readEnv(process.env), connection, namespace });
process.stderr.write('{"message":"ready"}\n');
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => worker.shutdown());
}
await worker.run();

/** The closer measures an acceptance from the moment that it checked it, which here is the server's time. */
function serverNow(): Date {
  return new Date(Context.current().info.currentAttemptScheduledTimestampMs);
}
