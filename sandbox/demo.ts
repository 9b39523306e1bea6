import { mkdtemp, rm } from 'node:fs/promises';
/**
 * `npm run demo [-- --once] [-- --json]`: the whole loop on one machine, from Security Hub's events to the destinies.
 *
 * This process only watches: what runs is a process group of its own (`demo/play.ts`), with all temporary files in one
 * folder. So the demo ends quietly and leaves nothing behind, whenever it is interrupted.
 */
import { enableCompileCache, getCompileCacheDir } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { oneLine } from './demo/failures.ts';
import { runInGroup } from './demo/in-group.ts';
import { interruption } from './demo/interruption.ts';
import { claimCheckout, FOLDER_PREFIX } from './demo/one-demo.ts';
import { ENV_FOLDER } from './world/env-files.ts';

const USAGE = `Usage: npm run demo -- [--once] [--json]
  --once  end when every finding has ended: exit 0, or 1 if one did not end as expected
  --json  one JSON summary on stdout, everything else on stderr

Ctrl-C ends everything at any moment. In one checkout one demo can stay up; any number can run with --once.`;

/** The other tools are for tests and fixes in code; Checkov alone would be 200 MB more. */
const TOOLS = ['temporal-cli', 'ministack'];
/** A setup ends its downloads and removes what is unfinished. */
const SETUP_GRACE_MS = 10_000;

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`The demo ended early: ${oneLine(error)}\n`);
  return 1;
});

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'number') return options;
  const interrupted = interruption();
  // For all processes of the demo.
  enableCompileCache();
  const folder = await mkdtemp(join(tmpdir(), FOLDER_PREFIX));
  let code: number | null;
  try {
    code = await claimAndRun(folder, { args, once: options.once, interrupted: interrupted.first });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
  const ended = interrupted.now();
  if (ended === null) return code ?? 1;
  process.stderr.write(
    `\nThe demo was ended by ${ended.by}: its processes, ports, temporary folder and environment files are gone.\n`,
  );
  return ended.exitCode;
}

interface Running {
  readonly args: readonly string[];
  readonly once: boolean;
  readonly interrupted: Promise<unknown>;
}

/** The exit code; null when it was interrupted. */
async function claimAndRun(folder: string, running: Running): Promise<number | null> {
  // With --once nothing in the checkout is written.
  if (running.once) return await run(folder, running);
  const claim = await claimCheckout(ENV_FOLDER, folder);
  if (!claim.ok) {
    process.stderr.write(`${claim.refusal}\n`);
    return 1;
  }
  try {
    return await run(folder, running);
  } finally {
    await claim.release();
  }
}

async function run(folder: string, { args, interrupted }: Running): Promise<number | null> {
  const setup = { path: script('setup.ts'), args: ['--quiet', ...TOOLS], graceMs: SETUP_GRACE_MS };
  const obtained = await runInGroup(setup, interrupted);
  if (obtained !== 0) return obtained;
  const cache = getCompileCacheDir();
  // The compile cache outlives the demo, everything else that is temporary does not.
  const env = { TMPDIR: folder, ...(cache === undefined ? {} : { NODE_COMPILE_CACHE: cache }) };
  return await runInGroup({ path: script('demo/play.ts'), args, env }, interrupted);
}

function script(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

/** The options, or the exit code when there is nothing more to do. */
function readOptions(args: readonly string[]): { once: boolean } | number {
  try {
    const flag = { type: 'boolean', default: false } as const;
    const options = { once: flag, json: flag, help: flag };
    const { values } = parseArgs({ args: [...args], options });
    if (!values.help) return { once: values.once };
    process.stdout.write(`${USAGE}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${oneLine(error)}\n${USAGE}\n`);
    return 2;
  }
}
