/** `node workers/main.ts [orchestrator] [runtime] [closer] [code] [audit]`: one process, one or more roles, each on its own queue. */
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';

import { readSecrets } from '../environment/secrets.ts';
import { createWorker, ROLE_NAMES, USUAL_ROLES } from './create.ts';
import type { Role } from './create.ts';
import { readEnv } from './env.ts';
import type { WorkerEnv } from './env.ts';
import { describeDifferences, missingSearchAttributes } from './search-attributes.ts';

const logger = new DefaultLogger('INFO', ({ level, timestampNanos, message, meta }) => {
  const at = new Date(Number(timestampNanos / 1_000_000n)).toISOString();
  const { error, ...rest } = meta ?? {};
  const cause = error === undefined ? {} : { error: String(error) };
  process.stderr.write(`${JSON.stringify({ at, level, message, ...rest, ...cause })}\n`);
});

try {
  Runtime.install({ logger, shutdownSignals: ['SIGINT', 'SIGTERM'] });
  await readSecrets('the worker', process.env);
  await run(rolesOf(process.argv.slice(2)), readEnv(process.env));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

function rolesOf(names: readonly string[]): readonly Role[] {
  const unknown = names.filter((name) => !ROLE_NAMES.some((role) => role === name));
  if (unknown.length > 0) {
    throw new Error(
      `Unknown worker role ${unknown.join(', ')}: expected one or more of ${ROLE_NAMES.join(', ')}.`,
    );
  }
  return names.length === 0 ? USUAL_ROLES : ROLE_NAMES.filter((role) => names.includes(role));
}

async function run(roles: readonly Role[], env: WorkerEnv): Promise<void> {
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  const connection = await NativeConnection.connect(connectionOptions);
  try {
    const missing = await missingSearchAttributes(connection, namespace);
    if (missing.length > 0) throw new Error(describeDifferences(missing, namespace));
    const parts = { env, connection, namespace };
    const workers = await Promise.all(roles.map((role) => createWorker({ role, ...parts })));
    process.stderr.write(`${JSON.stringify({ message: 'ready', roles, namespace })}\n`);
    await Promise.all(workers.map((worker) => worker.run()));
  } finally {
    await connection.close();
  }
}
