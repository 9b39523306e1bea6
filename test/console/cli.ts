import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

import { bareEnv } from '../../sandbox/world/bare-env.ts';

const MAIN = fileURLToPath(new URL('../../console/main.ts', import.meta.url));

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A world of its own: nobody's profile, no instance metadata, no running sandbox. */
export const NOWHERE = {
  ...bareEnv(),
  HOME: tmpdir(),
  AWS_EC2_METADATA_DISABLED: 'true',
  TEMPORAL_ADDRESS: '127.0.0.1:1',
};

/** The real program as a child process, with `env` added to an empty environment. */
export async function closeloop(
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  return await new Promise((resolve) => {
    execFile(
      process.execPath,
      [MAIN, ...words],
      { env: { ...NOWHERE, ...env }, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        resolve({ code, stdout, stderr });
      },
    );
  });
}

/** The only line of stdout, as JSON. */
export function oneLine({ stdout }: Ran): Record<string, unknown> {
  const lines = stdout.trimEnd().split('\n');
  if (lines.length !== 1) throw new Error(`expected one line, got ${lines.length}:\n${stdout}`);
  return JSON.parse(lines[0] ?? '') as Record<string, unknown>;
}

/** What every failure owes a person: words, what to do, and no stack trace. */
export function isForPeople({ stderr }: Ran): boolean {
  return stderr.startsWith('✗ ') && stderr.includes('What to do:') && !/\n\s+at /.test(stderr);
}
