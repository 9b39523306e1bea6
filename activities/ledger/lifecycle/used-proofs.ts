/** A proof counts once: which check used it stands in `<prefix>-events`, beside the story. docs/ledger.md. */
import { z } from 'zod';

import { asked, isConditionFailed } from '../dynamodb/failure.ts';
import { checkInput, ITEM_SCHEMA, readItem, versioned } from '../dynamodb/read-item.ts';
import { instant, text } from '../dynamodb/shapes.ts';
import type { Store } from '../dynamodb/store.ts';

/** Whose proof it is, and which check uses it. */
export interface Use {
  /** The decision's id, which the proof binds: a nonce. */
  readonly id: string;
  /** The check: an activity of a run. A repetition of the same check is the same use. */
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
}

export interface UsedProofs {
  /** True for the first use and its repetitions, false for any other. Failures as in `ledger.ts`. */
  use(workflowId: string, use: Use): Promise<boolean>;
}

export function dynamoUsedProofs(store: Store): UsedProofs {
  return { use: (workflowId, use) => useProof(store, workflowId, use) };
}

const useShape = z.object({ id: text, by: text, at: instant });
const itemShape = z.object({ ...versioned, ...useShape.shape });

async function useProof({ client, tables }: Store, workflowId: string, use: Use): Promise<boolean> {
  const what = `the proof of decision ${use.id} on ${workflowId}`;
  const key = { workflowId, sequence: `proof#${use.id}` };
  const put = client.put({
    TableName: tables.events,
    Item: { ...key, schema: ITEM_SCHEMA, ...checkInput(useShape, use, what) },
    ConditionExpression: 'attribute_not_exists(#sequence)',
    ExpressionAttributeNames: { '#sequence': 'sequence' },
  });
  try {
    await asked(`using ${what}`, put);
    return true;
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
  }
  const read = client.get({ TableName: tables.events, Key: key, ConsistentRead: true });
  const { Item: item } = await asked(`reading ${what}`, read);
  return item !== undefined && readItem(itemShape, item, what).by === use.by;
}
