import type { Connection } from '@temporalio/client';
import { msToTs, tsToMs } from '@temporalio/common/lib/time.js';

import { grpcCode } from './explain.ts';

/** Closed lifecycles stay readable this long. What must be kept longer is in the ledger. */
export const RETENTION_DAYS = 90;

const DAY_MS = 86_400_000;
const GRPC_NOT_FOUND = 5;

export interface NamespaceState {
  readonly exists: boolean;
  readonly retentionDays: number;
}

export async function readNamespace(
  connection: Connection,
  namespace: string,
): Promise<NamespaceState> {
  try {
    const { config } = await connection.workflowService.describeNamespace({ namespace });
    const retention = config?.workflowExecutionRetentionTtl;
    return { exists: true, retentionDays: retention ? tsToMs(retention) / DAY_MS : 0 };
  } catch (error) {
    if (grpcCode(error) === GRPC_NOT_FOUND) return { exists: false, retentionDays: 0 };
    throw error;
  }
}

export async function createNamespace(connection: Connection, namespace: string): Promise<void> {
  await connection.workflowService.registerNamespace({
    namespace,
    description: 'Closeloop: one durable lifecycle per cloud-security finding',
    workflowExecutionRetentionPeriod: msToTs(`${RETENTION_DAYS} days`),
  });
}

/** Only ever raises it: an operator's longer retention is theirs to choose. */
export async function raiseRetention(connection: Connection, namespace: string): Promise<void> {
  await connection.workflowService.updateNamespace({
    namespace,
    config: { workflowExecutionRetentionTtl: msToTs(`${RETENTION_DAYS} days`) },
  });
}
