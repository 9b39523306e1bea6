import { isGrpcServiceError, ServiceError } from '@temporalio/client';
import type { Client } from '@temporalio/client';

import type { TemporalLink } from './connection.ts';
import type { WithClient } from './lifecycle-client.ts';

export interface Reconnecting {
  readonly call: WithClient;
  readonly close: () => Promise<void>;
}

/**
 * One connection for all calls, made when first needed. A call that cannot reach the server within `deadlineMs`
 * gets one new connection and one more try; calls that fail together share the new one, and the old one is closed
 * when the last of its calls has ended. https://github.com/grpc/grpc-node/issues/2285
 */
export function reconnecting(connect: () => TemporalLink, deadlineMs: number): Reconnecting {
  let current: Used | null = null;
  const once = async <T>(used: Used, work: (client: Client) => Promise<T>) => {
    const { client, connection } = used.link;
    used.calls += 1;
    try {
      return await connection.withDeadline(Date.now() + deadlineMs, () => work(client));
    } finally {
      used.calls -= 1;
      if (used.calls === 0) used.idle();
    }
  };
  const call = async <T>(work: (client: Client) => Promise<T>) => {
    const used = (current ??= use(connect()));
    try {
      return await once(used, work);
    } catch (error) {
      if (!isUnreachable(error)) throw error;
      // A neighbour may have replaced it already.
      if (current === used) {
        current = null;
        retire(used);
      }
      return await once((current ??= use(connect())), work);
    }
  };
  const close = async () => {
    const old = current;
    current = null;
    await old?.link.connection.close();
  };
  return { call, close };
}

interface Used {
  readonly link: TemporalLink;
  /** Calls in flight. */
  calls: number;
  /** Runs when the last call in flight has ended. */
  idle: () => void;
}

function use(link: TemporalLink): Used {
  return { link, calls: 0, idle: () => {} };
}

/** Closing what is broken may fail too; what counts is the second try. */
function retire(used: Used): void {
  const close = () => void used.link.connection.close().catch(() => undefined);
  if (used.calls === 0) close();
  else used.idle = close;
}

function isUnreachable(error: unknown): boolean {
  const cause = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(cause) && UNREACHABLE.includes(cause.code);
}

// DEADLINE_EXCEEDED and UNAVAILABLE; importing grpc for two numbers would bind us to its version.
const UNREACHABLE: readonly number[] = [4, 14];
