/** Where people are notified of a finding, as the ledger knows it: no channel is asked. */
import type { ChannelPlace } from '../../../activities/ledger/notice/channel-places.ts';
import type { Lines, Page } from '../../output/page.ts';

type ShownPlace = Readonly<ReturnType<typeof shownPlace>>;

/** As JSON. `name` and `url` are null where the channel gives none, or gave none yet. */
export function shownPlace({ channel, container, id, name, address }: ChannelPlace) {
  return {
    /** `slack`, `teams`, `tickets`. */
    channel,
    /** A Slack channel, a workflow of Teams, a project of a tracker. */
    in: name ?? container,
    /** A message's `ts`, the sequence of the newest card, a ticket's own id. */
    id,
    name: address?.name ?? null,
    url: address?.url ?? null,
  };
}

/** One line for each channel. */
export function notificationLines(places: readonly ShownPlace[], page: Page): Lines {
  const names = places.map(({ channel }) => NAMES[channel] ?? channel);
  const width = Math.max(0, ...names.map((name) => name.length));
  return places.map((place, at) => `${(names[at] ?? '').padEnd(width)}  ${where(place, page)}`);
}

const NAMES: Readonly<Record<string, string>> = {
  slack: 'Slack',
  teams: 'Teams',
  tickets: 'Ticket',
};

function where({ channel, in: container, id, name, url }: ShownPlace, { link }: Page): string {
  if (channel === 'teams') return `cards in ${container}`;
  if (channel === 'slack')
    return url === null ? `${container}, message ${id}` : link(container, url);
  if (name === null || url === null) return `${id} in ${container}`;
  return link(`${name} in ${container}`, url);
}
