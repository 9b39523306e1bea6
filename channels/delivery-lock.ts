import type {
  Deliveries,
  DeliveryLock,
  DeliveryState,
  LockedDelivery,
} from '../activities/ledger/notice/deliveries.ts';
import type { Message } from '../activities/notify/message.ts';

export interface LockDeps {
  readonly deliveries: Deliveries;
  readonly newId: () => string;
  /** Milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
}

export type Delivered = 'delivered' | 'no-channel';

/** Another worker delivers messages of this finding at this moment: Lambda tries again later. */
export class Busy extends Error {
  override readonly name = 'Busy';
}

interface Delivery {
  /** The channel's name in the ledger's row: `slack`. */
  readonly channel: string;
  /** The channel's name for people: `Slack`. */
  readonly name: string;
  readonly message: Message;
  /** How long to wait for another worker. Milliseconds. */
  readonly patience: number;
}

/**
 * Runs `work` while no other worker delivers messages of this finding in this channel. An error is written on the
 * finding, together with the message that the sweep publishes again, and thrown.
 */
export async function withDeliveryLock(
  deps: LockDeps,
  delivery: Delivery,
  work: (held: LockedDelivery) => Promise<void>,
): Promise<void> {
  const { channel, name, message } = delivery;
  const holding = { workflowId: message.finding.workflowId, channel, by: deps.newId() };
  const held = await acquire(deps, holding, delivery);
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

/**
 * Tells each of these places of the finding's that it has moved, and saves after each one what `done` makes of the
 * state, so that a retry goes on with the next place.
 */
export async function tellEarlierPlaces(
  held: LockedDelivery,
  places: readonly Place[],
  {
    tell,
    done,
  }: {
    readonly tell: (place: Place) => Promise<unknown>;
    readonly done: (state: DeliveryState, place: Place) => DeliveryState;
  },
): Promise<DeliveryState> {
  let { state } = held;
  for (const place of places) {
    await tell(place);
    state = done(state, place);
    await held.save(state);
  }
  return state;
}

type Place = DeliveryState['earlier'][number];

async function acquire(
  { deliveries, pause }: LockDeps,
  holding: DeliveryLock,
  { name, patience }: Delivery,
): Promise<LockedDelivery> {
  for (let waited = 0; waited < patience; waited += INTERVAL) {
    const held = await deliveries.take(holding);
    if (held !== null) return held;
    await pause(INTERVAL);
  }
  throw new Busy(`Another worker delivers messages of ${holding.workflowId} in ${name}.`);
}

/** Milliseconds. */
const INTERVAL = 400;
