/** Where a finding's message stands in Slack: one message a finding and channel. */
import type { DeliveryState, LockedDelivery } from '../../activities/ledger/notice/deliveries.ts';
import type { Message } from '../../activities/notify/message.ts';
import type { Chat, Place } from './chat.ts';
import { standing } from './message.ts';

export interface Telling {
  /** As the owner's team names it, or an id. */
  readonly channel: string;
  readonly message: Message;
}

export interface Placed {
  readonly place: Place;
  readonly state: DeliveryState;
}

interface PlaceDeps {
  readonly chat: Chat;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** The finding's message shows this state or a newer one, in the channel of whoever owns it now. */
export async function shown(
  deps: PlaceDeps,
  telling: Telling,
  held: LockedDelivery,
): Promise<Placed> {
  const { message } = telling;
  if (held.state.place !== null && message.sequence < held.state.shown)
    return { place: held.state.place, state: held.state };
  const state = await inChannel(deps, telling, held.state);
  const { place } = state;
  if (place === null) return await posted(deps, telling, { ...held, state });
  if (!(await deps.chat.update(place, standing(message), markOf(message)))) {
    // Somebody deleted it: people asked for the finding to be told, so it gets a new one.
    const anew = { ...state, place: null, begun: null };
    return await posted(deps, telling, { ...held, state: anew });
  }
  const next = { ...state, shown: message.sequence };
  await held.save(next);
  return { place, state: next };
}

/** The ledger knows where people open the message, which Slack is asked once for each. */
export async function addressed(
  { chat }: PlaceDeps,
  state: DeliveryState,
  { save }: Pick<LockedDelivery, 'save'>,
): Promise<void> {
  const { place } = state;
  if (place === null || place.address !== undefined) return;
  const url = await chat.permalink(place);
  if (url !== null) await save({ ...state, place: { ...place, address: { name: place.id, url } } });
}

function markOf({ finding }: Message): { readonly finding: string; readonly part: 'main' } {
  return { finding: finding.workflowId, part: 'main' };
}

/** The state with the message's place in that channel; without a place where it has none there yet. */
async function inChannel(
  { chat }: PlaceDeps,
  { channel }: Telling,
  state: DeliveryState,
): Promise<DeliveryState> {
  const { place } = state;
  if (place === null || place.name === channel) return state;
  const container = await chat.channelId(channel);
  if (place.container === container) return { ...state, place: { ...place, name: channel } };
  const before = state.earlier.find((one) => one.container === container);
  const others = state.earlier.filter((one) => one !== before).slice(-MOST_EARLIER);
  const earlier = [...others, { ...place, told: false }];
  if (before === undefined) return { ...state, earlier, place: null, begun: null };
  const { told: _told, ...back } = before;
  return { ...state, earlier, place: { ...back, name: channel } };
}

/** A finding that wanders further gets a second message where it was long ago. */
const MOST_EARLIER = 20;

async function posted(
  deps: PlaceDeps,
  { channel, message }: Telling,
  held: LockedDelivery,
): Promise<Placed> {
  const { chat, now } = deps;
  const mark = markOf(message);
  const container = await chat.channelId(channel);
  const state = await begunElsewhere(deps, { container, message }, held.state);
  const begun = state.begun ?? new Date(now()).toISOString();
  const begunState = { ...state, begun, begunIn: container };
  if (state.begun === null) await held.save(begunState);
  // It was begun before and nobody knows how it ended.
  const found = state.begun === null ? null : await chat.findPost(container, mark, since(begun));
  if (found !== null && !(await chat.update(found, standing(message), mark)))
    throw new Error(`Slack's message ${found.id} went while it was looked for.`);
  const made = found ?? (await chat.post(container, standing(message), mark));
  const place = { ...made, name: channel };
  const next = { ...begunState, place, shown: message.sequence };
  await held.save(next);
  return { place, state: next };
}

/** What was begun in a channel that is no longer the owner's, and nobody knows how it ended: it has to say farewell. */
async function begunElsewhere(
  { chat }: PlaceDeps,
  { container, message }: { readonly container: string; readonly message: Message },
  state: DeliveryState,
): Promise<DeliveryState> {
  const { begun, begunIn = container } = state;
  if (begun === null || begunIn === container) return state;
  const found = await chat.findPost(begunIn, markOf(message), since(begun));
  const left = found === null ? [] : [{ ...found, told: false }];
  return { ...state, begun: null, earlier: [...state.earlier, ...left] };
}

/** Epoch seconds from which Slack's history is searched. */
function since(begun: string): number {
  return Date.parse(begun) / 1000 - CLOCKS_DIFFER;
}

/** Seconds between Slack's clock and ours. */
const CLOCKS_DIFFER = 60;
