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
      return await Connection.connect({ ...options, connectTimeout: Math.min(TRY_MS, limitMs) });
    } catch (error) {
      if (limit.aborted) throw gaveUp(options, limitMs, error);
    }
    await pause(BETWEEN_MS);
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
