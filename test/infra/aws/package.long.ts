/** The package infra/aws as CI runs it: installed from its lock, its own tests, and cfn-lint on its templates. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { cfnLintPython } from '../../../sandbox/tools/cfn-lint.ts';
import { ROOT } from '../compose-files.ts';

const run = promisify(execFile);
const ROOM = { maxBuffer: 64 * 1024 * 1024, cwd: ROOT };

describe('the package infra/aws', () => {
  before(async () => {
    await run('npm', ['ci', '--prefix', 'infra/aws'], ROOM);
  });

  it('the templates pass the tests of their own package', async () => {
    const tested = run('npm', ['test', '--prefix', 'infra/aws'], ROOM).catch(
      (error: { stdout?: string; stderr?: string }) => {
        throw new Error(`npm test failed:\n${error.stdout ?? ''}\n${error.stderr ?? ''}`);
      },
    );
    assert.match((await tested).stdout, /\d+ passing/);
  });

  it('cfn-lint finds nothing in the templates', async () => {
    const python = await cfnLintPython((line) => console.error(line));
    const folder = await mkdtemp(join(tmpdir(), 'closeloop-templates-'));
    try {
      await run(process.execPath, ['infra/aws/app.ts', folder], ROOM);
      const files = (await readdir(folder)).filter((name) => name.endsWith('.template.json'));
      assert.equal(files.length, 4);
      const linted = run(
        python,
        ['-I', '-c', PROGRAM, ...IGNORED, '--', ...files.map((name) => join(folder, name))],
        ROOM,
      ).catch((error: { stdout?: string; stderr?: string }) => ({
        stdout: `${error.stdout ?? ''}${error.stderr ?? ''}`,
      }));
      assert.equal((await linted).stdout, '');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

const PROGRAM = 'import sys; from cfnlint.runner import main; sys.exit(main())';

/**
 * E3051 reads a document's content as YAML only in a template that is YAML itself; ours is text, byte for byte what the
 * release has the hash of. `controls check` and the package's tests look at it instead.
 */
const IGNORED = ['--ignore-checks', 'E3051'];
