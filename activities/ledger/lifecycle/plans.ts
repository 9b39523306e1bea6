/** Whole plans, in `<prefix>-events` beside the story: what people read before they approve. docs/ledger.md. */
import { z } from 'zod';

import { canonicalJson } from '../../../domain/plan.ts';
import type { Plan } from '../../../domain/plan.ts';
import { get, isNew, putIf } from '../dynamodb/items.ts';
import { checkInput, ITEM_SCHEMA, versioned } from '../dynamodb/read-item.ts';
import { text } from '../dynamodb/shapes.ts';
import type { Store } from '../dynamodb/store.ts';

/** See `Ledger.rememberPlan`. */
export async function rememberPlan(
  store: Store,
  { workflowId, hash }: PlanKey,
  plan: Plan,
): Promise<void> {
  const key = { workflowId, sequence: `${PREFIX}${checkInput(hashShape, hash, 'a plan')}` };
  const item = { schema: ITEM_SCHEMA, ...key, plan: canonicalJson(plan) };
  // The same hash is the same plan: whoever reads it computes the hash again.
  await putIf(store, 'events', item, isNew('events'));
}

/** See `Ledger.planText`. */
export async function planText(
  store: Store,
  { workflowId, hash }: PlanKey,
): Promise<string | null> {
  const key = { workflowId, sequence: `${PREFIX}${hash}` };
  return (await get(store, 'events', key, itemShape))?.plan ?? null;
}

interface PlanKey {
  readonly workflowId: string;
  readonly hash: string;
}

/** Begins with a letter, as all keys that are no lines of the story. */
const PREFIX = 'plan#';
const hashShape = z.string().regex(/^[0-9a-f]{64}$/);
const itemShape = z.object({ ...versioned, plan: text });
