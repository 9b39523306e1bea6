import type {
  Deliveries,
  DeliveryState,
  LockedDelivery,
  DeliveryLock,
} from '../../activities/ledger/notice/deliveries.ts';
import type { TicketIndex } from '../../activities/ledger/notice/tickets.ts';
import type { Message } from '../../activities/notify/message.ts';
import { markOf } from './finding-label.ts';
import { stands } from './move-ticket.ts';
import { channelFor, placeOf, trackerAt } from './routing.ts';
import type { Trackers } from './routing.ts';
import { note, pullRequestOf, standing, wanted } from './ticket-text.ts';
import type { TicketRef, Tickets } from './tickets.ts';

export interface DeliverDeps {
  readonly deliveries: Deliveries;
  readonly index: Pick<TicketIndex, 'remember'>;
  readonly trackers: Trackers;
  /** For findings whose team names no tracker, `jira:SEC`; null: those get no ticket. */
  readonly defaultChannel: string | null;
  /** How far a tracker's search may be behind. Milliseconds. */
  readonly indexLag: number;
  readonly newId: () => string;
  /** Milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
}

export type Delivered = 'delivered' | 'no-channel';

/** Another worker writes this finding's ticket at this moment: tried again later. */
export class Busy extends Error {
  override readonly name = 'Busy';
}

class Gone extends Error {
  override readonly name = 'Gone';
}

/**
 * One ticket a finding, for all its episodes. Whatever is repeated, lost or in another order: the ledger's row says
 * which ticket it is, held by one worker at a time. The tracker is searched only before a ticket is made, and not until
 * its index must know what may have been made before. Throws after writing on the row why it was not delivered.
 */
export async function deliver(deps: DeliverDeps, message: Message): Promise<Delivered> {
  const channel = channelFor(message.finding.owner.channels, deps);
  if (channel === null) return 'no-channel';
  const holding = { workflowId: message.finding.workflowId, channel: 'tickets', by: deps.newId() };
  const held = await taken(deps, holding);
  try {
    await written(deps, { channel, message }, held);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    await deps.deliveries.markFailed(holding, { why, message: JSON.stringify(message) });
    throw error;
  }
  await deps.deliveries.release(holding);
  return 'delivered';
}

/** Longer than a ticket takes that another message of the finding is having made. */
async function taken(
  { deliveries, pause }: DeliverDeps,
  holding: DeliveryLock,
): Promise<LockedDelivery> {
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const held = await deliveries.take(holding);
    if (held !== null) return held;
    await pause(BETWEEN_TRIES);
  }
  throw new Busy(`Another worker writes the ticket of ${holding.workflowId}.`);
}

const MOST_TRIES = 25;
const BETWEEN_TRIES = 400;

interface Telling {
  readonly channel: string;
  readonly message: Message;
}

/** Somebody may delete the ticket: people asked for the finding to be told, so it gets a new one, once. */
async function written(deps: DeliverDeps, telling: Telling, held: LockedDelivery): Promise<void> {
  const placed = await placedIn(deps, telling, held);
  if (await told(deps, telling.message, placed)) return;
  const anew = { ...placed.state, place: null };
  const again = await placedIn(deps, telling, { ...held, state: anew });
  if (await told(deps, telling.message, again)) return;
  throw new Gone(`${again.place.container}: the ticket went while it was written.`);
}

interface Placed extends LockedDelivery {
  readonly place: NonNullable<DeliveryState['place']>;
}

/** Its ticket, which is found or made when the row names none. */
async function placedIn(
  deps: DeliverDeps,
  telling: Telling,
  held: LockedDelivery,
): Promise<Placed> {
  const { state } = held;
  if (state.place !== null) return { ...held, place: state.place };
  const { tracker, container } = trackerAt(deps.trackers, telling.channel);
  const ticket = await madeOnce(deps, { ...telling, tracker, container });
  const place = placeOf(telling.channel, ticket);
  await deps.index.remember(ticketName(place), telling.message.finding.workflowId);
  const next = { ...state, place };
  await held.save(next);
  return { ...held, state: next, place };
}

interface Making extends Telling {
  readonly tracker: Tickets;
  readonly container: string;
}

/**
 * A row that names no ticket may be a new one, one whose worker died or heard no answer while it made the ticket, or one
 * that was lost. In each case the tracker is asked first, when its index must know everything that was made before.
 */
async function madeOnce(
  { indexLag, pause }: DeliverDeps,
  { tracker, container, message }: Making,
): Promise<TicketRef> {
  const mark = markOf(message.finding.workflowId);
  await pause(indexLag);
  const found = await tracker.find(container, mark);
  return found ?? (await tracker.create(container, { ...standing(message), mark }));
}

/** `jira:10042`: for `TicketIndex`. */
function ticketName({ container, id }: Placed['place']): string {
  return `${container.slice(0, container.indexOf(':'))}:${id}`;
}

/** The ticket shows this message or a newer one, and its history has this one. False when the ticket is gone. */
async function told(deps: DeliverDeps, message: Message, placed: Placed): Promise<boolean> {
  const { place, state } = placed;
  const { tracker } = trackerAt(deps.trackers, place.container);
  const isNewest = message.sequence >= state.shown;
  if (isNewest && !(await shown(tracker, place, message))) return false;
  const addressed = await addressedBy(tracker, place);
  if (addressed === null) return !isNewest;
  const { sequence } = message;
  const isNew = !state.told.includes(sequence);
  // A message that came late makes no new ticket.
  if (isNew && !(await tracker.comment(place, note(message)))) return !isNewest;
  await placed.save({
    ...state,
    place: addressed,
    shown: isNewest ? sequence : state.shown,
    told: isNew ? [...state.told, sequence] : state.told,
  });
  // Last, so that a ticket that is closed has its verdict already.
  return !isNewest || (await stands(tracker, place, (category) => wanted(message, category)));
}

/** With what people call it and where they open it, asked once for each ticket; null when it is gone. */
async function addressedBy(
  tracker: Tickets,
  place: Placed['place'],
): Promise<Placed['place'] | null> {
  if (place.address !== undefined) return place;
  const ticket = await tracker.read(place);
  return ticket === null ? null : { ...place, address: { name: ticket.name, url: ticket.url } };
}

async function shown(tracker: Tickets, ticket: TicketRef, message: Message): Promise<boolean> {
  if (!(await tracker.update(ticket, standing(message)))) return false;
  const link = pullRequestOf(message);
  return link === null || (await tracker.link(ticket, link));
}
