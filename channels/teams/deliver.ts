import type { DeliveryState, LockedDelivery } from '../../activities/ledger/notice/deliveries.ts';
import type { Message } from '../../activities/notify/message.ts';
import { tellEarlierPlaces, withDeliveryLock } from '../delivery-lock.ts';
import type { Delivered, LockDeps } from '../delivery-lock.ts';
import { card, movedCard } from './card.ts';
import { fitCard } from './fit-card.ts';
import { NotTaken } from './workflows.ts';
import type { Workflows } from './workflows.ts';

export interface DeliverDeps extends LockDeps {
  readonly workflows: Workflows;
  /** For findings whose team names no workflow; null: those are not posted to Teams. */
  readonly defaultWorkflow: string | null;
}

/**
 * Posts a card for each message: a workflow answers with no id, so a card can be neither updated nor found again. The
 * ledger says which were posted; a card whose answer was lost is posted again with a remark. Throws after writing on
 * the finding why it was not delivered.
 */
export async function deliver(deps: DeliverDeps, message: Message): Promise<Delivered> {
  const to = workflowOf(message) ?? deps.defaultWorkflow;
  if (to === null) return 'no-channel';
  const lock = { channel: 'teams', name: 'Teams', message, patience: PATIENCE };
  await withDeliveryLock(deps, lock, async (held) => {
    const state = await postOnce(deps, { to, message }, held);
    await postMoved(deps, { to, message }, { ...held, state });
  });
  return 'delivered';
}

/** Messages of one finding come close together: each needs a second or two. Milliseconds. */
const PATIENCE = 4_800;

/** `teams:payments`, the first of the team's. */
function workflowOf({ finding }: Message): string | null {
  const own = finding.owner.channels.find((channel) => channel.startsWith('teams:'));
  return own === undefined ? null : own.slice('teams:'.length);
}

interface Delivery {
  readonly to: string;
  readonly message: Message;
}

async function postOnce(
  { workflows }: DeliverDeps,
  { to, message }: Delivery,
  held: LockedDelivery,
): Promise<DeliveryState> {
  const { sequence } = message;
  const { state } = held;
  if (state.told.includes(sequence)) return state;
  const inDoubt = state.telling.includes(sequence);
  const telling = state.telling.filter((one) => one !== sequence);
  await held.save({ ...state, telling: [...telling, sequence] });
  const remark = remarkOn(message, { inDoubt, state });
  try {
    const body = fitCard((limits) => card(message, limits, remark));
    await workflows.post(to, body);
  } catch (error) {
    if (error instanceof NotTaken && !inDoubt) await held.save({ ...state, telling });
    throw error;
  }
  const next = { ...withPlace(state, { to, sequence }), telling, told: [...state.told, sequence] };
  await held.save(next);
  return next;
}

function remarkOn(
  { sequence }: Message,
  { inDoubt, state }: { readonly inDoubt: boolean; readonly state: DeliveryState },
): string | null {
  if (inDoubt) return 'You may have this card already: the answer to its first posting was lost.';
  return sequence < state.shown ? 'This card is late: a newer one shows the present status.' : null;
}

/** Only the newest message says in which channel the finding is now. */
function withPlace(
  state: DeliveryState,
  { to, sequence }: { readonly to: string; readonly sequence: string },
): DeliveryState {
  if (sequence < state.shown) return state;
  const { place } = state;
  const left = place === null || place.container === to ? [] : [{ ...place, told: false }];
  const earlier = [...state.earlier, ...left].filter(({ container }) => container !== to);
  return { ...state, shown: sequence, place: { container: to, id: sequence }, earlier };
}

/** Posts the moved-to notice in channels that the finding left, where this function still knows their workflow. */
async function postMoved(
  deps: DeliverDeps,
  { to, message }: Delivery,
  held: LockedDelivery,
): Promise<void> {
  await tellEarlierPlaces(held, held.state.earlier, {
    tell: async ({ container }) => {
      if (!deps.workflows.has(container)) return;
      const body = fitCard((limits) => movedCard(message, `teams:${to}`, limits));
      await deps.workflows.post(container, body);
    },
    done: (state, place) => ({
      ...state,
      earlier: state.earlier.filter((one) => one !== place),
    }),
  });
}
