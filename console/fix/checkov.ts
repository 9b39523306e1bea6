import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { z } from 'zod';

import { startCheckov } from '../../activities/code/validate/checkov/checkov.ts';
import type { Checkov } from '../../activities/code/validate/checkov/checkov.ts';

/**
 * Checkov by CLOSELOOP_CHECKOV, a Python that has it, else as the sandbox's setup keeps it. Without either every
 * scan answers `unavailable` with what to do.
 */
export async function openCheckov(env: NodeJS.ProcessEnv = process.env): Promise<Checkov> {
  const python = env['CLOSELOOP_CHECKOV'] || (await fromSetup());
  if (python !== null) return startCheckov(python);
  const unavailable =
    'it is not installed; run `npm run setup`, or name a Python that has it in CLOSELOOP_CHECKOV';
  return { scan: async () => ({ unavailable }), close: async () => undefined };
}

/** Another program: nothing of the product imports the sandbox, and an installation may lack it. */
const SETUP = fileURLToPath(new URL('../../sandbox/setup.ts', import.meta.url));
const report = z.object({
  tools: z.array(z.object({ name: z.string(), found: z.string().nullable() })),
});

async function fromSetup(): Promise<string | null> {
  if (!existsSync(SETUP)) return null;
  const { stdout } = await promisify(execFile)(process.execPath, [SETUP, '--look'], {
    timeout: 60_000,
  });
  const { tools } = report.parse(JSON.parse(stdout));
  return tools.find(({ name }) => name === 'checkov')?.found ?? null;
}
