import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { withLock } from '../../../sandbox/tools/lock.ts';
import { obtain } from '../../../sandbox/tools/obtain.ts';
import { fakeTool, withScratch, works } from './fake-tool.ts';

const SCRIPT = fileURLToPath(new URL('./obtain-in-process.ts', import.meta.url));
const run = promisify(execFile);
/** Above every pid that Linux or macOS gives out. */
const NOBODY = 99_999_999;

describe('two setups at once', () => {
  it('setups at the same time do the work once, and each gets the result', () =>
    withScratch(async ({ around }) => {
      const marks = join(around.cacheRoot, 'marks');
      const args = [SCRIPT, around.cacheRoot, marks];

      const ended = await Promise.all([1, 2, 3].map(() => run(process.execPath, args)));

      const widget = join(around.cacheRoot, 'widget/1.2.3/widget');
      assert.deepEqual(
        ended.map(({ stdout }) => stdout.trim()),
        [widget, widget, widget],
      );
      assert.equal(await readFile(marks, 'utf8'), 'built\n');
      const waited = ended.filter(({ stderr }) => stderr.includes('another setup is obtaining it'));
      assert.equal(waited.length, 2);
      assert.equal(existsSync(join(around.cacheRoot, 'widget-1.2.3.lock')), false);
    }));

  it('a setup takes over the lock of a setup that died', () =>
    withScratch(async ({ around }) => {
      const lock = join(around.cacheRoot, 'widget-1.2.3.lock');
      await writeFile(lock, `${NOBODY}@${hostname()} left-behind`);

      const found = await obtain(fakeTool({ installers: [works('build')] }), around);

      assert.equal(found.how, 'build');
      assert.equal(existsSync(lock), false);
    }));

  it('a setup removes what a killed setup left unfinished', () =>
    withScratch(async ({ around }) => {
      const half = join(around.cacheRoot, 'widget/1.2.3.partial-killed');
      await mkdir(half, { recursive: true });
      await writeFile(join(half, 'widget'), 'half');

      await obtain(fakeTool({ installers: [works('build')] }), around);

      assert.equal(existsSync(half), false);
    }));

  it('a setup respects a lock held on another machine that shares the cache', () =>
    withScratch(async ({ around }) => {
      const path = join(around.cacheRoot, 'x.lock');
      const stop = new AbortController();
      await writeFile(path, `${NOBODY}@elsewhere.example some-setup`);
      const waits: string[] = [];
      const onWait = (holder: string) => {
        waits.push(holder);
        stop.abort(new Error('seen'));
      };

      const entered = withLock(path, { signal: stop.signal, onWait }, () => Promise.resolve(true));

      await assert.rejects(entered, /abort|seen/iu);
      assert.deepEqual(waits, [`${NOBODY}@elsewhere.example (lock ${path})`]);
      assert.equal(existsSync(path), true);
    }));

  it('a setup frees its lock when the work fails', () =>
    withScratch(async ({ around }) => {
      const path = join(around.cacheRoot, 'x.lock');
      const options = { signal: around.signal, onWait: () => {} };

      await assert.rejects(
        withLock(path, options, () => Promise.reject(new Error('disk full'))),
        /disk full/u,
      );
      assert.equal(await withLock(path, options, () => Promise.resolve('second')), 'second');
    }));
});
