/** The deployed function that posts what is published on the topic to Microsoft Teams. */
import { setTimeout as sleep } from 'node:timers/promises';

import { readSecrets } from '../../environment/secrets.ts';
import { deliveryParts } from '../delivery-parts.ts';
import { subscriber } from '../sns-subscriber.ts';
import { announce } from './announce.ts';
import { deliver } from './deliver.ts';
import { readTeamsEnv } from './env.ts';
import { workflows } from './workflows.ts';

/** How long one call may wait for a workflow's rate limit: the function has thirty seconds. */
const PATIENCE = 8_000;

await readSecrets('the Teams function', process.env);
const { ledgerPrefix, urls, defaultWorkflow } = readTeamsEnv(process.env);
const deps = {
  ...deliveryParts(ledgerPrefix).lock,
  workflows: workflows({ urls, sleep, patience: PATIENCE }),
  defaultWorkflow,
};

export const handler = subscriber(
  (message) => deliver(deps, message),
  (news) => announce(deps, news),
);
