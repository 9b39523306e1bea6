import { z } from 'zod';

import { asked } from '../dynamodb/failure.ts';
import { ITEM_SCHEMA, checkInput, readItem, versioned } from '../dynamodb/read-item.ts';
import { instant, text } from '../dynamodb/shapes.ts';
import type { Store } from '../dynamodb/store.ts';
import type { KillSwitch } from '../ledger.ts';

const KILL_SWITCH = 'kill-switch';

const killSwitchShape = z.object({
  ...versioned,
  on: z.boolean(),
  by: text,
  why: text,
  at: instant,
});

/** See `Ledger.killSwitch`. Strongly consistent; off only when it was never set or set off. */
export async function killSwitch({ client, tables }: Store): Promise<KillSwitch> {
  const Key = { name: KILL_SWITCH };
  const get = client.get({ TableName: tables.settings, Key, ConsistentRead: true });
  const { Item } = await asked(`reading the kill switch from ${tables.settings}`, get);
  if (Item === undefined) return { on: false, by: 'nobody', why: 'it was never used' };
  const where = `The kill switch in ${tables.settings}`;
  const { on, by, why, at } = readItem(killSwitchShape, Item, where);
  return { on, by, why, at };
}

/** See `Ledger.setKillSwitch`. Refuses to be used without a name and a reason. */
export async function setKillSwitch(
  { client, tables }: Store,
  setting: { readonly on: boolean; readonly by: string; readonly why: string },
): Promise<void> {
  const item = { schema: ITEM_SCHEMA, ...setting, at: new Date().toISOString() };
  const Item = { name: KILL_SWITCH, ...checkInput(killSwitchShape, item, 'the kill switch') };
  const put = client.put({ TableName: tables.settings, Item });
  await asked(`setting the kill switch in ${tables.settings}`, put);
}
