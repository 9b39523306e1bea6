/** Which check used a proof, because a proof counts once: in a table that only the checking worker writes. docs/ledger.md. */
import { z } from 'zod';

import { get, isNew, putIf } from '../dynamodb/items.ts';
import { checkInput, ITEM_SCHEMA, versioned } from '../dynamodb/read-item.ts';
import { instant, text } from '../dynamodb/shapes.ts';
import type { Store } from '../dynamodb/store.ts';
import { keyOf } from '../dynamodb/tables.ts';

/** Whose proof it is, and which check uses it. */
export interface Use {
  /** The decision's id, which the proof binds: a nonce. */
  readonly id: string;
  /** The check: an activity of a run. When Temporal retries it, it is the same use. */
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
}

export interface UsedProofs {
  /** True for the first use and its repetitions, false for any other. Failures as in `ledger.ts`. */
  use(workflowId: string, use: Use): Promise<boolean>;
}

/**
 * `events` for the orchestrator worker, `executions` for the runtime worker, `proofs` for the closer worker, `refusals`
 * for a decision channel.
 */
export function dynamoUsedProofs(
  store: Store,
  table: 'events' | 'executions' | 'proofs' | 'refusals',
): UsedProofs {
  const { sort } = keyOf(table);
  return {
    async use(workflowId, use) {
      const key = { workflowId, [sort ?? '']: `proof#${use.id}` };
      const what = `the proof of decision ${use.id} on ${workflowId}`;
      const item = { ...key, schema: ITEM_SCHEMA, ...checkInput(useShape, use, what) };
      if (await putIf(store, table, item, isNew(table))) return true;
      return (await get(store, table, key, itemShape))?.by === use.by;
    },
  };
}

const useShape = z.object({ id: text, by: text, at: instant });
const itemShape = z.object({ ...versioned, ...useShape.shape });
