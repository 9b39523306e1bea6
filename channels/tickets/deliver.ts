import type { DeliveryState, LockedDelivery } from '../../activities/ledger/notice/deliveries.ts';
import type { TicketIndex } from '../../activities/ledger/notice/tickets.ts';
import type { Message } from '../../activities/notify/message.ts';
import { withDeliveryLock } from '../delivery-lock.ts';
import type { Delivered, LockDeps } from '../delivery-lock.ts';
import { findingLabel } from './finding-label.ts';
import { moveTicket } from './move-ticket.ts';
import { channelFor, placeOf, trackerAt } from './routing.ts';
import type { Trackers } from './routing.ts';
import { historyComment, pullRequestLink, ticketText, wantedCategory } from './ticket-text.ts';
import type { TicketRef, Tickets } from './tickets.ts';

export interface DeliverDeps extends LockDeps {
  readonly index: Pick<TicketIndex, 'remember'>;
  readonly trackers: Trackers;
  /** For findings whose team names no tracker, `jira:SEC`; null: those get no ticket. */
  readonly defaultChannel: string | null;
  /** How far a tracker's search may be behind. Milliseconds. */
  readonly indexLag: number;
}

class Deleted extends Error {
  override readonly name = 'Deleted';
}

/**
 * Each finding has one ticket for all its episodes. This holds when messages are repeated, lost or out of order: the
 * ledger's row says which ticket it is. The tracker is searched only before a ticket is created, after a wait in which
 * its index learns of whatever was created before. Throws after writing on the row why it was not delivered.
 */
export async function deliver(deps: DeliverDeps, message: Message): Promise<Delivered> {
  const channel = channelFor(message.finding.owner.channels, deps);
  if (channel === null) return 'no-channel';
  const lock = { channel: 'tickets', name: 'Tickets', message, patience: PATIENCE };
  await withDeliveryLock(deps, lock, async (held) => {
    await writeTicket(deps, { channel, message }, held);
  });
  return 'delivered';
}

/** Longer than another message needs to create the finding's ticket. Milliseconds. */
const PATIENCE = 10_000;

interface Delivery {
  readonly channel: string;
  readonly message: Message;
}

/** A ticket that somebody deleted is created again, once. */
async function writeTicket(
  deps: DeliverDeps,
  delivery: Delivery,
  held: LockedDelivery,
): Promise<void> {
  const placed = await findOrCreate(deps, delivery, held);
  if (await update(deps, delivery.message, placed)) return;
  const state = { ...placed.state, place: null };
  const again = await findOrCreate(deps, delivery, { ...held, state });
  if (await update(deps, delivery.message, again)) return;
  throw new Deleted(`${again.place.container}: the ticket was deleted while it was written.`);
}

interface Placed extends LockedDelivery {
  readonly place: NonNullable<DeliveryState['place']>;
}

/**
 * The ticket that the row names. A row names none when it is new, when a worker died or got no answer while it created
 * the ticket, or when the row was lost: so the tracker is searched before a ticket is created.
 */
async function findOrCreate(
  deps: DeliverDeps,
  delivery: Delivery,
  held: LockedDelivery,
): Promise<Placed> {
  const { state } = held;
  if (state.place !== null) return { ...held, place: state.place };
  const { channel, message } = delivery;
  const { workflowId } = message.finding;
  const { tracker, container } = trackerAt(deps.trackers, channel);
  const mark = findingLabel(workflowId);
  await deps.pause(deps.indexLag);
  const ticket =
    (await tracker.find(container, mark)) ??
    (await tracker.create(container, { ...ticketText(message), mark }));
  const place = placeOf(channel, ticket);
  await deps.index.remember(ticketName(place), workflowId);
  const next = { ...state, place };
  await held.save(next);
  return { ...held, state: next, place };
}

/** `jira:10042`: for `TicketIndex`. */
function ticketName({ container, id }: Placed['place']): string {
  return `${container.slice(0, container.indexOf(':'))}:${id}`;
}

/** Makes the ticket show this message or a newer one, and adds it to the history. False when the ticket is deleted. */
async function update(deps: DeliverDeps, message: Message, placed: Placed): Promise<boolean> {
  const { place, state } = placed;
  const { tracker } = trackerAt(deps.trackers, place.container);
  const isNewest = message.sequence >= state.shown;
  if (isNewest && !(await updateText(tracker, place, message))) return false;
  const addressed = await withAddress(tracker, place);
  if (addressed === null) return !isNewest;
  const { sequence } = message;
  const isNew = !state.told.includes(sequence);
  // A late message does not create a ticket again.
  if (isNew && !(await tracker.comment(place, historyComment(message)))) return !isNewest;
  await placed.save({
    ...state,
    place: addressed,
    shown: isNewest ? sequence : state.shown,
    told: isNew ? [...state.told, sequence] : state.told,
  });
  // Last, so that a ticket has its verdict before it is closed.
  return (
    !isNewest || (await moveTicket(tracker, place, (category) => wantedCategory(message, category)))
  );
}

/** With what people call the ticket and where they open it, read once for each ticket; null when it is deleted. */
async function withAddress(
  tracker: Tickets,
  place: Placed['place'],
): Promise<Placed['place'] | null> {
  if (place.address !== undefined) return place;
  const ticket = await tracker.read(place);
  return ticket === null ? null : { ...place, address: { name: ticket.name, url: ticket.url } };
}

async function updateText(tracker: Tickets, ticket: TicketRef, message: Message): Promise<boolean> {
  if (!(await tracker.update(ticket, ticketText(message)))) return false;
  const link = pullRequestLink(message);
  return link === null || (await tracker.link(ticket, link));
}
