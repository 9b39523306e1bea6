import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { z } from 'zod';

import { type Check, broken, ok, warn } from './check.ts';

const GROUP = 'Machine';
/** Run as a program: the product never imports the sandbox, and an installation may lack it. */
const SETUP = fileURLToPath(new URL('../../sandbox/setup.ts', import.meta.url));
const PACKAGE = fileURLToPath(new URL('../../package.json', import.meta.url));
const PATIENCE_MS = 60_000;

/** The Node that runs this, and the sandbox's tools. */
export async function machine(): Promise<readonly Check[]> {
  return [node(process.version), ...(await tools())];
}

/** `version` as `process.version` spells it. */
export function node(version: string): Check {
  const named = { group: GROUP, name: 'node' };
  const { engines } = z
    .object({ engines: z.object({ node: z.string().startsWith('>=') }) })
    .parse(JSON.parse(readFileSync(PACKAGE, 'utf8')));
  const oldest = engines.node.slice(2);
  const [major = 0, minor = 0] = numbers(version);
  const [wantedMajor = 0, wantedMinor = 0] = numbers(oldest);
  const enough = major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
  const found = `${version} at ${process.execPath}`;
  if (enough) return ok(named, found);
  return broken(named, `${found}; at least ${oldest} is needed`, 'Install it, or run: npm ci');
}

const report = z.object({
  tools: z.array(
    z.object({
      name: z.string(),
      wanted: z.string(),
      found: z.string().nullable(),
      version: z.string().nullable(),
      how: z.string().nullable(),
      missing: z.string().nullable(),
    }),
  ),
});

/** A missing tool stops only the sandbox and the tests, so it is a warning. */
async function tools(): Promise<readonly Check[]> {
  if (!existsSync(SETUP)) return [];
  const named = { group: GROUP, name: 'sandbox tools' };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [SETUP, '--look'], {
      timeout: PATIENCE_MS,
    });
    return report.parse(JSON.parse(stdout)).tools.map((tool) => {
      const one = { group: GROUP, name: tool.name };
      const { found, version, how, wanted, missing } = tool;
      return found === null
        ? warn(one, `${wanted} is missing`, missing ?? 'npm run setup')
        : ok(one, `${version ?? 'version unknown'} at ${found} (${how ?? '?'})`);
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [warn(named, `could not be checked: ${why}`, `node ${SETUP} --look`)];
  }
}

function numbers(version: string): readonly number[] {
  return version.replace(/^v/, '').split('.').map(Number);
}
