import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { startTemporal } from '../../sandbox/world/temporal.ts';
import { copied, read, ROOT } from './compose-files.ts';

const run = promisify(execFile);

/** No Docker engine is needed for this: it takes the steps of the Dockerfile in a folder of its own. */
describe('the image of workers and provisioning', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'closeloop-image-'));
    for (const path of copied())
      await cp(`${ROOT}${path}`, join(folder, path), { recursive: true });
    const install =
      /^RUN npm (?<args>[^&]+?) &&/mu.exec(read('infra/Dockerfile'))?.groups?.['args'] ?? '';
    assert.equal(install, 'ci --omit=dev');
    await run('npm', install.split(' '), { cwd: folder });
  });
  after(() => rm(folder, { recursive: true }));

  it('the image provisions a namespace with production dependencies only', async () => {
    const server = await startTemporal({ searchAttributes: [] });
    try {
      const { stdout } = await run(process.execPath, ['infra/temporal/provision.ts'], {
        cwd: folder,
        env: { ...process.env, TEMPORAL_ADDRESS: server.address, TEMPORAL_NAMESPACE: 'image' },
      });

      assert.match(stdout, /search attributes of image: all there/u);
    } finally {
      await server.stop();
      await rm(dirname(server.logFile), { recursive: true });
    }
  });

  it('the image starts a worker, which names its missing settings', async () => {
    const started = run(process.execPath, ['workers/main.ts', 'orchestrator'], {
      cwd: folder,
      env: { PATH: process.env['PATH'] },
    });

    await assert.rejects(started, { code: 1, stderr: /AWS_REGION.*missing/u });
  });
});
