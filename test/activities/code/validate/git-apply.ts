import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { runProgram } from '../../../../sandbox/tools/run-program.ts';

/** What git makes of a diff: the file's bytes, or null when it refuses. */
export async function gitApply(
  diff: string,
  path: string,
  source: Uint8Array,
): Promise<Uint8Array | null> {
  const folder = mkdtempSync(join(tmpdir(), 'closeloop-apply-'));
  try {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, source);
    const { exitCode } = await runProgram({
      command: 'git',
      args: ['apply', '--unidiff-zero', '--whitespace=nowarn', '-'],
      cwd: folder,
      input: diff,
      // A repository around the folder would make git look for the path there.
      env: {
        PATH: process.env['PATH'] ?? '',
        GIT_CEILING_DIRECTORIES: dirname(folder),
        GIT_DIR: join(folder, 'none'),
      },
    });
    return exitCode === 0 ? new Uint8Array(readFileSync(file)) : null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
