/** The item of `<prefix>-lifecycles`: docs/ledger.md. */
import { z } from 'zod';

import { DESTINIES } from '../../../domain/outcome.ts';
import type { FixedReason } from '../../../domain/outcome.ts';
import type { LedgerRow } from '../../../domain/story.ts';
import { VERDICTS } from '../../../domain/verdict.ts';
import { get } from '../dynamodb/items.ts';
import { anyItem, itemName, readItem, versioned } from '../dynamodb/read-item.ts';
import { count, indexTime, instant, line, rowShape, text } from '../dynamodb/shapes.ts';
import type { Item, Store } from '../dynamodb/store.ts';
import type { Lifecycle, PastOutcome, Watched } from '../ledger.ts';

/** The type requires every reason. */
const REASONS: Readonly<Record<FixedReason, true>> = {
  remediated: true,
  'already-fixed': true,
  'fixed-by-others': true,
  gone: true,
  attested: true,
  'by-source': true,
};
const reasonShape = z.custom<FixedReason>(
  (value) => typeof value === 'string' && Object.hasOwn(REASONS, value),
  'not a reason that this version knows',
);

const outcomeShape = z.object({
  episode: count,
  destiny: z.enum(DESTINIES),
  reason: text,
  closedAt: instant,
  verificationId: text.nullable(),
}) satisfies z.ZodType<PastOutcome>;

export const watchedShape = z.object({
  at: instant,
  verificationId: text,
  verdict: z.enum(VERDICTS),
  blind: z.int().min(0),
}) satisfies z.ZodType<Watched>;

const opened = z.object({
  ...versioned,
  workflowId: text,
  /** The newest episode, and who opened which. */
  opened: count,
  openers: z.array(z.object({ run: text, episode: count })),
  status: z.enum(['open', 'closing', 'closed']),
  closing: reasonShape.nullable().exactOptional(),
  watched: watchedShape.nullable().exactOptional(),
  outcomes: z.array(outcomeShape).exactOptional(),
});
type Opened = z.infer<typeof opened>;

const shown = z.object({
  episode: count,
  cursor: line,
  row: rowShape,
  phase: text,
  updatedAt: instant,
  closedAt: instant.exactOptional(),
});
export type Shown = z.infer<typeof shown>;

/** `shown` is null between opening the first episode and its first story line. */
export interface LifecycleItem extends Opened {
  readonly shown: Shown | null;
}

export async function getLifecycle(
  store: Store,
  workflowId: string,
): Promise<LifecycleItem | null> {
  const item = await get(store, 'lifecycles', { workflowId }, anyItem);
  return item === null ? null : readLifecycle(store, item);
}

export function readLifecycle(store: Store, item: Item): LifecycleItem {
  const name = itemName(store, 'lifecycles', item);
  const hasShown = Object.keys(shown.shape).some((key) => key in item);
  return {
    ...readItem(opened, item, name),
    shown: hasShown ? readItem(shown, item, name) : null,
  };
}

/** For callers of the ledger; null before the first story line. */
export function asLifecycle(item: LifecycleItem): Lifecycle | null {
  if (item.shown === null) return null;
  const { row, episode, updatedAt, closedAt } = item.shown;
  return { ...row, workflowId: item.workflowId, episode, updatedAt, closedAt: closedAt ?? null };
}

/** Attributes that the indexes need besides the row; `due` is absent once nothing is due any more. */
export function indexKeys(
  row: LedgerRow,
  at: string,
): { readonly phase: string; readonly updatedAt: string; readonly due?: string } {
  const keys = { phase: row.phase, updatedAt: indexTime(at) };
  return row.phase === 'CLOSED' ? keys : { ...keys, due: indexTime(row.nextDeadline ?? at) };
}
