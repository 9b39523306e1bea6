import type { DeliveryState, LockedDelivery } from '../../activities/ledger/notice/deliveries.ts';
import type { Message } from '../../activities/notify/message.ts';
import { withDeliveryLock } from '../delivery-lock.ts';
import type { Delivered, LockDeps } from '../delivery-lock.ts';
import { card, movedCard } from './card.ts';
import { payload } from './fit-card.ts';
import { NotTaken } from './workflows.ts';
import type { Workflows } from './workflows.ts';

export interface DeliverDeps extends LockDeps {
  readonly workflows: Workflows;
  /** For findings whose team names no workflow; null: those are not told here. */
  readonly defaultWorkflow: string | null;
}

/**
 * A card for each message: a workflow answers with no id, so a card can be neither updated nor found again. The ledger
 * says which were posted; one whose answer was lost is posted again and says so. Throws after writing on the finding
 * why it was not delivered.
 */
export async function deliver(deps: DeliverDeps, message: Message): Promise<Delivered> {
  const to = workflowOf(message) ?? deps.defaultWorkflow;
  if (to === null) return 'no-channel';
  await withDeliveryLock(deps, { channel: 'teams', name: 'Teams', message }, async (held) => {
    const state = await told(deps, { to, message }, held);
    await farewells(deps, { to, message }, { ...held, state });
  });
  return 'delivered';
}

/** `teams:payments`, the first of the team's. */
function workflowOf({ finding }: Message): string | null {
  const own = finding.owner.channels.find((channel) => channel.startsWith('teams:'));
  return own === undefined ? null : own.slice('teams:'.length);
}

interface Telling {
  readonly to: string;
  readonly message: Message;
}

async function told(
  { workflows }: DeliverDeps,
  { to, message }: Telling,
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
    await workflows.post(
      to,
      payload((room) => card(message, room, remark)),
    );
  } catch (error) {
    if (error instanceof NotTaken && !inDoubt) await held.save({ ...state, telling });
    throw error;
  }
  const next = { ...placed(state, { to, sequence }), telling, told: [...state.told, sequence] };
  await held.save(next);
  return next;
}

function remarkOn(
  { sequence }: Message,
  { inDoubt, state }: { readonly inDoubt: boolean; readonly state: DeliveryState },
): string | null {
  if (inDoubt) return 'Perhaps you have this card already: the answer to it was lost.';
  return sequence < state.shown ? 'This comes late: a newer card shows how it stands.' : null;
}

/** Only what is newest says where the finding is told now. */
function placed(
  state: DeliveryState,
  { to, sequence }: { readonly to: string; readonly sequence: string },
): DeliveryState {
  if (sequence < state.shown) return state;
  const { place } = state;
  const left = place === null || place.container === to ? [] : [{ ...place, told: false }];
  const earlier = [...state.earlier, ...left].filter(({ container }) => container !== to);
  return { ...state, shown: sequence, place: { container: to, id: sequence }, earlier };
}

/** The channel that a finding left hears where it went; one whose workflow is gone has nobody to hear it. */
async function farewells(
  deps: DeliverDeps,
  { to, message }: Telling,
  held: LockedDelivery,
): Promise<void> {
  let { state } = held;
  for (const place of state.earlier) {
    if (deps.workflows.has(place.container)) {
      const said = payload((room) => movedCard(message, `teams:${to}`, room));
      await deps.workflows.post(place.container, said);
    }
    state = { ...state, earlier: state.earlier.filter((one) => one !== place) };
    await held.save(state);
  }
}
