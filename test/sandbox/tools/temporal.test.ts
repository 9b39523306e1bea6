import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { Connection } from '@temporalio/client';
import { tsToMs } from '@temporalio/common/lib/time.js';

import { readNamespace } from '../../../infra/temporal/namespace.ts';
import { startTemporal, type TemporalServer } from '../../../sandbox/world/temporal.ts';
import { missingSearchAttributes } from '../../../workers/search-attributes.ts';

describe("the sandbox's Temporal", () => {
  it('the dev server has every search attribute, 90 days of retention and a Web UI', async () => {
    await withServer(await startTemporal({ namespace: 'closeloop' }), async (server) => {
      const connection = await Connection.connect({ address: server.address });
      try {
        assert.deepEqual(await missingSearchAttributes(connection, 'closeloop'), []);
        assert.deepEqual(await missingSearchAttributes(connection, 'default'), []);
        const state = await readNamespace(connection, 'closeloop');
        assert.deepEqual(state, { exists: true, retentionDays: 90 });
        assert.equal((await fetch(server.uiUrl)).status, 200);
      } finally {
        await connection.close();
      }
    });
  });

  it('the dev server keeps histories in a database file over a restart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'closeloop-temporal-db-'));
    const dbFile = join(folder, 'temporal.db');
    try {
      await withServer(await startTemporal({ dbFile }), (server) => startLifecycle(server));
      await withServer(await startTemporal({ dbFile }), async (server) => {
        assert.ok((await startTimeOf(server)) > 0);
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('the dev server refuses an id that PostgreSQL could not store', async () => {
    await withServer(await startTemporal(), async (server) => {
      await assert.rejects(
        startLifecycle(server, 'x'.repeat(256)),
        /WorkflowId length exceeds limit/u,
      );
    });
  });

  it('a dev server that does not start is reported with its own error', async () => {
    const taken = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      await assert.rejects(
        startTemporal({ port }),
        (error) =>
          error instanceof Error &&
          error.message.includes('ended with exit code 1 before it answered') &&
          error.message.includes(`can't set frontend port ${port}`),
      );
    } finally {
      taken.close();
    }
  });
});

async function withServer(
  server: TemporalServer,
  test: (server: TemporalServer) => Promise<void>,
): Promise<void> {
  try {
    await test(server);
  } finally {
    await server.stop();
    await rm(dirname(server.logFile), { recursive: true });
  }
}

async function startLifecycle(server: TemporalServer, workflowId = 'kept'): Promise<void> {
  const connection = await Connection.connect({ address: server.address });
  try {
    await connection.workflowService.startWorkflowExecution({
      namespace: 'default',
      workflowId,
      workflowType: { name: 'Nothing' },
      taskQueue: { name: 'nobody' },
      requestId: workflowId,
    });
  } finally {
    await connection.close();
  }
}

async function startTimeOf(server: TemporalServer): Promise<number> {
  const connection = await Connection.connect({ address: server.address });
  try {
    const { workflowExecutionInfo } = await connection.workflowService.describeWorkflowExecution({
      namespace: 'default',
      execution: { workflowId: 'kept' },
    });
    return tsToMs(workflowExecutionInfo?.startTime);
  } finally {
    await connection.close();
  }
}
