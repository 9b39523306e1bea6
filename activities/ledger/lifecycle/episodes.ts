import type { FixedReason } from '../../../domain/outcome.ts';
import { untilWritten } from '../dynamodb/again.ts';
import { asked, failure, isConditionFailed } from '../dynamodb/failure.ts';
import { ITEM_SCHEMA } from '../dynamodb/read-item.ts';
import type { Store } from '../dynamodb/store.ts';
import { getLifecycle } from './lifecycle-item.ts';
import type { LifecycleItem } from './lifecycle-item.ts';
import type { Place } from './story-item.ts';

/** A worker of a run that opened more than this many episodes ago does not exist any more. */
const REMEMBERED_OPENERS = 32;

/** See `Ledger.openEpisode`. */
export async function openEpisode(store: Store, workflowId: string, run: string): Promise<number> {
  return await untilWritten(`opening an episode of ${workflowId}`, async () => {
    const item = await getLifecycle(store, workflowId);
    const known = item?.openers.find((opener) => opener.run === run);
    if (known !== undefined) return { done: known.episode };
    const episode = (item?.opened ?? 0) + 1;
    await (item === null ? createRow(store, workflowId, run) : nextEpisode(store, item, run));
    return { done: episode };
  });
}

/** See `Ledger.markClosing`. */
export async function markClosing(
  store: Store,
  { workflowId, episode }: Place,
  reason: FixedReason | null,
): Promise<void> {
  const { client, tables } = store;
  const update = client.update({
    TableName: tables.lifecycles,
    Key: { workflowId },
    UpdateExpression: 'SET #status = :closing, #closing = :reason',
    ConditionExpression: '#opened = :episode AND #status <> :closed',
    ExpressionAttributeNames: { '#status': 'status', '#opened': 'opened', '#closing': 'closing' },
    ExpressionAttributeValues: {
      ':closing': 'closing',
      ':closed': 'closed',
      ':episode': episode,
      ':reason': reason,
    },
  });
  try {
    await asked(`marking ${workflowId} closing in ${tables.lifecycles}`, update);
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
    refuseOtherEpisode(await getLifecycle(store, workflowId), workflowId, episode);
    // The newest episode and closed: a repeated close, which goes on to Security Hub again and changes nothing.
  }
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

async function createRow({ client, tables }: Store, workflowId: string, run: string) {
  const put = client.put({
    TableName: tables.lifecycles,
    Item: {
      schema: ITEM_SCHEMA,
      workflowId,
      opened: 1,
      openers: [{ run, episode: 1 }],
      status: 'open',
    },
    ConditionExpression: 'attribute_not_exists(workflowId)',
  });
  await asked(`opening ${workflowId} in ${tables.lifecycles}`, put);
}

async function nextEpisode({ client, tables }: Store, item: LifecycleItem, run: string) {
  const { workflowId, opened } = item;
  const openers = [...item.openers, { run, episode: opened + 1 }].slice(-REMEMBERED_OPENERS);
  const update = client.update({
    TableName: tables.lifecycles,
    Key: { workflowId },
    UpdateExpression: 'SET #opened = :next, #openers = :openers, #status = :open',
    ConditionExpression: '#opened = :opened',
    ExpressionAttributeNames: { '#opened': 'opened', '#openers': 'openers', '#status': 'status' },
    ExpressionAttributeValues: {
      ':opened': opened,
      ':next': opened + 1,
      ':openers': openers,
      ':open': 'open',
    },
  });
  await asked(`opening ${workflowId} in ${tables.lifecycles}`, update);
}
