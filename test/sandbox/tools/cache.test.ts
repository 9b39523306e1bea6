import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { cacheRoot, installInto } from '../../../sandbox/tools/cache.ts';
import { withScratch } from './fake-tool.ts';

describe('the cache of tools', () => {
  it("the cache is in CLOSELOOP_CACHE_DIR, else in the user's cache folder", () => {
    assert.equal(cacheRoot({ CLOSELOOP_CACHE_DIR: '/a', XDG_CACHE_HOME: '/b' }), '/a');
    assert.equal(cacheRoot({ XDG_CACHE_HOME: '/b' }), '/b/closeloop');
    assert.equal(cacheRoot({}), join(homedir(), '.cache/closeloop'));
  });

  it('the cache shows a tool only when it is complete', () =>
    withScratch(async ({ around }) => {
      const home = join(around.cacheRoot, 'widget/1');

      await installInto(home, async (staging) => {
        await writeFile(join(staging, 'first'), '');
        assert.equal(existsSync(home), false);
        await writeFile(join(staging, 'second'), '');
      });

      assert.deepEqual((await readdir(home)).sort(), ['first', 'second']);
      assert.deepEqual(await readdir(join(around.cacheRoot, 'widget')), ['1']);
    }));

  it('the cache keeps nothing of a failed installation', () =>
    withScratch(async ({ around }) => {
      await assert.rejects(
        installInto(join(around.cacheRoot, 'widget/1'), fillHalf),
        /line went dead/u,
      );
      assert.deepEqual(await readdir(join(around.cacheRoot, 'widget')), []);
    }));

  it('the cache keeps the old copy until the new one is complete', () =>
    withScratch(async ({ around }) => {
      const home = join(around.cacheRoot, 'widget/1');
      await mkdir(home, { recursive: true });
      await writeFile(join(home, 'file'), 'broken');

      await installInto(home, async (staging) => {
        assert.equal(await readFile(join(home, 'file'), 'utf8'), 'broken');
        await writeFile(join(staging, 'file'), 'whole');
      });

      assert.equal(await readFile(join(home, 'file'), 'utf8'), 'whole');
      assert.deepEqual(await readdir(join(around.cacheRoot, 'widget')), ['1']);
    }));
});

async function fillHalf(staging: string): Promise<void> {
  await writeFile(join(staging, 'first'), '');
  throw new Error('line went dead');
}
