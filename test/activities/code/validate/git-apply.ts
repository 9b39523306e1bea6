import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What git makes of a diff: the file's bytes, or null when it refuses. */
export function gitApply(diff: string, path: string, source: Uint8Array): Uint8Array | null {
  const folder = mkdtempSync(join(tmpdir(), 'closeloop-apply-'));
  try {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, source);
    const { status } = spawnSync('git', ['apply', '--unidiff-zero', '--whitespace=nowarn', '-'], {
      cwd: folder,
      input: diff,
      // A repository around the folder would make git look for the path there.
      env: {
        ...process.env,
        GIT_CEILING_DIRECTORIES: dirname(folder),
        GIT_DIR: join(folder, 'none'),
      },
    });
    return status === 0 ? new Uint8Array(readFileSync(file)) : null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
