/** People's chat on this machine: Slack, the function that tells it, and the one that answers pressed buttons. */
import { join } from 'node:path';

import { KMS } from '@aws-sdk/client-kms';
import { SNS } from '@aws-sdk/client-sns';

import { ensureReceiptKey } from '../../activities/decisions/ensure-key.ts';
import { bundleChannel } from '../../channels/bundle.ts';
import type { ChannelFunction } from '../../channels/bundle.ts';
import { loadPolicies } from '../../policies/load.ts';
import type { Policies } from '../../policies/load.ts';
import { HUB_ACCOUNT, HUB_REGION } from '../aws/gateway/principals.ts';
import type { HubPrincipal } from '../aws/gateway/principals.ts';
import { startLambda } from '../aws/lambda.ts';
import type { Lambda } from '../aws/lambda.ts';
import type { SandboxAws } from '../aws/sandbox-aws.ts';
import { SIGNING_SECRET } from './slack/interactions.ts';
import type { Interaction } from './slack/interactions.ts';
import { SLACK_TOKEN, startSandboxSlack } from './slack/sandbox-slack.ts';
import type { SandboxSlack } from './slack/sandbox-slack.ts';
import type { SlackUser } from './slack/state.ts';

export interface Chat {
  readonly slack: SandboxSlack;
  /** Sends an interaction to the door, as Slack does; answers the status code. */
  interact(interaction: Interaction): Promise<unknown>;
  /** The Slack account of a person of the policies. */
  account(name: string): string;
  stop(): Promise<void>;
}

export interface ChatParts {
  readonly aws: SandboxAws;
  readonly env: (principal: HubPrincipal) => Record<string, string>;
  readonly topicArn: string;
  readonly policiesDir: string;
  readonly folder: string;
}

const SUBSCRIBER = `arn:aws:lambda:${HUB_REGION}:${HUB_ACCOUNT}:function:closeloop-slack`;
/** Of the receipts that the chat's door gives. */
const DOOR_KEY = 'alias/closeloop-door-chat';

/** Leaves nothing running when it throws. */
export async function startChat(parts: ChatParts): Promise<Chat> {
  const policies = await loadPolicies(parts.policiesDir);
  const slack = await startSandboxSlack({
    channels: channelsOf(policies),
    users: usersOf(policies),
  });
  const started: Lambda[] = [];
  const stop = async () => {
    await Promise.all(started.map((one) => one.stop()));
    await slack.stop();
  };
  try {
    const variables = { SLACK_BOT_TOKEN: SLACK_TOKEN, SLACK_API_URL: slack.apiUrl };
    const secret = { ...variables, SLACK_SIGNING_SECRET: SIGNING_SECRET };
    await prepare(parts);
    const [subscriber, door] = await Promise.all([
      start(parts, 'slack', variables),
      start(parts, 'slack-door', secret),
    ]);
    started.push(subscriber, door);
    parts.aws.gateway.registerLambda(SUBSCRIBER, (event) => subscriber.invoke(event));
    const interact = (interaction: Interaction) => door.invoke(interaction);
    return { slack, interact, account: accountOf, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  { env, folder }: ChatParts,
  name: ChannelFunction,
  variables: Readonly<Record<string, string>>,
): Promise<Lambda> {
  const { path: bundle } = await bundleChannel(name, join(folder, name));
  const own = { ...env(`closeloop-${name}`), ...variables };
  return await startLambda({ bundle, env: own, logFile: join(folder, `${name}.log`) });
}

/** What an administrator does once: the door's key, and the subscription. */
async function prepare({ aws, topicArn }: ChatParts): Promise<void> {
  const credentials = aws.credentials(HUB_ACCOUNT);
  const config = { endpoint: aws.url, region: HUB_REGION, credentials };
  const [kms, sns] = [new KMS(config), new SNS(config)];
  try {
    await ensureReceiptKey(kms, DOOR_KEY);
    const subscription = { TopicArn: topicArn, Protocol: 'lambda', Endpoint: SUBSCRIBER };
    await sns.subscribe(subscription);
  } finally {
    kms.destroy();
    sns.destroy();
  }
}

function channelsOf({ ownership }: Policies): readonly string[] {
  const all = ownership.teams.flatMap(({ channels }) => channels);
  return all.flatMap((channel) => /^slack:#(.+)$/.exec(channel)?.slice(1, 2) ?? []);
}

/** Everybody whom decisions.yaml knows by mail. */
function usersOf({ decisions }: Policies): readonly SlackUser[] {
  const { mails = {} } = decisions.signIn;
  return Object.entries(mails).map(([email, name]) => ({ id: accountOf(name), name, email }));
}

function accountOf(name: string): string {
  return `U0${name.toUpperCase()}`;
}
