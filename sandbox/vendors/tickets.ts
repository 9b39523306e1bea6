/** Jira and Azure DevOps on this machine, with the functions that write tickets and receive their webhooks. */
import { startSandboxAzureDevOps } from './azure-devops/sandbox-azure-devops.ts';
import {
  AZURE_DEVOPS_TOKEN,
  AZURE_DEVOPS_WEBHOOK_SECRET,
} from './azure-devops/sandbox-azure-devops.ts';
import type { SandboxAzureDevOps, ServiceHook } from './azure-devops/sandbox-azure-devops.ts';
import { startFunction, startOrStop, subscribe } from './channel-functions.ts';
import type { SubscriberParts } from './channel-functions.ts';
import {
  JIRA_EMAIL,
  JIRA_TOKEN,
  JIRA_WEBHOOK_SECRET,
  startSandboxJira,
} from './jira/sandbox-jira.ts';
import type { SandboxJira, Webhook } from './jira/sandbox-jira.ts';

export interface Trackers {
  readonly jira: SandboxJira;
  readonly boards: SandboxAzureDevOps;
  /** Sends a webhook to the function, as Jira does; returns its reply. */
  hook(webhook: Webhook): Promise<unknown>;
  /** The same as Azure DevOps does it. */
  serviceHook(hook: ServiceHook): Promise<unknown>;
  stop(): Promise<void>;
}

/** Seconds by which the search of these trackers is behind, and which the function therefore waits. */
const INDEX_SECONDS = 0.5;

/** The project in Azure DevOps that teams may name. */
const PROJECT = 'Data';

/** Tickets are in Jira, or where the owner's team says. Leaves nothing running when it throws. */
export async function startTickets(parts: SubscriberParts): Promise<Trackers> {
  const indexLag = INDEX_SECONDS * 1000;
  return await startOrStop(async (started) => {
    const jira = started(await startSandboxJira({ projects: ['SEC'], indexLag }));
    const boards = started(await startSandboxAzureDevOps({ projects: [PROJECT], indexLag }));
    const trackers = {
      JIRA_SITE: jira.url,
      JIRA_EMAIL,
      JIRA_API_TOKEN: JIRA_TOKEN,
      AZURE_DEVOPS_ORGANIZATION: boards.url,
      AZURE_DEVOPS_TOKEN,
    };
    const [subscriber, webhook] = await Promise.all([
      startFunction(parts, 'tickets', {
        ...trackers,
        CLOSELOOP_TICKETS_DEFAULT: 'jira:SEC',
        CLOSELOOP_TICKETS_INDEX_SECONDS: String(INDEX_SECONDS),
      }).then(started),
      startFunction(parts, 'tickets-webhook', {
        ...trackers,
        JIRA_WEBHOOK_SECRET,
        AZURE_DEVOPS_WEBHOOK_SECRET,
      }).then(started),
    ]);
    await subscribe(parts, 'tickets', subscriber);
    return {
      jira,
      boards,
      hook: (sent: Webhook) => webhook.invoke({ rawPath: '/jira', ...sent }),
      serviceHook: (sent: ServiceHook) => webhook.invoke({ rawPath: '/azure-devops', ...sent }),
    };
  });
}
