import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { find, obtain } from '../../../sandbox/tools/obtain.ts';
import { ToolError } from '../../../sandbox/tools/tool.ts';
import {
  ABSENT,
  fails,
  fakeTool,
  finder,
  HERE,
  installer,
  withScratch,
  works,
} from './fake-tool.ts';

describe('obtaining a tool', () => {
  it('setup uses a tool that is found and installs nothing', () =>
    withScratch(async ({ around, said }) => {
      const tool = fakeTool({ finders: [finder('PATH', HERE)], installers: [works('never')] });

      const found = await obtain(tool, around);

      assert.deepEqual(found, { path: '/somewhere/widget', version: '1.2.3', how: 'PATH' });
      assert.deepEqual(said, []);
    }));

  it('setup prefers an explicit choice to the cache, and the cache to PATH', () =>
    withScratch(async ({ around }) => {
      const explicit = finder('WIDGET=/x', HERE, true);
      const path = finder('PATH', HERE);
      await obtain(fakeTool({ installers: [works('download')] }), around);

      const withAll = await obtain(fakeTool({ finders: [path, explicit] }), around);
      const withoutChoice = await obtain(fakeTool({ finders: [path] }), around);

      assert.equal(withAll.how, 'WIDGET=/x');
      assert.equal(withoutChoice.how, 'cache');
    }));

  it('setup refuses a wrong explicit choice instead of using another', () =>
    withScratch(async ({ around }) => {
      const explicit = finder('WIDGET=/x', { here: false, why: '/x is not executable' }, true);
      const tool = fakeTool({ finders: [explicit, finder('PATH', HERE)] });

      await assert.rejects(
        obtain(tool, around),
        /WIDGET=\/x cannot be used: \/x is not executable\. Correct it or unset it/u,
      );
    }));

  it('setup tries the installers in order and stops at the first that works', () =>
    withScratch(async ({ around, said }) => {
      const installers = [fails('download', 'no network'), works('build'), works('never')];

      const found = await obtain(fakeTool({ installers }), around);

      assert.equal(found.how, 'build');
      assert.equal(found.path, join(around.cacheRoot, 'widget/1.2.3/widget'));
      assert.deepEqual(
        said.map((line) => line.replace(/\d+ s/u, 'N s')),
        [
          'widget: download … (a moment)',
          'widget: download failed: no network',
          'widget: build … (a moment)',
          'widget: build: done in N s',
        ],
      );
    }));

  it('setup finds an obtained tool in the cache the next time', () =>
    withScratch(async ({ around }) => {
      await obtain(fakeTool({ installers: [works('build')] }), around);

      const again = await obtain(fakeTool({ installers: [] }), around);

      assert.equal(again.how, 'cache');
    }));

  it('setup gives up a hanging installer at its time limit and tries the next', () =>
    withScratch(async ({ around }) => {
      const hangs = installer('download', () => new Promise(() => {}), 30);

      const found = await obtain(fakeTool({ installers: [hangs, works('build')] }), around);

      assert.equal(found.how, 'build');
    }));

  it('setup aborts the signal of an installer at its time limit', () =>
    withScratch(async ({ around }) => {
      const aborted: boolean[] = [];
      const listens = installer(
        'download',
        (_staging, { signal }) =>
          new Promise(() => signal.addEventListener('abort', () => aborted.push(true))),
        30,
      );

      await assert.rejects(
        obtain(fakeTool({ installers: [listens] }), around),
        /download: no result within its time limit of 0 s/u,
      );
      assert.deepEqual(aborted, [true]);
    }));

  it('setup does not accept an installer that reports success but leaves nothing that runs', () =>
    withScratch(async ({ around }) => {
      const empty = installer('download', () => Promise.resolve());

      const found = await obtain(fakeTool({ installers: [empty, works('build')] }), around);

      assert.equal(found.how, 'build');
    }));

  it('setup lists what was tried and what a person can do when every installer fails', () =>
    withScratch(async ({ around }) => {
      const tool = fakeTool({
        finders: [finder('PATH', ABSENT)],
        installers: [fails('download', 'no network'), fails('build', 'no compiler')],
      });

      const error = await obtain(tool, around).catch((thrown: unknown) => thrown);

      assert.ok(error instanceof ToolError);
      assert.equal(error.tool, 'widget');
      assert.equal(
        error.message,
        [
          'The widget 1.2.3 could not be obtained. Install a widget by hand. Tried:',
          '  - cache: nothing cached',
          '  - PATH: there is none',
          '  - download: no network',
          '  - build: no compiler',
        ].join('\n'),
      );
    }));

  it('setup stops at once when the person interrupts', () =>
    withScratch(async ({ around }) => {
      const interrupt = new AbortController();
      const hangs = installer('download', () => {
        interrupt.abort(new Error('stopped by SIGINT'));
        return new Promise(() => {});
      });
      const tool = fakeTool({ installers: [hangs, works('never')] });

      await assert.rejects(
        obtain(tool, { ...around, signal: interrupt.signal }),
        /stopped by SIGINT/u,
      );
      assert.deepEqual(await readdir(join(around.cacheRoot, 'widget')), []);
    }));

  it('only looks for a tool when it must not install one', () =>
    withScratch(async ({ around }) => {
      const { found, misses } = await find(fakeTool({ installers: [works('never')] }), around);

      assert.equal(found, null);
      assert.deepEqual(misses, [{ how: 'cache', why: 'nothing cached' }]);
      assert.deepEqual(await readdir(around.cacheRoot), []);
    }));
});
