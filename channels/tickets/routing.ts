/** A team's channels say where its tickets are: `jira:PAY`, `azure-devops:Payments`. */
import { failure } from '../../activities/aws/failures.ts';
import type { DeliveryState } from '../../activities/ledger/notice/deliveries.ts';
import { TRACKERS } from './tickets.ts';
import type { TicketRef, Tracker, Tickets } from './tickets.ts';

/** The trackers that this function has credentials for. */
export type Trackers = Readonly<Partial<Record<Tracker, Tickets>>>;

/** The first of the team's channels that is a tracker, else the default; null for none. */
export function channelFor(
  channels: readonly string[],
  { defaultChannel }: { readonly defaultChannel: string | null },
): string | null {
  return channels.find((channel) => trackerIn(channel) !== null) ?? defaultChannel;
}

interface Where {
  readonly tracker: Tickets;
  readonly container: string;
}

/** Throws ConfigurationError where a team names a tracker that the function has no credentials for. */
export function trackerAt(trackers: Trackers, channel: string): Where {
  const name = trackerIn(channel);
  const tracker = name === null ? undefined : trackers[name];
  if (tracker === undefined)
    throw failure(
      'ConfigurationError',
      `Tried to write a ticket in ${channel}: this function has no credentials for that tracker. Add them, or correct the team's channels in the ownership table.`,
    );
  return { tracker, container: channel.slice(channel.indexOf(':') + 1) };
}

/** Null for what is no tracker of ours. */
export function trackerIn(channel: string): Tracker | null {
  return TRACKERS.find((tracker) => channel.startsWith(`${tracker}:`)) ?? null;
}

/** As the ledger keeps it. */
export function placeOf(channel: string, { id }: TicketRef): NonNullable<DeliveryState['place']> {
  return { container: channel, id };
}
