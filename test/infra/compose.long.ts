import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { COMPOSE, filledEnvironment, read, ROOT } from './compose-files.ts';

const CHECK = fileURLToPath(new URL('./compose-check/', import.meta.url));
const run = promisify(execFile);

/**
 * The judge is compose-go, the library `docker compose` itself loads files with, built here from the Go module proxy:
 * it holds the specification's schema at its newest, and also resolves variables, merges and references.
 */
describe('docker-compose.temporal.yml, judged by the Compose library', () => {
  let folder: string;
  let check: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'closeloop-compose-'));
    check = join(folder, 'compose-check');
    await run('go', ['build', '-o', check, '.'], { cwd: CHECK });
  });
  after(() => rm(folder, { recursive: true }));

  it('the compose file loads with the example environment filled in', async () => {
    const { ok, output } = await load(read(COMPOSE), filledEnvironment());

    assert.ok(ok, output);
    const model = JSON.parse(output);
    assert.deepEqual(Object.keys(model.services).sort(), [
      'postgresql',
      'provision',
      'schema',
      'temporal',
      'ui',
      'worker-audit',
      'worker-closer',
      'worker-orchestrator',
      'worker-runtime',
    ]);
    assert.equal(model.services.temporal.environment.NUM_HISTORY_SHARDS, '512');
    assert.deepEqual(model.services['worker-runtime'].command, [
      'node',
      'workers/main.ts',
      'runtime',
    ]);
    assert.equal(model.services['worker-runtime'].environment.TEMPORAL_NAMESPACE, 'closeloop');
    for (const { ports = [] } of Object.values<{ ports?: { host_ip?: string }[] }>(model.services))
      for (const port of ports) assert.equal(port.host_ip, '127.0.0.1');
  });

  it('the compose file does not load without a password, and names where to set it', async () => {
    const { ok, output } = await load(
      read(COMPOSE),
      filledEnvironment().replace('=fromtheperson', '='),
    );

    assert.equal(ok, false);
    assert.match(
      output,
      /TEMPORAL_DB_PASSWORD is missing a value: set a password in infra\/temporal\/\.env/u,
    );
  });

  it('a compose file with an unknown key does not load', async () => {
    const wrong = read(COMPOSE).replace('stop_grace_period: 30s', 'stop_grace: 30s');

    const { ok, output } = await load(wrong, filledEnvironment());

    assert.equal(ok, false);
    assert.match(output, /stop_grace/u);
  });

  it('a compose file in which a service waits for a missing one does not load', async () => {
    const wrong = read(COMPOSE).replace('      schema: { condition', '      scheme: { condition');

    const { ok, output } = await load(wrong, filledEnvironment());

    assert.equal(ok, false);
    assert.match(output, /"temporal" depends on undefined service "scheme"/u);
  });

  async function load(compose: string, env: string): Promise<{ ok: boolean; output: string }> {
    const envFile = join(folder, 'env');
    const composeFile = join(folder, 'compose.yml');
    await writeFile(envFile, env);
    await writeFile(composeFile, compose);
    try {
      const { stdout } = await run(check, [envFile, composeFile], { cwd: ROOT });
      return { ok: true, output: stdout };
    } catch (error) {
      return { ok: false, output: error instanceof Error ? error.message : String(error) };
    }
  }
});
