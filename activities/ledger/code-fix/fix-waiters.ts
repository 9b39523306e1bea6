/** Who waits for a pull request, for whoever hears of one: reads only. docs/ledger.md, `fix#…`. */
import { z } from 'zod';

import { asked } from '../dynamodb/failure.ts';
import { readItem, versioned } from '../dynamodb/read-item.ts';
import type { Store } from '../dynamodb/store.ts';

export interface FixWaiters {
  /** As people open it. */
  readonly url: string;
  /** Workflow ids. */
  readonly waiting: readonly string[];
}

const waitersShape = z.object({
  ...versioned,
  url: z.string(),
  waiting: z.set(z.string()).exactOptional(),
});

/** By the id of a fix (`fixId`); null when Closeloop proposed none such. Throws as every read of the ledger does. */
export function dynamoFixWaiters(store: Store): (fix: string) => Promise<FixWaiters | null> {
  const { client: dynamo, tables } = store;
  return async (fix) => {
    const Key = { counter: `fix#${fix}` };
    const get = dynamo.get({ TableName: tables.caps, Key, ConsistentRead: true });
    const { Item } = await asked(`reading ${Key.counter} from ${tables.caps}`, get);
    if (Item === undefined) return null;
    const { url, waiting } = readItem(waitersShape, Item, Key.counter);
    return { url, waiting: [...(waiting ?? [])] };
  };
}
