import type { Waits } from '../http.ts';
import { azureDevOpsTickets } from './azure-devops/azure-devops-tickets.ts';
import type { TrackersEnv } from './env.ts';
import { jiraTickets } from './jira/jira-tickets.ts';
import type { Trackers } from './routing.ts';

/** The trackers that there are credentials for. */
export function trackersOf({ jira, azureDevOps }: TrackersEnv, waits: Waits): Trackers {
  return {
    ...(jira === null ? {} : { jira: jiraTickets({ ...jira, ...waits }) }),
    ...(azureDevOps === null
      ? {}
      : { 'azure-devops': azureDevOpsTickets({ ...azureDevOps, ...waits }) }),
  };
}
