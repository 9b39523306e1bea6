/** Microsoft Teams on this machine, and the function that posts notifications to it. */
import { startFunction, startOrStop, subscribe } from './channel-functions.ts';
import type { SubscriberParts } from './channel-functions.ts';
import { startSandboxTeams } from './teams/sandbox-teams.ts';
import type { SandboxTeams } from './teams/sandbox-teams.ts';

/** Every finding is posted through the workflow `security`. Leaves nothing running when it throws. */
export async function startTeams(parts: SubscriberParts): Promise<SandboxTeams> {
  return await startOrStop(async (started) => {
    const teams = started(await startSandboxTeams(['security']));
    const variables = {
      TEAMS_WORKFLOWS: JSON.stringify(teams.urls),
      CLOSELOOP_TEAMS_DEFAULT: 'security',
    };
    await subscribe(parts, 'teams', started(await startFunction(parts, 'teams', variables)));
    return teams;
  });
}
