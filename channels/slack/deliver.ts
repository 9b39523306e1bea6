import type { DeliveryState, LockedDelivery } from '../../activities/ledger/notice/deliveries.ts';
import type { Message } from '../../activities/notify/message.ts';
import { tellEarlierPlaces, withDeliveryLock } from '../delivery-lock.ts';
import type { Delivered, LockDeps } from '../delivery-lock.ts';
import type { Chat } from './chat.ts';
import { saveAddress, showMain } from './main-message.ts';
import type { Delivery, Placed } from './main-message.ts';
import { isUrgent, movedPost, threadPost } from './message.ts';

export interface DeliverDeps extends LockDeps {
  readonly chat: Chat;
  /** For findings whose team names no Slack channel; null: those are not posted to Slack. */
  readonly defaultChannel: string | null;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * Each finding has one message in its owner's channel, updated in place, with a thread for its history. This holds when
 * messages are repeated, lost or out of order: the ledger's row says which message in Slack it is, and where that is in
 * doubt Slack is searched first. Throws after writing on the row why it was not delivered.
 */
export async function deliver(deps: DeliverDeps, message: Message): Promise<Delivered> {
  const channel = channelOf(message) ?? deps.defaultChannel;
  if (channel === null) return 'no-channel';
  const lock = { channel: 'slack', name: 'Slack', message, patience: PATIENCE };
  await withDeliveryLock(deps, lock, async (held) => {
    const placed = await showMain(deps, { channel, message }, held);
    const state = await addToThread(deps, { message, placed }, held);
    const next = await updateMoved(deps, { channel, message }, { ...held, state });
    await saveAddress(deps, next, held);
  });
  return 'delivered';
}

/** Messages of one finding come close together: each needs a second or two. Milliseconds. */
const PATIENCE = 4_800;

/** `slack:#payments` or `slack:C0123456789`, the first of the team's. */
function channelOf({ finding }: Message): string | null {
  const own = finding.owner.channels.find((channel) => channel.startsWith('slack:'));
  return own === undefined ? null : own.slice('slack:'.length);
}

/** Adds a line for this message to the finding's thread, once. */
async function addToThread(
  { chat }: DeliverDeps,
  { message, placed: { place, state } }: { readonly message: Message; readonly placed: Placed },
  held: LockedDelivery,
): Promise<DeliveryState> {
  const { sequence } = message;
  if (state.told.includes(sequence)) return state;
  const mark = { finding: message.finding.workflowId, part: sequence };
  const inDoubt = state.telling.includes(sequence);
  const others = state.telling.filter((one) => one !== sequence);
  if (!inDoubt) await held.save({ ...state, telling: [...others, sequence] });
  if (!inDoubt || !(await chat.hasReply(place, mark)))
    await chat.reply(place, { ...threadPost(message), broadcast: isUrgent(message) }, mark);
  const next = { ...state, told: [...state.told, sequence], telling: others };
  await held.save(next);
  return next;
}

/** Posts the moved-to notice in channels whose team no longer owns the finding; a deleted message needs none. */
async function updateMoved(
  { chat }: DeliverDeps,
  { channel, message }: Delivery,
  held: LockedDelivery,
): Promise<DeliveryState> {
  const { earlier, shown } = held.state;
  // A late message names the owner of an earlier moment.
  if (message.sequence < shown) return held.state;
  const mark = { finding: message.finding.workflowId, part: 'main' };
  const untold = earlier.filter(({ told }) => !told);
  return await tellEarlierPlaces(held, untold, {
    tell: async (place) => await chat.update(place, movedPost(message, channel), mark),
    done: (state, place) => ({
      ...state,
      earlier: state.earlier.map((one) => (one === place ? { ...one, told: true } : one)),
    }),
  });
}
