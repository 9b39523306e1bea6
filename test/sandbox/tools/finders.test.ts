import assert from 'node:assert/strict';
import { join } from 'node:path';

import {
  inspectTools,
  ministackCommand,
  temporalCli,
  testServer,
} from '../../../sandbox/tools/index.ts';
import { ToolError } from '../../../sandbox/tools/tool.ts';
import { GOOD_CLI, OLD_CLI, program } from './fake-programs.ts';
import { withScratch } from './fake-tool.ts';

const PINNED_PYTHON = 'echo 1.5.33';

describe('looking for the tools', () => {
  it('setup uses a Temporal CLI on PATH whose server is new enough', () =>
    withScratch(async ({ around }) => {
      const path = join(around.cacheRoot, 'bin');
      const expected = await program(path, 'temporal', GOOD_CLI);

      assert.equal(
        await temporalCli({ PATH: path, CLOSELOOP_CACHE_DIR: around.cacheRoot }),
        expected,
      );
    }));

  it('setup skips a Temporal CLI on PATH that is too old, and reports why', () =>
    withScratch(async ({ around }) => {
      const path = join(around.cacheRoot, 'bin');
      await program(path, 'temporal', OLD_CLI);

      await assert.rejects(
        temporalCli({ PATH: path, CLOSELOOP_CACHE_DIR: around.cacheRoot }),
        (error) =>
          error instanceof ToolError &&
          error.message.includes('Run `npm run setup`') &&
          error.message.includes('its server is 1.22.0, wanted 1.29.0 or newer'),
      );
    }));

  it('setup names the environment variable when its path is wrong', () =>
    withScratch(async ({ around }) => {
      const env = {
        CLOSELOOP_CACHE_DIR: around.cacheRoot,
        CLOSELOOP_TEMPORAL_CLI: '/no/such/temporal',
        CLOSELOOP_TEST_SERVER: '/no/such/server',
      };

      await assert.rejects(temporalCli(env), /CLOSELOOP_TEMPORAL_CLI=\/no\/such\/temporal cannot/u);
      await assert.rejects(testServer(env), /CLOSELOOP_TEST_SERVER=\/no\/such\/server cannot/u);
    }));

  it('setup uses the test server that an environment variable names', () =>
    withScratch(async ({ around }) => {
      const path = await program(around.cacheRoot, 'server', 'exit 0');

      assert.equal(await testServer({ CLOSELOOP_TEST_SERVER: path }), path);
    }));

  it('setup starts only the pinned version of MiniStack, on the loopback address', () =>
    withScratch(async ({ around }) => {
      const python = await program(around.cacheRoot, 'python', PINNED_PYTHON);
      const other = await program(around.cacheRoot, 'other-python', 'echo 1.5.34');

      assert.deepEqual(await ministackCommand({ CLOSELOOP_MINISTACK: python }), {
        command: python,
        args: ['-I', '-u', '-m', 'ministack'],
        env: { BIND_HOST: '127.0.0.1' },
      });
      await assert.rejects(
        ministackCommand({ CLOSELOOP_MINISTACK: other }),
        /it is 1\.5\.34, wanted 1\.5\.33/u,
      );
    }));

  it('setup reports every tool for doctor, with what to do about the missing ones', () =>
    withScratch(async ({ around }) => {
      const path = join(around.cacheRoot, 'bin');
      const cli = await program(path, 'temporal', GOOD_CLI);

      const reports = await inspectTools({ PATH: path, CLOSELOOP_CACHE_DIR: around.cacheRoot });

      assert.deepEqual(
        reports.map(({ name, found, version, how }) => ({ name, found, version, how })),
        [
          {
            name: 'temporal-cli',
            found: cli,
            version: '1.6.0 (Server 1.30.2, UI 2.45.0)',
            how: '`temporal` on PATH',
          },
          { name: 'test-server', found: null, version: null, how: null },
          { name: 'ministack', found: null, version: null, how: null },
          { name: 'checkov', found: null, version: null, how: null },
        ],
      );
      const todo = reports.map(({ missing }) => missing);
      assert.equal(todo[0], null);
      assert.match(todo[1] ?? '', /npm run setup.*Java 17/u);
      assert.match(todo[2] ?? '', /npm run setup.*Python 3\.10/u);
      assert.match(todo[3] ?? '', /npm run setup.*checkov 3\.3\.30 in CLOSELOOP_CHECKOV/u);
    }));
});
