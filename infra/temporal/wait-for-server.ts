import { setTimeout as pause } from 'node:timers/promises';

import { Connection, type ConnectionOptions } from '@temporalio/client';

const TRY_MS = 5_000;
const BETWEEN_MS = 500;

/**
 * Connects as soon as the server's frontend answers; connecting includes a first real request.
 * @throws Error naming the address, the time waited and the last refusal.
 */
export async function waitForServer(
  options: ConnectionOptions,
  limitMs: number,
): Promise<Connection> {
  const limit = AbortSignal.timeout(limitMs);
  for (;;) {
    try {
      return await connectOnce({ ...options, connectTimeout: Math.min(TRY_MS, limitMs) });
    } catch (error) {
      if (limit.aborted) throw gaveUp(options, limitMs, error);
    }
    await pause(BETWEEN_MS);
  }
}

/** Not `Connection.connect`: when that fails its channel stays open and keeps this process from ending. */
async function connectOnce(options: ConnectionOptions): Promise<Connection> {
  const connection = Connection.lazy(options);
  try {
    await connection.ensureConnected();
    return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

function gaveUp(options: ConnectionOptions, limitMs: number, cause: unknown): Error {
  const last = cause instanceof Error ? cause.message : String(cause);
  return new Error(
    `Temporal at ${options.address ?? 'localhost:7233'} did not answer within ${limitMs / 1000} s ` +
      `(last: ${last}). Check TEMPORAL_ADDRESS, the TLS settings, and that the server is up.`,
    { cause },
  );
}
