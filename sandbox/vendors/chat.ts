/** Slack on this machine, with the functions that post notifications and answer pressed buttons. */
import { KMS } from '@aws-sdk/client-kms';

import { ensureReceiptKey } from '../../activities/decisions/ensure-key.ts';
import { loadPolicies } from '../../policies/load.ts';
import type { Policies } from '../../policies/load.ts';
import { HUB_ACCOUNT, HUB_REGION } from '../aws/gateway/principals.ts';
import type { SandboxAws } from '../aws/sandbox-aws.ts';
import { startFunction, startOrStop, subscribe } from './channel-functions.ts';
import type { SubscriberParts } from './channel-functions.ts';
import { SIGNING_SECRET } from './slack/interactions.ts';
import type { Interaction } from './slack/interactions.ts';
import { SLACK_TOKEN, startSandboxSlack } from './slack/sandbox-slack.ts';
import type { SandboxSlack } from './slack/sandbox-slack.ts';
import type { SlackUser } from './slack/state.ts';

export interface Chat {
  readonly slack: SandboxSlack;
  /** Sends an interaction to the interactivity endpoint, as Slack does; returns its reply. */
  interact(interaction: Interaction): Promise<unknown>;
  /** The Slack account of a person of the policies. */
  account(name: string): string;
  stop(): Promise<void>;
}

export interface ChatParts extends SubscriberParts {
  readonly policiesDir: string;
}

/** Signs the receipts of decisions made in Slack. */
const RECEIPT_KEY = 'alias/closeloop-door-chat';

/** Leaves nothing running when it throws. */
export async function startChat(parts: ChatParts): Promise<Chat> {
  const policies = await loadPolicies(parts.policiesDir);
  return await startOrStop(async (started) => {
    const slack = started(
      await startSandboxSlack({ channels: channelsOf(policies), users: usersOf(policies) }),
    );
    const variables = { SLACK_BOT_TOKEN: SLACK_TOKEN, SLACK_API_URL: slack.apiUrl };
    const signed = { ...variables, SLACK_SIGNING_SECRET: SIGNING_SECRET };
    await createReceiptKey(parts.aws);
    const [subscriber, interactivity] = await Promise.all([
      startFunction(parts, 'slack', variables).then(started),
      startFunction(parts, 'slack-interactivity', signed).then(started),
    ]);
    await subscribe(parts, 'slack', subscriber);
    const interact = (interaction: Interaction) => interactivity.invoke(interaction);
    return { slack, interact, account: accountOf };
  });
}

/** What an administrator does once. */
async function createReceiptKey(aws: SandboxAws): Promise<void> {
  const credentials = aws.credentials(HUB_ACCOUNT);
  const kms = new KMS({ endpoint: aws.url, region: HUB_REGION, credentials });
  try {
    await ensureReceiptKey(kms, RECEIPT_KEY);
  } finally {
    kms.destroy();
  }
}

function channelsOf({ ownership }: Policies): readonly string[] {
  const all = ownership.teams.flatMap(({ channels }) => channels);
  return all.flatMap((channel) => /^slack:#(.+)$/.exec(channel)?.slice(1, 2) ?? []);
}

/** Everybody to whom decisions.yaml gives a mail address. */
function usersOf({ decisions }: Policies): readonly SlackUser[] {
  const { mails = {} } = decisions.signIn;
  return Object.entries(mails).map(([email, name]) => ({ id: accountOf(name), name, email }));
}

function accountOf(name: string): string {
  return `U0${name.toUpperCase()}`;
}
