import type { FixedReason } from '../../../domain/outcome.ts';
import { failure } from '../../aws/failures.ts';
import { assignments, isNew, putIf, updateIf } from '../dynamodb/items.ts';
import { ITEM_SCHEMA } from '../dynamodb/read-item.ts';
import type { Store } from '../dynamodb/store.ts';
import { untilWritten } from '../dynamodb/until-written.ts';
import { getLifecycle } from './lifecycle-item.ts';
import type { LifecycleItem } from './lifecycle-item.ts';
import type { Place } from './story-item.ts';

/** No worker still runs an activity of a run that opened more episodes ago than this. */
const REMEMBERED_OPENERS = 32;

/** See `Ledger.openEpisode`. */
export async function openEpisode(store: Store, workflowId: string, run: string): Promise<number> {
  return await untilWritten(`opening an episode of ${workflowId}`, async () => {
    const item = await getLifecycle(store, workflowId);
    const known = item?.openers.find((opener) => opener.run === run);
    if (known !== undefined) return { done: known.episode };
    const episode = (item?.opened ?? 0) + 1;
    const written = await (item === null
      ? createRow(store, workflowId, run)
      : nextEpisode(store, item, run));
    return written ? { done: episode } : null;
  });
}

/** See `Ledger.markClosing`. */
export async function markClosing(
  store: Store,
  { workflowId, episode }: Place,
  reason: FixedReason | null,
): Promise<void> {
  const set = { status: 'closing', closing: reason };
  const marked = await updateIf(
    store,
    'lifecycles',
    { workflowId },
    {
      update: `SET ${assignments(set)}`,
      condition: '#opened = :episode AND #status <> :closed',
      values: { ...set, episode, closed: 'closed' },
    },
  );
  if (marked !== null) return;
  // Closed already: a repeated close, which goes on to Security Hub again and changes nothing.
  refuseOtherEpisode(await getLifecycle(store, workflowId), workflowId, episode);
}

/** A worker of a terminated run must not close what its successor has open. */
export function refuseOtherEpisode(
  item: LifecycleItem | null,
  workflowId: string,
  episode: number,
): LifecycleItem {
  if (item?.opened === episode) return item;
  const newest = item === null ? 'no episode' : `episode ${item.opened} as the newest`;
  throw failure(
    'InvalidInput',
    `Episode ${episode} of ${workflowId} cannot be closed: the ledger has ${newest}. Another run works on it; look at both in Temporal.`,
  );
}

async function createRow(store: Store, workflowId: string, run: string): Promise<boolean> {
  const openers = [{ run, episode: 1 }];
  const item = { schema: ITEM_SCHEMA, workflowId, opened: 1, openers, status: 'open' };
  return await putIf(store, 'lifecycles', item, isNew('lifecycles'));
}

async function nextEpisode(store: Store, item: LifecycleItem, run: string): Promise<boolean> {
  const { workflowId, opened } = item;
  const openers = [...item.openers, { run, episode: opened + 1 }].slice(-REMEMBERED_OPENERS);
  const updated = await updateIf(
    store,
    'lifecycles',
    { workflowId },
    {
      update: 'SET #opened = :next, #openers = :openers, #status = :open',
      condition: '#opened = :opened',
      values: { opened, next: opened + 1, openers, open: 'open' },
    },
  );
  return updated !== null;
}
