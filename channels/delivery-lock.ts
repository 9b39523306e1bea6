import type {
  Deliveries,
  LockedDelivery,
  DeliveryLock,
} from '../activities/ledger/notice/deliveries.ts';
import type { Message } from '../activities/notify/message.ts';

export interface LockDeps {
  readonly deliveries: Deliveries;
  readonly newId: () => string;
  /** Milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
}

export type Delivered = 'delivered' | 'no-channel';

/** Another worker tells this finding at this moment: tried again later. */
export class Busy extends Error {
  override readonly name = 'Busy';
}

interface Telling {
  /** Of the ledger's row: `slack`. */
  readonly channel: string;
  /** For people: `Slack`. */
  readonly name: string;
  readonly message: Message;
}

/**
 * Only one worker at a time tells a finding in a channel. What throws is written on the finding, with the message that
 * the sweep publishes again, and thrown.
 */
export async function withDeliveryLock(
  deps: LockDeps,
  { channel, name, message }: Telling,
  work: (held: LockedDelivery) => Promise<void>,
): Promise<void> {
  const holding = { workflowId: message.finding.workflowId, channel, by: deps.newId() };
  const held = await taken(deps, holding, name);
  try {
    await work(held);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const failed = { why: `${name}: ${why}`, message: JSON.stringify(message) };
    await deps.deliveries.markFailed(holding, failed);
    throw error;
  }
  await deps.deliveries.release(holding);
}

/** Messages of one finding come close together: whoever holds it needs a second or two. */
async function taken(
  { deliveries, pause }: LockDeps,
  holding: DeliveryLock,
  name: string,
): Promise<LockedDelivery> {
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const held = await deliveries.take(holding);
    if (held !== null) return held;
    await pause(BETWEEN_TRIES);
  }
  throw new Busy(`Another worker tells ${name} of ${holding.workflowId}.`);
}

const MOST_TRIES = 12;
const BETWEEN_TRIES = 400;
