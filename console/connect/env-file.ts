/** A running sandbox leaves its addresses in a file, so that a second terminal needs no exports. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';

import { CliError } from '../cli/cli-error.ts';

/** Written by the demo while it runs, removed when it stops. */
export const SANDBOX_ENV = fileURLToPath(new URL('../../.closeloop/sandbox.env', import.meta.url));

/** Whoever sets one of these has chosen an environment: then the sandbox's file is not read. */
const CHOSEN = ['AWS_REGION', 'AWS_PROFILE', 'AWS_ENDPOINT_URL', 'TEMPORAL_ADDRESS'];

type Variables = Readonly<Record<string, string | undefined>>;

export interface Loaded {
  /** Null when only the process's own environment counts. */
  readonly file: string | null;
  readonly values: Variables;
}

/** The file of `--env`, whose values replace those of the shell; without it the sandbox's, if nothing else is chosen. */
export function loadEnvFile(
  named: string | undefined,
  variables: Variables,
  sandbox = SANDBOX_ENV,
): Loaded {
  if (named !== undefined) return { file: named, values: read(named) };
  const chosen = CHOSEN.some((name) => (variables[name] ?? '') !== '');
  if (chosen) return { file: null, values: {} };
  try {
    return { file: sandbox, values: parseEnv(readFileSync(sandbox, 'utf8')) };
  } catch (error) {
    // No sandbox is running here: the ordinary case.
    if (isMissing(error)) return { file: null, values: {} };
    throw error;
  }
}

function read(file: string): Variables {
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch (error) {
    const message = `Could not read the environment from ${file}: ${String(error)}`;
    const next = ['Name a readable file of NAME=value lines, or leave --env out.'];
    throw new CliError('env-file', message, { next, exitCode: 2, cause: error });
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
