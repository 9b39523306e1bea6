/** Where a finding stands in each channel, as the channels remember it in `<prefix>-messages`: docs/ledger.md. */

import { asked } from '../dynamodb/failure.ts';
import { allPages } from '../dynamodb/store.ts';
import type { Item, Store } from '../dynamodb/store.ts';
import { readDelivery } from './deliveries.ts';
import type { Place } from './deliveries.ts';

export interface ToldPlace extends Place {
  /** `slack`, `teams`, `tickets`. */
  readonly channel: string;
}

export interface WhereTold {
  /** Of one lifecycle, by channel; without those that have not answered yet. Strongly consistent. */
  places(workflowId: string): Promise<readonly ToldPlace[]>;
}

/** Failures as in `ledger.ts`. */
export function dynamoWhereTold(store: Store): WhereTold {
  return { places: (workflowId) => places(store, workflowId) };
}

const PREFIX = 'channel#';

async function places(
  { client, tables }: Store,
  workflowId: string,
): Promise<readonly ToldPlace[]> {
  const query = async (ExclusiveStartKey: Item | undefined) =>
    await client.query({
      TableName: tables.messages,
      KeyConditionExpression: 'workflowId = :id AND begins_with(#item, :prefix)',
      ExpressionAttributeNames: { '#item': 'item' },
      ExpressionAttributeValues: { ':id': workflowId, ':prefix': PREFIX },
      ConsistentRead: true,
      ExclusiveStartKey,
    });
  const items = await asked(`reading where ${workflowId} is told`, allPages(query));
  return items.flatMap((item) => {
    const name = String(item['item']);
    const { place } = readDelivery(item, `${name} of ${workflowId} in ${tables.messages}`);
    return place === null ? [] : [{ channel: name.slice(PREFIX.length), ...place }];
  });
}
