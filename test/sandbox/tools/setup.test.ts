import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { GOOD_CLI, program } from './fake-programs.ts';
import { withScratch } from './fake-tool.ts';

const SETUP = fileURLToPath(new URL('../../../sandbox/setup.ts', import.meta.url));

describe('npm run setup', () => {
  it('setup --quiet prints nothing when every tool is there', () =>
    withScratch(async ({ around }) => {
      const { status, stdout, stderr } = setup(await complete(around.cacheRoot), '--quiet');

      assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: '', stderr: '' });
    }));

  it('setup --json prints where each tool is, as text on stderr and as JSON on stdout', () =>
    withScratch(async ({ around }) => {
      const env = await complete(around.cacheRoot);

      const { status, stdout, stderr } = setup(env, '--json');

      assert.equal(status, 0);
      const summary = JSON.parse(stdout);
      assert.equal(summary.ok, true);
      assert.equal(summary.cache, around.cacheRoot);
      assert.deepEqual(
        summary.tools.map((tool: { name: string; path: string; error: null }) => tool.path),
        [
          env['CLOSELOOP_TEMPORAL_CLI'],
          env['CLOSELOOP_TEST_SERVER'],
          env['CLOSELOOP_MINISTACK'],
          env['CLOSELOOP_CHECKOV'],
        ],
      );
      assert.match(stderr, /^temporal-cli 1\.6\.0 .*\/temporal$/mu);
    }));

  it('setup reports every failed tool and still obtains the others', () =>
    withScratch(async ({ around }) => {
      const env = await complete(around.cacheRoot);
      const broken = { ...env, CLOSELOOP_TEMPORAL_CLI: '/nowhere', CLOSELOOP_MINISTACK: '/nor' };

      const { status, stdout, stderr } = setup(broken, '--json');

      assert.equal(status, 1);
      assert.match(stderr, /CLOSELOOP_TEMPORAL_CLI=\/nowhere cannot be used/u);
      assert.match(stderr, /CLOSELOOP_MINISTACK=\/nor cannot be used/u);
      const summary = JSON.parse(stdout);
      assert.equal(summary.ok, false);
      assert.equal(summary.tools[1].path, env['CLOSELOOP_TEST_SERVER']);
      assert.match(summary.tools[0].error, /is not an executable file/u);
    }));

  it('setup obtains only the named tools', () =>
    withScratch(async ({ around }) => {
      const env = { ...(await complete(around.cacheRoot)), CLOSELOOP_CHECKOV: '/nowhere' };

      const { status, stdout } = setup(env, '--json', 'ministack');

      assert.equal(status, 0);
      const { tools } = JSON.parse(stdout);
      assert.deepEqual(
        tools.map(({ name }: { name: string }) => name),
        ['ministack'],
      );
    }));

  it('setup answers an unknown tool with the known names', () => {
    const { status, stderr } = setup({}, 'terraform');

    assert.equal(status, 2);
    assert.match(stderr, /No tool is called terraform; known: temporal-cli, .*checkov/u);
  });

  it('setup answers an unknown flag with its usage and exit 2', () => {
    const { status, stderr } = setup({}, '--fast');

    assert.equal(status, 2);
    assert.match(stderr, /Unknown option '--fast'/u);
    assert.match(stderr, /Usage: npm run setup/u);
  });
});

/** An environment that names a stand-in for each tool, so that nothing is looked for on the network. */
async function complete(folder: string): Promise<Record<string, string>> {
  return {
    CLOSELOOP_CACHE_DIR: folder,
    CLOSELOOP_TEMPORAL_CLI: await program(folder, 'temporal', GOOD_CLI),
    CLOSELOOP_TEST_SERVER: await program(folder, 'server', 'exit 0'),
    CLOSELOOP_MINISTACK: await program(folder, 'python', 'echo 1.5.33'),
    CLOSELOOP_CHECKOV: await program(folder, 'other-python', 'echo 3.3.30'),
  };
}

function setup(env: Record<string, string>, ...args: string[]) {
  return spawnSync(process.execPath, [SETUP, ...args], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
}
