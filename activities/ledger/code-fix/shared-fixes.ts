/** Which lifecycles wait for which pull request: in `<prefix>-caps`, one item a fix. docs/ledger.md. */
import { z } from 'zod';

import type { FixPlace, PullRef } from '../../../domain/code-fix.ts';
import { fixId } from '../../code/fix-key.ts';
import { asked, isConditionFailed } from '../dynamodb/failure.ts';
import { ITEM_SCHEMA, readItem, versioned } from '../dynamodb/read-item.ts';
import type { Store } from '../dynamodb/store.ts';

export interface SharedFixes {
  /** The commit at which Closeloop left its open pull request; null when it knows of none. */
  tipOf(place: FixPlace): Promise<string | null>;
  /** This lifecycle waits for it; repeated, it changes nothing. */
  join(pull: PullRef, workflowId: string): Promise<void>;
  /** It does not any more; answers whether others do. */
  leave(place: FixPlace, workflowId: string): Promise<'others-wait' | 'nobody-waits'>;
}

const fixShape = z.object({
  ...versioned,
  tip: z.string(),
  waiting: z.set(z.string()).exactOptional(),
});

export function dynamoSharedFixes(store: Store): SharedFixes {
  return {
    tipOf: async (place) => await tipOf(store, place),
    join: async (pull, workflowId) => await join(store, pull, workflowId),
    leave: async (place, workflowId) => await leave(store, place, workflowId),
  };
}

function keyOf(place: FixPlace): { readonly counter: string } {
  return { counter: `fix#${fixId(place)}` };
}

async function tipOf({ client, tables }: Store, place: FixPlace): Promise<string | null> {
  const Key = keyOf(place);
  const get = client.get({ TableName: tables.caps, Key, ConsistentRead: true });
  const { Item } = await asked(`reading ${Key.counter} from ${tables.caps}`, get);
  return Item === undefined ? null : readItem(fixShape, Item, Key.counter).tip;
}

async function join({ client, tables }: Store, pull: PullRef, workflowId: string): Promise<void> {
  const Key = keyOf(pull.place);
  const update = client.update({
    TableName: tables.caps,
    Key,
    UpdateExpression: 'SET #schema = :schema, #tip = :tip, #url = :url ADD #waiting :who',
    ExpressionAttributeNames: {
      '#schema': 'schema',
      '#tip': 'tip',
      '#url': 'url',
      '#waiting': 'waiting',
    },
    ExpressionAttributeValues: {
      ':schema': ITEM_SCHEMA,
      ':tip': pull.tip,
      ':url': pull.url,
      ':who': new Set([workflowId]),
    },
  });
  await asked(`writing ${Key.counter} to ${tables.caps}`, update);
}

async function leave(
  { client, tables }: Store,
  place: FixPlace,
  workflowId: string,
): Promise<'others-wait' | 'nobody-waits'> {
  const Key = keyOf(place);
  const update = client.update({
    TableName: tables.caps,
    Key,
    UpdateExpression: 'DELETE #waiting :who',
    // An update of what is not there would make an item without its contents, which nobody could read.
    ConditionExpression: 'attribute_exists(#tip)',
    ExpressionAttributeNames: { '#waiting': 'waiting', '#tip': 'tip' },
    ExpressionAttributeValues: { ':who': new Set([workflowId]) },
    ReturnValues: 'ALL_NEW',
  });
  try {
    const { Attributes = {} } = await asked(`writing ${Key.counter} to ${tables.caps}`, update);
    const { waiting } = readItem(fixShape, Attributes, Key.counter);
    return (waiting?.size ?? 0) > 0 ? 'others-wait' : 'nobody-waits';
  } catch (error) {
    if (isConditionFailed(error)) return 'nobody-waits';
    throw error;
  }
}
