/** Lets other terminals find a running sandbox, each as one of its people. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { loadPolicies } from '../../policies/load.ts';
import type { World } from '../world.ts';

const FOLDER = fileURLToPath(new URL('../../.closeloop', import.meta.url));
const POLICIES = fileURLToPath(new URL('../policies', import.meta.url));

/** The console's default user, of the default team, who may decide about every finding. */
const DEFAULT_USER = 'grace';

/**
 * Writes `.closeloop/sandbox.env`, which the console reads by itself, and `.closeloop/NAME.env` for every person of
 * the sandbox's policies. Answers a function that removes them, unless a sandbox that was started later replaced them.
 */
export async function writeConsoleEnv(world: World): Promise<() => Promise<void>> {
  await mkdir(FOLDER, { recursive: true });
  const people = await everyPerson();
  const files = [
    await writeEnv('sandbox.env', world.person(DEFAULT_USER)),
    ...(await Promise.all(people.map((name) => writeEnv(`${name}.env`, world.person(name))))),
  ];
  return async () => {
    for (const forget of files) await forget();
  };
}

async function everyPerson(): Promise<readonly string[]> {
  const { ownership } = await loadPolicies(POLICIES);
  const { teams, securityLead, securityLeads = [] } = ownership;
  const leads = teams.flatMap(({ lead }) => (lead === undefined ? [] : [lead]));
  const members = teams.flatMap((team) => team.members);
  return [
    ...members,
    ...leads,
    ...(securityLead === undefined ? [] : [securityLead]),
    ...securityLeads,
  ];
}

async function writeEnv(
  name: string,
  env: Readonly<Record<string, string>>,
): Promise<() => Promise<void>> {
  const file = `${FOLDER}/${name}`;
  const lines = Object.entries(env).map(([key, value]) => `${key}=${value}`);
  const text = `${lines.join('\n')}\n`;
  await writeFile(file, text, { mode: 0o600 });
  return async () => {
    const now = await readFile(file, 'utf8').catch(() => '');
    if (now === text) await rm(file, { force: true });
  };
}
