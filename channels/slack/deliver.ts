import type { DeliveryState, LockedDelivery } from '../../activities/ledger/notice/deliveries.ts';
import type { Message } from '../../activities/notify/message.ts';
import { withDeliveryLock } from '../delivery-lock.ts';
import type { Delivered, LockDeps } from '../delivery-lock.ts';
import type { Chat } from './chat.ts';
import { addressed, shown } from './main-message.ts';
import type { Placed, Telling } from './main-message.ts';
import { isUrgent, line, moved } from './message.ts';

export interface DeliverDeps extends LockDeps {
  readonly chat: Chat;
  /** For findings whose team names no Slack channel; null: those are not told here. */
  readonly defaultChannel: string | null;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * One message a finding in its owner's channel, updated in place, with a thread for its history. Whatever is repeated,
 * lost or in another order: the ledger's row says which message it is, and where that is in doubt Slack is searched
 * first. Throws after writing on the row why it was not delivered.
 */
export async function deliver(deps: DeliverDeps, message: Message): Promise<Delivered> {
  const channel = channelOf(message) ?? deps.defaultChannel;
  if (channel === null) return 'no-channel';
  await withDeliveryLock(deps, { channel: 'slack', name: 'Slack', message }, async (held) => {
    const place = await shown(deps, { channel, message }, held);
    const state = await told(deps, { message, place }, held);
    const left = await farewells(deps, { channel, message }, { ...held, state });
    await addressed(deps, left, held);
  });
  return 'delivered';
}

/** `slack:#payments` or `slack:C0123456789`, the first of the team's. */
function channelOf({ finding }: Message): string | null {
  const own = finding.owner.channels.find((channel) => channel.startsWith('slack:'));
  return own === undefined ? null : own.slice('slack:'.length);
}

/** The thread has a line of this message. */
async function told(
  { chat }: DeliverDeps,
  { message, place: { place, state } }: { readonly message: Message; readonly place: Placed },
  held: LockedDelivery,
): Promise<DeliveryState> {
  const { sequence } = message;
  if (state.told.includes(sequence)) return state;
  const mark = { finding: message.finding.workflowId, part: sequence };
  const inDoubt = state.telling.includes(sequence);
  const telling = [...state.telling.filter((one) => one !== sequence), sequence];
  if (!inDoubt) await held.save({ ...state, telling });
  if (!inDoubt || !(await chat.hasReply(place, mark))) {
    await chat.reply(place, { ...line(message), broadcast: isUrgent(message) }, mark);
  }
  const others = state.telling.filter((one) => one !== sequence);
  const next = { ...state, told: [...state.told, sequence], telling: others };
  await held.save(next);
  return next;
}

/** The channels that the finding left say where it went; a message that is gone has nothing to say. */
async function farewells(
  { chat }: DeliverDeps,
  { channel, message }: Telling,
  held: LockedDelivery,
): Promise<DeliveryState> {
  let { state } = held;
  // A late message names an owner of then.
  if (message.sequence < state.shown) return state;
  const mark = { finding: message.finding.workflowId, part: 'main' };
  for (const place of state.earlier.filter((one) => !one.told)) {
    await chat.update(place, moved(message, channel), mark);
    const earlier = state.earlier.map((one) => (one === place ? { ...one, told: true } : one));
    state = { ...state, earlier };
    await held.save(state);
  }
  return state;
}
