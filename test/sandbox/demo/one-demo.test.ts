import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

import { claimCheckout, FOLDER_PREFIX } from '../../../sandbox/demo/one-demo.ts';
import { writeEnvFile } from '../../../sandbox/world/env-files.ts';

/** Above every pid that Linux or macOS gives out. */
const NOBODY = 99_999_999;

describe('two demos in one checkout', () => {
  let scratch: string;
  let envFolder: string;
  let lock: string;
  beforeEach(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'one-demo-'));
    envFolder = join(scratch, '.closeloop');
    lock = join(envFolder, 'demo.lock');
  });
  afterEach(() => rm(scratch, { recursive: true, force: true }));

  const claim = () => claimCheckout(envFolder, join(scratch, 'mine'));

  /** The lock of another demo. */
  async function holdBy(holder: object): Promise<void> {
    await mkdir(envFolder);
    const others = { host: hostname(), user: 'ada', since: '2026-03-01T12:00:00.000Z' };
    const folder = join(scratch, `${FOLDER_PREFIX}theirs`);
    await mkdir(folder);
    await writeFile(lock, JSON.stringify({ ...others, started: null, folder, ...holder }));
  }

  async function refused(): Promise<string> {
    const second = await claim();
    assert.ok(!second.ok, 'the second demo was not refused');
    return second.refusal;
  }

  it('the second is told who runs the first since when, as which process, and what to do', async () => {
    const first = await claim();
    assert.ok(first.ok);
    await writeEnvFile(envFolder, 'sandbox', { AWS_REGION: 'eu-west-1' });

    const text = await refused();

    assert.match(text, new RegExp(`${userInfo().username} started it at 20\\d\\d-`));
    assert.match(text, new RegExp(`process ${process.pid}\\.`));
    assert.match(text, new RegExp(`kill ${process.pid}\\b`));
    assert.match(text, /npm run demo -- --once/);
    const kept = await readFile(join(envFolder, 'sandbox.env'), 'utf8');
    assert.match(kept, /AWS_REGION=eu-west-1/);
  });

  it('the second may start when the first has ended, which leaves only what people keep there', async () => {
    const first = await claim();
    assert.ok(first.ok);
    await writeEnvFile(envFolder, 'ada', {});
    await writeFile(join(envFolder, 'own.env'), 'AWS_PROFILE=own\n');

    await first.release();

    assert.deepEqual(await readdir(envFolder), ['own.env']);
    assert.equal((await claim()).ok, true);
  });

  it('a demo that was killed outright is no obstacle, and what it left behind is removed', async () => {
    await holdBy({ pid: NOBODY });
    await writeEnvFile(envFolder, 'sandbox', {});

    assert.equal((await claim()).ok, true);

    assert.equal(existsSync(join(envFolder, 'sandbox.env')), false);
    assert.equal(existsSync(join(scratch, `${FOLDER_PREFIX}theirs`)), false);
  });

  // Only there a process says when it started.
  if (existsSync('/proc/self/stat'))
    it('another program that got the pid of a killed demo is no obstacle', async () => {
      await holdBy({ pid: process.pid, started: '1' });
      assert.equal((await claim()).ok, true);
    });

  it('a demo of another machine that shares the checkout may be running', async () => {
    await holdBy({ pid: NOBODY, host: 'elsewhere.example' });
    assert.match(
      await refused(),
      /on elsewhere\.example; if it is not running .*, delete .*demo\.lock/,
    );
  });

  it('a lock file that no demo wrote is no obstacle, and no folder that it names is touched', async () => {
    await holdBy({ pid: NOBODY, folder: scratch });
    assert.equal((await claim()).ok, true);
    assert.equal(existsSync(scratch), true);
    await writeFile(lock, 'not a lock');
    assert.equal((await claim()).ok, true);
  });

  it('of many that start at once over a dead lock, one runs', async () => {
    await holdBy({ pid: NOBODY });
    const script = new URL('../../../sandbox/demo/one-demo.ts', import.meta.url).href;
    const program = `const { claimCheckout } = await import(${JSON.stringify(script)});
      const { ok } = await claimCheckout(process.argv[1], '/nowhere');
      process.stdout.write(ok ? 'claimed' : 'refused');
      process.stdin.resume();`;
    const demos = Array.from({ length: 4 }, () =>
      spawn(process.execPath, ['--input-type=module', '--eval', program, envFolder], {
        stdio: ['pipe', 'pipe', 'inherit'],
      }),
    );
    const said = await Promise.all(
      demos.map(
        ({ stdout }) => new Promise((resolve) => stdout.setEncoding('utf8').once('data', resolve)),
      ),
    );
    for (const { stdin } of demos) stdin.end();
    const claimed = said.filter((one) => one === 'claimed');
    assert.equal(claimed.length, 1, said.join());
  });
});
