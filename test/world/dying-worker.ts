/**
 * A worker that kills itself (SIGKILL, nothing finishes) at one activity boundary: `dying-worker.ts ROLE ACTIVITY
 * before|after`. `before`: the activity was taken and has done nothing. `after`: it has done everything, and its
 * answer never reaches Temporal.
 */
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection } from '@temporalio/worker';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';

import { createWorker, ROLE_NAMES } from '../../workers/create.ts';
import { readEnv } from '../../workers/env.ts';

const [roleName, activity, moment] = process.argv.slice(2);
const role = ROLE_NAMES.find((name) => name === roleName);
if (role === undefined || activity === undefined) throw new Error('ROLE ACTIVITY before|after');

const dying: ActivityInterceptorsFactory = (context) => ({
  inbound: {
    async execute(input, next) {
      const here = context.info.activityType === activity;
      if (here && moment === 'before') await die();
      const result = await next(input);
      if (here) await die();
      return result;
    },
  },
});

const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
const connection = await NativeConnection.connect(connectionOptions);
const interceptors = { activity: [dying] };
const worker = await createWorker({
  role,
  env: readEnv(process.env),
  connection,
  namespace,
  interceptors,
});
process.stderr.write('{"message":"ready"}\n');
await worker.run();

/** Never returns: the signal ends the process before the promise could. */
async function die(): Promise<void> {
  process.kill(process.pid, 'SIGKILL');
  await new Promise(() => {});
}
