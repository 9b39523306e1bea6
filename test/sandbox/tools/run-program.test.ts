import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';

import { runProgram } from '../../../sandbox/tools/run-program.ts';

const MODULE = new URL('../../../sandbox/tools/run-program.ts', import.meta.url).href;
const node = (code: string, input = '') =>
  runProgram({
    command: process.execPath,
    args: ['-e', code],
    input,
    cwd: tmpdir(),
    env: { ONLY: 'this' },
  });

describe('the small process that runs programs', () => {
  it('the process that runs programs passes bytes, environment and input on, for several programs at once', async () => {
    const all = await Promise.all(
      ['a', 'ä\0b', ''].map((text) =>
        node('process.stdin.pipe(process.stdout); process.stdout.write(process.env.ONLY)', text),
      ),
    );

    assert.deepEqual(
      all.map(({ stdout, exitCode }) => [Buffer.from(stdout).toString(), exitCode]),
      [
        ['thisa', 0],
        ['thisä\0b', 0],
        ['this', 0],
      ],
    );
  });

  it('the process that runs programs answers how a program failed, and what it said', async () => {
    const failed = await node('console.error("why"); process.exit(3)', 'unread');
    const absent = await runProgram({
      command: '/nowhere/git',
      args: [],
      input: '',
      cwd: '/',
      env: {},
    });

    assert.equal(failed.exitCode, 3);
    assert.match(failed.failure ?? '', /why/);
    assert.equal(absent.exitCode, null);
    assert.match(absent.failure ?? '', /ENOENT/);
  });

  it('the process that runs programs keeps nobody alive who is done with it', async () => {
    const code = `
      const { runProgram } = await import(${JSON.stringify(MODULE)});
      const { exitCode } = await runProgram({ command: 'true', args: [], input: '', cwd: '/', env: {} });
      console.log(exitCode);`;
    const args = ['--input-type=module', '-e', code];
    const { stdout } = await promisify(execFile)(process.execPath, args);

    assert.equal(stdout, '0\n');
  });
});
