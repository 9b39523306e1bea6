/** Lets other terminals find a running sandbox, each as one of its people. */
import { loadPolicies } from '../../policies/load.ts';
import type { World } from '../world.ts';
import { ENV_FOLDER, writeEnvFile } from './env-files.ts';

/** The console's default user, of the default team, who may decide about every finding. */
const DEFAULT_USER = 'grace';

/**
 * Writes `.closeloop/sandbox.env`, which the console reads by itself, and `.closeloop/NAME.env` for every person of
 * the policies in `policiesDir`. Only who has claimed the checkout may do so (`sandbox/demo/one-demo.ts`).
 */
export async function writeConsoleEnv(
  world: Pick<World, 'person'>,
  policiesDir: string,
): Promise<void> {
  await writeEnvFile(ENV_FOLDER, 'sandbox', world.person(DEFAULT_USER));
  const people = await everyPerson(policiesDir);
  await Promise.all(people.map((name) => writeEnvFile(ENV_FOLDER, name, world.person(name))));
}

async function everyPerson(policiesDir: string): Promise<readonly string[]> {
  const { ownership } = await loadPolicies(policiesDir);
  const { teams, securityLead, securityLeads = [] } = ownership;
  const leads = teams.flatMap(({ lead }) => (lead === undefined ? [] : [lead]));
  const members = teams.flatMap((team) => team.members);
  const central = securityLead === undefined ? [] : [securityLead];
  return [...new Set([...members, ...leads, ...central, ...securityLeads])];
}
