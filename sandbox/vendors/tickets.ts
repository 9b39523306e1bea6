/** People's tickets on this machine: in Jira and Azure DevOps, with the function that writes them and the one that hears of closed ones. */
import { join } from 'node:path';

import { SNS } from '@aws-sdk/client-sns';

import { bundleChannel } from '../../channels/bundle.ts';
import type { ChannelFunction } from '../../channels/bundle.ts';
import { HUB_ACCOUNT, HUB_REGION } from '../aws/gateway/principals.ts';
import { startLambda } from '../aws/lambda.ts';
import type { Lambda } from '../aws/lambda.ts';
import {
  AZURE_DEVOPS_TOKEN,
  AZURE_DEVOPS_WEBHOOK_SECRET,
  startSandboxAzureDevOps,
} from './azure-devops/sandbox-azure-devops.ts';
import type { SandboxAzureDevOps, ServiceHook } from './azure-devops/sandbox-azure-devops.ts';
import type { ChatParts } from './chat.ts';
import {
  JIRA_EMAIL,
  JIRA_TOKEN,
  JIRA_WEBHOOK_SECRET,
  startSandboxJira,
} from './jira/sandbox-jira.ts';
import type { SandboxJira, Webhook } from './jira/sandbox-jira.ts';

export interface TicketsOfPeople {
  readonly jira: SandboxJira;
  readonly boards: SandboxAzureDevOps;
  /** Sends a webhook to the door, as Jira does; answers what the door answers. */
  hook(webhook: Webhook): Promise<unknown>;
  /** The same as Azure DevOps does it. */
  serviceHook(hook: ServiceHook): Promise<unknown>;
  stop(): Promise<void>;
}

const SUBSCRIBER = `arn:aws:lambda:${HUB_REGION}:${HUB_ACCOUNT}:function:closeloop-tickets`;
/** Seconds that the search of this machine's trackers is behind, and that the function therefore waits. */
const LAG = 0.5;

/** Where the tickets of teams that name a project there are. */
const PROJECT = 'Data';

/** Tickets are in Jira, or where the owner's team says. Leaves nothing running when it throws. */
export async function startTickets(
  parts: Omit<ChatParts, 'policiesDir'>,
): Promise<TicketsOfPeople> {
  const jira = await startSandboxJira({ projects: ['SEC'], indexLag: LAG * 1000 });
  const boards = await startSandboxAzureDevOps({ projects: [PROJECT], indexLag: LAG * 1000 });
  const started: Lambda[] = [];
  const stop = async () => {
    await Promise.all(started.map((one) => one.stop()));
    await Promise.all([jira.stop(), boards.stop()]);
  };
  try {
    const variables = {
      JIRA_SITE: jira.url,
      JIRA_EMAIL,
      JIRA_API_TOKEN: JIRA_TOKEN,
      AZURE_DEVOPS_ORGANIZATION: boards.url,
      AZURE_DEVOPS_TOKEN,
    };
    const [subscriber, door] = await Promise.all([
      start(parts, 'tickets', {
        ...variables,
        CLOSELOOP_TICKETS_DEFAULT: 'jira:SEC',
        CLOSELOOP_TICKETS_INDEX_SECONDS: String(LAG),
      }),
      start(parts, 'tickets-door', {
        ...variables,
        JIRA_WEBHOOK_SECRET,
        AZURE_DEVOPS_WEBHOOK_SECRET,
      }),
    ]);
    started.push(subscriber, door);
    parts.aws.gateway.registerLambda(SUBSCRIBER, (event) => subscriber.invoke(event));
    await subscribe(parts);
    return {
      jira,
      boards,
      hook: (webhook) => door.invoke({ rawPath: '/jira', ...webhook }),
      serviceHook: (hook) => door.invoke({ rawPath: '/azure-devops', ...hook }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  { env, folder }: Pick<ChatParts, 'env' | 'folder'>,
  name: Extract<ChannelFunction, `tickets${string}`>,
  variables: Readonly<Record<string, string>>,
): Promise<Lambda> {
  const { path: bundle } = await bundleChannel(name, join(folder, name));
  const own = { ...env(`closeloop-${name}`), ...variables };
  return await startLambda({ bundle, env: own, logFile: join(folder, `${name}.log`) });
}

async function subscribe({ aws, topicArn }: Pick<ChatParts, 'aws' | 'topicArn'>): Promise<void> {
  const credentials = aws.credentials(HUB_ACCOUNT);
  const sns = new SNS({ endpoint: aws.url, region: HUB_REGION, credentials });
  try {
    await sns.subscribe({ TopicArn: topicArn, Protocol: 'lambda', Endpoint: SUBSCRIBER });
  } finally {
    sns.destroy();
  }
}
