/** The deployed function that writes tickets for what is published on the topic. */
import { setTimeout as sleep } from 'node:timers/promises';

import { dynamoTicketIndex } from '../../activities/ledger/notice/tickets.ts';
import { readSecrets } from '../../environment/secrets.ts';
import { deliveryParts } from '../delivery-parts.ts';
import { subscriber } from '../sns-subscriber.ts';
import { deliver } from './deliver.ts';
import { readSubscriberEnv } from './env.ts';
import { trackersOf } from './trackers.ts';

/** How long one call may wait for a tracker's rate limit: the function has thirty seconds. */
const PATIENCE = 8_000;

await readSecrets('the tickets function', process.env);
const { ledgerPrefix, defaultChannel, indexLag, ...trackers } = readSubscriberEnv(process.env);
const { store, lock } = deliveryParts(ledgerPrefix);
const deps = {
  ...lock,
  index: dynamoTicketIndex(store),
  trackers: trackersOf(trackers, { sleep, patience: PATIENCE }),
  defaultChannel,
  indexLag,
};

export const handler = subscriber(
  (message) => deliver(deps, message),
  // A ticket is about one finding: one that waits because of the switch says so in its own.
  async () => await Promise.resolve('no-channel'),
);
