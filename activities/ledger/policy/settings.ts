/**
 * The kill switch in two tables: `settings`, where the console stops, and `executions`, where closeloop-runtime alone
 * remembers a stop, what was requested and what two people released. Nothing in `settings` releases what the runtime remembers.
 */
import { z } from 'zod';

import { activeStops } from '../../../domain/kill-switch.ts';
import type { Stop } from '../../../domain/kill-switch.ts';
import { failure } from '../../aws/failures.ts';
import { get, putIf } from '../dynamodb/items.ts';
import { ITEM_SCHEMA, checkInput, versioned } from '../dynamodb/read-item.ts';
import { count, instant, text } from '../dynamodb/shapes.ts';
import type { Store } from '../dynamodb/store.ts';
import type { KillSwitch } from '../ledger.ts';

const KEY = { name: 'kill-switch' };

const killSwitchShape = z.object({
  ...versioned,
  on: z.boolean(),
  by: text,
  why: text,
  at: instant,
  /** Absent in items from before two people released: then the time is the id. */
  id: text.exactOptional(),
});

const stopShape = z.object({ id: text, by: text, why: text, at: instant });
const requestShape = z.object({
  stops: z.array(text),
  by: text,
  why: text,
  at: instant,
});
const rememberedShape = z.object({
  ...versioned,
  /** How often it was written. */
  revision: count,
  stops: z.array(stopShape),
  /** Ids: a stop with one of these stops nothing more. */
  released: z.array(text),
  request: requestShape.nullable(),
  /** How it was released last. */
  last: requestShape.extend({ confirmedBy: text, releasedAt: instant }).nullable(),
});
export type RememberedSwitch = Omit<z.infer<typeof rememberedShape>, 'schema'>;

const PLACE = { workflowId: '#kill-switch', item: 'switch' };
const NOTHING: RememberedSwitch = {
  revision: 0,
  stops: [],
  released: [],
  request: null,
  last: null,
};

/** See `Ledger.killSwitch`. Off only when it was never set, was set off unseen, or two people released it. */
export async function killSwitch(store: Store): Promise<KillSwitch> {
  const [item, remembered] = await Promise.all([
    get(store, 'settings', KEY, killSwitchShape),
    rememberedSwitch(store),
  ]);
  const set: Stop | null = item?.on === true ? { id: item.id ?? item.at, ...stopOf(item) } : null;
  const stops = activeStops([...remembered.stops, set], remembered.released);
  const [first] = stops;
  if (first === undefined) return offBy(remembered, item);
  const { by, why, at } = first;
  const { request } = remembered;
  const hasIds = stops.length > 1 || first.id !== at;
  return {
    on: true,
    by,
    why,
    at,
    ...(hasIds ? { stops } : {}),
    ...(request === null ? {} : { request }),
  };
}

function offBy(
  { last }: RememberedSwitch,
  item: z.infer<typeof killSwitchShape> | null,
): KillSwitch {
  if (last !== null) {
    const { by, confirmedBy, why, releasedAt: at } = last;
    return { on: false, by: `${by}, confirmed by ${confirmedBy}`, why, at };
  }
  if (item === null) return { on: false, by: 'nobody', why: 'it was never used' };
  return { on: false, ...stopOf(item) };
}

function stopOf({ by, why, at }: z.infer<typeof killSwitchShape>) {
  return { by, why, at };
}

/** See `Ledger.setKillSwitch`. Throws `InvalidInput` without a name or a reason. */
export async function setKillSwitch(
  store: Store,
  set: { readonly on: boolean; readonly by: string; readonly why: string; readonly id?: string },
): Promise<void> {
  const item = { schema: ITEM_SCHEMA, ...set, at: new Date().toISOString() };
  await putIf(store, 'settings', {
    ...KEY,
    ...checkInput(killSwitchShape, item, 'the kill switch'),
  });
}

export async function rememberedSwitch(store: Store): Promise<RememberedSwitch> {
  return (await get(store, 'executions', PLACE, rememberedShape)) ?? NOTHING;
}

/**
 * For closeloop-runtime: replaces what was read. Throws `Throttled`, which is retried, where somebody wrote meanwhile, and
 * `InvalidInput`. An id that is not among the released any more stops again: that errs to the safe side.
 */
export async function rememberSwitch(
  store: Store,
  was: RememberedSwitch,
  next: Omit<RememberedSwitch, 'revision'>,
): Promise<void> {
  const { revision } = was;
  const released = next.released.slice(-MOST_RELEASED);
  const made = { schema: ITEM_SCHEMA, ...next, released, revision: revision + 1 };
  const item = checkInput(rememberedShape, made, 'the kill switch');
  const kept = await putIf(
    store,
    'executions',
    { ...PLACE, ...item },
    {
      condition: 'attribute_not_exists(#revision) OR #revision = :revision',
      values: { revision },
    },
  );
  if (!kept) throw failure('Throttled', 'Somebody else changed the kill switch at this moment.');
}

const MOST_RELEASED = 200;
