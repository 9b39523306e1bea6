import { isGrpcServiceError, ServiceError } from '@temporalio/client';
import type { Client } from '@temporalio/client';

import type { TemporalLink } from './lifecycles.ts';

export interface Reconnecting {
  readonly call: <T>(work: (client: Client) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}

/**
 * One connection for all calls, made when first needed. A call that cannot reach the server within `deadlineMs`
 * gets one new connection and one more try. https://github.com/grpc/grpc-node/issues/2285
 */
export function reconnecting(connect: () => TemporalLink, deadlineMs: number): Reconnecting {
  let link: TemporalLink | null = null;
  const close = async () => {
    const old = link;
    link = null;
    await old?.connection.close();
  };
  const once = async <T>(work: (client: Client) => Promise<T>) => {
    const { client, connection } = (link ??= connect());
    return await connection.withDeadline(Date.now() + deadlineMs, async () => await work(client));
  };
  const call = async <T>(work: (client: Client) => Promise<T>) => {
    try {
      return await once(work);
    } catch (error) {
      if (!isUnreachable(error)) throw error;
      // Closing what is broken may fail too; what counts is the second try.
      await close().catch(() => undefined);
      return await once(work);
    }
  };
  return { call, close };
}

function isUnreachable(error: unknown): boolean {
  const cause = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(cause) && UNREACHABLE.includes(cause.code);
}

// DEADLINE_EXCEEDED and UNAVAILABLE; importing grpc for two numbers would bind us to its version.
const UNREACHABLE: readonly number[] = [4, 14];
