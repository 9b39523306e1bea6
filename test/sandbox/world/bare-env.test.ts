import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { enableCompileCache, getCompileCacheDir } from 'node:module';

import { bareEnv } from '../../../sandbox/world/bare-env.ts';

const TELL = "process.stdout.write(String(require('node:module').getCompileCacheDir()))";

it('a process of the sandbox finds the compiled modules of the process that started it', () => {
  enableCompileCache();

  const told = execFileSync(process.execPath, ['-e', TELL], { env: bareEnv(), encoding: 'utf8' });

  assert.equal(told, getCompileCacheDir());
});
