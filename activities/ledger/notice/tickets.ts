/** Which finding a ticket is about, in `<prefix>-messages`: docs/ledger.md. */
import { z } from 'zod';

import { asked } from '../dynamodb/failure.ts';
import { ITEM_SCHEMA, readItem, versioned } from '../dynamodb/read-item.ts';
import { text } from '../dynamodb/shapes.ts';
import type { Store } from '../dynamodb/store.ts';

/** A ticket's name here is tracker and id: `jira:10042`. */
export interface TicketIndex {
  /** Repeated it changes nothing. */
  remember(ticket: string, workflowId: string): Promise<void>;
  /** The workflow id; null for tickets that are not ours. Strongly consistent. */
  findingOf(ticket: string): Promise<string | null>;
}

/** Failures as in `ledger.ts`. */
export function dynamoTicketIndex(store: Store): TicketIndex {
  return {
    remember: (ticket, workflowId) => remember(store, ticket, workflowId),
    findingOf: (ticket) => findingOf(store, ticket),
  };
}

const ITEM = 'finding';
const itemShape = z.object({ ...versioned, finding: text });

async function remember(
  { client, tables }: Store,
  ticket: string,
  workflowId: string,
): Promise<void> {
  const update = client.update({
    TableName: tables.messages,
    Key: keyOf(ticket),
    UpdateExpression: 'SET #schema = :schema, finding = :finding',
    ExpressionAttributeNames: { '#schema': 'schema' },
    ExpressionAttributeValues: { ':schema': ITEM_SCHEMA, ':finding': workflowId },
  });
  await asked(`remembering ticket ${ticket} of ${workflowId}`, update);
}

async function findingOf({ client, tables }: Store, ticket: string): Promise<string | null> {
  const get = client.get({
    TableName: tables.messages,
    Key: keyOf(ticket),
    ConsistentRead: true,
  });
  const what = `looking up ticket ${ticket}`;
  const { Item } = await asked(what, get);
  return Item === undefined ? null : readItem(itemShape, Item, what).finding;
}

/** Workflow ids begin with a control, `exception:` or a product: none begins like this. */
function keyOf(ticket: string): { workflowId: string; item: string } {
  return { workflowId: `ticket#${ticket}`, item: ITEM };
}
