/** The connection to Temporal, as `@temporalio/envconfig` reads it: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TLS, API key, or a profile in its file. */
import type { Client, Connection } from '@temporalio/client';

import { CliError } from '../cli/cli-error.ts';
import { DOCTOR, TEMPORAL } from '../cli/explain-failure.ts';

/** How long a server that runs takes at most to answer; a person waits at the terminal. */
const CONNECT_TIMEOUT = '5 seconds';

export interface TemporalAddress {
  readonly address: string;
  readonly namespace: string;
}

/** Throws CliError `temporal` where the server cannot be reached. */
export async function openTemporal(): Promise<{ client: Client; connection: Connection }> {
  const { loadClientConnectConfig } = await import('@temporalio/envconfig');
  const temporal = await import('@temporalio/client');
  const { connectionOptions, namespace } = loadClientConnectConfig();
  const options = { ...connectionOptions, connectTimeout: CONNECT_TIMEOUT };
  const connection = await temporal.Connection.connect(options).catch(unreachable);
  const client = new temporal.Client({
    connection,
    ...(namespace === undefined ? {} : { namespace }),
  });
  return { client, connection };
}

async function unreachable(error: unknown): Promise<never> {
  const { address } = await temporalAddress();
  const why = error instanceof Error ? error.message : String(error);
  const message = `Temporal at ${address} could not be reached: ${why}`;
  throw new CliError('temporal', message, { next: [TEMPORAL, DOCTOR], cause: error });
}

/** Where the client would connect to, without connecting. */
export async function temporalAddress(): Promise<TemporalAddress> {
  const { loadClientConnectConfig } = await import('@temporalio/envconfig');
  const { connectionOptions, namespace } = loadClientConnectConfig();
  return {
    address: connectionOptions.address ?? 'localhost:7233',
    namespace: namespace ?? 'default',
  };
}
