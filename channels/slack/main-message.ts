/** The one message that a finding has in a Slack channel: where it is, and what it shows. */
import type { DeliveryState, LockedDelivery } from '../../activities/ledger/notice/deliveries.ts';
import type { Message } from '../../activities/notify/message.ts';
import type { Chat, Place } from './chat.ts';
import { mainPost } from './message.ts';

export interface Delivery {
  /** As the owner's team names it, or an id. */
  readonly channel: string;
  readonly message: Message;
}

export interface Placed {
  readonly place: Place;
  readonly state: DeliveryState;
}

interface MainDeps {
  readonly chat: Chat;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Makes the finding's message show this message or a newer one, in the channel of its present owner. */
export async function showMain(
  deps: MainDeps,
  delivery: Delivery,
  held: LockedDelivery,
): Promise<Placed> {
  const { message } = delivery;
  if (held.state.place !== null && message.sequence < held.state.shown)
    return { place: held.state.place, state: held.state };
  const state = await placeInChannel(deps, delivery, held.state);
  const { place } = state;
  if (place === null) return await findOrPost(deps, delivery, { ...held, state });
  if (!(await deps.chat.update(place, mainPost(message), markOf(message)))) {
    // Somebody deleted it: it is posted again.
    const deleted = { ...state, place: null, begun: null };
    return await findOrPost(deps, delivery, { ...held, state: deleted });
  }
  const next = { ...state, shown: message.sequence };
  await held.save(next);
  return { place, state: next };
}

/** Saves the address at which people open the message, which Slack is asked for once. */
export async function saveAddress(
  { chat }: MainDeps,
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

/** The state with the message's place in that channel; the place is null where there is no message yet. */
async function placeInChannel(
  { chat }: MainDeps,
  { channel }: Delivery,
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
  const { told: _told, ...known } = before;
  return { ...state, earlier, place: { ...known, name: channel } };
}

/** A finding that moves more often gets a second message in the channel that it left first. */
const MOST_EARLIER = 20;

async function findOrPost(
  deps: MainDeps,
  { channel, message }: Delivery,
  held: LockedDelivery,
): Promise<Placed> {
  const { chat, now } = deps;
  const mark = markOf(message);
  const container = await chat.channelId(channel);
  const state = await resolveOtherChannel(deps, { container, message }, held.state);
  const begun = state.begun ?? new Date(now()).toISOString();
  const begunState = { ...state, begun, begunIn: container };
  if (state.begun === null) await held.save(begunState);
  // An earlier attempt may have posted it without an answer.
  const found = state.begun === null ? null : await chat.findPost(container, mark, since(begun));
  if (found !== null && !(await chat.update(found, mainPost(message), mark)))
    throw new Error(`Slack's message ${found.id} was deleted while it was searched for.`);
  const made = found ?? (await chat.post(container, mainPost(message), mark));
  const place = { ...made, name: channel };
  const next = { ...begunState, place, shown: message.sequence };
  await held.save(next);
  return { place, state: next };
}

/** An earlier attempt may have posted in the channel of an earlier owner: that message needs the moved-to notice. */
async function resolveOtherChannel(
  { chat }: MainDeps,
  { container, message }: { readonly container: string; readonly message: Message },
  state: DeliveryState,
): Promise<DeliveryState> {
  const { begun, begunIn = container } = state;
  if (begun === null || begunIn === container) return state;
  const found = await chat.findPost(begunIn, markOf(message), since(begun));
  const left = found === null ? [] : [{ ...found, told: false }];
  return { ...state, begun: null, earlier: [...state.earlier, ...left] };
}

/** The start of a search in Slack's history for what was posted after that instant, in epoch seconds. */
export function since(begun: string): number {
  return Date.parse(begun) / 1000 - CLOCKS_DIFFER;
}

/** How far Slack's clock may differ from ours. Seconds. */
const CLOCKS_DIFFER = 60;
