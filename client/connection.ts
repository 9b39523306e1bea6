import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';

import type { WithClient } from './lifecycle-client.ts';

export interface TemporalLink {
  readonly client: Client;
  readonly connection: Connection;
}

/**
 * Connects at the first call. The address is TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TLS and API key, or a profile of
 * Temporal's configuration file.
 */
export function connectLazily(): TemporalLink {
  const { connectionOptions, namespace } = loadClientConnectConfig();
  const connection = Connection.lazy(connectionOptions);
  const client = new Client({ connection, ...(namespace === undefined ? {} : { namespace }) });
  return { client, connection };
}

/** A client that somebody else made and keeps; calls have no deadline of their own. */
export function withClient(client: Client): WithClient {
  return async (work) => await work(client);
}

/** Each call ends after `seconds`: a person waits. */
export function withDeadline({ client, connection }: TemporalLink, seconds: number): WithClient {
  return async (work) =>
    await connection.withDeadline(Date.now() + seconds * 1000, async () => await work(client));
}
