import { z } from 'zod';

import { get, putIf } from '../dynamodb/items.ts';
import { ITEM_SCHEMA, checkInput, versioned } from '../dynamodb/read-item.ts';
import { instant, text } from '../dynamodb/shapes.ts';
import type { Store } from '../dynamodb/store.ts';
import type { KillSwitch } from '../ledger.ts';

const KEY = { name: 'kill-switch' };

const killSwitchShape = z.object({
  ...versioned,
  on: z.boolean(),
  by: text,
  why: text,
  at: instant,
});

/** See `Ledger.killSwitch`. Off only when it was never set or was set off. */
export async function killSwitch(store: Store): Promise<KillSwitch> {
  const item = await get(store, 'settings', KEY, killSwitchShape);
  if (item === null) return { on: false, by: 'nobody', why: 'it was never used' };
  const { on, by, why, at } = item;
  return { on, by, why, at };
}

/** See `Ledger.setKillSwitch`. Throws `InvalidInput` without a name or a reason. */
export async function setKillSwitch(
  store: Store,
  setting: { readonly on: boolean; readonly by: string; readonly why: string },
): Promise<void> {
  const item = { schema: ITEM_SCHEMA, ...setting, at: new Date().toISOString() };
  await putIf(store, 'settings', {
    ...KEY,
    ...checkInput(killSwitchShape, item, 'the kill switch'),
  });
}
