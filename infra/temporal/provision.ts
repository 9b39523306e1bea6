/**
 * `node infra/temporal/provision.ts [--check] [--wait SECONDS]`: makes the namespace of any Temporal server ready for
 * Closeloop, or with --check only says what differs. Safe to run again and again. Exit 0 ready, 1 differs or failed.
 * Which server: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE and the other settings of `@temporalio/envconfig`.
 */
import { parseArgs } from 'node:util';

import { loadClientConnectConfig } from '@temporalio/envconfig';

import { provision } from './apply.ts';
import { explain } from './explain.ts';
import { waitForServer } from './wait-for-server.ts';

const DEFAULT_WAIT_SECONDS = 120;

// At once: a channel to something that accepts connections but never answers would keep the process from ending.
if (import.meta.main) process.exit(await main(process.argv.slice(2)));

async function main(args: string[]): Promise<number> {
  try {
    const { check, waitMs } = readOptions(args);
    const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
    const connection = await waitForServer(connectionOptions, waitMs);
    try {
      return (await provision({ connection, namespace, check, say: console.log })) ? 0 : 1;
    } finally {
      await connection.close();
    }
  } catch (error) {
    console.error(explain(error));
    return 1;
  }
}

function readOptions(args: string[]): { check: boolean; waitMs: number } {
  const options = { check: { type: 'boolean' }, wait: { type: 'string' } } as const;
  const { values } = parseArgs({ args, options });
  const seconds = Number(values.wait ?? DEFAULT_WAIT_SECONDS);
  if (!Number.isFinite(seconds) || seconds <= 0)
    throw new Error(`--wait takes seconds above 0, not ${values.wait}`);
  return { check: values.check ?? false, waitMs: seconds * 1000 };
}
