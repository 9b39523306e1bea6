/** The deployed function that posts what is published on the topic to Slack. */
import { setTimeout as sleep } from 'node:timers/promises';

import { readSecrets } from '../../environment/secrets.ts';
import { deliveryParts } from '../delivery-parts.ts';
import { subscriber } from '../sns-subscriber.ts';
import { announce } from './announce.ts';
import { slackChat } from './chat.ts';
import { deliver } from './deliver.ts';
import { readSubscriberEnv } from './env.ts';

/** How long one call may wait for Slack's rate limit: the function has thirty seconds. */
const PATIENCE = 20_000;

await readSecrets('the Slack function', process.env);
const { ledgerPrefix, token, apiUrl, defaultChannel } = readSubscriberEnv(process.env);
const deps = {
  ...deliveryParts(ledgerPrefix).lock,
  chat: slackChat({ token, apiUrl, sleep, patience: PATIENCE }),
  defaultChannel,
  now: Date.now,
};

export const handler = subscriber(
  (message) => deliver(deps, message),
  (news) => announce(deps, news),
);
