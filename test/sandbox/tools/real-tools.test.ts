import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { TestWorkflowEnvironment } from '@temporalio/testing';

import { freePort } from '../../../sandbox/tools/free-port.ts';
import {
  inspectTools,
  ministackCommand,
  temporalCli,
  testServer,
} from '../../../sandbox/tools/index.ts';
import { run } from '../../../sandbox/tools/run.ts';
import { startServer } from '../../../sandbox/tools/server-process.ts';

/** These use what `npm run setup` has obtained; `npm test` runs it before. */
describe('the tools that setup obtained', () => {
  it('setup has obtained every tool', async () => {
    const reports = await inspectTools();

    assert.deepEqual(
      reports.filter(({ missing }) => missing !== null),
      [],
    );
  });

  it('the Temporal CLI reports the version of its server', async () => {
    const signal = new AbortController().signal;

    assert.match(await run(await temporalCli(), ['--version'], { signal }), /Server 1\.\d+\.\d+/u);
  });

  it('a year passes at once on the test server', async () => {
    const path = await testServer();
    const environment = await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path } },
    });
    try {
      const before = await environment.currentTimeMs();
      await environment.sleep('365 days');
      assert.ok((await environment.currentTimeMs()) - before >= 365 * 86_400_000);
    } finally {
      await environment.teardown();
    }
  });

  it('MiniStack answers on the loopback address', async () => {
    const port = await freePort();
    const folder = await mkdtemp(join(tmpdir(), 'closeloop-ministack-'));
    const { env, ...command } = await ministackCommand();
    const server = await startServer({
      name: 'MiniStack',
      ...command,
      env: { ...env, GATEWAY_PORT: String(port) },
      logFile: join(folder, 'ministack.log'),
      answers: () => fetch(`http://127.0.0.1:${port}/_ministack/health`),
      limitMs: 30_000,
    });
    try {
      const health = await fetch(`http://127.0.0.1:${port}/_ministack/health`);
      assert.equal(health.status, 200);
      assert.match(await health.text(), /"s3": "available"/u);
    } finally {
      await server.stop();
      await rm(folder, { recursive: true });
    }
    await assert.rejects(fetch(`http://127.0.0.1:${port}/_ministack/health`));
  });
});
