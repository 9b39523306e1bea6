import type { DeliveryState, Held } from '../../activities/ledger/deliveries.ts';
import type { Message } from '../../activities/notify/message.ts';
import { whileHeld } from '../hold.ts';
import type { Delivered, HoldDeps } from '../hold.ts';
import type { Chat, Place } from './chat.ts';
import { isUrgent, line, standing } from './render.ts';

export interface DeliverDeps extends HoldDeps {
  readonly chat: Chat;
  /** For findings whose team names no Slack channel; null: those are not told here. */
  readonly defaultChannel: string | null;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * One message a finding, updated in place, with a thread for its history. Whatever is repeated, lost or in another
 * order: the ledger's row says which message it is, and where that is in doubt Slack is searched first. Throws after
 * writing on the row why it was not delivered.
 */
export async function deliver(deps: DeliverDeps, message: Message): Promise<Delivered> {
  const channel = channelOf(message) ?? deps.defaultChannel;
  if (channel === null) return 'no-channel';
  await whileHeld(deps, { channel: 'slack', name: 'Slack', message }, async (held) => {
    const place = await shown(deps, { channel, message }, held);
    await told(deps, { message, place }, held);
  });
  return 'delivered';
}

/** `slack:#payments` or `slack:C0123456789`, the first of the team's. */
function channelOf({ finding }: Message): string | null {
  const own = finding.owner.channels.find((channel) => channel.startsWith('slack:'));
  return own === undefined ? null : own.slice('slack:'.length);
}

interface Telling {
  readonly channel: string;
  readonly message: Message;
}

/** The finding's message shows this state or a newer one. */
async function shown(deps: DeliverDeps, telling: Telling, held: Held): Promise<Placed> {
  const { message } = telling;
  const { state } = held;
  if (state.place === null) return await posted(deps, telling, { ...held, state });
  if (message.sequence < state.shown) return { place: state.place, state };
  const mark = { finding: message.finding.workflowId, part: 'main' };
  if (!(await deps.chat.update(state.place, standing(message), mark))) {
    // Somebody deleted it: people asked for the finding to be told, so it gets a new one.
    const anew = { ...state, place: null, begun: null };
    return await posted(deps, telling, { ...held, state: anew });
  }
  const next = { ...state, shown: message.sequence };
  await held.save(next);
  return { place: state.place, state: next };
}

interface Placed {
  readonly place: Place;
  readonly state: DeliveryState;
}

async function posted(
  deps: DeliverDeps,
  { channel, message }: Telling,
  held: Held,
): Promise<Placed> {
  const { state } = held;
  const mark = { finding: message.finding.workflowId, part: 'main' };
  const container = await deps.chat.channelId(channel);
  const begun = state.begun ?? new Date(deps.now()).toISOString();
  if (state.begun === null) await held.save({ ...state, begun });
  // It was begun before and nobody knows how it ended.
  const since = Date.parse(begun) / 1000 - CLOCKS_DIFFER;
  const found = state.begun === null ? null : await deps.chat.findPost(container, mark, since);
  if (found !== null && !(await deps.chat.update(found, standing(message), mark)))
    throw new Error(`Slack's message ${found.id} went while it was looked for.`);
  const place = found ?? (await deps.chat.post(container, standing(message), mark));
  const next = { ...state, begun, place, shown: message.sequence };
  await held.save(next);
  return { place, state: next };
}

/** Seconds between Slack's clock and ours. */
const CLOCKS_DIFFER = 60;

/** The thread has a line of this message. */
async function told(
  { chat }: DeliverDeps,
  { message, place: { place, state } }: { readonly message: Message; readonly place: Placed },
  held: Held,
): Promise<void> {
  const { sequence } = message;
  if (state.told.includes(sequence)) return;
  const mark = { finding: message.finding.workflowId, part: sequence };
  const inDoubt = state.telling.includes(sequence);
  const telling = [...state.telling.filter((one) => one !== sequence), sequence];
  if (!inDoubt) await held.save({ ...state, telling });
  if (!inDoubt || !(await chat.hasReply(place, mark))) {
    await chat.reply(place, { ...line(message), broadcast: isUrgent(message) }, mark);
  }
  const others = state.telling.filter((one) => one !== sequence);
  await held.save({ ...state, told: [...state.told, sequence], telling: others });
}
